"""Every address of the site, read from its URL patterns: tests that go through all notice a new one."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product

from django.urls import URLPattern, URLResolver, get_resolver, reverse


def patterns() -> Iterator[tuple[str, URLPattern]]:
    """With the namespace in the name (`admin:index`); those that nobody named go by their route."""
    yield from _patterns(get_resolver().url_patterns, "", "")


def _patterns(
    found: Sequence[URLPattern | URLResolver], namespace: str, route: str
) -> Iterator[tuple[str, URLPattern]]:
    for entry in found:
        here = f"{route}{entry.pattern}"
        if isinstance(entry, URLResolver):
            inner = ":".join(filter(None, (namespace, entry.namespace)))
            yield from _patterns(entry.url_patterns, inner, here)
        else:
            yield (":".join(filter(None, (namespace, entry.name))) if entry.name else here), entry


def paths(name: str, pattern: URLPattern, values: Mapping[str, Iterable[object]]) -> list[str]:
    """The address with each combination of the values that its parameters may take."""
    parameters = list(pattern.pattern.converters) or list(pattern.pattern.regex.groupindex)
    combinations = product(*(values[parameter] for parameter in parameters))
    return [reverse(name, kwargs=dict(zip(parameters, combination, strict=True))) for combination in combinations]
