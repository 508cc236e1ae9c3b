import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.text.anchors import Anchor, find, find_all, paragraphs_of

RATE = "The National Bank kept its rate at 9.5 per cent on Wednesday."
TALKS = "The talks resumed on Monday; nobody in the capital expected an agreement."
SILENCE = "Brussels stayed silent all week."
BUDGET = "Рада ўхваліла бюджэт у другім чытанні без абмеркавання."
TEXT = [RATE, TALKS, SILENCE, BUDGET]

words = st.sampled_from(["bank", "rate", "talks", "Рада", "4"])
paragraphs = st.lists(st.lists(words, min_size=1, max_size=5).map(" ".join), max_size=6)
anchors = st.builds(Anchor, words, st.lists(words, min_size=1, max_size=5).map(" ".join), st.integers(0, 6))


def on(paragraph: str, quote: str) -> Anchor:
    return Anchor(quote, paragraph, TEXT.index(paragraph))


def followed(anchor: Anchor, paragraphs: list[str]) -> Anchor:
    """As a note is stored after a save."""
    place = find(anchor, paragraphs)
    assert place is not None
    return Anchor(anchor.quote, paragraphs[place], place)


def test_a_note_follows_its_paragraph_wherever_it_moves() -> None:
    assert find(on(TALKS, "nobody"), [SILENCE, BUDGET, RATE, TALKS]) == 3


def test_of_equal_paragraphs_the_nearest_is_meant() -> None:
    assert find(Anchor("***", "***", 3), ["***", RATE, "***", TALKS, SILENCE]) == 2
    assert find(Anchor("***", "***", 3), ["***", RATE, TALKS, SILENCE, "***"]) == 4


def test_a_note_stays_with_its_quote_when_the_rest_is_rewritten() -> None:
    rewritten = "After a month of quarrels, nobody in the capital dared to hope."
    assert find(on(TALKS, "nobody in the capital"), [RATE, SILENCE, rewritten, BUDGET]) == 2


def test_the_white_space_of_a_quote_does_not_matter() -> None:
    assert find(Anchor(" talks\n resumed ", "gone", 0), TEXT) == 1


def test_of_rewritten_paragraphs_with_the_quote_the_nearest_is_meant() -> None:
    assert find(Anchor("Minsk", "gone", 3), ["In Minsk.", "b", "c", "d", "To Minsk."]) == 4


def test_a_short_quote_in_a_new_neighbour_does_not_draw_the_note_away() -> None:
    edited = TALKS.replace("Monday", "Tuesday")
    assert find(on(TALKS, "talks"), [RATE, "No more talks!", edited, SILENCE]) == 2


def test_without_its_quote_the_likest_paragraph_is_meant() -> None:
    edited = "The National Bank cut its rate to 8 per cent on Wednesday."
    assert find(on(RATE, "kept its rate at 9.5"), [BUDGET, SILENCE, TALKS, edited]) == 3


@pytest.mark.parametrize("paragraphs", [[], [SILENCE, BUDGET], ["", "***"]])
def test_a_note_without_any_like_paragraph_is_an_orphan(paragraphs: list[str]) -> None:
    assert find(on(RATE, "kept"), paragraphs) is None


@pytest.mark.parametrize("quote", ["", " "])
def test_a_note_without_a_quote_hangs_on_its_paragraph(quote: str) -> None:
    assert find(on(TALKS, quote), [BUDGET, TALKS]) == 1
    assert find(on(TALKS, quote), [BUDGET, RATE]) is None


def test_edit_by_edit_a_note_follows_a_text_that_ends_up_quite_different() -> None:
    anchor = on(SILENCE, "silent")
    for edited in (
        "Brussels stayed calm all week.",
        "Brussels stayed calm; Warsaw did not.",
        "Calm Warsaw did not react.",
    ):
        anchor = followed(anchor, [RATE, TALKS, BUDGET, edited])
    assert anchor == Anchor("silent", "Calm Warsaw did not react.", 3)


def test_the_paragraphs_of_a_body_are_its_blocks_without_pictures() -> None:
    body = (
        '<h2>Rates</h2><p>The <em>bank</em>&nbsp;&amp; its rate<sup><a data-source="1">1</a></sup></p>'
        '<figure><img src="/images/1/" alt="A bank"><figcaption>The bank</figcaption></figure><ul><li>one</li></ul>'
    )
    assert paragraphs_of(body) == ["Rates", "The bank\xa0& its rate", "The bank", "one"]


@given(paragraphs, st.data())
def test_a_paragraph_that_is_still_there_is_always_found(text: list[str], data: st.DataObject) -> None:
    anchor = data.draw(anchors)
    place = find(anchor._replace(paragraph="bank bank"), [*text, "bank bank"])
    assert place is not None
    assert [*text, "bank bank"][place] == "bank bank"


@given(st.lists(anchors, max_size=5), paragraphs)
def test_notes_do_not_influence_each_other(notes: list[Anchor], text: list[str]) -> None:
    assert find_all(notes, text) == [find(note, text) for note in notes]


@given(anchors, paragraphs)
def test_a_note_that_moved_is_found_where_it_moved_to(anchor: Anchor, text: list[str]) -> None:
    if find(anchor, text) is not None:
        after = followed(anchor, text)
        assert find(after, text) == after.position
