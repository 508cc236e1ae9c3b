"""What an import did, or on a dry run would do."""

from dataclasses import dataclass, field
from typing import Final, NamedTuple

from analysis.text.body_rules import without_markup

_LONGEST_REMARK: Final = 500


class Remark(NamedTuple):
    line: int
    text: str


@dataclass
class Report:
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: list[Remark] = field(default_factory=list)
    notes: list[Remark] = field(default_factory=list)
    without_pictures: set[int] = field(default_factory=set)

    def refuse(self, line: int, reason: object) -> None:
        self.refused.append(Remark(line, _printable(reason)))

    def note(self, line: int, text: object) -> None:
        """Something was left out, and the article goes on without it."""
        self.notes.append(Remark(line, _printable(text)))

    @property
    def found_nothing(self) -> bool:
        return not (self.created or self.updated or self.unchanged)


def _printable(text: object) -> str:
    """On one line, and without what would command a terminal: words of the file may be quoted in it."""
    return without_markup(str(text))[:_LONGEST_REMARK]
