"""The words that texts have: what to offer to who mistyped one, or spells a name in another way."""

from collections.abc import Iterable
from typing import Final, TypeVar

from django.db import connection

from analysis.models import Publication, Word
from analysis.text.spellings import sound
from analysis.text.terms import WORD, plain

_SHORTEST: Final = 3
_MOST_CHARACTERS: Final = 400_000
_UNKNOWN: Final = "?"
_KEEP: Final = """
    INSERT INTO {table} (language, text, sound)
    SELECT * FROM unnest(%s::varchar[], %s::varchar[], %s::varchar[])
    ON CONFLICT (text, language) DO UPDATE SET sound = '' WHERE {table}.sound <> '' AND excluded.sound = ''
"""

W = TypeVar("W")
# Of each word in each language how it sounds, if it is a name.
Words = dict[tuple[str, str], str]


def learn(publications: Iterable[Publication], *, known: Words | None = None) -> None:
    """
    Adds what is new of the words of these texts. Done twice, it changes nothing. `known`: what was learnt before, for
    who goes through many texts; it grows.
    """
    known, new = {} if known is None else known, Words()
    for publication in publications:
        for word, heard in words_of(publication).items():
            # Whoever is written small anywhere is no name, and that is all there is to know.
            if known.get((publication.language, word), _UNKNOWN) not in ("", heard):
                _add(new, (publication.language, word), heard)
    _keep(new)
    known |= new


def words_of(publication: Publication) -> dict[str, str]:
    """Plain words; with how it sounds each that may be a name, since it is written with a capital letter only."""
    words: dict[str, str] = {}
    in_body = publication.body_text[:_MOST_CHARACTERS]
    for text in (publication.title, publication.standfirst, publication.assessment_reason, in_body):
        for match in WORD.finditer(text):
            word = plain(match[0])
            if len(word) >= _SHORTEST and not any(letter.isdigit() for letter in word):
                _add(words, word, sound(word) if match[0][0].isupper() else "")
    return words


def _add(words: dict[W, str], word: W, heard: str) -> None:
    words[word] = heard and words.get(word, heard)


def _keep(words: Words) -> None:
    # In one order everywhere, so that no two jobs wait for each other.
    rows = sorted((language, word, heard) for (language, word), heard in words.items())
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(
                _KEEP.format(table=Word._meta.db_table), [list(column) for column in zip(*rows, strict=True)]
            )
