import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.text.footnotes import cited, renumber, uncited
from analysis.text.markup import reading_text
from analysis.text.sanitising import clean_body


def mark(key: int) -> str:
    return f'<sup><a data-source="{key}">{key}</a></sup>'


def paragraph(*keys: int) -> str:
    return f"<p>word{''.join(map(mark, keys))} end</p>"


paragraphs = st.lists(st.lists(st.integers(1, 9), max_size=4), max_size=6)
rows = st.lists(st.integers(1, 9), unique=True)


def body_of(marks: list[list[int]]) -> str:
    return "".join(paragraph(*keys) for keys in marks)


def test_sources_are_cited_in_the_order_of_their_first_marks() -> None:
    body = paragraph(7, 3) + paragraph(7, 12)
    assert cited(body) == [7, 3, 12]
    assert uncited(body, [1, 3, 12, 5]) == [1, 5]


def test_marks_are_numbered_in_the_order_of_reading() -> None:
    body, keys = renumber(paragraph(7, 3) + paragraph(7), [3, 5, 7])
    assert body == paragraph(1, 2) + paragraph(1)
    assert keys == [7, 3, 5]


def test_a_moved_paragraph_gets_new_numbers() -> None:
    assert renumber(paragraph(2) + paragraph(1), [1, 2]) == (paragraph(1) + paragraph(2), [2, 1])


def test_a_mark_of_no_source_is_taken_out_with_what_was_around_it() -> None:
    assert renumber(paragraph(4) + paragraph(2), [2]) == ("<p>word end</p>" + paragraph(1), [2])
    shared = (
        '<p>x<sup>[<a data-source="4">4</a>]</sup><sup><a data-source="4">4</a>, <a data-source="2">2</a></sup></p>'
    )
    assert renumber(shared, [2])[0] == '<p>x<sup>, <a data-source="1">1</a></sup></p>'


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>x<sup>2</sup><sup></sup></p>", "<p>x<sup>2</sup><sup></sup></p>"),
        ('<a href="/x/">y</a>', '<a href="/x/">y</a>'),
        ('<a href="#source-8" data-source="8">[8]</a>', '<a href="#source-1" data-source="1">1</a>'),
        ('<a data-source="8"><strong>8</strong></a>', '<a data-source="1">1</a>'),
        ('<a data-source="8">the <em>report</em></a>', '<a data-source="1">the <em>report</em></a>'),
        ('<a data-source="9">the <em>report</em></a>', "the <em>report</em>"),
        ('<sup><a data-source="8">8', '<sup><a data-source="1">1</a>'),
    ],
)
def test_only_marks_are_changed(body: str, expected: str) -> None:
    assert renumber(body, [8]) == (expected, [8])


@given(paragraphs, rows)
def test_numbering_twice_changes_nothing_more(marks: list[list[int]], keys: list[int]) -> None:
    body, order = renumber(body_of(marks), keys)
    assert renumber(body, range(1, len(order) + 1)) == (body, list(range(1, len(order) + 1)))
    assert clean_body(body) == body


@given(paragraphs, rows)
def test_every_mark_still_means_its_source_and_none_is_lost(marks: list[list[int]], keys: list[int]) -> None:
    old = body_of(marks)
    new, order = renumber(old, keys)
    assert sorted(order) == sorted(keys)
    assert [order[number - 1] for number in cited(new)] == [key for key in cited(old) if key in keys]
    shown = [[order.index(key) + 1 for key in line if key in keys] for line in marks]
    assert new == body_of(shown)
    assert reading_text(new) == reading_text(old)
    assert all(one < other for one, other in pairwise(cited(new)))


@pytest.mark.parametrize("unit", ['<a data-source="1">', "<sup>", "</sup>", '<sup><a data-source="2">2</a></sup>'])
def test_time_grows_with_the_length_only(unit: str) -> None:
    started = time.process_time()
    renumber(unit * 10_000, [1])
    assert time.process_time() - started < 2
