"""
What a question means in one language: each word in all its forms, in all spellings of the name it may be, and as part
of the name of a topic, an author or a tag.

All of it is looked up when somebody asks, so that a new spelling, a renamed topic or a pseudonym counts at once.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from analysis.models import Language
from analysis.search.known import Known, what_is_known
from analysis.search.questions import Phrase, Question
from analysis.text.lexemes import title_mark
from analysis.text.romanisation import READ_BACK, in_cyrillic
from analysis.text.spellings import PROBABLY_ALIKE, SURELY_ALIKE, likeness, sound
from analysis.text.terms import Term, is_cyrillic, terms

_MOST_SPELLINGS: Final = 8
# A mark that no text has.
_NOTHING: Final = "none:0"


class Meaning(NamedTuple):
    """
    `match`: what must be true of a text, in PostgreSQL's notation; empty where nothing can be found. `any`: any of
    what is wanted, for the rank. `in_title`: all of it, in the title. `stems`: what to mark on the page.
    """

    match: str = ""
    any: str = ""
    in_title: str = ""
    stems: frozenset[str] = frozenset()


class _Part(NamedTuple):
    """Alternatives, as rows of terms and as marks."""

    rows: Sequence[Sequence[Term]]
    marks: Sequence[str] = ()

    @property
    def notation(self) -> str:
        return _either([*map(_together, self.rows), *(f"'{mark}'" for mark in self.marks)])

    @property
    def in_title(self) -> str:
        return _either(_all(f"'{title_mark(term.stem)}'" for term in row if term.stem) for row in self.rows)


def meanings(question: Question) -> dict[str, Meaning]:
    """In each of the publication's languages."""
    known = what_is_known(question)
    return {code: _meaning(question, code, known) for code in Language.values}


def _meaning(question: Question, language: str, known: Known) -> Meaning:
    wanted = [part for part in _wanted(question, language, known) if part.notation]
    if not wanted:
        return Meaning()
    unwanted = [_left_out(phrase, language, known).notation for phrase in question.unwanted]
    rows = [row for part in wanted for row in part.rows]
    return Meaning(
        match=_all([*(part.notation for part in wanted), *(f"!{each}" for each in unwanted if each)]),
        any=_either(part.notation for part in wanted),
        in_title=_all(part.in_title for part in wanted) if all(part.in_title for part in wanted) else "",
        stems=frozenset(term.stem for row in rows for term in row if term.stem),
    )


def _wanted(question: Question, language: str, known: Known) -> Iterator[_Part]:
    """A name of several words is one part: those words wherever they stand, or another spelling of the whole."""
    place, wanted = 0, question.wanted
    while place < len(wanted):
        length, spellings = known.names.at(wanted, place)
        phrases = [phrase for part in wanted[place : place + max(length, 1)] for phrase in part]
        if length > 1:
            yield from _of_a_long_name(phrases, spellings, language)
        else:
            yield _of(phrases, language, known)
        place += max(length, 1)


def _of(phrases: Iterable[Phrase], language: str, known: Known) -> _Part:
    rows: list[Sequence[Term]] = []
    marks: list[str] = []
    for phrase in phrases:
        spelled = _spelled(phrase, language, known)
        if phrase.field:
            marks += known.filed.marks_of(phrase) or [_NOTHING]
        elif spelled:
            # What is a function word here may be part of a name all the same: alone it tells nothing.
            marks += known.filed.marks_of(phrase)
            rows += spelled
    return _Part(_distinct(rows), list(dict.fromkeys(marks)))


def _left_out(phrase: Phrase, language: str, known: Known) -> _Part:
    """Texts with the word or of the author; not all that is filed under a topic with the word in its name."""
    if phrase.field:
        return _Part((), known.filed.marks_of(phrase))
    return _Part(_spelled(phrase, language, known))


def _of_a_long_name(phrases: Sequence[Phrase], spellings: Iterable[str], language: str) -> Iterator[_Part]:
    rows = _distinct(list(terms(spelling, language)) for spelling in spellings)
    for phrase in phrases:
        if typed := _distinct([phrase.terms(language)]):
            yield _Part([*typed, *rows])


def _spelled(phrase: Phrase, language: str, known: Known) -> list[Sequence[Term]]:
    """As it was typed, and, unless it is quoted, in every spelling that is known or sounds the same."""
    typed = phrase.terms(language)
    if phrase.is_quoted or phrase.field:
        return _distinct([typed])
    spellings = [list(terms(spelling, language)) for spelling in known.names.spellings(phrase)]
    guesses = [*_sounding_like(typed, language, known.lexicon[language]), *_read_back(phrase, typed, language)]
    alike = [list(terms(word, language)) for word in guesses]
    return _distinct([typed, *spellings, *alike])


def _sounding_like(typed: Sequence[Term], language: str, words: Mapping[str, str]) -> list[str]:
    """Names in use in the language that sound like a single word, unless that is an ordinary word there."""
    if len(typed) != 1 or not typed[0].stem:
        return []
    word = typed[0].word
    if words.get(word) == "":
        return []
    is_foreign = is_cyrillic(word) == (language == Language.ENGLISH)
    least, heard = PROBABLY_ALIKE if is_foreign else SURELY_ALIKE, sound(word)
    alike = {name: likeness(word, name) for name, its in words.items() if its and its == heard and name != word}
    best = sorted((name for name in alike if alike[name] >= least), key=lambda name: (-alike[name], name))
    return best[:_MOST_SPELLINGS]


def _read_back(phrase: Phrase, typed: Sequence[Term], language: str) -> list[str]:
    """What was typed in Latin letters where texts have Cyrillic ones."""
    is_latin = len(typed) == 1 and typed[0].word.isalpha() and not is_cyrillic(typed[0].word)
    return [in_cyrillic(phrase.text.lower(), language=language)] if is_latin and language in READ_BACK else []


def _distinct(rows: Iterable[Sequence[Term]]) -> list[Sequence[Term]]:
    """Each once, by its stems; none that has only function words."""
    found: dict[str, Sequence[Term]] = {}
    for row in rows:
        if any(term.stem for term in row):
            found.setdefault(_together(row), row)
    return list(found.values())


# --- PostgreSQL's notation ---------------------------------------------------------------------------------
# Stems are letters and digits, marks are ours: nothing in them has a meaning in quotes.


def _together(row: Sequence[Term]) -> str:
    """Each so many words after the one before as it was typed, function words counted."""
    notation, distance = "", 0
    for term in row:
        distance += 1
        if term.stem:
            notation += f" <{distance}> '{term.stem}'" if notation else f"'{term.stem}'"
            distance = 0
    return f"({notation})" if " " in notation else notation


def _either(some: Iterable[str]) -> str:
    return _joined(some, " | ")


def _all(some: Iterable[str]) -> str:
    return _joined(some, " & ")


def _joined(some: Iterable[str], operator: str) -> str:
    each = list(filter(None, dict.fromkeys(some)))
    return f"({operator.join(each)})" if len(each) > 1 else "".join(each)
