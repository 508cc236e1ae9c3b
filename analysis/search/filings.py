"""Topics, authors and tags by their names, in whatever language those are."""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from django.db.models import Model
from translated_fields import to_attribute

from analysis.models import Author, Language, Tag, Topic
from analysis.search.questions import Phrase, Question
from analysis.text.lexemes import filing_mark
from analysis.text.terms import stem, stems, terms

_SHORTEST: Final = 3
# "ё" is typed as "е", and "ў" begins a word as "у": in the database either will do.
_EITHER: Final = str.maketrans("еу", "__")


def _named(kind: str, model: type[Model], columns: Sequence[str]) -> str:
    """By its names in all languages, or by its part of an address, which some know better."""
    names = ", ".join([*columns, "slug"])
    return f"SELECT '{kind}' AS kind, id, concat_ws(E'\\n', {names}) AS names FROM {model._meta.db_table}"  # noqa: S608 - ours


KINDS: Final = frozenset({"topic", "author", "tag"})
_IN_LANGUAGES: Final = [to_attribute("name", code) for code in Language.values]
# Of all of them what they are, keys, and names a line.
ALL: Final = " UNION ALL ".join(
    [_named("topic", Topic, _IN_LANGUAGES), _named("author", Author, _IN_LANGUAGES), _named("tag", Tag, ["name"])]
)


class Name(NamedTuple):
    kind: str
    mark: str
    # Its stems, a row a language that it has a name in and a language it may be read in.
    rows: Sequence[Sequence[str]]


class Filed(NamedTuple):
    names: Sequence[Name]

    def marks_of(self, phrase: Phrase) -> list[str]:
        """Of what has these words in its name, standing together."""
        wanted = [found for code in Language.values if (found := stems(phrase.text, code))]
        named = (name for name in self.names if not phrase.field or name.kind == phrase.field)
        return [name.mark for name in named if any(_has(row, row_) for row in name.rows for row_ in wanted)]


def beginnings_in(question: Question) -> set[str]:
    """What names begin with, or words in them, that may be meant."""
    phrases = [phrase for part in question.parts for phrase in part]
    words = {term.word for phrase in phrases for term in terms(phrase.text, Language.ENGLISH)}
    beginnings = {_beginning(word, code) for word in words for code in Language.values} - {""}
    # A name with marks is found as it is typed, with marks.
    return beginnings | {word for phrase in phrases for word in phrase.text.lower().split() if not word.isascii()}


def filed(rows: Iterable[tuple[str, int, str]]) -> Filed:
    return Filed([_name(*row) for row in rows])


def _name(kind: str, pk: int, text: str) -> Name:
    rows = [stems(line, code) for line in text.split("\n") for code in Language.values]
    return Name(kind, filing_mark(kind, pk), [row for row in rows if row])


def _beginning(word: str, language: str) -> str:
    """What all forms of a word begin with, as far as the database can tell; nothing for a word that is too short."""
    found = stem(word, language)
    return found[: max(_SHORTEST, len(found) - 1)].translate(_EITHER) if len(found) >= _SHORTEST else ""


def _has(row: Sequence[str], wanted: Sequence[str]) -> bool:
    length = len(wanted)
    return any(row[start : start + length] == wanted for start in range(len(row) - length + 1))
