import pytest

from analysis.text.romanisation import in_cyrillic
from analysis.text.spellings import PROBABLY_ALIKE, SURELY_ALIKE, likeness, sound


@pytest.mark.parametrize(
    "names",
    [
        "lukashenko lukashenka лукашенко лукашэнка lukasenka",
        "grodno hrodna гродно гродна",
        "mogilev mahiliou могилев магілеў",
        "tikhanovskaya tsikhanouskaya тихановская ціханоўская",
        "babariko babaryka бабарико бабарыка",
        "gomel homel гомель",
        "vladimir уладзімір",
        "putin путин пуцін",
    ],
)
def test_spellings_of_one_name_sound_alike_in_any_script(names: str) -> None:
    first, *others = names.split()
    for other in others:
        assert sound(other) == sound(first), other
        assert likeness(first, other) >= PROBABLY_ALIKE, other


@pytest.mark.parametrize("names", ["minsk moscow", "iran oman", "talmere maren", "korin dask", "velt volta"])
def test_other_names_do_not(names: str) -> None:
    one, other = names.split()
    assert sound(one) != sound(other) or likeness(one, other) < SURELY_ALIKE


def test_what_is_too_short_to_tell_has_no_sound() -> None:
    assert sound("io") == sound("я") == sound("") == ""


@pytest.mark.parametrize(
    ("typed", "language", "expected"),
    [
        ("koalitsiya", "ru", "коалиция"),
        ("zhandarmeriya", "ru", "жандармерия"),
        ("vybory", "ru", "выборы"),
        ("ekonomika", "ru", "экономика"),
        ("minskiy", "ru", "минский"),
        ("kaalicyja", "be", "кааліцыя"),
        ("dziaržava", "be", "дзяржава"),
        ("lukašenka", "be", "лукашэнка"),
    ],
)
def test_latin_letters_are_read_back(typed: str, language: str, expected: str) -> None:
    assert in_cyrillic(typed, language=language) == expected
