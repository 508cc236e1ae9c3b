"""The targets, each with what was measured of it: `figures` and other findings by the number of articles."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from tests.bench.measuring import Figure

Findings = Mapping[int, Mapping[str, Any]]

NOT_MEASURED: Final = "not measured"
USUAL, SMALLEST, LARGEST = 20_000, 1_000, 200_000
# A page that is made anew: milliseconds of the web and the database.
COLD: Final = {
    "article": 3.0,
    **dict.fromkeys(("home", "topic", "trend", "author", "issue"), 4.5),
    "search-common": 15.0,
    "search-rare": 15.0,
}
DESK: Final = {"desk-list": 60.0, "desk-form": 80.0}
MOST_GROWTH: Final = 1.25


@dataclass(frozen=True, kw_only=True)
class Row:
    """`holds` is None where nothing was measured."""

    case: str
    target: str
    measured: str = NOT_MEASURED
    ratio: str = ""
    holds: bool | None = None


def rows(findings: Findings) -> Iterator[Row]:
    """In the order of the list of targets."""
    for name, limit in COLD.items():
        yield cost(findings, name, limit, wanted=USUAL)
    yield deep_page(findings)
    yield from_page_cache(findings)
    yield held_at_the_edge(findings)
    yield growth(findings)
    yield hit_rate(findings)
    yield scheduled(findings, "process", 0.1, lambda found: found.get("schedules"))
    yield scheduled(findings, "edge", 2.0, lambda found: found.get("edge", {}).get("schedules"))
    yield web_process(findings)
    for name, limit in DESK.items():
        yield cost(findings, name, limit, wanted=LARGEST)


def cost(findings: Findings, name: str, limit: float, *, wanted: int) -> Row:
    case, target = f"{name}, cold", f"≤ {limit:g} ms at {wanted:,}"
    size = nearest(findings, wanted, lambda found: name in found["figures"])
    if size is None:
        return Row(case=case, target=target)
    figure = figure_of(findings[size], name)
    return Row(
        case=case,
        target=target,
        measured=f"{milliseconds(figure)}{elsewhere(size, wanted)}",
        ratio=times_bare(findings[size], figure),
        holds=figure.total <= limit,
    )


def deep_page(findings: Findings) -> Row:
    case, target = "deep page of a list", "= first page ± 20 %"
    size = nearest(findings, LARGEST, lambda found: {"topic", "deep"} <= found["figures"].keys())
    if size is None:
        return Row(case=case, target=target)
    first, deep = (figure_of(findings[size], name) for name in ("topic", "deep"))
    ratio = deep.total / first.total
    return Row(
        case=case,
        target=target,
        measured=f"{milliseconds(deep)}, first {milliseconds(first)} at {size:,}",
        ratio=f"{ratio:.2f} × first",
        holds=abs(ratio - 1) <= 0.2,
    )


def from_page_cache(findings: Findings) -> Row:
    case, target = "from the page cache", "≤ 1.3 × hello world"
    size = nearest(findings, USUAL, lambda found: "warm" in found)
    if size is None:
        return Row(case=case, target=target)
    warm = findings[size]["warm"]
    return Row(
        case=case,
        target=target,
        measured=f"{warm['ours']:.2f} ms, hello {warm['other']:.2f} ms",
        ratio=f"{warm['times']:.2f} × hello",
        holds=warm["times"] <= 1.3,
    )


def held_at_the_edge(findings: Findings) -> Row:
    """How many of them ours could give in the time of the other one's: by the processor time of both."""
    case, target = "edge, hit", "≥ 95 % of nginx proxy_cache"
    size = nearest(findings, USUAL, lambda found: "edge" in found)
    if size is None:
        return Row(case=case, target=target)
    held = findings[size]["edge"]["held"]
    share = 1 / held["times"]
    measured = f"{held['ours']:.4f} ms, plain {held['other']:.4f} ms"
    return Row(case=case, target=target, measured=measured, ratio=f"{share:.0%}", holds=share >= 0.95)


def growth(findings: Findings) -> Row:
    """Of the figure that grows most, from the smallest site to the largest."""
    case, target = "growth, 1,000 to 200,000", f"≤ {MOST_GROWTH} × for every page"
    smallest, largest = min(findings), max(findings)
    grown = growths(findings[smallest], findings[largest])
    if smallest == largest or not grown:
        return Row(case=case, target=target)
    worst = sorted(grown, key=lambda name: -grown[name])
    too_much = [f"{name} {grown[name]:.2f}" for name in worst if grown[name] > MOST_GROWTH]
    said = f"too much: {', '.join(too_much[:3])}{', …' if too_much[3:] else ''}" if too_much else f"most: {worst[0]}"
    span = "" if (smallest, largest) == (SMALLEST, LARGEST) else f" ({smallest:,} to {largest:,})"
    return Row(
        case=case,
        target=target,
        measured=f"{said}{span}",
        ratio=f"{grown[worst[0]]:.2f} ×",
        holds=not too_much,
    )


def growths(small: Mapping[str, Any], large: Mapping[str, Any]) -> dict[str, float]:
    """Of pages; what does not depend on the site only tells how busy the machine was."""
    names = [name for name in large["figures"] if name in small["figures"] and name not in ("hello", "django")]
    return {name: figure_of(large, name).total / figure_of(small, name).total for name in names}


def hit_rate(findings: Findings) -> Row:
    case, target = "hits, one article a minute", "≥ 95 %, none stale after 1 s"
    size = nearest(findings, USUAL, lambda found: bool(found.get("hit_rate", {}).get("hits")))
    if size is None:
        return Row(case=case, target=target)
    found = findings[size]["hit_rate"]
    share = found["hits"] / found["requests"]
    return Row(
        case=case,
        target=target,
        measured=f"{share:.1%}, {found['stale']} stale, at worst after {found['latest']:.2f} s",
        holds=share >= 0.95 and not found["stale"],
    )


def scheduled(findings: Findings, where: str, limit: float, watched: Callable[[Mapping[str, Any]], Any]) -> Row:
    """`watched`: there, in the findings of a size; or nothing."""
    case, target = f"scheduled, at the {where}", f"p99 ≤ {limit:g} s, none early"
    size = nearest(findings, USUAL, lambda found: bool(watched(found)))
    if size is None:
        return Row(case=case, target=target)
    found = watched(findings[size])
    return Row(
        case=case,
        target=target,
        measured=(
            f"p50 {found['p50']:.3f} s, p99 {found['p99']:.3f} s; of {found['watches']} {found['early']} early, "
            f"{found['never']} never, {found['stale']} stale for {found['stalest']:.3f} s"
        ),
        holds=found["p99"] <= limit and not found["early"] and not found["never"],
    )


def web_process(findings: Findings) -> Row:
    case, target = "memory of a web process", f"≤ 120 MB with its page cache at {LARGEST:,}"
    size = nearest(findings, LARGEST, lambda found: "memory" in found)
    if size is None:
        return Row(case=case, target=target, measured=without_cache(findings))
    resident, proportional, unique = findings[size]["memory"]
    said = f"{proportional:.0f} MB (resident {resident:.0f}, its own {unique:.0f}){elsewhere(size, LARGEST)}"
    return Row(case=case, target=target, measured=said, holds=proportional <= 120)


def without_cache(findings: Findings) -> str:
    resident, proportional, unique = findings[max(findings)]["memory_without_cache"]
    return f"{NOT_MEASURED}; without one {proportional:.0f} MB (resident {resident:.0f}, its own {unique:.0f})"


def nearest(findings: Findings, wanted: int, has: Callable[[Mapping[str, Any]], bool]) -> int | None:
    """The size that the target is about, or else the largest of those where it was measured."""
    sizes = [size for size, found in findings.items() if has(found)]
    return wanted if wanted in sizes else max(sizes, default=None)


def elsewhere(size: int, wanted: int) -> str:
    return "" if size == wanted else f" (at {size:,})"


def figure_of(found: Mapping[str, Any], name: str) -> Figure:
    return Figure(**found["figures"][name])


def milliseconds(figure: Figure) -> str:
    return f"{figure.web:.2f} + {figure.database:.2f} ms"


def times_bare(found: Mapping[str, Any], figure: Figure) -> str:
    hello, django = (figure_of(found, name).total for name in ("hello", "django"))
    return f"{figure.total / hello:.0f} × hello, {figure.total / django:.1f} × Django"
