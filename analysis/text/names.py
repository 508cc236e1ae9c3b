"""A person's name as lists of literature turn it. What is kept is one name, as it is shown."""

import re
from typing import Final, NamedTuple

# What no person is called: the words of a desk, a team, an institution.
_INSTITUTIONS: Final = re.compile(
    r"\b(?:the|and|board|centre|center|club|desk|editors|editorial|foundation|group|institute|network|office|staff|team"
    r"|union|university|weekly|авторы|аналитики|группа|институт|редакция|центр|служба|фонд"
    r"|аўтары|аналітыкі|група|інстытут|рэдакцыя|цэнтр)\b|[0-9&,;/]",
    re.IGNORECASE,
)


class Name(NamedTuple):
    """A single name, a pseudonym of one word or a group has no given one."""

    family: str
    given: str = ""

    @property
    def straight(self) -> str:
        return f"{self.given} {self.family}".strip()

    @property
    def inverted(self) -> str:
        return f"{self.family}, {self.given}" if self.given else self.family

    @property
    def initials(self) -> str:
        return initials(self.given)


def name_of(shown: str) -> Name:
    """Parted at the last space; what is written small before it ("von der") belongs to the family's name."""
    words = shown.split()
    if len(words) < 2 or _INSTITUTIONS.search(shown) or words[-1][:1].islower():
        return Name(" ".join(words))
    start = len(words) - 1
    while start > 1 and words[start - 1][:1].islower():
        start -= 1
    return Name(" ".join(words[start:]), " ".join(words[:start]))


def initials(given: str) -> str:
    """ "Mary-Ann Eve" becomes "M.-A. E."."""
    return " ".join("-".join(f"{part[0].upper()}." for part in word.split("-") if part) for word in given.split())
