"""The demo's list of names in all their spellings, which its search goes by."""

from collections.abc import Iterable

from analysis.models import Name


def load_names(names: Iterable[list[str]]) -> None:
    """A name that anybody has ever kept in one of these spellings is as they left it: changed, or deleted."""
    kept = (Name.objects.values_list("spellings", flat=True), Name.history.values_list("spellings", flat=True))
    known = {spelling for rows in kept for spellings in rows for spelling in spellings}
    for spellings in names:
        if known.isdisjoint(spellings):
            Name.objects.create(spellings=spellings)
