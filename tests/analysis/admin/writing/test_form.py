from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from analysis.models import Article
from tests.analysis.admin.filled_forms import filled_in, rows
from tests.factories import ArticleFactory, AuthorFactory, ImageFactory, IssueFactory, TopicFactory, published

pytestmark = pytest.mark.django_db
ADD = "/admin/analysis/article/add/"


def change(article: Article) -> str:
    return reverse("admin:analysis_article_change", args=[article.pk])


def errors(response: Any) -> dict[str, list[str]]:
    return dict(response.context["adminform"].form.errors)


def save(client: Client, article: Article, **changes: Any) -> Any:
    return client.post(change(article), filled_in(article, **changes))


def test_it_makes_an_article_with_everything_about_it(desk: Client) -> None:
    topic, other, author, issue, image = (
        TopicFactory.create(slug="society"),
        TopicFactory.create(),
        AuthorFactory.create(),
        IssueFactory.create(),
        ImageFactory.create(),
    )
    sent = filled_in(
        title="Parties agree at last",
        standfirst="After six weeks.",
        body="<p>They signed.</p>",
        language="en",
        primary_topic=topic.pk,
        other_topics=[other.pk],
        issue=issue.pk,
        lead_image=image.pk,
        tags="coalition, talks",
        assessment="improved",
        assessment_reason="The parties agreed.",
    ) | rows("bylines", {"author": author.pk, "role": "author"})
    sent |= rows("sources", {"title": "Coalition agreement", "url": "https://example.org/agreement"})

    response = desk.post(ADD, sent)

    article = Article.objects.get()
    assert response["Location"] == change(article)
    assert article.path == "/society/parties-agree-at-last/"
    assert set(article.topics.all()) == {topic, other}
    assert article.primary_topic == topic
    assert [byline.author for byline in article.bylines.all()] == [author]
    assert sorted(article.tags.names()) == ["coalition", "talks"]
    assert [source.title for source in article.sources.all()] == ["Coalition agreement"]
    assert (article.period_start, article.period_end) == (issue.coverage_start, issue.coverage_end)
    assert article.revisions.get().created_by is not None


def test_a_slug_is_romanised_from_the_title_in_the_texts_own_language(desk: Client) -> None:
    desk.post(ADD, filled_in(title="Сітуацыя не змянілася", language="be"))
    assert Article.objects.get().slug == "situacyja-nie-zmianilasia"


def test_a_taken_slug_is_answered_with_a_free_one(desk: Client) -> None:
    topic = TopicFactory.create()
    published(slug="budget", topic=topic)
    response = desk.post(ADD, filled_in(title="Budget", slug="Budget", language="en", primary_topic=topic.pk))
    assert "“budget-2” is free" in errors(response)["slug"][0]
    assert 'data-with="budget-2"' in response.text


def test_an_address_made_from_the_title_avoids_those_of_other_drafts(desk: Client) -> None:
    topic = TopicFactory.create()
    ArticleFactory.create(slug="budget", topic=topic)
    desk.post(ADD, filled_in(title="Budget", language="en", primary_topic=topic.pk))
    assert Article.objects.get(title="Budget").slug == "budget-2"


def test_another_primary_topic_is_another_address(desk: Client) -> None:
    elite, economy = TopicFactory.create(slug="elite"), TopicFactory.create(slug="economy")
    namesake = ArticleFactory.create(slug="week-48", topic=economy)
    namesake.set_topics([(economy, True), (elite, False)])
    response = desk.post(ADD, filled_in(title="Mine", slug="week-48", language="en", primary_topic=elite.pk))
    assert response.status_code == 302
    assert Article.objects.get(title="Mine").slug == "week-48"


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"title": ""}, "title", "required"),
        ({"title": " \ufeff "}, "title", "required"),
        ({"language": "pl"}, "language", "not one of the available choices"),
        ({"period_start": "2026-11-15", "period_end": "2026-11-09"}, "period_end", "ends before it begins"),
        ({"period_start": "2026-11-15"}, "period_end", "a first and a last day"),
        ({"period_start": "0000-13-99"}, "period_start", "valid date"),
        ({"assessment": "splendid"}, "assessment", "not one of the available choices"),
        ({"primary_topic": "999999999999999999999"}, "primary_topic", "not one of the available choices"),
        ({"lead_image": "no"}, "lead_image", "not one of the available choices"),
        ({"slug": "no/way"}, "slug", "valid “slug”"),
        ({"body": "<p>" * 20_000}, "body", "too large"),
    ],
)
def test_a_mistake_is_named_beside_its_field(desk: Client, changes: dict[str, str], field: str, said: str) -> None:
    article = ArticleFactory.create()
    response = save(desk, article, **changes)
    assert response.status_code == 200
    assert said in errors(response)[field][0]


def test_a_byline_given_twice_is_named_beside_it(desk: Client) -> None:
    article, author = ArticleFactory.create(), AuthorFactory.create()
    twice = rows("bylines", *[{"author": author.pk, "role": "author"}] * 2)
    response = save(desk, article, **twice)
    assert response.context["adminform"].form.bylines.errors[1] == {"author": ["This author has this role already."]}


def test_bylines_can_change_places(desk: Client) -> None:
    first, second = AuthorFactory.create(), AuthorFactory.create()
    article = ArticleFactory.create()
    article.set_bylines([(first, "author"), (second, "author")])
    swapped = rows("bylines", {"author": second.pk, "role": "author"}, {"author": first.pk, "role": "author"})
    save(desk, article, **swapped)
    assert [byline.author for byline in article.bylines.all()] == [second, first]


def test_a_row_that_was_only_added_is_left_out(desk: Client) -> None:
    article = ArticleFactory.create()
    save(desk, article, **rows("sources", {"title": "", "ORDER": 1}))
    assert not article.sources.exists()


def test_a_source_links_to_the_web_and_nowhere_else(desk: Client) -> None:
    article = ArticleFactory.create()
    response = save(
        desk, article, **rows("sources", {"title": "A trap", "url": "javascript://example.org/%0aalert(1)"})
    )
    assert "url" in response.context["adminform"].form.sources.errors[0]


def test_the_body_is_cleaned_on_the_server(desk: Client) -> None:
    article = ArticleFactory.create()
    hostile = '<p onclick="steal()">Fine<script>steal()</script> <a href="javascript:steal()">link</a></p><img src="https://example.org/spy.gif">'
    save(desk, article, body=hostile)
    article.refresh_from_db()
    assert article.body == "<p>Fine link</p>"


def test_a_hostile_title_stays_text_on_every_page_of_the_desk(desk: Client) -> None:
    title = "<img src=x onerror=alert(1)>"
    article = ArticleFactory.create(title=title)
    pages = [
        change(article),
        "/admin/",
        "/admin/analysis/article/",
        f"{change(article)[:-7]}publish/",
        f"{change(article)[:-7]}history/",
    ]
    for page in pages:
        assert title not in desk.get(page).text


def test_a_second_text_in_one_language_is_refused_beside_the_field(desk: Client) -> None:
    original = ArticleFactory.create(language="en")
    translation = ArticleFactory.create(language="ru", translation_key=original.translation_key)
    response = save(desk, translation, language="en")
    assert "has a version in this language already" in errors(response)["language"][0]


def test_what_was_public_in_one_language_stays_in_it(desk: Client) -> None:
    article = published(language="en").article
    save(desk, article, language="ru")
    article.refresh_from_db()
    assert article.language == "en"


def test_the_form_asks_no_more_than_it_shows(desk: Client, django_assert_max_num_queries: Any) -> None:
    article = published().article
    with django_assert_max_num_queries(30):
        desk.get(change(article))


def test_saving_writes_only_what_was_changed(desk: Client) -> None:
    article = ArticleFactory.create(title="Before")
    sent = filled_in(article, title="After")
    # Somebody's job touches another column while the form is open.
    Article.objects.filter(pk=article.pk).update(external_hash="imported anew")
    desk.post(change(article), sent)
    article.refresh_from_db()
    assert (article.title, article.external_hash) == ("After", "imported anew")


def test_a_save_makes_a_revision_and_a_new_version(desk: Client, editor: User) -> None:
    article = ArticleFactory.create()
    save(desk, article, title="A new title")
    article.refresh_from_db()
    assert article.version == 2
    latest = article.revisions.first()
    assert latest is not None
    assert (latest.content["title"], latest.created_by) == ("A new title", editor)


def test_a_save_that_changes_nothing_leaves_no_trace(desk: Client) -> None:
    article = ArticleFactory.create()
    save(desk, article, title="A new title")
    article.refresh_from_db()
    save(desk, article)
    before = (article.version, article.revisions.count())
    article.refresh_from_db()
    assert (article.version, article.revisions.count()) == before


def test_a_text_saved_as_it_came_is_the_text_that_readers_have(desk: Client) -> None:
    """As a browser sends it; imported texts end with a line end more often than not."""
    article = published(body="<p>They met.</p>\n<p>They voted.</p>\n").article
    before = article.content()
    save(desk, article, body=article.body.replace("\n", "\r\n"))
    article.refresh_from_db()
    assert article.content() == before
    assert article.version == 1
    assert "with changes that readers do not see" not in desk.get(change(article)).text


def test_a_body_of_blanks_is_none(desk: Client) -> None:
    article = ArticleFactory.create()
    save(desk, article, body=" \r\n ")
    article.refresh_from_db()
    assert article.body == ""


def test_what_stood_there_before_the_first_save_stays_in_the_history(desk: Client) -> None:
    article = ArticleFactory.create(title="As it was imported")
    save(desk, article, title="As it was edited")
    assert [revision.content["title"] for revision in article.revisions.all()] == [
        "As it was edited",
        "As it was imported",
    ]


def test_the_week_of_the_issue_is_taken_when_none_is_given(desk: Client) -> None:
    issue = IssueFactory.create(coverage_start=date(2026, 11, 9), coverage_end=date(2026, 11, 15))
    article = ArticleFactory.create()
    save(desk, article, issue=issue.pk)
    article.refresh_from_db()
    assert article.period_start == date(2026, 11, 9)


def test_an_analysts_new_article_bears_their_byline(analyst: User, at_desk: Callable[[User], Client]) -> None:
    author = AuthorFactory.create(user=analyst)
    response = at_desk(analyst).get(ADD)
    assert response.context["adminform"].form.bylines.initial == [{"author": author.pk, "role": "author"}]
