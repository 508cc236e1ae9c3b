"""What the checklist says, as pages of the desk show it (components/findings.html)."""

from collections.abc import Sequence
from typing import NamedTuple

from django.utils.functional import Promise

from analysis.checklist.sentences import sentence, summary
from analysis.models import Finding, Level


class Line(NamedTuple):
    """`field` is that of the article's form; `quote` stands in it where the mistake is."""

    level: Level
    sentence: str
    field: str
    quote: str

    @property
    def label(self) -> str | Promise:
        return self.level.label


class Checklist(NamedTuple):
    summary: str
    lines: list[Line]

    @property
    def blocks(self) -> bool:
        return any(line.level == Level.BLOCK for line in self.lines)


def told(findings: Sequence[Finding]) -> Checklist:
    return Checklist(summary(findings), list(map(line, findings)))


def line(finding: Finding) -> Line:
    return Line(Level(finding.level), sentence(finding), finding.field, str(finding.details.get("quote", "")))
