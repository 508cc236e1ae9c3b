import pytest

from analysis.text.numbers import whole_number


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("7", 7), ("007", 7), ("9" * 18, 10**18 - 1)])
def test_plain_digits_are_a_number(text: str, number: int) -> None:
    assert whole_number(text) == number


@pytest.mark.parametrize(
    "text", ["", " 7", "7 ", "-7", "+7", "7.0", "1_000", "٣", "７", "²", "9" * 19, "9" * 5000, "x"]
)
def test_anything_else_is_none(text: str) -> None:
    assert whole_number(text) is None
