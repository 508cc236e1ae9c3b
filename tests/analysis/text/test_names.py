import pytest

from analysis.text.names import Name, initials, name_of


@pytest.mark.parametrize(
    ("shown", "name"),
    [
        ("Oskar Brennick", Name("Brennick", "Oskar")),
        ("Мира Ильинична Талване", Name("Талване", "Мира Ильинична")),
        ("Ines von der Solmarr", Name("von der Solmarr", "Ines")),
        ("Veil", Name("Veil")),
        ("The Talmere Desk", Name("The Talmere Desk")),
        ("Редакция «Обозрения»", Name("Редакция «Обозрения»")),
        ("Brennick and Talvane", Name("Brennick and Talvane")),
        ("Group of observers", Name("Group of observers")),
        ("  Oskar   Brennick ", Name("Brennick", "Oskar")),
        ("", Name("")),
    ],
)
def test_a_name_is_parted_at_its_last_space_and_a_group_is_kept_whole(shown: str, name: Name) -> None:
    assert name_of(shown) == name


def test_names_joined_by_a_hyphen_keep_it_in_their_initials() -> None:
    assert initials("Mary-Ann Eve") == "M.-A. E."
    assert initials("ўладзя") == "Ў."
