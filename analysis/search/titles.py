"""Titles for who is still typing."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from analysis.models import Publication
from analysis.models.publications import PublicationQuerySet
from analysis.models.statements import written_once
from analysis.search import looking_up
from analysis.search.questions import MOST_WORDS, readable
from analysis.search.reach import by_words, reaches
from analysis.search.results import Filters, matching
from analysis.text.lexemes import beginning_mark, title_mark
from analysis.text.terms import terms

_SHORTEST: Final = 2


def titles_beginning(text: str, *, language: str, at: datetime, limit: int) -> list[Publication]:
    """With all of these words, of which the last may be the beginning of one; the newest first."""
    notation = _notation(readable(text), language)
    if not notation:
        return []
    ids: list[int] = []
    with by_words():
        titled = matching(notation, Filters(), language=language, at=at)
        among = matching("", Filters(), language=language, at=at)
        for reach in reaches({"titled": titled}, until=at, among=among)["titled"]:
            ids = looking_up.newest(reach.matching, most=limit)
            if len(ids) == limit:
                break
    found = {each.pk: each for each in _with_titles(ids=ids, at=at)} if ids else {}
    return [found[pk] for pk in ids if pk in found]


@written_once
def _with_titles(*, ids: Sequence[int], at: datetime) -> PublicationQuerySet:
    return Publication.objects.live(at).with_title().filter(pk__any_of=ids)


def _notation(text: str, language: str) -> str:
    typed = list(terms(text, language))[:MOST_WORDS]
    whole, last = typed[:-1], typed[-1:]
    words = [f"('{title_mark(term.stem)}' | '{beginning_mark(term.word)}')" for term in whole if term.stem]
    beginnings = [f"'{beginning_mark(term.word)}':*" for term in last if len(term.word) >= _SHORTEST]
    return " & ".join(words + beginnings)
