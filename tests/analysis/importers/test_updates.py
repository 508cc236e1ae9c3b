"""What an import changes it changes as a person would: approvals, notes and the checklist follow."""

from datetime import timedelta
from pathlib import Path

import pytest

from analysis import noting
from analysis.models import Article, AuditEntry, EditorialNote, Event, Finding, Publication, Status
from tests.analysis.importers.lines import NOW, bring_in, line
from tests.factories import EditorFactory
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
