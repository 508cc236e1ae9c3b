"""The reading room's addresses (English at the root, other languages under their code)."""

from django.urls import path, re_path

from analysis import converters  # noqa: F401 - registers <week:…>, <number:…> and the like
from analysis.views import (
    archive,
    articles,
    assessments,
    authors,
    cards,
    citations,
    corrections,
    feeds,
    home,
    issue_printing,
    issues,
    newsletters,
    search,
    tags,
    topics,
    versions,
)

app_name = "analysis"

urlpatterns = [
    path("", home.home, name="home"),
    path("feed.<feed_format:format>", feeds.site, name="feed"),
    path("assessments.<data_format:format>", assessments.everything, name="assessments"),
    path("card-<slug:digest>.png", cards.site_card, name="site-card"),
    path("issues/", issues.issue_list, name="issues"),
    path("issues/<week:slug>/", issues.issue, name="issue"),
    path("issues/<week:slug>/print/", issue_printing.page, name="issue-print"),
    path("issues/<week:slug>/issue.pdf", issue_printing.pdf, name="issue-pdf"),
    path("authors/", authors.author_list, name="authors"),
    path("authors/<slug:slug>/", authors.author, name="author"),
    path("authors/<slug:slug>/feed.<feed_format:format>", feeds.author, name="author-feed"),
    path("tags/<slug:slug>/feed.<feed_format:format>", feeds.tag, name="tag-feed"),
    path("tags/<slug:slug>/", tags.tag, name="tag"),
    path("topics/", topics.topic_list, name="topics"),
    path("archive/", archive.archive, name="archive"),
    path("archive/<year:year>/", archive.year, name="year"),
    path("archive/<year:year>/<month:month>/", archive.month, name="month"),
    path("corrections/", corrections.correction_list, name="corrections"),
    path("corrections/feed.<feed_format:format>", feeds.corrections, name="corrections-feed"),
    path("newsletter/", newsletters.newsletter, name="newsletter"),
    path("newsletter/<uuid:key>/", newsletters.own_page, name="newsletter-own-page"),
    path("search/", search.search, name="search"),
    path("search/titles/", search.titles, name="search-titles"),
    path("<slug:topic>/<slug:slug>/", articles.article, name="article"),
    path("<slug:topic>/<slug:slug>/cite.<citation_format:format>", citations.citation, name="citation"),
    path("<slug:topic>/<slug:slug>/card-<slug:digest>.png", cards.card, name="card"),
    path("<slug:topic>/<slug:slug>/versions/", versions.version_list, name="versions"),
    path("<slug:topic>/<slug:slug>/versions/<number:number>/", versions.difference, name="version"),
    path("<slug:slug>/", topics.topic, name="topic"),
    path("<slug:slug>/feed.<feed_format:format>", feeds.topic, name="topic-feed"),
    path("<slug:slug>/assessments.<data_format:format>", assessments.of_topic, name="topic-assessments"),
    # Every other address may be one that an article once had, here or on the site it was imported from.
    re_path(r"^(?P<path>.+)$", articles.moved, name="moved"),
]
