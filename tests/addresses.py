"""Every address of the site, read from its URL patterns: tests that go through all notice a new one."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product

from django.urls import URLPattern, URLResolver, get_resolver

PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")


def routes() -> Iterator[str]:
    """As they are written (`admin/analysis/article/<int:pk>/publish/`), without the prefixes of languages."""
    yield from _routes(get_resolver().url_patterns, "")


def _routes(entries: Sequence[URLPattern | URLResolver], before: str) -> Iterator[str]:
    for entry in entries:
        route = before + str(entry.pattern).removeprefix("^").removesuffix("$")
        if isinstance(entry, URLResolver):
            yield from _routes(entry.url_patterns, route)
        else:
            yield route


def paths(route: str, values: Mapping[str, Iterable[object]]) -> list[str]:
    """The route with each combination of the values that its parameters may take."""
    names = PARAMETER.findall(route)
    combinations = product(*(values[name] for name in names))
    return [_path(route, dict(zip(names, map(str, combination), strict=True))) for combination in combinations]


def _path(route: str, values: Mapping[str, str]) -> str:
    # A regular expression's parameter, `(?P<path>.+)`, is replaced with its brackets.
    route = re.sub(r"\(\?P(<\w+>)[^)]*\)", r"\1", route)
    return "/" + PARAMETER.sub(lambda parameter: values[parameter[1]], route)
