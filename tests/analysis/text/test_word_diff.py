import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.text.markup import blocks
from analysis.text.word_diff import BlockChange, Piece, diff_blocks

words = st.sampled_from(["the", "bank", "kept", "its", "rate,", "it.", "Рада", "ўхваліла", "4", "—", "***"])
paragraphs = st.lists(words, min_size=1, max_size=12).map(lambda chosen: f"<p>{' '.join(chosen)}</p>")
bodies = st.lists(paragraphs, max_size=8).map("".join)


def kinds(changes: list[BlockChange]) -> list[str]:
    return [change.kind for change in changes]


def text_of(changes: list[BlockChange], *wanted: str) -> list[str]:
    texts = ["".join(piece.text for piece in change.pieces if piece.kind in wanted) for change in changes]
    return [text.strip() for text in texts if text]


def test_a_changed_word_is_shown_where_it_stood() -> None:
    [same, changed] = diff_blocks(
        "<h2>Rates</h2><p>The bank kept its rate.</p>", "<h2>Rates</h2><p>The bank <em>cut</em> its rate.</p>"
    )
    assert same == BlockChange("same", "h2", (Piece("kept", "Rates"),))
    assert changed.kind == "changed"
    assert changed.pieces == (
        Piece("kept", "The bank "),
        Piece("deleted", "kept "),
        Piece("inserted", "cut "),
        Piece("kept", "its rate."),
    )


def test_a_new_paragraph_leaves_its_neighbours_alone() -> None:
    old = "<p>The talks resumed on Monday.</p><p>Nobody expected an agreement.</p>"
    new = "<p>The talks resumed on Monday.</p><p>Brussels was silent.</p><p>Nobody expected an agreement.</p>"
    assert kinds(diff_blocks(old, new)) == ["same", "added", "same"]
    assert kinds(diff_blocks(new, old)) == ["same", "removed", "same"]


def test_an_edited_paragraph_is_found_behind_a_new_one() -> None:
    old = "<p>The talks resumed on Monday in the capital.</p>"
    new = "<p>Brussels stayed silent.</p><p>The talks resumed on Tuesday in the capital.</p>"
    assert kinds(diff_blocks(old, new)) == ["added", "changed"]


def test_a_rewritten_paragraph_is_replaced_as_a_whole() -> None:
    old, new = "<p>The talks resumed on Monday.</p>", "<p>Nobody in Brussels expected that.</p>"
    assert kinds(diff_blocks(old, new)) == ["removed", "added"]


def test_a_picture_is_a_block_of_its_own() -> None:
    old, new = '<img src="/images/1/" alt="Turnout">', '<img src="/images/2/" alt="Turnout">'
    assert [(change.kind, change.image) for change in diff_blocks(old, new)] == [("removed", 1), ("added", 2)]
    [changed] = diff_blocks(old, '<img src="/images/1/" alt="Low turnout">')
    assert (changed.kind, changed.image) == ("changed", 1)


def test_a_paragraph_that_becomes_a_heading_is_changed() -> None:
    assert diff_blocks("<p>Rates</p>", "<h2>Rates</h2>") == [BlockChange("changed", "h2", (Piece("kept", "Rates"),))]


@given(bodies, bodies)
def test_both_versions_can_be_read_off_the_changes(old: str, new: str) -> None:
    changes = diff_blocks(old, new)
    assert text_of(changes, "kept", "inserted") == [block.text for block in blocks(new)]
    without_spaces = ["".join(text.split()) for text in text_of(changes, "kept", "deleted")]
    assert without_spaces == ["".join(block.text.split()) for block in blocks(old)]


@given(bodies)
def test_a_body_does_not_differ_from_itself(body: str) -> None:
    assert set(kinds(diff_blocks(body, body))) <= {"same"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<p>" + "a " * 50_000 + "</p>", "<p>" + "a " * 49_000 + "b</p>"),
        ("<p>a</p>" * 5_000, "<p>b</p><p>a</p>" * 2_500),
        (
            "".join(f"<p>{n} {'a b ' * 150}</p>" for n in range(150)),
            "".join(f"<p>{n} {'b a ' * 150} c</p>" for n in range(150)),
        ),
        ("".join(f"<p>{n} x</p>" for n in range(2_500)), "<p>" + " ".join(f"w{n}" for n in range(40_000))),
        ("<p>" + " ".join(map(str, range(9_000))), "<p>" + " ".join(f"{n} x" for n in range(9_000))),
    ],
)
def test_the_time_is_bounded(old: str, new: str) -> None:
    started = time.process_time()
    assert diff_blocks(old, new)
    assert time.process_time() - started < 3
