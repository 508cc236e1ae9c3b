"""What the database refuses, whatever code writes to it."""

import uuid
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils.translation import override

from analysis.models import Article, ArticleTopic, Edition, Issue, Topic
from tests.factories import ArticleFactory, IssueFactory, TopicFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"title": ""}, "article_title_given"),
        ({"language": "pl"}, "article_language_known"),
        ({"assessment": "splendid"}, "article_assessment_known"),
        ({"status": "lost"}, "article_status_known"),
        (
            {"period_start": date(2026, 11, 15), "period_end": date(2026, 11, 9)},
            "article_period_ends_after_it_begins",
        ),
        ({"period_start": date(2026, 11, 9)}, "article_period_ends_after_it_begins"),
    ],
)
def test_the_database_refuses_an_impossible_article(fields: dict[str, object], constraint: str) -> None:
    article = ArticleFactory()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Article.objects.filter(pk=article.pk).update(**fields)


def test_the_database_refuses_two_primary_topics() -> None:
    article = ArticleFactory()
    with pytest.raises(IntegrityError, match="article_one_primary_topic"), transaction.atomic():
        ArticleTopic.objects.create(article=article, topic=TopicFactory(), is_primary=True)


def test_the_database_refuses_a_second_version_in_one_language() -> None:
    key = uuid.uuid4()
    ArticleFactory(translation_key=key)
    with pytest.raises(IntegrityError, match="article_once_per_language"), transaction.atomic():
        ArticleFactory(translation_key=key)


def test_the_database_refuses_a_reserved_topic_address() -> None:
    with pytest.raises(IntegrityError, match="topic_slug_not_reserved"), transaction.atomic():
        TopicFactory(slug="admin")


def test_the_form_says_why_a_reserved_address_is_refused() -> None:
    with pytest.raises(ValidationError, match="an address of the site itself"):
        Topic(slug="admin", name_en="Admin").full_clean()


def test_a_topic_cannot_be_below_itself() -> None:
    parent = TopicFactory()
    child = TopicFactory(parent=parent)
    parent.parent = child
    with pytest.raises(ValidationError, match="below itself"):
        parent.full_clean()


def test_an_issue_is_found_by_the_iso_week_of_its_first_day() -> None:
    assert IssueFactory(coverage_start=date(2016, 11, 28), coverage_end=date(2016, 12, 4)).slug == "2016-w48"


def test_the_database_refuses_an_issue_that_ends_before_it_begins() -> None:
    with pytest.raises(IntegrityError, match="issue_ends_after_it_begins"), transaction.atomic():
        Issue.objects.create(number=7, coverage_start=date(2026, 11, 9), coverage_end=date(2026, 11, 8))


def test_an_issue_has_one_edition_in_a_language() -> None:
    issue = IssueFactory()
    Edition.objects.create(issue=issue, language="ru")
    with pytest.raises(IntegrityError, match="edition_once_per_language"), transaction.atomic():
        Edition.objects.create(issue=issue, language="ru")


def test_text_fields_keep_markup_as_text_and_the_body_is_sanitised_at_save() -> None:
    article = ArticleFactory(title="If a < b, <b>say</b> so", body='<p onclick="x()">Text<script>alert(1)</script></p>')
    article.refresh_from_db()
    assert article.title == "If a < b, <b>say</b> so"
    assert article.body == "<p>Text</p>"


def test_names_fall_back_to_english_where_a_translation_is_missing() -> None:
    topic = TopicFactory(name_en="Economy", name_be="Эканоміка")
    with override("be"):
        assert topic.name == "Эканоміка"
    with override("ru"):
        assert topic.name == "Economy"


def test_a_topic_in_use_cannot_be_deleted() -> None:
    topic = TopicFactory()
    ArticleFactory(topic=topic)
    with pytest.raises(ProtectedError):
        topic.delete()
