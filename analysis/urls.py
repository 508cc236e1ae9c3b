"""The reading room's addresses (English at the root, other languages under their code)."""

from django.urls import path, re_path

from analysis import converters  # noqa: F401 - registers <week:…>, <year:…> and <month:…>
from analysis.views import archive, articles, authors, corrections, home, issues, search, tags, topics

app_name = "analysis"

urlpatterns = [
    path("", home.home, name="home"),
    path("issues/", issues.issue_list, name="issues"),
    path("issues/<week:slug>/", issues.issue, name="issue"),
    path("authors/", authors.author_list, name="authors"),
    path("authors/<slug:slug>/", authors.author, name="author"),
    path("tags/<slug:slug>/", tags.tag, name="tag"),
    path("topics/", topics.topic_list, name="topics"),
    path("archive/", archive.archive, name="archive"),
    path("archive/<year:year>/", archive.year, name="year"),
    path("archive/<year:year>/<month:month>/", archive.month, name="month"),
    path("corrections/", corrections.correction_list, name="corrections"),
    path("search/", search.search, name="search"),
    path("<slug:topic>/<slug:slug>/", articles.article, name="article"),
    path("<slug:slug>/", topics.topic, name="topic"),
    # Every other address may be one that an article once had, here or on the site it was imported from.
    re_path(r"^(?P<path>.+)$", articles.moved, name="moved"),
]
