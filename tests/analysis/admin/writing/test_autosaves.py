"""What somebody typed and has not saved is kept, and offered back."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from analysis.models import Article, AuditEntry, Autosave
from tests.analysis.admin.filled_forms import filled_in
from tests.factories import ArticleFactory, AuthorFactory, EditorFactory, UserFactory

pytestmark = pytest.mark.django_db

AUTOSAVE = reverse("admin:analysis_article_autosave")
DISCARD = reverse("admin:analysis_article_discard")
ADD = reverse("admin:analysis_article_add")
NEW = "0f8fad5b-d9cb-469f-a165-70867728950e"


@pytest.fixture
def article() -> Article:
    return ArticleFactory.create(title="The cabinet meets", body="<p>They met on Monday.</p>")


def change(article: Article) -> str:
    return reverse("admin:analysis_article_change", args=[article.pk])


def typed(article: Article | None = None, **changes: Any) -> list[list[str]]:
    """What a form holds, as pairs."""
    pairs: list[list[str]] = []
    for name, value in filled_in(article, **changes).items():
        pairs += [[name, str(each)] for each in (value if isinstance(value, list) else [value])]
    return pairs


def keep(client: Client, key: object, fields: object, **more: Any) -> Any:
    return client.post(AUTOSAVE, {"key": key, "fields": json.dumps(fields), **more})


def key_of(article: Article) -> str:
    return f"{article.pk}.k3j9"


def test_what_is_typed_is_kept_and_touches_nothing_else(desk: Client, editor: User, article: Article) -> None:
    before = Article.objects.values().get()
    answer = keep(desk, key_of(article), typed(article, body="<p>They met on Tuesday.</p>"))
    assert answer.json()["kept_at"]
    kept = editor.autosaves.get()
    assert ["body", "<p>They met on Tuesday.</p>"] in kept.fields
    assert Article.objects.values().get() == before
    assert not article.revisions.exists()
    assert not AuditEntry.objects.exists()


def test_the_last_state_takes_the_place_of_the_one_before(desk: Client, editor: User, article: Article) -> None:
    for body in ("One", "Two"):
        keep(desk, key_of(article), typed(article, body=body))
    assert ["body", "Two"] in editor.autosaves.get().fields


def test_two_windows_of_one_person_are_kept_apart(desk: Client, article: Article) -> None:
    for window in ("a", "b"):
        keep(desk, f"{article.pk}.{window}", typed(article, standfirst=f"Of window {window}."))
    page = desk.get(change(article)).text
    assert "Of window a." in page
    assert "Of window b." in page


def test_it_is_offered_back_with_what_differs(desk: Client, article: Article) -> None:
    keep(desk, key_of(article), typed(article, body="<p>They met on Tuesday.</p>"))
    page = desk.get(change(article)).text
    assert "You typed this on" in page
    assert "<del>Monday</del><ins>Tuesday</ins>" in page


def test_it_says_when_it_was_typed(desk: Client, editor: User, article: Article) -> None:
    """A copy that waited in the browser is older than its arrival; a clock that is ahead is not believed."""
    hour = timedelta(hours=1)
    for at in (timezone.now() - hour, timezone.now() + hour):
        keep(desk, key_of(article), typed(article), at=at.isoformat())
        assert abs(editor.autosaves.get().saved_at - min(at, timezone.now())) < timedelta(minutes=1)


def test_nothing_is_offered_that_says_no_more_than_what_is_stored(desk: Client, article: Article) -> None:
    keep(desk, key_of(article), typed(article))
    assert "You typed this on" not in desk.get(change(article)).text


def test_a_text_without_a_title_is_offered_too(desk: Client, article: Article) -> None:
    keep(desk, key_of(article), typed(article, title="", standfirst="A new lead."))
    page = desk.get(change(article)).text
    assert "<ins>A new lead.</ins>" in page


def test_others_are_offered_nothing_of_it(at_desk: Callable[[User], Client], desk: Client, article: Article) -> None:
    keep(desk, key_of(article), typed(article, body="<p>My secret.</p>"))
    other = at_desk(EditorFactory.create())
    assert "My secret." not in other.get(change(article)).text
    assert "My secret." not in other.get(change(article), {"recover": key_of(article)}).text


def test_going_on_fills_the_form_as_it_was(desk: Client, article: Article) -> None:
    fields = typed(article, body="<p>They met on Tuesday.</p>", tags="budget, war")
    keep(desk, key_of(article), fields)
    form = desk.get(change(article), {"recover": key_of(article)}).context["adminform"].form
    assert form["body"].value() == "<p>They met on Tuesday.</p>"
    assert form["started_from"].value() == str(article.version)


def test_going_on_and_saving_joins_it_with_what_was_saved_since(desk: Client, article: Article) -> None:
    old = typed(article, standfirst="My lead.")
    desk.post(change(article), filled_in(article, title="Their title"))
    keep(desk, key_of(article), old)
    page = desk.get(change(article))
    assert "both are merged" in page.text
    assert page.text.count("<del>") == 1
    form = desk.get(change(article), {"recover": key_of(article)}).context["adminform"].form
    desk.post(change(article), form.data.dict())
    article.refresh_from_db()
    assert (article.title, article.standfirst) == ("Their title", "My lead.")


# --- Going on with it where it is open already ---------------------------------------------------------------


def gone_on(desk: Client, address: str, key: str, **changes: str) -> dict[str, str]:
    """What the page that goes on with it sends, under a key that its script has made up."""
    form = desk.get(address, {"recover": key}).context["adminform"].form
    sent: dict[str, str] = form.data.dict()
    own = sent["autosave_key"]
    return sent | {"autosave_key": f"{own}.ab12" if own.isdigit() else own} | changes


def as_pairs(sent: dict[str, str]) -> list[list[str]]:
    return [[name, value] for name, value in sent.items()]


def kept_leads(user: User) -> list[str]:
    return sorted(dict(row.fields)["standfirst"] for row in user.autosaves.exclude(fields=[]))


def test_whoever_goes_on_with_it_in_another_tab_overwrites_nothing(
    desk: Client, editor: User, article: Article
) -> None:
    keep(desk, key_of(article), typed(article, standfirst="One."))
    second = gone_on(desk, change(article), key_of(article), standfirst="One. Of the second tab.")
    keep(desk, second["autosave_key"], as_pairs(second))
    keep(desk, key_of(article), typed(article, standfirst="One. Of the first tab."))
    keep(desk, second["autosave_key"], as_pairs(second))
    assert kept_leads(editor) == ["One. Of the first tab.", "One. Of the second tab."]


def test_what_is_gone_on_with_is_not_offered_twice(desk: Client, editor: User, article: Article) -> None:
    keep(desk, key_of(article), typed(article, standfirst="One."))
    second = gone_on(desk, change(article), key_of(article), standfirst="One. Two.")
    keep(desk, second["autosave_key"], as_pairs(second))
    assert kept_leads(editor) == ["One. Two."]


def test_a_save_takes_along_what_was_gone_on_with_and_nothing_that_was_typed_since(
    desk: Client, editor: User, article: Article
) -> None:
    for number in range(2):
        keep(desk, f"{article.pk}.{number}", typed(article, standfirst=f"Lead {number}."))
    seconds = [gone_on(desk, change(article), f"{article.pk}.{number}") for number in range(2)]
    keep(desk, f"{article.pk}.1", typed(article, standfirst="Lead 1, longer."))
    for second in seconds:
        desk.post(change(article), second)
    assert kept_leads(editor) == ["Lead 1, longer."]


def test_a_new_text_that_is_open_in_two_tabs_is_one_text(desk: Client, editor: User) -> None:
    keep(desk, NEW, typed(title="Coal", standfirst="One."))
    second = gone_on(desk, ADD, NEW)
    keep(desk, second["autosave_key"], as_pairs(second))
    keep(desk, NEW, typed(title="Coal", standfirst="One. Of the first tab."))
    desk.post(ADD, second)
    article = Article.objects.get()
    assert desk.get(ADD).context["offers"] == []
    assert len(desk.get(change(article)).context["offers"]) == 1
    assert keep(desk, NEW, typed(title="Coal")).json() == {"forgotten": True, "article": article.pk}
    desk.post(ADD, filled_in(title="Coal", standfirst="One. Of the first tab.", autosave_key=NEW))
    assert Article.objects.get() == article


def test_nor_is_it_two_when_the_first_tab_is_saved_first(desk: Client) -> None:
    keep(desk, NEW, typed(title="Coal", standfirst="One."))
    second = gone_on(desk, ADD, NEW)
    keep(desk, second["autosave_key"], as_pairs(second))
    desk.post(ADD, filled_in(title="Coal", standfirst="One.", autosave_key=NEW))
    desk.post(ADD, second)
    assert Article.objects.count() == 1


MARKS = ["", "x", "\x00", f"{NEW} never", f"{NEW} 2026-01-01", f"{NEW} 2026-13-01T00:00Z", "1 9"]


@pytest.mark.parametrize("mark", MARKS)
def test_marks_that_no_page_has_made_move_nothing(desk: Client, editor: User, article: Article, mark: str) -> None:
    keep(desk, NEW, typed(title="Coal", standfirst="Coal."))
    keep(desk, key_of(article), [*typed(article, standfirst="One."), ["continues", mark]])
    desk.post(ADD, filled_in(title="Peat", autosave_key=mark, continues=mark))
    assert "Coal." in kept_leads(editor)
    assert desk.get(change(article), {"recover": mark}).status_code == 200


def test_nobody_moves_what_others_have_typed(
    at_desk: Callable[[User], Client], desk: Client, editor: User, article: Article
) -> None:
    keep(desk, key_of(article), typed(article, standfirst="One."))
    mark = gone_on(desk, change(article), key_of(article))["continues"]
    other = at_desk(EditorFactory.create())
    keep(other, f"{article.pk}.other", [*typed(article, standfirst="Two."), ["continues", mark]])
    other.post(change(article), filled_in(article, standfirst="Two.", autosave_key="", continues=mark))
    assert kept_leads(editor) == ["One."]


# --- After a save -------------------------------------------------------------------------------------------


def test_a_save_ends_it(desk: Client, article: Article) -> None:
    sent = filled_in(article, standfirst="My lead.", autosave_key=key_of(article))
    keep(desk, key_of(article), typed(article, standfirst="My lead."))
    assert desk.post(change(article), sent).status_code == 302
    assert "You typed this on" not in desk.get(change(article)).text


def test_a_copy_that_comes_late_is_told_that_it_was_saved(desk: Client, editor: User, article: Article) -> None:
    desk.post(change(article), filled_in(article, standfirst="My lead.", autosave_key=key_of(article)))
    assert keep(desk, key_of(article), typed(article, standfirst="My le")).json()["forgotten"]
    assert "You typed this on" not in desk.get(change(article)).text


def test_a_refused_save_ends_nothing(desk: Client, article: Article) -> None:
    keep(desk, key_of(article), typed(article, title="", standfirst="My lead."))
    answer = desk.post(change(article), filled_in(article, title="", autosave_key=key_of(article)))
    assert answer.status_code == 200
    assert "My lead." in desk.get(change(article)).text


def test_it_can_be_discarded(desk: Client, article: Article) -> None:
    keep(desk, key_of(article), typed(article, standfirst="My lead."))
    answer = desk.post(DISCARD, filled_in(article) | {"discard": key_of(article)})
    assert answer.url == change(article)
    assert "My lead." not in desk.get(change(article)).text


def test_new_texts_are_offered_where_one_begins(desk: Client) -> None:
    keep(desk, NEW, typed(title="A text nobody has seen", body="<p>Its first words.</p>"))
    page = desk.get(ADD).text
    assert "A text nobody has seen" in page
    assert "<ins>Its first words.</ins>" in page
    assert desk.get(ADD, {"recover": NEW}).context["adminform"].form["title"].value() == "A text nobody has seen"
    assert desk.post(DISCARD, {"discard": NEW}).url == ADD
    assert "A text nobody has seen" not in desk.get(ADD).text


def test_a_new_text_that_was_saved_is_offered_no_more(desk: Client) -> None:
    keep(desk, NEW, typed(title="A text nobody has seen"))
    desk.post(ADD, filled_in(title="A text nobody has seen", autosave_key=NEW))
    assert Article.objects.get().title == "A text nobody has seen"
    assert "A text nobody has seen" not in desk.get(ADD).text


def test_a_new_text_that_is_sent_twice_is_one_text(desk: Client) -> None:
    sent = filled_in(title="Pressed twice", autosave_key=NEW)
    first, second = desk.post(ADD, sent), desk.post(ADD, sent)
    article = Article.objects.get()
    assert first.url == second.url == change(article)
    assert article.version == 1


def test_whoever_goes_back_to_a_new_text_goes_on_with_what_was_saved(desk: Client) -> None:
    desk.post(ADD, filled_in(title="Its first title", body="<p>One.</p>", autosave_key=NEW))
    article = Article.objects.get()
    late = keep(desk, NEW, typed(title="Its second title", body="<p>One.</p>")).json()
    assert late == {"forgotten": True, "article": article.pk}
    desk.post(change(article), filled_in(article, standfirst="A lead, since."))
    sent = filled_in(title="Its second title", body="<p>One.</p>", language="en", autosave_key=key_of(article))
    assert desk.post(ADD, sent).url == change(article)
    article.refresh_from_db()
    assert (article.title, article.standfirst) == ("Its second title", "A lead, since.")


def test_a_text_in_the_trash_takes_up_no_new_one(desk: Client) -> None:
    desk.post(ADD, filled_in(title="Thrown away", autosave_key=NEW))
    desk.post(reverse("admin:analysis_article_throw_away", args=[Article.objects.get().pk]))
    desk.post(ADD, filled_in(title="Begun again", autosave_key=NEW))
    assert Article.objects.kept().get().title == "Begun again"


def test_the_key_of_somebody_elses_new_text_leads_nowhere(at_desk: Callable[[User], Client], desk: Client) -> None:
    desk.post(ADD, filled_in(title="Mine", autosave_key=NEW))
    at_desk(EditorFactory.create()).post(ADD, filled_in(title="Theirs", autosave_key=NEW))
    assert set(Article.objects.values_list("title", flat=True)) == {"Mine", "Theirs"}


# --- Also editing ---------------------------------------------------------------------------------------------


def test_somebody_else_who_is_typing_is_named(
    at_desk: Callable[[User], Client], desk: Client, editor: User, article: Article
) -> None:
    other = at_desk(EditorFactory.create(name="Olga Other"))
    keep(other, key_of(article), typed(article, standfirst="Her lead."))
    assert "also editing: Olga Other" in desk.get(change(article)).text
    assert keep(desk, key_of(article), typed(article)).json()["also"] == "Olga Other"
    assert keep(other, key_of(article), typed(article)).json()["also"] == str(editor)


def test_nobody_is_named_who_has_stopped_or_saved(
    at_desk: Callable[[User], Client], desk: Client, article: Article
) -> None:
    one, two = (at_desk(EditorFactory.create(name=name)) for name in ("Olga Other", "Nina Next"))
    earlier = timezone.now() - timedelta(minutes=3)
    keep(one, key_of(article), typed(article, standfirst="Her lead."), at=earlier.isoformat())
    keep(two, key_of(article), typed(article, standfirst="Her lead."))
    two.post(change(article), filled_in(article, standfirst="Her lead.", autosave_key=key_of(article)))
    assert "also editing:" not in desk.get(change(article)).text.replace("also editing: {names}", "")


# --- Who and what ---------------------------------------------------------------------------------------------


def test_a_page_that_stayed_open_learns_its_new_token(desk: Client, editor: User) -> None:
    answer = desk.get(AUTOSAVE).json()
    assert answer["user"] == editor.pk
    assert answer["token"]


def test_only_who_may_edit_the_text_may_keep_something_of_it(at_desk: Callable[[User], Client]) -> None:
    article = ArticleFactory.create(author=AuthorFactory.create(user=UserFactory.create()))
    stranger = at_desk(UserFactory.create())
    assert keep(stranger, key_of(article), typed(article)).status_code == 403
    assert stranger.post(DISCARD, {"discard": key_of(article)}).status_code == 403
    assert not Autosave.objects.exists()


@pytest.mark.parametrize("key", ["", "x", "-1", "1/2", "999999999999999999", "9" * 40, f"{NEW}x", "1.A", "1.\n"])
def test_keys_that_no_form_has_are_refused(desk: Client, key: str) -> None:
    assert keep(desk, key, [["title", "x"]]).status_code in (403, 404)
    assert not Autosave.objects.exists()


@pytest.mark.parametrize("fields", [[], {}, "text", 1, None, [["a"]], [["a", 1]], [[1, "a"]], [["a", "b"]] * 2_001])
def test_what_is_no_form_is_refused(desk: Client, fields: object) -> None:
    assert keep(desk, NEW, fields).status_code == 400


def test_what_is_too_large_is_refused(desk: Client) -> None:
    assert keep(desk, NEW, [["body", "a" * 2_000_000]]).status_code == 400


def test_letters_that_a_database_cannot_hold_do_no_harm(desk: Client, editor: User) -> None:
    assert keep(desk, NEW, [["title", "A\x00B"], ["standfirst", "\ud800"]]).status_code == 200
    assert editor.autosaves.get().fields == [["title", "AB"], ["standfirst", "?"]]


def test_hostile_words_stay_words(desk: Client, article: Article) -> None:
    words = "<script>alert(1)</script>"
    keep(desk, key_of(article), [*typed(article, title=words, standfirst=words, body=f"<p>{words}</p>"), ["x", words]])
    assert "<script>alert(1)" not in desk.get(change(article)).text
    assert "<script>alert(1)" not in desk.get(change(article), {"recover": key_of(article)}).text
