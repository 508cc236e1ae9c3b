"""What an import changes it changes as a person would: approvals, notes and the checklist follow."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from analysis import noting, publishing
from analysis.models import (
    Article,
    AuditEntry,
    Author,
    EditorialNote,
    Event,
    Finding,
    Publication,
    Status,
    Tag,
    Topic,
)
from analysis.publishing.former_slugs import forget_former_slugs, keep_former_slug
from tests.analysis.importers.lines import NOW, bring_in, line
from tests.factories import AuthorFactory, EditorFactory, ImageFactory, IssueFactory, TopicFactory
from tests.jobs import run_jobs

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(days=1)
FIRST = "The talks lasted an hour."
SECOND = "Nobody signed anything."
LONG = "Words " * 26


def scheduled(folder: Path, **fields: str) -> Article:
    """Approved where it comes from, and not public before next year."""
    bring_in(folder, line(published_at="2027-01-01T08:00:00Z", **fields))
    return Article.objects.get()


def brought_again(folder: Path, **fields: str) -> Article:
    bring_in(folder, line(published_at="2027-01-01T08:00:00Z", **fields), at=LATER)
    return Article.objects.get()


def noted(article: Article) -> EditorialNote:
    return noting.add(article=article, by=EditorFactory.create(), body="By whom?", quote="Nobody signed", at=NOW)


def rules(article: Article) -> set[str]:
    return set(Finding.objects.filter(article=article).values_list("rule", flat=True))


def test_a_changed_text_that_was_approved_and_is_not_public_goes_back_for_approval(tmp_path: Path) -> None:
    assert scheduled(tmp_path).status == Status.APPROVED
    article = brought_again(tmp_path, title="Talks fail")
    assert (article.title, article.status, article.approved_hash) == ("Talks fail", Status.IN_REVIEW, "")
    assert article.revisions.latest("pk").event == Event.IMPORT
    verbs = AuditEntry.objects.filter(subject_type="article").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["import", "approval_lost"]


def test_the_content_that_was_approved_is_approved_again_when_it_comes_back(tmp_path: Path) -> None:
    scheduled(tmp_path)
    brought_again(tmp_path, title="Talks fail")
    assert brought_again(tmp_path).status == Status.APPROVED


def test_a_public_text_stays_approved_as_readers_see_it(tmp_path: Path) -> None:
    bring_in(tmp_path, line())
    bring_in(tmp_path, line(title="Talks fail"), at=LATER)
    article, public = Article.objects.get(), Publication.objects.live(LATER).get()
    assert (public.title, article.status) == ("Talks fail", Status.APPROVED)
    assert article.approved_hash == public.revision.content_hash


def test_notes_stay_with_their_paragraphs(tmp_path: Path) -> None:
    article = scheduled(tmp_path, body_html=f"<p>{FIRST}</p><p>{SECOND}</p>")
    note = noted(article)
    brought_again(tmp_path, body_html=f"<p>One more.</p><p>{FIRST}</p><p>{SECOND} Yet.</p>")
    note.refresh_from_db()
    assert (note.position, note.paragraph) == (2, f"{SECOND} Yet.")


def test_the_checklists_report_is_of_the_text_as_it_came_last(tmp_path: Path) -> None:
    article = scheduled(tmp_path, title=LONG)
    run_jobs("analysis.checklist.tasks.rebuild_checklist")
    assert "over_long_title" in rules(article)
    brought_again(tmp_path, title="Talks fail")
    assert run_jobs("analysis.checklist.tasks.look_at") == 1
    assert "over_long_title" not in rules(article)


def test_what_lies_in_the_trash_stays_there_and_the_report_says_so(tmp_path: Path) -> None:
    article = scheduled(tmp_path)
    Article.objects.filter(pk=article.pk).update(status=Status.DRAFT, approved_hash="", trashed_at=NOW)
    report = bring_in(tmp_path, line(title="Talks fail"), at=LATER)
    assert "in the trash" in report.refused[0].text
    assert Article.objects.get().title == "Talks resume"


def test_a_line_that_says_the_same_of_the_text_leaves_the_working_copy_alone(tmp_path: Path) -> None:
    before = scheduled(tmp_path)
    after = brought_again(tmp_path, url_path="/another/way/here/")
    assert (after.version, after.status) == (before.version, Status.APPROVED)
    assert after.revisions.count() == before.revisions.count()


def test_a_dry_run_asks_for_nothing_to_be_looked_at(tmp_path: Path) -> None:
    scheduled(tmp_path)
    assert bring_in(tmp_path, line(title="Talks fail"), dry_run=True, at=LATER).updated == 1
    assert run_jobs("analysis.checklist.tasks.look_at") == 0


@pytest.mark.parametrize(
    "fields", [{"links": ["old-second"]}, {"extra": {"from": "another export"}}, {"url_path": "/another/way/here/"}]
)
def test_readers_are_told_of_no_update_when_a_line_says_the_same_of_the_text(
    tmp_path: Path, fields: dict[str, Any]
) -> None:
    bring_in(tmp_path, line())
    assert bring_in(tmp_path, line(**fields), at=LATER).updated == 1
    public = Publication.objects.get()
    assert (public.live_from, public.last_published_at) == (datetime(2016, 12, 5, 9, 30, tzinfo=UTC), None)


def test_a_date_that_was_wrong_is_mended(tmp_path: Path) -> None:
    bring_in(tmp_path, line())
    bring_in(tmp_path, line(published_at="2016-12-05T09:30:00+02:00"), at=LATER)
    assert Publication.objects.live(LATER).get().first_published_at == datetime(2016, 12, 5, 7, 30, tzinfo=UTC)


@pytest.mark.parametrize("dry_run", [True, False])
def test_a_text_does_not_become_one_in_another_language(tmp_path: Path, dry_run: bool) -> None:
    bring_in(tmp_path, line())
    report = bring_in(tmp_path, line(language="ru", title="Переговоры"), dry_run=dry_run, at=LATER)
    assert [refused.text for refused in report.refused] == [
        "the article is here in “en”, and a text keeps its language"
    ]
    assert (report.updated, Article.objects.get().title) == (0, "Talks resume")


def test_what_the_desk_has_given_another_address_is_not_made_a_second_time(tmp_path: Path, client: Client) -> None:
    bring_in(tmp_path, line())
    topic, author, tag = Topic.objects.get(), Author.objects.get(), Tag.objects.get()
    topic.name_en = "Diplomacy"
    publishing.rename_topic(topic=topic, slug="diplomacy", at=NOW)
    for named, slug in ((author, "a-novik"), (tag, "negotiations")):
        former, named.slug = named.slug, slug
        named.save()
        keep_former_slug(named, former)
    report = bring_in(tmp_path, line(title="Talks fail"), line("second"), at=LATER)
    assert (report.updated, report.created) == (1, 1)
    assert (Topic.objects.get(), Author.objects.get(), Tag.objects.get()) == (topic, author, tag)
    assert client.get("/foreign-policy/")["Location"] == "/diplomacy/"


def test_nobody_who_writes_under_a_pseudonym_is_named_by_an_import(tmp_path: Path) -> None:
    bring_in(tmp_path, line())
    author = Author.objects.get()
    author.slug, author.name_en = "pen-name", "Pen Name"
    author.save()
    forget_former_slugs(author)
    both = [{"name": "Ada Novik"}, {"name": "Pen Name"}]
    bring_in(tmp_path, line(title="Talks fail"), line("second", authors=both), at=LATER)
    assert Author.objects.get().name == "Pen Name"
    assert [byline.author for byline in Article.objects.get(external_id="old-second").bylines.all()] == [author]


def corrected_at_the_desk(article: Article, **fields: str) -> None:
    article.refresh_from_db()
    for name, value in fields.items():
        setattr(article, name, value)
    article.save()
    publishing.publish(article=article, by=None, at=NOW + timedelta(hours=1))


def test_what_the_desk_has_filed_and_corrected_stays_where_the_line_says_the_same_as_before(tmp_path: Path) -> None:
    bring_in(tmp_path, line())
    article = Article.objects.get()
    article.set_topics([(TopicFactory.create(slug="security"), True)])
    corrected_at_the_desk(article, assessment="worsened", body="<p>The talks lasted two hours.</p>")
    for days, title in enumerate(("Talks fail", "Talks have failed"), start=1):
        at = NOW + timedelta(days=days)
        bring_in(tmp_path, line(title=title), at=at)
        public = Publication.objects.live(at).get()
        assert (public.title, public.assessment, public.body) == (
            title,
            "worsened",
            "<p>The talks lasted two hours.</p>",
        )
        assert public.get_absolute_url() == "/security/talks-resume/"


def test_what_has_changed_in_the_line_replaces_what_the_desk_wrote(tmp_path: Path) -> None:
    bring_in(tmp_path, line())
    corrected_at_the_desk(Article.objects.get(), title="A title of our own", standfirst="A lead of our own.")
    for title in ("Talks fail", "Talks resume"):
        bring_in(tmp_path, line(title=title), at=LATER)
        assert Article.objects.get().title == title
    assert Article.objects.get().standfirst == "A lead of our own."


def begun_at_the_desk(**fields: Any) -> dict[str, Any]:
    """Saved, and decided on by nobody: what the working copy holds now."""
    article = Article.objects.get()
    content = article.content() | fields
    publishing.save(article=article, content=content, by=None, started_from=article.version, at=NOW)
    return content


def test_nothing_that_the_desk_has_begun_becomes_public_by_an_import(tmp_path: Path) -> None:
    bring_in(tmp_path, line())
    begun = begun_at_the_desk(body="<p>Not approved yet.</p>")
    bring_in(tmp_path, line(title="Talks fail"), at=LATER)
    public = Publication.objects.live(LATER).get()
    assert (public.title, public.body) == ("Talks fail", "<p>The talks lasted an hour.</p>")
    assert begun["body"] in [revision.content["body"] for revision in Article.objects.get().revisions.all()]


def begun_everywhere() -> dict[str, Any]:
    """Another value for all that a reader could see of a text."""
    picture, issue, topic, author = (
        factory.create().pk for factory in (ImageFactory, IssueFactory, TopicFactory, AuthorFactory)
    )
    source = {"title": "Begun", "publisher": "", "url": "", "accessed_date": None, "language": ""}
    days = {"period_start": "2026-11-09", "period_end": "2026-11-15"}
    words = dict.fromkeys(["title", "standfirst", "dateline", "seo_title", "search_description"], "Begun")
    return {
        **words,
        **days,
        "slug": "begun",
        "body": "<p>Begun.</p>",
        "lead_image_id": picture,
        "issue_id": issue,
        "assessment": "worsened",
        "assessment_reason": "Begun.",
        "topics": [[topic, True]],
        "bylines": [[author, "editor"]],
        "tags": ["begun"],
        "sources": [source],
    }


@pytest.mark.parametrize("told", [{"title": "Talks fail"}, {"tags": ["Rivers"]}, {"topics": ["Rivers"]}])
def test_what_is_not_the_lines_is_what_readers_have_not_what_stands_on_the_desk(
    tmp_path: Path, told: dict[str, Any]
) -> None:
    bring_in(tmp_path, line())
    before, begun = Publication.objects.live(NOW).get(), begun_everywhere()
    assert begun.keys() == before.revision.content.keys(), "another field: think of what an import does with it"
    begun_at_the_desk(**begun)
    bring_in(tmp_path, line(**told), at=LATER)
    public = Publication.objects.live(LATER).get()
    unlike = {name for name, value in before.revision.content.items() if public.revision.content[name] != value}
    assert unlike == set(told)
    assert shown(public, without=told) == shown(before, without=told)


def shown(publication: Publication, *, without: Iterable[str]) -> dict[str, Any]:
    """What its row tells readers, and under what it is filed."""
    row = {name: getattr(publication, name) for name in Article.CONTENT_FIELDS} | {
        "topics": list(publication.topics.values_list("pk", flat=True)),
        "tags": list(publication.tags.values_list("name", flat=True)),
        "bylines": list(publication.bylines.values_list("author", "role")),
        "sources": publication.sources,
    }
    return {name: value for name, value in row.items() if name not in without}


def test_what_the_desk_has_begun_stays_on_it_when_a_line_says_the_same_of_the_text(tmp_path: Path) -> None:
    bring_in(tmp_path, line())
    begun = begun_at_the_desk(title="Not decided on", dateline="Minsk")
    bring_in(tmp_path, line(links=["old-second"]), at=LATER)
    assert Article.objects.get().content() == begun


def test_tags_of_the_desk_stay_when_they_have_another_name_by_now(tmp_path: Path) -> None:
    bring_in(tmp_path, line())
    article = Article.objects.get()
    article.tags.add("Borders")
    corrected_at_the_desk(article)
    Tag.objects.filter(name="Borders").update(name="Frontiers")
    bring_in(tmp_path, line(title="Talks fail"), at=LATER)
    assert sorted(tag.name for tag in Publication.objects.live(LATER).get().tags.all()) == ["Frontiers", "Talks"]


def test_footnotes_come_with_the_text_that_they_belong_to(tmp_path: Path) -> None:
    source = {"publisher": "", "url": "", "accessed_date": None, "language": ""}
    sources = [{"title": "Register"} | source]
    bring_in(tmp_path, line(sources=sources))
    article = Article.objects.get()
    article.set_sources([{"title": "The desk's own"} | source, *sources])
    corrected_at_the_desk(article)
    bring_in(tmp_path, line(sources=sources, title="Talks fail"), at=LATER)
    assert [one["title"] for one in Publication.objects.live(LATER).get().sources] == ["The desk's own", "Register"]
    at = LATER + timedelta(days=1)
    bring_in(tmp_path, line(sources=sources, body_html='<p>Text.<a data-source="1">1</a></p>'), at=at)
    assert [one["title"] for one in Publication.objects.live(at).get().sources] == ["Register"]
