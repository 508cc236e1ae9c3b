"""An unchanged paragraph is never stale, and a changed one is never missed."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.text.staleness import (
    Row,
    Text,
    are_as_many,
    copied,
    dumped,
    keyed,
    loaded,
    looked_at,
    original_hash,
    paired_off,
    paragraphs_of,
    seen,
    settled,
    tally,
)

A, B, C = "The bank kept its rate.", "Nobody expected an agreement.", "Brussels stayed silent."
А, Б, В = "Банк сохранил ставку.", "Никто не ждал соглашения.", "Брюссель промолчал."
NOTHING = {"title": "", "standfirst": "", "assessment_reason": "", "dateline": ""}


def text(*paragraphs: str, **fields: str) -> Text:
    return NOTHING | {"body": "".join(f"<p>{words}</p>" for words in paragraphs)} | fields


def html(body: str, **fields: str) -> Text:
    return NOTHING | {"body": body} | fields


def states(rows: Sequence[Row]) -> list[str]:
    return [row.state for row in rows]


def work(rows: Sequence[Row]) -> list[Row]:
    return [row for row in rows if row.state != "current"]


ENGLISH, RUSSIAN = text(A, B, C), text(А, Б, В)


# --- What changes in the original ------------------------------------------------------------------------------


def test_what_was_paired_off_is_current() -> None:
    assert states(paired_off(ENGLISH, RUSSIAN)) == ["current"] * 3


@pytest.mark.parametrize("edited", ["Nobody expected any agreement.", "Something else altogether."])
def test_a_changed_paragraph_is_the_only_stale_one_and_says_what_stood_there(edited: str) -> None:
    rows = looked_at(paired_off(ENGLISH, RUSSIAN), text(A, edited, C), RUSSIAN)
    assert work(rows) == [Row("body", f"<p>{B}</p>", f"<p>{edited}</p>", (f"<p>{Б}</p>",))]
    assert work(rows)[0].state == "stale"


def test_a_paragraph_that_is_again_what_it_was_is_current() -> None:
    rows = looked_at(paired_off(ENGLISH, RUSSIAN), text(A, "Quite another sentence.", C), RUSSIAN)
    assert not work(looked_at(rows, ENGLISH, RUSSIAN))


def test_an_inserted_paragraph_is_new() -> None:
    rows = looked_at(paired_off(ENGLISH, RUSSIAN), text(A, "Ministers met.", B, C), RUSSIAN)
    assert states(rows) == ["current", "new", "current", "current"]
    assert [row.translated for row in rows] == [(f"<p>{А}</p>",), (), (f"<p>{Б}</p>",), (f"<p>{В}</p>",)]


def test_a_deleted_paragraph_is_gone_until_its_translation_is_deleted_too() -> None:
    rows = looked_at(paired_off(ENGLISH, RUSSIAN), text(A, C), RUSSIAN)
    assert states(rows) == ["current", "gone", "current"]
    assert rows[1].translated == (f"<p>{Б}</p>",)
    assert states(looked_at(rows, text(A, C), text(А, В))) == ["current", "current"]


def test_a_moved_paragraph_takes_its_translation_along() -> None:
    rows = looked_at(paired_off(ENGLISH, RUSSIAN), text(B, C, A), RUSSIAN)
    assert not work(rows)
    assert [row.translated[0] for row in rows] == [f"<p>{Б}</p>", f"<p>{В}</p>", f"<p>{А}</p>"]


def test_a_split_paragraph_is_stale_and_its_other_half_new() -> None:
    whole = "The bank kept its rate and said nothing. Brussels stayed silent for a week."
    rows = paired_off(text(whole, C), text("Банк сохранил ставку. Брюссель промолчал неделю.", В))
    halves = [f"{half.strip()}." for half in whole.split(".") if half]
    assert Counter(states(looked_at(rows, text(*halves, C), RUSSIAN))) == {"stale": 1, "new": 1, "current": 1}


@pytest.mark.parametrize("place", range(3))
def test_of_repeated_paragraphs_only_the_one_that_changed_is_stale(place: int) -> None:
    rows = paired_off(text(A, A, A), text("раз", "два", "три"))
    now = [A, A, A]
    now[place] = "The bank raised its rate."
    rows = looked_at(rows, text(*now), text("раз", "два", "три"))
    assert [row.translated for row in work(rows)] == [(f"<p>{('раз', 'два', 'три')[place]}</p>",)]


def test_a_paragraph_that_becomes_like_its_neighbour_is_stale() -> None:
    rows = looked_at(paired_off(ENGLISH, RUSSIAN), text(B, B, C), RUSSIAN)
    assert states(rows) == ["stale", "current", "current"]


@pytest.mark.parametrize("name", ["title", "standfirst", "assessment_reason", "dateline"])
def test_a_field_is_a_row_of_its_own(name: str) -> None:
    english, russian = text(A, **{name: "Rates stay"}), text(А, **{name: "Ставки прежние"})
    changed: dict[str, Any] = {**english, name: "Rates < 9 % stay"}
    (row,) = work(looked_at(paired_off(english, russian), changed, russian))
    assert (row.part, row.state, row.now) == (name, "stale", "Rates &lt; 9 % stay")
    assert [row.state for row in work(looked_at(paired_off(english, russian), {**english, name: ""}, russian))] == [
        "gone"
    ]


@pytest.mark.parametrize(
    "rewritten",
    [
        "<p>The  bank\n kept\u00a0its rate.</p>\n\n"
        '<p>See <em>the</em> <em>minutes</em>.<sup><a data-source="7">7</a></sup></p>',
        '<p> The bank kept its rate. </p><p>See <em>the minutes</em>.<sup><a data-source="2">2</a></sup></p><hr>',
    ],
)
def test_white_space_spelling_of_tags_and_footnote_numbers_are_no_change(rewritten: str) -> None:
    was = f'<p>{A}</p><p>See <em>the minutes</em>.<sup><a data-source="1">1</a></sup></p>'
    rows = paired_off(html(was), text(А, "См. протокол."))
    assert not work(looked_at(rows, html(rewritten), text(А, "См. протокол.")))


def test_a_list_item_is_the_same_with_a_paragraph_in_it() -> None:
    rows = paired_off(html("<ul><li>One</li><li>Two</li></ul>"), text("раз два"))
    assert not work(looked_at(rows, html("<ul><li><p>One</p></li><li><p>Two</p></li></ul>"), text("раз два")))


@pytest.mark.parametrize(
    "rewritten",
    [
        '<p>See <a href="/minutes/2/">minutes</a>.</p>',
        '<p>See <em><a href="/minutes/">minutes</a></em>.</p>',
        '<p>See <a href="/minutes/">minutes</a>.<sup><a data-source="1">1</a></sup></p>',
        '<h2>See <a href="/minutes/">minutes</a>.</h2>',
        '<p>See <a href="/minutes/">min</a>utes.</p>',
        '<p>See <a href="/minutes/">minutes</a> .</p>',
    ],
)
def test_links_emphasis_footnotes_and_headings_are_part_of_a_paragraph(rewritten: str) -> None:
    rows = paired_off(html('<p>See <a href="/minutes/" rel="noreferrer">minutes</a>.</p>'), text("См."))
    assert states(looked_at(rows, html(rewritten), text("См."))) == ["stale"]


def test_another_picture_is_a_change() -> None:
    picture = '<figure><img src="/images/{}/" alt=""></figure>'
    rows = paired_off(html(picture.format(1)), html(picture.format(1)))
    assert states(looked_at(rows, html(picture.format(2)), html(picture.format(1)))) == ["stale"]


# --- What changes in the translation ---------------------------------------------------------------------------


def test_a_typo_put_right_hides_nothing() -> None:
    rows = looked_at(paired_off(ENGLISH, RUSSIAN), text(A, "Nobody expected any agreement.", C), RUSSIAN)
    assert [row.is_edited for row in work(rows)] == [False]
    rows = looked_at(rows, text(A, "Nobody expected any agreement.", C), text(А, "Никто не ждал соглашений.", В))
    assert [(row.state, row.is_edited) for row in work(rows)] == [("stale", True)]


def test_a_split_translation_stands_beside_its_paragraph_whole() -> None:
    rows = looked_at(paired_off(ENGLISH, RUSSIAN), ENGLISH, text(А, "Никто не ждал", "соглашения.", В))
    assert not work(rows)
    assert [len(row.translated) for row in rows] == [1, 2, 1]
    rows = looked_at(rows, text(A, B, "Brussels spoke."), text(А, "Никто не ждал", "соглашения.", В))
    assert [row.translated for row in work(rows)] == [(f"<p>{В}</p>",)]


def test_what_is_written_for_a_new_paragraph_stands_beside_it() -> None:
    rows = looked_at(paired_off(ENGLISH, RUSSIAN), text(A, "Ministers met.", B, C), RUSSIAN)
    rows = looked_at(rows, text(A, "Ministers met.", B, C), text(А, "Министры собрались.", Б, В))
    assert [(row.state, row.is_edited, row.translated) for row in work(rows)] == [
        ("new", True, ("<p>Министры собрались.</p>",))
    ]


def test_an_original_without_a_body_still_shows_the_translations() -> None:
    rows = looked_at(paired_off(ENGLISH, RUSSIAN), text(title="Rates"), RUSSIAN)
    assert [html for row in rows for html in row.translated] == paragraphs_of(RUSSIAN["body"])
    assert not work(looked_at([], text(), RUSSIAN))


# --- Beginning and settling ------------------------------------------------------------------------------------


def test_a_fresh_copy_is_not_translated_and_what_is_written_over_is() -> None:
    rows = looked_at(copied(ENGLISH), ENGLISH, ENGLISH)
    assert states(rows) == ["untranslated"] * 3
    rows = looked_at(rows, ENGLISH, text(А, B, C))
    assert states(rows) == ["current", "untranslated", "untranslated"]
    rows = looked_at(rows, ENGLISH, text(А, "Nobody really expected an agreement.", В))
    assert states(rows) == ["current", "untranslated", "current"]


def test_a_change_while_it_is_being_translated_is_seen_afterwards() -> None:
    changed = text("The bank cut its rate.", B, C)
    rows = looked_at(looked_at(copied(ENGLISH), ENGLISH, ENGLISH), changed, ENGLISH)
    assert states(rows) == ["untranslated"] * 3
    assert states(looked_at(rows, changed, RUSSIAN)) == ["stale", "current", "current"]


def test_a_copy_that_was_cleared_away_is_translated_paragraph_by_paragraph() -> None:
    rows = looked_at(copied(ENGLISH), ENGLISH, text())
    assert states(rows) == ["untranslated"] * 3
    rows = looked_at(rows, ENGLISH, text(А))
    assert states(rows) == ["current", "untranslated", "untranslated"]
    assert states(looked_at(rows, ENGLISH, RUSSIAN)) == ["current"] * 3


def test_a_picture_needs_no_translation() -> None:
    picture = html('<p>Rates</p><figure><img src="/images/1/" alt=""></figure><p>2016: 14 %</p>')
    assert states(looked_at(copied(picture), picture, picture)) == ["untranslated", "current", "current"]


def test_what_is_settled_is_what_somebody_has_seen() -> None:
    rows = looked_at(paired_off(ENGLISH, RUSSIAN), text("A rate.", "An agreement.", C), RUSSIAN)
    keys = list(keyed(rows))
    assert states(settled(rows, keys[:1])) == ["current", "stale", "current"]
    changed = looked_at(rows, text("Another rate altogether.", "An agreement.", C), RUSSIAN)
    assert states(settled(changed, keys)) == ["stale", "current", "current"]
    assert seen(changed) != seen(rows)


def test_settling_what_is_gone_forgets_it() -> None:
    rows = looked_at(paired_off(ENGLISH, RUSSIAN), text(A, C), RUSSIAN)
    assert states(settled(rows)) == ["current", "current"]
    assert not work(looked_at(settled(rows), text(A, C), RUSSIAN))


def test_rows_that_look_the_same_are_settled_one_by_one() -> None:
    rows = looked_at([], text(A, A), text())
    assert states(settled(rows, list(keyed(rows))[1:])) == ["new", "current"]


def test_it_counts_what_there_is_to_do() -> None:
    rows = looked_at(copied(ENGLISH), text(A, "Ministers met.", B, C), text(А, B, C))
    assert tally(rows) == (4, 1, 2)
    assert not tally(rows).is_done
    assert tally(settled(rows)).is_done


def test_paragraphs_are_as_many_or_not() -> None:
    assert are_as_many(ENGLISH, RUSSIAN)
    assert not are_as_many(ENGLISH, text(А, Б))


# --- Whatever people do ----------------------------------------------------------------------------------------

# Few words, so that paragraphs are often alike or the same.
WORDS = st.lists(st.sampled_from(["rate", "bank", "vote", "minister"]), min_size=1, max_size=4).map(" ".join)
VERSIONS = st.lists(WORDS, max_size=7)
SLAVIC = st.lists(st.sampled_from(["ставка", "банк", "голос"]), min_size=1, max_size=3).map(" ".join)
TRANSLATIONS = st.lists(SLAVIC, max_size=7)
BEGINNINGS = st.lists(st.tuples(WORDS, SLAVIC), max_size=7)


def words(rows: Sequence[Row]) -> list[str]:
    return [row.now for row in rows if row.now is not None]


def told(rows: Sequence[Row]) -> Counter[str]:
    return Counter(html for row in rows for html in row.translated)


def renderings(rows: Sequence[Row]) -> Counter[str]:
    return Counter(row.settled for row in rows if row.settled)


def assert_nothing_is_missed(before: Sequence[Row], rows: Sequence[Row], original: Text, translation: Text) -> None:
    """Of each wording as many are current as stood there when it was translated and stand there now."""
    now = Counter(paragraphs_of(original["body"]))
    assert words(rows) == paragraphs_of(original["body"])
    assert Counter(row.now for row in rows if row.now and row.state == "current") == renderings(before) & now
    assert told(rows) == Counter(paragraphs_of(translation["body"]))


@given(BEGINNINGS, st.lists(st.one_of(st.tuples(VERSIONS, st.none()), st.tuples(st.none(), TRANSLATIONS)), max_size=4))
def test_no_edit_marks_what_is_unchanged_or_misses_a_change(pairs: list[tuple[str, str]], edits: list[Any]) -> None:
    """Any number of edits on both sides, looked at after each."""
    original, translation = text(*(one for one, _ in pairs)), text(*(other for _, other in pairs))
    rows = paired_off(original, translation)
    for new_original, new_translation in edits:
        original = original if new_original is None else text(*new_original)
        translation = translation if new_translation is None else text(*new_translation)
        before, rows = rows, loaded(dumped(looked_at(rows, original, translation)))
        assert_nothing_is_missed(before, rows, original, translation)


@given(st.lists(WORDS, min_size=1, max_size=8), WORDS, st.data())
def test_one_changed_paragraph_is_one_stale_row(paragraphs: list[str], edited: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(paragraphs) - 1))
    translation = text(*(f"абзац {number}" for number in range(len(paragraphs))))
    now = [*paragraphs[:place], edited, *paragraphs[place + 1 :]]
    rows = looked_at(paired_off(text(*paragraphs), translation), text(*now), translation)
    expected = ["current"] * len(paragraphs)
    if edited != paragraphs[place]:
        # Among equal neighbours nobody can tell which one it was; that it is one, and stale, can be told.
        expected[place] = "stale"
    assert states(rows) == expected
    assert [row.translated for row in rows] == [(html,) for html in paragraphs_of(translation["body"])]


@given(st.lists(WORDS, min_size=1, max_size=8), st.data())
def test_one_removed_paragraph_is_one_gone_row(paragraphs: list[str], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(paragraphs) - 1))
    translation = text(*(f"абзац {number}" for number in range(len(paragraphs))))
    now = [*paragraphs[:place], *paragraphs[place + 1 :]]
    rows = looked_at(paired_off(text(*paragraphs), translation), text(*now), translation)
    assert Counter(states(rows)) == Counter({"gone": 1, "current": len(now)})


@given(st.permutations([A, B, C, "Ministers met.", "A minister left.", "Rates rose in May."]))
def test_moving_whole_paragraphs_changes_nothing(moved: list[str]) -> None:
    there = {words: f"<p>{number}. абзац</p>" for number, words in enumerate(sorted(moved))}
    translation = html("".join(there[words] for words in sorted(moved)))
    rows = looked_at(paired_off(text(*sorted(moved)), translation), text(*moved), translation)
    assert not work(rows)
    assert [row.translated for row in rows] == [(there[words],) for words in moved]


@given(BEGINNINGS, VERSIONS, TRANSLATIONS)
def test_settling_everything_leaves_nothing_to_do(
    pairs: list[tuple[str, str]], new: list[str], there: list[str]
) -> None:
    rows = paired_off(text(*(one for one, _ in pairs)), text(*(other for _, other in pairs)))
    original, translation = text(*new), text(*there)
    rows = looked_at(settled(looked_at(rows, original, translation)), original, translation)
    assert not work(rows)
    assert original_hash(rows) == original_hash(looked_at([], original, translation))


@given(VERSIONS, VERSIONS, st.lists(SLAVIC, max_size=7, unique=True), st.lists(SLAVIC, max_size=7, unique=True))
def test_looking_twice_says_the_same(old: list[str], new: list[str], translated: list[str], there: list[str]) -> None:
    rows = paired_off(text(*old), text(*translated))
    once = looked_at(rows, text(*new), text(*there))
    assert looked_at(once, text(*new), text(*there)) == once
