"""Rows of a long list by their words, in a time that does not depend on how long the list is."""

from collections.abc import Sequence
from typing import Any, Final

from analysis.models.plain_words import worded
from analysis.search.reach import by_words

# So many are named one by one.
_FEW: Final = 5_000


def bearing(rows: Any, phrases: Sequence[Sequence[str]], *columns: str) -> Any:
    """Those with each of these phrases. Few are known by their keys; where they are many, one meets them everywhere."""
    if not phrases:
        return rows
    if not all(phrases):
        return rows.none()
    with by_words():
        everything = rows.model._default_manager.order_by()
        few = list(worded(everything, phrases, *columns).values_list("pk", flat=True)[: _FEW + 1])
    return worded(rows, phrases, *columns) if len(few) > _FEW else rows.filter(pk__in=few)
