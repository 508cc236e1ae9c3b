import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.text.mentions import mentioned

NAMES = {
    "Ada Analyst": 1,
    "a.analyst": 1,
    "Edit Editor": 2,
    "chief": 2,
    "Anna Kalina": 3,
    "Anna-Maria Lis": 4,
    "Алёна Кавалёва": 5,
    "Павел Ада": 6,
    "Павел Рыбак": 7,
    "pavel": 7,
}


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("@Ada Analyst, please check.", [1]),
        ("@Ada please check.", [1]),
        ("@ada ANALYST", [1]),
        ("Is that so, @a.analyst?", [1]),
        ('(@chief) "@Ada\'s" –@Anna', [2, 1, 3]),
        ("- @Ada\n-@Edit\n", [1, 2]),
        ("@Ada and @Edit Editor and @a.analyst", [1, 2]),
        ("@Ada\n  Analyst.", [1]),
        ("@АЛЁНА КАВАЛЁВА, глянь", [5]),
        ("@Але\u0308на", [5]),
        ("@Алёна.", [5]),
        ("@Anna-Maria", [4]),
        ("@pavel", [7]),
    ],
)
def test_people_are_meant_by_their_names(text: str, people: list[int]) -> None:
    assert mentioned(text, NAMES) == people


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Ada Analyst",
        "@ Ada",
        "x@ada",
        "x@chief.example.org",
        "x.@ada",
        "x-@ada",
        "ada@example.org",
        "@ada.example.org",
        "@ada@example.org",
        "https://example.org/@ada",
        "@Adam",
        "@Anna-Lena",
        "@Nobody",
        "@Analyst",
        "@Алёнка",
    ],
)
def test_nobody_is_meant_by_anything_else(text: str) -> None:
    assert mentioned(text, NAMES) == []


def test_a_first_name_of_two_people_is_nobodys() -> None:
    assert mentioned("@Павел", NAMES) == []
    assert mentioned("@Павел Рыбак", NAMES) == [7]


def test_a_full_name_of_two_people_is_nobodys() -> None:
    assert mentioned("@Ada Analyst and @ada", {"Ada Analyst": 1, "ada analyst": 2, "ada": 3}) == [3]


def test_the_longest_name_wins() -> None:
    names = {"Ada": 1, "Ada Analyst": 2, "Ada Analyst Lis": 3}
    assert mentioned("@Ada Analyst Lis", names) == [3]
    assert mentioned("@Ada Analyst List", names) == [2]
    assert mentioned("@Ada Analysts", names) == [1]


@pytest.mark.parametrize("names", [{}, {"": 1, " ": 2}])
def test_without_names_nobody_is_meant(names: dict[str, int]) -> None:
    assert mentioned("@ @Ada", names) == []


@given(st.text(), st.dictionaries(st.text(max_size=8), st.integers(0, 5)))
def test_any_text_and_any_names_will_do(text: str, names: dict[str, int]) -> None:
    found = mentioned(text, names)
    assert len(found) == len({*found})
    assert {*found} <= {*names.values()}


@given(st.permutations(["Ada Analyst", "Edit Editor", "Алёна Кавалёва"]))
def test_people_stand_in_the_order_of_the_text(order: list[str]) -> None:
    assert mentioned(" and ".join(f"@{name}" for name in order), NAMES) == [NAMES[name] for name in order]
