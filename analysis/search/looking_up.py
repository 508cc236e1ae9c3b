"""What is asked of PostgreSQL about the texts within reach: how many, which are the newest, which the best."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.db import connection

from analysis.search.reach import Reach

# So many can be leafed through; so many are weighed: the newest, and those with all the words in their title.
MOST: Final = 200
WEIGHED: Final = 400
_WEIGHED_BY_TITLE: Final = 200
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
# A filter of one kind is left out where that kind is counted: it can be changed for another.
_FACETS: Final = """
    WITH found AS MATERIALIZED ({found})
    SELECT split_part(mark, ':', 1), mark, count(*)
    FROM found, unnest(filed_under) AS mark
    WHERE filed_under @> CASE split_part(mark, ':', 1)
        WHEN 'topic' THEN %s::varchar[] WHEN 'author' THEN %s::varchar[] WHEN 'is' THEN %s::varchar[] END
    GROUP BY mark
    UNION ALL SELECT '', '', count(*) FROM found
"""
_BEST: Final = """
    WITH found AS MATERIALIZED ({found}), titled AS MATERIALIZED ({titled}),
        newest AS MATERIALIZED (SELECT * FROM found ORDER BY first_published_at DESC, id DESC LIMIT %s),
        weighed AS (
            SELECT * FROM newest
            UNION ALL (
                SELECT * FROM titled WHERE id NOT IN (SELECT id FROM newest)
                ORDER BY first_published_at DESC, id DESC LIMIT %s
            )
        )
    SELECT id FROM weighed
    ORDER BY ts_rank(%s::real[], search_vector, %s::tsquery) * (
        1 + %s * exp(-greatest(0, extract(epoch FROM %s - first_published_at)::float / %s))
    ) DESC, first_published_at DESC, id DESC
    LIMIT %s
"""
_NO_MORE: Final = "SELECT * FROM found WHERE false"


def count(reach: Reach) -> int:
    return int(_rows(_COUNT, reach)[0][0])


def newest(reach: Reach, *, most: int = MOST) -> list[int]:
    return [row[0] for row in _rows(_NEWEST, reach, most)]


def facets(reach: Reach, filters: Mapping[str, str]) -> tuple[int, dict[str, list[tuple[str, int]]]]:
    """Of all within reach the number, and by kinds of mark how many each mark would leave. `filters`: by kinds."""
    others = [[mark for kind, mark in filters.items() if kind != counted] for counted in _FACETS_LISTED]
    rows = _rows(_FACETS, reach, *others)
    counted: dict[str, list[tuple[str, int]]] = {}
    for kind, mark, number in sorted(rows, key=lambda row: (-row[2], row[1])):
        counted.setdefault(kind, []).append((mark, number))
    ((_none, total),) = counted.pop("")
    return total, {kind: counted.get(kind, [])[:most] for kind, most in _FACETS_LISTED.items()}


def best(reach: Reach, titled: Reach | None, any_of: str, *, at: datetime) -> list[int]:
    """By where the words stand and how often, and a little by age. `any_of`: in PostgreSQL's notation."""
    in_titles, parameters = (titled.found, titled.parameters) if titled else (_NO_MORE, ())
    numbers = (WEIGHED, _WEIGHED_BY_TITLE, _WEIGHTS, any_of, _FRESH, at, _FRESH_SECONDS, MOST)
    return [row[0] for row in _rows(_BEST, reach, *parameters, *numbers, titled=in_titles)]


def _rows(template: str, reach: Reach, *parameters: Any, **words: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(template.format(found=reach.found, **words), [*reach.parameters, *parameters])
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows
