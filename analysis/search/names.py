"""Names whose spellings editors keep: whichever is typed, all are looked for."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from analysis.models import Language
from analysis.search.questions import Phrase, Question
from analysis.text.terms import key

_LONGEST_NAME: Final = 5


class Names(NamedTuple):
    """Spellings by each of the keys that a name is known by."""

    by_key: Mapping[str, Sequence[str]]

    def at(self, parts: Sequence[Sequence[Phrase]], place: int) -> tuple[int, Sequence[str]]:
        """How many of the parts from here on are one name, at the most, and its spellings."""
        for length in range(min(_LONGEST_NAME, len(parts) - place), 0, -1):
            text = _text_of(parts[place : place + length])
            if text and (spellings := self._spellings(text)):
                return length, spellings
        return 0, ()

    def spellings(self, phrase: Phrase) -> Sequence[str]:
        return self._spellings(phrase.text)

    def _spellings(self, text: str) -> Sequence[str]:
        return next(filter(None, (self.by_key.get(each) for each in _keys(text))), ())


def keys_in(question: Question) -> set[str]:
    """By which a name in it would be known."""
    return {each for text in _texts(question) for each in _keys(text)}


def by_keys(keys: Collection[str], names: Iterable[tuple[Sequence[str], Sequence[str]]]) -> Names:
    """Of `names` each has keys and spellings."""
    by_key: dict[str, list[str]] = {}
    for known_by, spellings in names:
        for each in known_by:
            if each in keys:
                by_key.setdefault(each, []).extend(spellings)
    return Names(by_key)


def _texts(question: Question) -> Iterator[str]:
    """Each word, and each few that follow each other."""
    wanted = question.wanted
    for place in range(len(wanted)):
        for end in range(place + 1, min(place + _LONGEST_NAME, len(wanted)) + 1):
            yield _text_of(wanted[place:end])
    yield from (phrase.text for part in wanted if len(part) > 1 for phrase in part)
    yield from (phrase.text for phrase in question.unwanted)


def _text_of(parts: Sequence[Sequence[Phrase]]) -> str:
    """Nothing where there is more to one of them than words."""
    if any(len(part) > 1 or part[0].is_quoted or part[0].field for part in parts):
        return ""
    return " ".join(part[0].text for part in parts)


def _keys(text: str) -> set[str]:
    return {key(text, code) for code in Language.values} - {""}
