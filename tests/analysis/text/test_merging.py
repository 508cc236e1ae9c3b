from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.text.merging import Chunk, merge, merge_members, split

A, B, C = "<p>The bank kept its rate.</p>", "<p>Nobody expected an agreement.</p>", "<p>Brussels stayed silent.</p>"
B_EDITED, C_EDITED = "<p>Nobody expected any agreement.</p>", "<p>Brussels long stayed silent.</p>"
X, Y = "<p>Ministers met on Monday.</p>", "<p>Рада ўхваліла бюджэт.</p>"

# Few words, so that paragraphs are often alike or the same.
paragraphs = st.lists(st.sampled_from("abcd"), max_size=3).map(lambda words: f"<p>{' '.join(words)}</p>")
versions = st.lists(paragraphs, max_size=7)
pieces = st.sampled_from(["<p>", "</p>", "<ul>", "<li>", "</li>", "<em>", "</em>", "<br>", "<hr>", "a", " ", "\n", "<"])
members = st.lists(st.sampled_from("abcdef"), unique=True)


def merged(chunks: list[Chunk]) -> list[str]:
    assert not any(chunk.is_conflict for chunk in chunks)
    return [paragraph for chunk in chunks for paragraph in chunk.merged]


def conflicts(chunks: list[Chunk]) -> list[Chunk]:
    return [chunk for chunk in chunks if chunk.is_conflict]


def side(chunks: list[Chunk], place: int) -> list[str]:
    return [paragraph for chunk in chunks for paragraph in chunk[place]]


def test_a_body_is_split_into_its_outermost_elements() -> None:
    table = "<table><tbody><tr><td><p>1</p></td></tr></tbody></table>"
    figure = '<figure><img src="/images/1/" alt=""><figcaption>Minsk</figcaption></figure>'
    parts = [A, table, "<ul><li>one</li><li>two</li></ul>", figure, "<hr>", B]
    assert split("".join(parts)) == parts


def test_words_outside_any_element_are_a_part_of_their_own() -> None:
    assert split(f"Some <em>stray</em> words<br>{A}and more{B}") == ["Some <em>stray</em> words<br>", A, "and more", B]


def test_white_space_stays_with_its_neighbour() -> None:
    assert split(f"\n{A}\n\n{B}\n") == [f"\n{A}\n\n", f"{B}\n"]


def test_an_empty_body_has_no_parts() -> None:
    assert split("") == []


@given(st.lists(pieces).map("".join))
def test_the_parts_of_any_html_are_the_whole(html: str) -> None:
    assert "".join(split(html)) == html


def test_changes_to_different_paragraphs_are_both_taken() -> None:
    assert merged(merge([A, B, C], [A, B_EDITED, C], [A, B, C_EDITED])) == [A, B_EDITED, C_EDITED]


def test_the_same_change_by_both_is_taken_once() -> None:
    assert merged(merge([A, B], [A, B_EDITED, X], [A, B_EDITED, X])) == [A, B_EDITED, X]


def test_only_the_paragraph_that_both_changed_is_in_conflict() -> None:
    mine, theirs = [A, B_EDITED, C_EDITED], [A, "<p>Nobody but us expected an agreement.</p>", C]
    assert conflicts(merge([A, B, C], mine, theirs)) == [Chunk((B,), (B_EDITED,), (theirs[1],))]


def test_a_paragraph_removed_by_one_and_edited_by_the_other_is_in_conflict() -> None:
    assert conflicts(merge([A, B, C], [A, C], [A, B_EDITED, C])) == [Chunk((B,), (), (B_EDITED,))]


def test_additions_in_one_place_are_in_conflict() -> None:
    assert merge([A, B], [A, X, B], [A, Y, B]) == [
        Chunk((A,), (A,), (A,)),
        Chunk((), (X,), (Y,)),
        Chunk((B,), (B,), (B,)),
    ]


def test_an_addition_stands_beside_a_paragraph_that_the_other_edited() -> None:
    assert merged(merge([A, B, C], [A, X, B, C], [A, B_EDITED, C])) == [A, X, B_EDITED, C]
    assert merged(merge([A, B, C], [A, B, X, C], [A, B_EDITED, C])) == [A, B_EDITED, X, C]


def test_an_addition_within_what_the_other_removed_is_in_conflict() -> None:
    assert conflicts(merge([A, B, C], [A, B, X, C], [A])) == [Chunk((B, C), (B, X, C), ())]


def test_additions_beside_an_edited_paragraph_conflict_by_themselves() -> None:
    chunks = merge([A, B], [A, B_EDITED, X], [A, B, Y])
    assert conflicts(chunks) == [Chunk((), (X,), (Y,))]
    assert Chunk((B,), (B_EDITED,), (B,)) in chunks


def test_white_space_between_paragraphs_is_nobodys_change() -> None:
    assert merged(merge([f"{A}\n", f"{B}\n"], [A, B], [f"{A}\n", f"{B_EDITED}\n"])) == [A, f"{B_EDITED}\n"]


def test_a_changed_picture_is_a_change() -> None:
    first, second = '<img src="/images/1/" alt="">', '<img src="/images/2/" alt="">'
    assert merged(merge([A, first], [A, second], [A, first])) == [A, second]


@given(versions, versions, versions)
def test_the_sides_of_the_chunks_are_the_three_versions(base: list[str], mine: list[str], theirs: list[str]) -> None:
    chunks = merge(base, mine, theirs)
    assert (side(chunks, 0), side(chunks, 1), side(chunks, 2)) == (base, mine, theirs)


@given(versions, versions, versions)
def test_nothing_new_is_lost(base: list[str], mine: list[str], theirs: list[str]) -> None:
    shown = {
        paragraph
        for chunk in merge(base, mine, theirs)
        for paragraph in (chunk.mine + chunk.theirs if chunk.is_conflict else chunk.merged)
    }
    assert {*mine, *theirs} - {*base} <= shown


@given(versions, versions)
def test_the_only_change_is_the_merge(base: list[str], changed: list[str]) -> None:
    assert merged(merge(base, changed, base)) == merged(merge(base, base, changed)) == changed
    assert merged(merge(base, changed, changed)) == changed


@given(versions, versions, versions)
def test_it_does_not_matter_who_is_me(base: list[str], mine: list[str], theirs: list[str]) -> None:
    mirrored = [Chunk(chunk.base, chunk.theirs, chunk.mine) for chunk in merge(base, theirs, mine)]
    assert merge(base, mine, theirs) == mirrored


@given(st.lists(st.sampled_from(["kept", "mine", "theirs"]), max_size=12), st.data())
def test_edits_and_removals_of_different_paragraphs_do_not_conflict(owners: list[str], data: st.DataObject) -> None:
    base = [f"<p>p{number} q{number} r{number}</p>" for number in range(len(owners))]
    endings = st.sampled_from(["<p>p{0} q{0} new</p>", "<p>quite different {0}</p>", ""])
    edited = [data.draw(endings).format(number) for number in range(len(owners))]

    def version(*editors: str) -> list[str]:
        chosen = zip(owners, base, edited, strict=True)
        return [text for owner, before, after in chosen if (text := after if owner in editors else before)]

    assert merged(merge(base, version("mine"), version("theirs"))) == version("mine", "theirs")


def long_versions(*forms: str) -> list[list[str]]:
    return [[form.format(number, number % 7) for number in range(5_000)] for form in forms]


@pytest.mark.parametrize(
    "sides",
    [
        long_versions("<p>a</p>", "<p>b</p>", "<p>c</p>"),
        long_versions("<p>a {1}</p>", "<p>{1} b</p>", "<p>a {1} c</p>"),
        [
            *long_versions("<p>{0} x</p>"),
            [f"<p>{' '.join(map(str, range(40_000)))}</p>"],
            long_versions("<p>{0}</p>")[0],
        ],
    ],
    ids=["all the same", "alike", "one giant"],
)
def test_the_longest_bodies_are_merged_without_loss(sides: Sequence[list[str]]) -> None:
    chunks = merge(*sides)
    assert [side(chunks, place) for place in range(3)] == [*sides]


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "together"),
    [
        ("ab", "abc", "abd", "abcd"),
        ("abc", "ac", "abc", "ac"),
        ("abc", "ac", "ab", "a"),
        ("ab", "cab", "abd", "cabd"),
        ("ab", "abc", "abc", "abc"),
        ("abc", "bac", "abcd", "bacd"),
        ("abcd", "bacd", "abdc", "badc"),
        ("abc", "bca", "cab", "cba"),
        ("", "a", "b", "ab"),
        ("ab", "xb", "ab", "xb"),
    ],
)
def test_additions_and_removals_of_members_are_taken_together(base: str, mine: str, theirs: str, together: str) -> None:
    assert merge_members(base, mine, theirs) == list(together)


@pytest.mark.parametrize(("base", "mine", "theirs"), [("abc", "bac", "acb"), ("a", "ax", "xa")])
def test_orders_that_contradict_each_other_cannot_be_merged(base: str, mine: str, theirs: str) -> None:
    assert merge_members(base, mine, theirs) is None


@given(members, members, members)
def test_members_are_neither_lost_nor_doubled(base: list[str], mine: list[str], theirs: list[str]) -> None:
    together = merge_members(base, mine, theirs)
    if together is not None:
        kept = {*base} & {*mine} & {*theirs}
        assert sorted(together) == sorted(kept | ({*mine} | {*theirs}) - {*base})


@given(members, members)
def test_the_only_change_to_members_is_taken(base: list[str], changed: list[str]) -> None:
    assert merge_members(base, changed, base) == merge_members(base, base, changed) == changed
    assert merge_members(base, changed, changed) == changed
