"""What is asked of PostgreSQL about the texts within reach: how many, which are the newest, which the best."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from analysis.models.statements import database
from analysis.search.matching import Matching, parameters_of

# So many can be leafed through; so many are weighed: the newest, and those with all the words in their title.
MOST: Final = 200
WEIGHED: Final = 300
_WEIGHED_BY_TITLE: Final = 150
# Of the body, of where a text is filed, of the standfirst, of the title.
_WEIGHTS: Final = [0.1, 0.25, 0.5, 1.0]
# A text of today counts a quarter more than an old one; after two years a third of that is left.
_FRESH: Final = 0.25
_FRESH_SECONDS: Final = 730 * 86_400
_FACETS_LISTED: Final = {"topic": 12, "author": 12, "is": 3}

_COUNT: Final = "SELECT 'number', '{name}', count(*) FROM ({found}) AS found"
_NEWEST: Final = "SELECT id FROM ({found}) AS found ORDER BY first_published_at DESC, id DESC LIMIT %(most)s"
# One pass finds them; then they are weighed, and counted by where they are filed.
_ALL: Final = """
    WITH {texts},
        newest AS MATERIALIZED (SELECT * FROM found ORDER BY first_published_at DESC, id DESC LIMIT %(weighed)s),
        weighed AS (SELECT * FROM newest {titled})
    (
        SELECT 'best', NULL, id FROM weighed ORDER BY {order} first_published_at DESC, id DESC LIMIT %(most)s
    )
    UNION ALL SELECT 'total', NULL, count(*) FROM found
    UNION ALL SELECT 'facet', mark, count(*)
        FROM (SELECT filed_under, unnest(filed_under) AS mark FROM {counted}) AS filed {fitting} GROUP BY mark
"""
_TITLED: Final = """
    UNION ALL (
        SELECT * FROM titled WHERE id NOT IN (SELECT id FROM newest)
        ORDER BY first_published_at DESC, id DESC LIMIT %(weighed_by_title)s
    )
"""
_BY_WEIGHT: Final = """
    ts_rank(%(weights)s::real[], search_vector, %(any_of)s::tsquery)
    * (1 + %(fresh)s
        * exp(-greatest(0, extract(epoch FROM %(found_at)s - first_published_at)::float / %(fresh_seconds)s))) DESC,
"""
# A filter of one kind is left out where that kind is counted: it can be changed for another.
_FITTING: Final = """
    WHERE filed_under @> CASE split_part(mark, ':', 1)
        WHEN 'topic' THEN %(but_topic)s::varchar[]
        WHEN 'author' THEN %(but_author)s::varchar[]
        ELSE %(but_is)s::varchar[]
    END
"""


class Outcome(NamedTuple):
    """
    `best`: ids, as many as can be leafed through; `facets`: by kinds of mark how many texts each would leave;
    `numbers`: how many of the others there are, by their names.
    """

    best: Sequence[int] = ()
    total: int = 0
    facets: Mapping[str, Sequence[tuple[str, int]]] = MappingProxyType({})
    numbers: Mapping[str, int] = MappingProxyType({})


def count(texts: Mapping[str, Matching]) -> dict[str, int]:
    """How many there are of each, in one question."""
    if not texts:
        return {}
    rows = _rows(_counts(texts), parameters_of(texts))
    return {name: number for _what, name, number in rows}


def newest(matching: Matching, *, most: int) -> list[int]:
    statement = _NEWEST.format(found=matching.statement("found"))
    return [row[0] for row in _rows(statement, {**matching.parameters("found"), "most": most})]


def everything(
    found: Matching,
    *,
    titled: Matching | None,
    unfiltered: Matching | None,
    others: Mapping[str, Matching],
    filters: Mapping[str, str],
    any_of: str,
) -> Outcome:
    """
    The best, by where the words stand and how often, and a little by age; the newest, where `any_of` (in PostgreSQL's
    notation) is empty. `titled` adds candidates; `unfiltered` is what facets are counted of, where filters (marks by
    kinds) are set; `others` are counted only.
    """
    texts = {"found": found} | {name: each for name, each in (("titled", titled), ("unfiltered", unfiltered)) if each}
    statement = _ALL.format(
        texts=", ".join(f"{name} AS MATERIALIZED ({each.statement(name)})" for name, each in texts.items()),
        titled=_TITLED if titled else "",
        order=_BY_WEIGHT if any_of else "",
        counted="unfiltered" if unfiltered else "found",
        fitting=_FITTING if unfiltered else "",
    )
    if others:
        statement = f"{statement} UNION ALL {_counts(others)}"
    weight = {"weights": _WEIGHTS, "any_of": any_of, "fresh": _FRESH, "fresh_seconds": _FRESH_SECONDS}
    most = {"weighed": WEIGHED, "weighed_by_title": _WEIGHED_BY_TITLE, "most": MOST}
    but = {f"but_{counted}": [mark for kind, mark in filters.items() if kind != counted] for counted in _FACETS_LISTED}
    return _outcome(_rows(statement, {**parameters_of({**texts, **others}), **weight, **most, **but}))


def _counts(texts: Mapping[str, Matching]) -> str:
    return " UNION ALL ".join(_COUNT.format(name=name, found=each.statement(name)) for name, each in texts.items())


def _outcome(rows: Sequence[tuple[Any, ...]]) -> Outcome:
    of: dict[str, list[tuple[str, int]]] = {}
    for what, name, number in rows:
        of.setdefault(what, []).append((name, number))
    facets: dict[str, list[tuple[str, int]]] = {}
    for mark, number in sorted(of.get("facet", ()), key=lambda counted: (-counted[1], counted[0])):
        facets.setdefault(mark.partition(":")[0], []).append((mark, number))
    return Outcome(
        best=[number for _name, number in of.get("best", ())],
        total=of["total"][0][1],
        facets={kind: facets.get(kind, [])[:most] for kind, most in _FACETS_LISTED.items()},
        numbers=dict(of.get("number", ())),
    )


def _rows(statement: str, parameters: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with database().cursor() as cursor:
        cursor.execute(statement, parameters)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows
