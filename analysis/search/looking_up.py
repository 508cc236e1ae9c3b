"""What is asked of PostgreSQL about the texts within reach: how many, which are the newest, which the best."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from analysis.search.asking import database
from analysis.search.reach import Reach

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

_COUNT: Final = "WITH found AS MATERIALIZED ({found}) SELECT count(*) FROM found"
_NEWEST: Final = """
    WITH found AS MATERIALIZED ({found}) SELECT id FROM found ORDER BY first_published_at DESC, id DESC LIMIT %s
"""
# One pass finds them; then they are weighed, and counted by where they are filed.
_ALL: Final = """
    WITH found AS MATERIALIZED ({found}), titled AS MATERIALIZED ({titled}), counted AS MATERIALIZED ({counted}),
        newest AS MATERIALIZED (SELECT * FROM found ORDER BY first_published_at DESC, id DESC LIMIT %s),
        weighed AS (
            SELECT * FROM newest
            UNION ALL (
                SELECT * FROM titled WHERE id NOT IN (SELECT id FROM newest)
                ORDER BY first_published_at DESC, id DESC LIMIT %s
            )
        )
    (
        SELECT 'best', NULL, id FROM weighed ORDER BY {order} first_published_at DESC, id DESC LIMIT %s
    )
    UNION ALL SELECT 'total', NULL, count(*) FROM found
    UNION ALL SELECT 'facet', mark, count(*) FROM counted, unnest(filed_under) AS mark {fitting} GROUP BY mark
"""
_BY_WEIGHT: Final = """
    ts_rank(%s::real[], search_vector, %s::tsquery)
    * (1 + %s * exp(-greatest(0, extract(epoch FROM %s - first_published_at)::float / %s))) DESC,
"""
# A filter of one kind is left out where that kind is counted: it can be changed for another.
_FITTING: Final = """
    WHERE filed_under @> CASE split_part(mark, ':', 1)
        WHEN 'topic' THEN %s::varchar[] WHEN 'author' THEN %s::varchar[] ELSE %s::varchar[] END
"""


class Outcome(NamedTuple):
    """`best`: ids, as many as can be leafed through; `facets`: by kinds of mark how many texts each would leave."""

    best: Sequence[int]
    total: int
    facets: Mapping[str, Sequence[tuple[str, int]]]


def count(reach: Reach) -> int:
    return int(_rows(_COUNT.format(found=reach.found), reach.parameters)[0][0])


def newest(reach: Reach, *, most: int = MOST) -> list[int]:
    return [row[0] for row in _rows(_NEWEST.format(found=reach.found), [*reach.parameters, most])]


def everything(
    reach: Reach,
    *,
    titled: Reach | None,
    unfiltered: Reach | None,
    filters: Mapping[str, str],
    any_of: str,
    at: datetime,
) -> Outcome:
    """
    The best, by where the words stand and how often, and a little by age; the newest, where `any_of` (in PostgreSQL's
    notation) is empty. `titled` adds candidates; `unfiltered` is what facets are counted of, where filters (marks by
    kinds) are set.
    """
    others = [[mark for kind, mark in filters.items() if kind != counted] for counted in _FACETS_LISTED]
    weight = (_WEIGHTS, any_of, _FRESH, at, _FRESH_SECONDS)
    statement = _ALL.format(
        found=reach.found,
        titled=titled.found if titled else "SELECT * FROM found WHERE false",
        counted=unfiltered.found if unfiltered else "SELECT * FROM found",
        order=_BY_WEIGHT if any_of else "",
        fitting=_FITTING if unfiltered else "",
    )
    parameters = [parameter for each in (reach, titled, unfiltered) if each for parameter in each.parameters]
    parameters += [WEIGHED, _WEIGHED_BY_TITLE, *(weight if any_of else ()), MOST, *(others if unfiltered else ())]
    return _outcome(_rows(statement, parameters))


def _outcome(rows: Sequence[tuple[Any, ...]]) -> Outcome:
    facets: dict[str, list[tuple[str, int]]] = {}
    for what, mark, number in sorted(rows, key=lambda row: (-row[2], row[1] or "")):
        if what == "facet":
            facets.setdefault(mark.partition(":")[0], []).append((mark, number))
    return Outcome(
        best=[number for what, _mark, number in rows if what == "best"],
        total=next(number for what, _mark, number in rows if what == "total"),
        facets={kind: facets.get(kind, [])[:most] for kind, most in _FACETS_LISTED.items()},
    )


def _rows(statement: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    with database().cursor() as cursor:
        cursor.execute(statement, parameters)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows
