"""Which texts are worth comparing with one: found by the words that tell most of it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from analysis.related.arrays import Numbers, Scores
from analysis.related.likeness import Texts, days
from analysis.related.models import Profile
from analysis.related.vectors import Facet, Pile, unpack

COMPARED: Final = 150
# On a large site half of all texts share some word with any one: a text is looked for by the words that tell most for
# the number of texts that have them, until so many have been seen.
_HOLDERS: Final = 30_000
# How common the commonest words are, as PostgreSQL counts it in passing (`ANALYZE`). All others are rare.
_COMMON: Final = """
    SELECT word.term, word.share * greatest(profile.reltuples, 0)
    FROM pg_class AS profile
    JOIN pg_stats ON pg_stats.tablename = profile.relname AND pg_stats.schemaname::regnamespace = profile.relnamespace
    CROSS JOIN unnest(most_common_elems::text::int[], most_common_elem_freqs) AS word (term, share)
    WHERE profile.oid = 'related_profile'::regclass AND attname = 'telling' AND word.term = ANY (%s)
"""
# Every text stands on the words it tells most by; those that share the weightiest ones with this one come first.
_FIND: Final = """
    SELECT other.article_id
    FROM related_profile AS other
    WHERE other.language = %(language)s AND other.telling && %(terms)s::int[] AND other.article_id <> %(article)s
        AND other.published_at < coalesce(%(before)s, 'infinity'::timestamptz)
    ORDER BY (
        SELECT sum(mine.weight)
        FROM unnest(%(terms)s::int[], %(weights)s::float8[]) AS mine (term, weight)
        WHERE mine.term = ANY (other.telling)
    ) DESC, other.article_id DESC
    LIMIT %(limit)s
"""
_READ: Final = """
    SELECT article_id, published_at, vectors, links_to, (
        SELECT count(*) FROM related_profile AS linking WHERE linking.links_to @> ARRAY[profile.article_id]
    )
    FROM related_profile AS profile
    WHERE article_id = ANY (%s)
    ORDER BY article_id
"""


class Found(NamedTuple):
    """`links_to` in the order of the texts."""

    texts: Texts
    links_to: list[Sequence[int]]

    def place(self, article_id: int) -> int:
        return int(np.flatnonzero(self.texts.ids == article_id)[0])

    def only(self, article_ids: Iterable[int]) -> "Found":
        """Of these, as far as they are here."""
        places = np.flatnonzero(np.isin(self.texts.ids, list(article_ids)))
        return Found(self.texts.at(places), [self.links_to[place] for place in places])


def read(article_ids: Iterable[int], *, beside: Profile | None = None) -> Found:
    """`beside`: one more, which need not be stored: what somebody is writing has no row of its own yet."""
    with connection.cursor() as cursor:
        cursor.execute(_READ, [list(article_ids)])
        rows = cursor.fetchall()
    if beside:
        rows.append((beside.pk, beside.published_at, beside.vectors, beside.links_to, 0))
    return Found(
        Texts(
            np.array([row[0] for row in rows], np.int64),
            days([row[1] for row in rows]),
            np.array([row[4] for row in rows], np.float64),
            unpack([bytes(row[2]) for row in rows]),
        ),
        [row[3] for row in rows],
    )


def candidates(profile: Profile, *, before: datetime | None = None) -> list[int]:
    """Article ids, the likest first as far as telling words show it; only older ones where an instant is given."""
    terms = np.array(profile.telling)
    weights = weights_of(terms, unpack([bytes(profile.vectors)]))
    looked_for = worth_looking_for(weights, holders_of(terms))
    arguments: dict[str, Any] = {
        "language": profile.language,
        "article": profile.pk,
        "terms": terms[looked_for].tolist(),
        "weights": weights[looked_for].tolist(),
        "before": before,
        "limit": COMPARED,
    }
    with connection.cursor() as cursor:
        cursor.execute(_FIND, arguments)
        return [row[0] for row in cursor.fetchall()]


def weights_of(telling: Numbers, pile: Pile) -> Scores:
    """Of telling words, in the text itself: the first of the pile."""
    vector = pile.vector(Facet.TEXT)
    known = dict(zip(vector.terms.view(np.int32).tolist(), vector.weights.tolist(), strict=True))
    return np.array([known.get(term, 0.0) for term in telling.tolist()])


def worth_looking_for(weights: Scores, holders: Numbers) -> NDArray[np.intp]:
    """Which of some words, at least one of them: by what each weighs in the text, and how many texts have it."""
    order = np.argsort(holders / np.maximum(weights, 1e-3) ** 2, kind="stable")
    seen = np.cumsum(holders[order])
    return order[: max(1, int(np.searchsorted(seen, _HOLDERS, "right")))]


def holders_of(telling: Numbers) -> Numbers:
    """About how many texts have each of these words."""
    with connection.cursor() as cursor:
        cursor.execute(_COMMON, [telling.tolist()])
        common = dict(cursor.fetchall())
    return np.array([int(common.get(term, 0)) for term in telling.tolist()], np.int64)
