"""Two contents of one article and the one both started from."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.publishing.merging import Merge, merge_contents, resolved

MINUTES = {"title": "Minutes", "publisher": "", "url": "", "accessed_date": None, "language": ""}
BUDGET = MINUTES | {"title": "Draft budget", "url": "https://example.org/budget"}
SURVEY = MINUTES | {"title": "A survey"}
BASE: dict[str, Any] = {
    "title": "The cabinet meets",
    "slug": "the-cabinet-meets",
    "standfirst": "They met.",
    "body": "<p>One sat down.</p><p>Two stood up.</p><p>Three left early.</p>",
    "dateline": "",
    "seo_title": "",
    "search_description": "",
    "lead_image_id": None,
    "issue_id": None,
    "period_start": "2026-11-09",
    "period_end": "2026-11-15",
    "assessment": "",
    "assessment_reason": "",
    "topics": [[1, True], [2, False]],
    "bylines": [[1, "author"]],
    "tags": ["budget"],
    "sources": [],
}


def mark(number: int, words: str = "") -> str:
    return f'<sup><a data-source="{number}">{words or number}</a></sup>'


def merged(mine: dict[str, Any], theirs: dict[str, Any], base: dict[str, Any] | None = None) -> Merge:
    base = BASE | (base or {})
    return merge_contents(base=base, mine=base | mine, theirs=base | theirs)


def names(merge: Merge) -> list[str]:
    return [conflict.name for conflict in merge.conflicts]


def test_different_fields_are_joined() -> None:
    merge = merged({"title": "My title"}, {"standfirst": "Their standfirst."})
    assert (merge.content["title"], merge.content["standfirst"]) == ("My title", "Their standfirst.")
    assert (merge.conflicts, merge.taken) == ([], ["standfirst"])


def test_the_same_change_twice_is_no_conflict() -> None:
    assert merged({"title": "Another title"}, {"title": "Another title"}) == (BASE | {"title": "Another title"}, [], [])


def test_one_field_changed_twice_is_a_conflict_in_which_mine_is_kept_meanwhile() -> None:
    merge = merged({"title": "My title"}, {"title": "Their title"})
    conflict = merge.conflicts[0]
    assert conflict[:4] == ("title", "The cabinet meets", "My title", "Their title")
    assert merge.content["title"] == "My title"


def test_different_paragraphs_are_joined() -> None:
    merge = merged(
        {"body": BASE["body"].replace("One sat", "One slowly sat")}, {"body": BASE["body"] + "<p>Four came.</p>"}
    )
    assert merge.content["body"] == BASE["body"].replace("One sat", "One slowly sat") + "<p>Four came.</p>"
    assert merge.taken == ["body"]


def test_lists_are_joined_member_by_member() -> None:
    merge = merged(
        {"tags": ["budget", "war"], "topics": [[1, True]]}, {"tags": ["bank"], "topics": [*BASE["topics"], [3, False]]}
    )
    assert (merge.content["tags"], merge.content["topics"]) == (["bank", "war"], [[1, True], [3, False]])
    assert not merge.conflicts


def test_two_primary_topics_are_a_conflict() -> None:
    merge = merged({"topics": [[3, True]]}, {"topics": [[4, True]]}, {"topics": []})
    assert names(merge) == ["topics"]


def test_the_days_of_a_period_are_one_piece() -> None:
    merge = merged({"period_end": "2026-11-22"}, {"period_start": "2026-11-02"})
    assert names(merge) == ["period"]
    assert merge.conflicts[0].theirs == ["2026-11-02", "2026-11-15"]
    assert (merge.content["period_start"], merge.content["period_end"]) == ("2026-11-09", "2026-11-22")


def test_a_period_that_one_changed_is_taken_whole() -> None:
    merge = merged({"title": "My title"}, {"period_start": None, "period_end": None})
    assert (merge.content["period_start"], merge.content["period_end"]) == (None, None)
    assert merge.taken == ["period"]


def test_without_a_base_whatever_differs_is_a_conflict() -> None:
    merge = merge_contents(base=None, mine=BASE | {"title": "Mine", "tags": []}, theirs=BASE)
    assert names(merge) == ["title", "tags"]


# --- Footnotes ------------------------------------------------------------------------------------------------

TWO_SOURCES: dict[str, Any] = {
    "body": f"<p>One sat down.{mark(1)}</p><p>Two stood up.{mark(2)}</p><p>Three left early.</p>",
    "sources": [MINUTES, BUDGET],
}


def test_footnotes_of_both_are_numbered_anew_and_keep_their_sources() -> None:
    mine = (
        f"<p>They began.{mark(1)}</p><p>One sat down.{mark(2)}</p><p>Two stood up.{mark(3)}</p><p>Three left early.</p>"
    )
    theirs = TWO_SOURCES["body"] + f"<p>Four came.{mark(3)}</p>"
    source = MINUTES | {"title": "A letter"}
    merge = merged(
        {"body": mine, "sources": [SURVEY, MINUTES, BUDGET]},
        {"body": theirs, "sources": [MINUTES, BUDGET, source]},
        TWO_SOURCES,
    )
    assert merge.content["body"] == mine + f"<p>Four came.{mark(4)}</p>"
    assert merge.content["sources"] == [SURVEY, MINUTES, BUDGET, source]
    assert not merge.conflicts


def test_a_paragraph_that_moved_numbers_is_not_a_changed_one() -> None:
    """Mine removes the first footnote, so that the second becomes the first; theirs changes its paragraph."""
    mine = f"<p>One sat down.</p><p>Two stood up.{mark(1)}</p><p>Three left early.</p>"
    theirs = TWO_SOURCES["body"].replace("Two stood up.", "Two slowly stood up.")
    merge = merged({"body": mine, "sources": [BUDGET]}, {"body": theirs}, TWO_SOURCES)
    assert merge.content["body"] == mine.replace("Two stood up.", "Two slowly stood up.")
    assert merge.content["sources"] == [BUDGET]
    assert not merge.conflicts


def test_a_source_that_one_removed_and_the_other_cites_stays() -> None:
    mine = f"<p>One sat down.</p><p>Two stood up.{mark(1)}</p><p>Three left early.</p>"
    theirs = TWO_SOURCES["body"].replace("early.", f"early.{mark(1)}")
    merge = merged({"body": mine, "sources": [BUDGET]}, {"body": theirs}, TWO_SOURCES)
    assert (
        merge.content["body"] == f"<p>One sat down.</p><p>Two stood up.{mark(1)}</p><p>Three left early.{mark(2)}</p>"
    )
    assert merge.content["sources"] == [BUDGET, MINUTES]


def test_a_corrected_source_is_corrected_where_the_other_cites_it() -> None:
    better = BUDGET | {"publisher": "Treasury"}
    theirs = TWO_SOURCES["body"].replace("Two stood up.", "Two slowly stood up.")
    merge = merged({"sources": [MINUTES, better]}, {"body": theirs}, TWO_SOURCES)
    assert merge.content["body"] == theirs
    assert merge.content["sources"] == [MINUTES, better]
    assert not merge.conflicts


def test_a_source_that_both_corrected_is_kept_twice() -> None:
    mine, theirs = BUDGET | {"publisher": "Treasury"}, BUDGET | {"publisher": "Parliament"}
    merge = merged({"sources": [MINUTES, mine]}, {"sources": [MINUTES, theirs]}, TWO_SOURCES)
    assert names(merge) == ["body"]
    content = resolved(
        base=BASE | TWO_SOURCES,
        mine=BASE | TWO_SOURCES | {"sources": [MINUTES, mine]},
        theirs=BASE | TWO_SOURCES | {"sources": [MINUTES, theirs]},
        choices={},
        bodies={},
    )
    assert mine in content["sources"]
    assert theirs in content["sources"]


def test_an_authors_own_words_as_a_mark_stay() -> None:
    body = f"<p>One sat down.{mark(1, 'see the minutes')}</p>"
    base = {"body": body, "sources": [MINUTES]}
    merge = merged({"title": "My title"}, {"body": body + "<p>Two stood up.</p>"}, base)
    assert merge.content["body"] == body + "<p>Two stood up.</p>"


def test_a_mark_without_a_source_does_not_get_somebody_elses() -> None:
    base = {"body": "<p>One sat down.</p>", "sources": [MINUTES]}
    mine = {"body": f"<p>One sat down.{mark(2)}</p>"}
    theirs = {"body": f"<p>One sat down.</p><p>Two.{mark(1)}</p>", "sources": [BUDGET, MINUTES]}
    content = merged(mine, theirs, base).content
    assert content["body"] == f"<p>One sat down.</p><p>Two.{mark(1)}</p>"
    assert content["sources"] == [BUDGET, MINUTES]


# --- Decided --------------------------------------------------------------------------------------------------

MINE = BASE | {"title": "My title", "body": BASE["body"].replace("One sat", "One slowly sat")}
THEIRS = BASE | {"title": "Their title", "body": BASE["body"].replace("One sat", "One never sat")}


@pytest.mark.parametrize(
    ("choice", "title", "first"),
    [
        ("mine", "My title", "<p>One slowly sat down.</p>"),
        ("theirs", "Their title", "<p>One never sat down.</p>"),
        ("both", "My title", "<p>One never sat down.</p><p>One slowly sat down.</p>"),
        ("", "My title", "<p>One never sat down.</p><p>One slowly sat down.</p>"),
    ],
)
def test_what_was_chosen_is_taken(choice: str, title: str, first: str) -> None:
    content = resolved(base=BASE, mine=MINE, theirs=THEIRS, choices={"title": choice}, bodies={0: choice})
    assert content["title"] == title
    assert content["body"] == first + "<p>Two stood up.</p><p>Three left early.</p>"


def test_a_chosen_period_is_taken_whole() -> None:
    mine, theirs = BASE | {"period_end": "2026-11-22"}, BASE | {"period_start": "2026-11-02"}
    content = resolved(base=BASE, mine=mine, theirs=theirs, choices={"period": "theirs"}, bodies={})
    assert (content["period_start"], content["period_end"]) == ("2026-11-02", "2026-11-15")


SOURCES = [MINUTES, BUDGET, SURVEY]
numbered = st.lists(st.sampled_from([0, 1, 2]), max_size=4)


def cited_text(cited: list[int]) -> dict[str, Any]:
    """A text whose paragraphs, each of its own words, cite these sources."""
    order = list(dict.fromkeys(cited))
    body = "".join(f"<p>Paragraph about {SOURCES[each]['title']}.{mark(order.index(each) + 1)}</p>" for each in cited)
    return {"body": body, "sources": [SOURCES[each] for each in order]}


@given(numbered, numbered, numbered)
def test_every_mark_points_to_its_own_source_whatever_is_merged(
    base: list[int], mine: list[int], theirs: list[int]
) -> None:
    sides = [BASE | cited_text(cited) for cited in (base, mine, theirs)]
    content = resolved(base=sides[0], mine=sides[1], theirs=sides[2], choices={}, bodies={})
    for number, source in enumerate(content["sources"], start=1):
        for paragraph in content["body"].split("</p>"):
            if mark(number) in paragraph:
                assert source["title"] in paragraph
