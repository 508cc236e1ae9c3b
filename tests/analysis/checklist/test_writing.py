"""The writing itself: its title and lead, its parts, its names and its figures."""

import pytest

from analysis.models import HouseName
from tests.analysis.checklist.contents import said, source

pytestmark = pytest.mark.django_db

MARK = '<sup><a data-source="{}">1</a></sup>'


@pytest.mark.parametrize(("length", "levels"), [(90, []), (91, ["warn"]), (150, ["warn"]), (151, ["block"])])
def test_a_title_has_a_length_that_lists_can_show(length: int, levels: list[str]) -> None:
    assert [level for level, _, _ in said("over_long_title", title="x" * length)] == levels


def test_the_limit_is_named() -> None:
    expected = "The title has 160 characters, and should have no more than 150."
    assert said("over_long_title", title="x" * 160) == [("block", "title", expected)]


def test_a_text_has_a_standfirst() -> None:
    assert said("missing_standfirst", standfirst=" ") == [("warn", "standfirst", "The text has no standfirst.")]
    assert not said("missing_standfirst")


def test_a_subheading_stands_below_a_heading() -> None:
    expected = [("warn", "body", "“First” is a subheading without a heading above it.")]
    assert said("heading_order", body="<h3>First</h3><p>a</p><h2>Second</h2>") == expected
    assert len(said("heading_order", body="<h2>First</h2><h4>Deep</h4>")) == 1
    assert not said("heading_order", body="<h2>1</h2><h3>2</h3><h4>3</h4><h3>4</h3><h2>5</h2><h3>6</h3>")


def test_a_paragraph_can_be_taken_in() -> None:
    [(level, field, words)] = said("very_long_paragraph", body=f"<p>{'word ' * 181}</p>")
    assert (level, field) == ("warn", "body")
    assert words.startswith("A paragraph has 181 words: “word word")
    assert not said("very_long_paragraph", body=f"<p>{'word ' * 180}</p><p>{'word ' * 180}</p>")


def test_a_figure_has_a_source() -> None:
    [(level, field, words)] = said("unsourced_number", body="<p>Prices rose by 14 percent.</p>")
    assert (level, field) == ("warn", "body")
    assert words.startswith("1 figure stands in a paragraph without a footnote or link: “")
    assert "14 percent" in words


@pytest.mark.parametrize(
    "paragraph",
    [
        f"<p>Prices rose by 14 percent.{MARK.format(1)}</p>",
        '<p>Prices <a href="https://example.org/">rose by 14 percent</a>.</p>',
        "<p>It was the third time in two years.</p>",
        "<p>The law of 2019 came into force on November 9, 2026.</p>",
    ],
)
def test_what_has_a_source_or_needs_none_is_fine(paragraph: str) -> None:
    assert not said("unsourced_number", body=paragraph)


def test_many_figures_are_one_finding() -> None:
    body = "".join(f"<p>Prices rose by {number} percent.</p>" for number in range(11, 31))
    [(_level, _field, words)] = said("unsourced_number", body=body)
    assert words.startswith("20 figures stand in paragraphs")
    assert words.endswith("….")


def test_a_source_has_a_footnote() -> None:
    body, sources = f"<p>So it is.{MARK.format(2)}</p>", [source("a"), source("b"), source("c")]
    expected = [("warn", "sources", "No footnotes in the text point to sources 1, 3.")]
    assert said("open_footnote", body=body, sources=sources) == expected
    assert not said("open_footnote", body=f"<p>So it is.{MARK.format(1)}</p>", sources=sources[:1])
    assert not said("open_footnote")


@pytest.fixture
def veil() -> HouseName:
    return HouseName.objects.create(language="en", preferred="Veil", variants="Weil, Vejl")


def test_a_spelling_that_is_not_ours_is_pointed_out(veil: HouseName) -> None:
    expected = [("warn", "title", "“Weil”, “Vejl”: we write “Veil”.")]
    assert said("house_style", title="Weil resigns", body="<p>Vejl was tired.</p>") == expected


def test_two_spellings_in_one_text_block(veil: HouseName) -> None:
    sentence = "The text has both “Veil” and “Weil”. We write “Veil”."
    assert said("house_style", title="Veil resigns", body="<p>Weil was tired.</p>") == [("block", "body", sentence)]


def test_our_own_spelling_is_fine_and_so_is_another_languages(veil: HouseName) -> None:
    assert not said("house_style", title="Veil resigns", body="<p>Veilchen and weil are other words.</p>")
    assert not said("house_style", language="be", title="Weil resigns")


def test_the_reason_of_the_assessment_is_read_too(veil: HouseName) -> None:
    assert [field for _, field, _ in said("house_style", assessment_reason="Weil left.")] == ["assessment_reason"]
