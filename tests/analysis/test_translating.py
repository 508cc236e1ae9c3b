"""What a translation was made from: begun, followed, settled, freely adapted."""

from datetime import timedelta
from typing import Any

import pytest

from accounts.models import User
from analysis import publishing, translating
from analysis.admin.translating.translations import start_translation
from analysis.models import Article, AuditEntry, Translation
from analysis.text import staleness
from analysis.translating import TranslatingError
from tests.factories import NOON, ArticleFactory, AuthorFactory, EditorFactory, UserFactory

pytestmark = pytest.mark.django_db

ENGLISH = ["The bank kept its rate.", "Nobody expected an agreement.", "Brussels stayed silent."]
RUSSIAN = ["Банк сохранил ставку.", "Никто не ждал соглашения.", "Брюссель промолчал."]
BELARUSIAN = ["Банк пакінуў стаўку.", "Ніхто не чакаў пагаднення.", "Брусель маўчаў."]


@pytest.fixture
def editor() -> User:
    return EditorFactory.create()


@pytest.fixture
def original() -> Article:
    return text(ENGLISH, language="en", title="Rates stay", standfirst="A quiet day.")


def html(paragraphs: list[str]) -> str:
    return "".join(f"<p>{words}</p>" for words in paragraphs)


def text(paragraphs: list[str], **fields: Any) -> Article:
    return ArticleFactory.create(body=html(paragraphs), **fields)


def russian(original: Article, paragraphs: list[str] = RUSSIAN, **fields: Any) -> Article:
    titles = {"title": "Ставки прежние", "standfirst": "Тихий день.", "language": "ru"}
    return text(paragraphs, translation_key=original.translation_key, **titles | fields)


def rewrite(article: Article, **content: Any) -> None:
    article.refresh_from_db()
    publishing.save(
        article=article, content=article.content() | content, by=None, started_from=article.version, at=NOON
    )


def rows(article: Article) -> list[tuple[str, str]]:
    translation = Translation.objects.get(article=article)
    return [(row.part, row.state) for row in staleness.loaded(translation.paragraphs)]


def states(article: Article) -> list[str]:
    return [state for _part, state in rows(article)]


def corresponding(original: Article, article: Article, by: User) -> Translation:
    return translating.correspond(article=article, original=original, by=by, at=NOON)


# --- Begun -----------------------------------------------------------------------------------------------------


def test_a_translation_remembers_its_original_and_is_not_translated_yet(original: Article, editor: User) -> None:
    article, _is_new = start_translation(original=original, language="ru", by=editor, at=NOON)
    assert article.translation.original == original
    assert rows(article) == [("title", "untranslated"), ("standfirst", "untranslated"), *[("body", "untranslated")] * 3]
    assert AuditEntry.objects.filter(verb="begin_translation", subject_id=article.pk).exists()


def test_what_is_written_over_is_translated_and_when_all_is_it_is_up_to_date(original: Article, editor: User) -> None:
    article, _is_new = start_translation(original=original, language="ru", by=editor, at=NOON)
    rewrite(article, body=html([RUSSIAN[0], *ENGLISH[1:]]), title="Ставки прежние")
    assert states(article) == ["current", "untranslated", "current", "untranslated", "untranslated"]
    assert not Translation.objects.get().original_hash
    rewrite(article, body=html(RUSSIAN), standfirst="Тихий день.")
    translation = Translation.objects.get()
    assert set(states(article)) == {"current"}
    assert translation.original_hash
    assert translation.settled_at
    assert not translation.is_adapted


def test_one_that_ends_with_another_number_of_paragraphs_is_freely_adapted(original: Article, editor: User) -> None:
    article, _is_new = start_translation(original=original, language="ru", by=editor, at=NOON)
    rewrite(article, body=html([*RUSSIAN, "И ещё абзац."]), title="Ставки прежние", standfirst="Тихий день.")
    assert Translation.objects.get().is_adapted


# --- Followed --------------------------------------------------------------------------------------------------


def test_a_paragraph_changed_in_english_is_the_one_stale_in_russian_and_in_belarusian(
    original: Article, editor: User
) -> None:
    there = [russian(original), russian(original, BELARUSIAN, language="be")]
    for article in there:
        corresponding(original, article, editor)
    rewrite(original, body=html([ENGLISH[0], "Nobody expected any agreement.", ENGLISH[2]]))
    for article in there:
        assert states(article) == ["current", "current", "current", "stale", "current"]
        assert Translation.objects.get(article=article).original_hash == ""


def test_tags_and_addresses_are_nothing_to_translate(original: Article, editor: User) -> None:
    article = russian(original)
    corresponding(original, article, editor)
    rewrite(original, slug="rates", tags=["rates"], search_description="Rates", seo_title="Rates")
    assert set(states(article)) == {"current"}


def test_a_typo_put_right_in_the_translation_hides_nothing(original: Article, editor: User) -> None:
    article = russian(original)
    corresponding(original, article, editor)
    rewrite(original, title="Rates go up")
    rewrite(article, title="Ставки  прежние!")
    assert states(article)[0] == "stale"


def test_what_is_taken_back_in_the_original_is_up_to_date_again(original: Article, editor: User) -> None:
    article = russian(original)
    corresponding(original, article, editor)
    rewrite(original, title="Rates go up")
    rewrite(original, title="Rates stay")
    assert Translation.objects.get().original_hash


# --- Settled ---------------------------------------------------------------------------------------------------


def test_rows_are_settled_as_somebody_saw_them(original: Article, editor: User) -> None:
    article = russian(original)
    translation = corresponding(original, article, editor)
    rewrite(original, title="Rates go up", body=html(["A rate.", *ENGLISH[1:]]))
    keys = {key for key, row in staleness.keyed(translating.rows_of(translation)).items() if row.state == "stale"}
    rewrite(original, title="Rates go down")
    at = NOON + timedelta(hours=1)
    assert translating.settle(translation=translation, keys=keys, by=editor, at=at) == 1
    assert states(article) == ["stale", "current", "current", "current", "current"]
    translation.refresh_from_db()
    assert (translation.settled_by, translation.settled_at) == (editor, at)
    assert AuditEntry.objects.filter(verb="settle_translation", after={"paragraphs": 1}).exists()


def test_everything_is_settled_at_once_unless_it_has_changed_meanwhile(original: Article, editor: User) -> None:
    translation = corresponding(original, russian(original), editor)
    rewrite(original, title="Rates go up")
    translation.refresh_from_db()
    seen = staleness.seen(translating.rows_of(translation))
    rewrite(original, title="Rates go down")
    with pytest.raises(TranslatingError, match="has changed meanwhile"):
        translating.settle_everything(translation=translation, seen=seen, by=editor, at=NOON)
    seen = staleness.seen(translating.rows_of(translation))
    translating.settle_everything(translation=translation, seen=seen, by=editor, at=NOON)
    assert Translation.objects.get().original_hash


def test_two_texts_are_said_to_correspond_once(original: Article, editor: User) -> None:
    article = russian(original)
    corresponding(original, article, editor)
    with pytest.raises(TranslatingError, match="just said so"):
        corresponding(original, article, editor)


def test_only_who_may_edit_the_translation_settles_it(original: Article, editor: User) -> None:
    article = russian(original, author=AuthorFactory.create(user=UserFactory.create()))
    translation, stranger = corresponding(original, article, editor), UserFactory.create()
    for verb, more in (
        (translating.settle, {"keys": set()}),
        (translating.settle_everything, {"seen": ""}),
        (translating.adapt, {"is_adapted": True}),
    ):
        with pytest.raises(TranslatingError, match="those whose by-line"):
            verb(translation=translation, by=stranger, at=NOON, **more)


def test_a_text_in_the_trash_is_not_settled(original: Article, editor: User) -> None:
    article = russian(original)
    translation = corresponding(original, article, editor)
    publishing.throw_away(article=article, by=editor, at=NOON)
    with pytest.raises(TranslatingError, match="in the trash"):
        translating.adapt(translation=Translation.objects.get(), is_adapted=True, by=editor, at=NOON)
    assert not Translation.objects.get(pk=translation.pk).is_adapted


# --- Freely adapted --------------------------------------------------------------------------------------------


def test_texts_of_different_lengths_correspond_as_a_whole(original: Article, editor: User) -> None:
    translation = corresponding(original, russian(original, RUSSIAN[:2]), editor)
    assert translation.is_adapted
    assert translation.original_hash
    rewrite(original, title="Rates go up")
    translation.refresh_from_db()
    assert translation.original_hash == ""
    seen = staleness.seen(translating.rows_of(translation))
    translating.settle_everything(translation=translation, seen=seen, by=editor, at=NOON)
    assert Translation.objects.get().original_hash


def test_a_text_becomes_freely_adapted_and_back_again(original: Article, editor: User) -> None:
    article = russian(original)
    translation = corresponding(original, article, editor)
    translating.adapt(translation=translation, is_adapted=True, by=editor, at=NOON)
    rewrite(original, title="Rates go up")
    translation.refresh_from_db()
    translating.adapt(translation=translation, is_adapted=False, by=editor, at=NOON)
    assert states(article) == ["stale", *["current"] * 4]
    assert AuditEntry.objects.filter(verb="adapt_translation").count() == 2


# --- Which is the original -------------------------------------------------------------------------------------


def test_the_original_is_presumed_to_be_what_appeared_first() -> None:
    first = text(RUSSIAN, language="ru", created_at=NOON)
    later = text(ENGLISH, language="en", created_at=NOON + timedelta(days=1), translation_key=first.translation_key)
    assert translating.presumed_original(later) == first
    assert translating.presumed_original(first) is None


def test_of_two_of_one_day_it_is_the_one_in_the_default_language() -> None:
    first = text(RUSSIAN, language="ru", created_at=NOON)
    later = text(ENGLISH, language="en", created_at=NOON + timedelta(hours=1), translation_key=first.translation_key)
    assert translating.presumed_original(first) == later


def test_when_a_text_first_appeared_elsewhere_counts_unless_nobody_knows() -> None:
    old = {"created_at": NOON, "originally_published_at": NOON - timedelta(days=900)}
    undated = {"created_at": NOON, "originally_published_at": "1900-01-01T00:00:00Z"}
    first = text(RUSSIAN, language="ru", **old)
    later = text(ENGLISH, language="en", translation_key=first.translation_key, **undated)
    assert translating.presumed_original(later) == first


def test_each_text_has_one_original(original: Article, editor: User) -> None:
    there = russian(original)
    corresponding(original, there, editor)
    text(BELARUSIAN, language="be", translation_key=original.translation_key, created_at=NOON - timedelta(days=9))
    alone = text(ENGLISH)
    assert set(translating.originals()) == {original, alone}
    publishing.throw_away(article=original, by=editor, at=NOON)
    assert original not in translating.originals()
