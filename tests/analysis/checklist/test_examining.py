"""The checklist as a whole: what is stored, what it costs, and that every rule can speak."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from analysis import publishing
from analysis.checklist import blocks, examine, findings_for, keep, sentence
from analysis.checklist.rebuilding import rebuild
from analysis.checklist.rules import NAMES
from analysis.checklist.sentences import LABELS, SENTENCES, summary
from analysis.models import Article, AuditEntry, Finding, HouseName
from tests.analysis.checklist.contents import BLANK
from tests.factories import (
    NOON,
    ArticleFactory,
    AuthorFactory,
    EditorFactory,
    ImageFactory,
    IssueFactory,
    TopicFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def rules_of(article: Article) -> list[str]:
    return [finding.rule for finding in article.findings.all()]


def unfit(**article: object) -> Article:
    """Its picture says nothing to those who cannot see it, which blocks."""
    return ArticleFactory.create(lead_image=ImageFactory.create(alt_text_en=""), **article)


def test_every_rule_has_a_label_and_a_sentence_and_nothing_else_has() -> None:
    assert set(LABELS) == set(SENTENCES) == set(NAMES)


def test_a_rule_that_is_gone_is_named() -> None:
    assert sentence(Finding(rule="forgotten_rule")) == "forgotten_rule"


def test_what_blocks_comes_first() -> None:
    found = examine(
        BLANK | {"standfirst": "", "lead_image_id": ImageFactory.create(alt_text_en="").pk},
        language="en",
        article_pk=None,
    )
    levels = [finding.level for finding in found]
    assert levels == sorted(levels)
    assert {"block", "warn"} == set(levels)


def test_a_number_of_things_is_said_in_a_sentence() -> None:
    block, warning = Finding(level="block"), Finding(level="warn")
    assert summary([]) == "Nothing to look at."
    assert summary([warning]) == "1 thing to look at"
    assert summary([block, warning, warning]) == "3 things to look at, 1 blocks publication"
    assert summary([block, block]) == "2 things to look at, 2 block publication"


def test_a_sentence_is_made_when_it_is_read_not_when_it_is_found() -> None:
    [finding] = [each for each in examine(BLANK, language="en", article_pk=None) if each.rule == "no_topic"]
    assert finding.details == {}
    with override("en"):
        assert sentence(finding).startswith("The text needs")


def test_a_save_stores_what_is_found_in_place_of_what_was() -> None:
    article = ArticleFactory.create(standfirst="")
    keep(article=article)
    keep(article=article)
    assert rules_of(article) == ["missing_standfirst", "no_byline"]
    content = article.content() | {"standfirst": "Ministers agreed."}
    publishing.save(article=article, content=content, by=None, started_from=article.version, at=NOON)
    assert rules_of(article) == ["no_byline"]


def test_a_text_in_another_language_is_looked_at_in_that_language() -> None:
    russian = ArticleFactory.create(language="ru", author=AuthorFactory.create())
    article = ArticleFactory.create(title=russian.title, author=AuthorFactory.create())
    keep(article=article)
    assert rules_of(article) == []
    publishing.set_language(article=article, language="ru", by=None, at=NOON)
    assert rules_of(article) == ["duplicate_title"]


def test_only_what_blocks_blocks() -> None:
    assert not blocks(ArticleFactory.create(standfirst=""))
    assert [finding.rule for finding in blocks(unfit())] == ["missing_alt_text"]


def test_publishing_is_refused_with_the_sentences() -> None:
    article, editor = unfit(), EditorFactory.create()
    publishing.submit(article=article, by=None, at=NOON)
    with pytest.raises(publishing.PublishingError, match="has no alternative text") as refused:
        publishing.approve(article=article, by=editor, at=NOON)
    assert refused.value.field == "override"
    assert not article.approvals.exists()


def test_an_override_is_logged_with_its_reason() -> None:
    article, editor = unfit(), EditorFactory.create()
    publishing.submit(article=article, by=None, at=NOON)
    publishing.approve(article=article, by=editor, at=NOON, override="It is a plain decoration")
    publishing.publish(article=article, by=editor, at=NOON + timedelta(minutes=1), override="Still is")
    logged = AuditEntry.objects.filter(by=editor).order_by("id").values_list("verb", "why")
    assert list(logged) == [("approve", "It is a plain decoration"), ("publish", "Still is")]


def test_machines_are_not_asked() -> None:
    assert publishing.publish(article=unfit(), by=None, at=NOON)


def test_a_text_of_any_length_costs_the_same_number_of_queries() -> None:
    trend, issue = TopicFactory.create(slug="elite"), IssueFactory.create()
    HouseName.objects.create(preferred="Veil", variants="Weil")
    author = AuthorFactory.create(slug="t-veil", user=UserFactory.create())

    def queries(repeated: int) -> int:
        pictures = ImageFactory.create_batch(repeated)
        links = "".join(
            f'<p><a href="/{place}{n}/">x</a></p>' for n in range(repeated) for place in ("", "tags/", "a/")
        )
        shown = "".join(f'<figure><img src="/images/{picture.pk}/" alt=""></figure>' for picture in pictures)
        filed = {"topics": [[trend.pk, True]], "bylines": [[author.pk, "author"]], "issue_id": issue.pk}
        content = BLANK | filed | {"body": links + shown, "lead_image_id": pictures[0].pk}
        with CaptureQueriesContext(connection) as captured:
            examine(content, language="en", article_pk=None)
        return len(captured)

    assert queries(1) == queries(5) == 8


def test_what_is_not_pointed_to_is_not_asked_for() -> None:
    with CaptureQueriesContext(connection) as captured:
        examine(BLANK, language="en", article_pk=None)
    assert len(captured) == 2  # other texts' titles, and the house style


def test_a_rebuild_looks_at_every_text_but_the_trash() -> None:
    kept, thrown = ArticleFactory.create(standfirst=""), ArticleFactory.create(standfirst="", trashed_at=NOON)
    call_command("rebuild", "checklist", stdout=None)
    assert rules_of(kept) == ["missing_standfirst", "no_byline"]
    assert not thrown.findings.exists()


def test_a_rebuild_goes_on_where_it_was_broken_off() -> None:
    first, second = ArticleFactory.create(), ArticleFactory.create()
    cache.set("checklist_reached", first.pk)
    assert rebuild() == 1
    assert not first.findings.exists()
    assert second.findings.exists()
    assert rebuild() == 2
    assert first.findings.exists()


def test_what_is_found_now_is_told_whatever_was_stored() -> None:
    article = ArticleFactory.create(standfirst="")
    assert [finding.rule for finding in findings_for(article)] == ["missing_standfirst", "no_byline"]
    assert not article.findings.exists()
