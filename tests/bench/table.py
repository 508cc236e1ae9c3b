"""What was found out, as tables for a terminal and for a page of documentation (Markdown)."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from tests.bench.targets import Findings, Row, figure_of, growths, rows, times_bare

SAID: Final = {True: "yes", False: "NO", None: "–"}


def report(findings: Findings) -> str:
    parts = [*(of_size(findings, size) for size in findings), *of_growth(findings), of_targets(rows(findings))]
    return "\n\n".join(parts)


def of_size(findings: Findings, size: int) -> str:
    found = findings[size]
    named = [(name, figure_of(found, name)) for name in found["figures"]]
    lines = [
        (name, f"{one.web:.2f} + {one.database:.2f}", f"{one.total:.2f}", f"{one.rate:,.0f}", f"{one.p50:.1f}",
         f"{one.p99:.1f}", times_bare(found, one))
        for name, one in named
    ]  # fmt: skip
    head = ("case", "web + database, ms", "together", "a second", "p50, ms", "p99, ms", "ratio")
    resident, proportional, unique = found["memory_without_cache"]
    memory = f"A web process: {proportional:.0f} MB of memory, resident {resident:.0f}, its own {unique:.0f}."
    return f"{found['built']}. {memory}\n\n{aligned([head, *lines])}"


def of_growth(findings: Findings) -> Iterator[str]:
    smallest, largest = min(findings), max(findings)
    if smallest != largest:
        grown = growths(findings[smallest], findings[largest])
        head = ("case", f"{smallest:,}", f"{largest:,}", "growth")
        lines = [
            (name, *(f"{figure_of(findings[size], name).total:.2f}" for size in (smallest, largest)), f"{times:.2f}")
            for name, times in grown.items()
        ]
        yield aligned([head, *lines])


def of_targets(found: Iterable[Row]) -> str:
    head = ("case", "target", "measured", "ratio", "holds?")
    return aligned([head, *((row.case, row.target, row.measured, row.ratio, SAID[row.holds]) for row in found)])


def aligned(lines: Sequence[Sequence[str]]) -> str:
    """The first line is the head."""
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    rule = [tuple("-" * width for width in widths)]
    written = [*lines[:1], *rule, *lines[1:]]
    return "\n".join(f"| {' | '.join(map(str.ljust, line, widths))} |" for line in written)
