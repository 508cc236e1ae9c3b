"""The words that texts have: what to offer to who mistyped one, or spells a name in another way."""

from collections.abc import Iterable
from typing import Final, TypeVar

from django.db import connection

from analysis.models import Publication, Word
from analysis.text.spellings import sound
from analysis.text.terms import WORD, plain

_SHORTEST: Final = 3
_MOST_CHARACTERS: Final = 400_000
_AT_ONCE: Final = 5_000
_KEEP: Final = """
    INSERT INTO {table} (language, text, sound)
    SELECT * FROM unnest(%s::varchar[], %s::varchar[], %s::varchar[])
    ON CONFLICT (text, language) DO UPDATE SET sound = '' WHERE {table}.sound <> '' AND excluded.sound = ''
"""

W = TypeVar("W")
# Of each word in each language how it sounds, if it is a name.
Words = dict[tuple[str, str], str]


def learn(publications: Iterable[Publication]) -> None:
    """Adds what is new of the words of these texts. Done twice, it changes nothing."""
    words: Words = {}
    for publication in publications:
        for word, heard in words_of(publication).items():
            _add(words, (publication.language, word), heard)
        if len(words) > _AT_ONCE:
            _keep(words)
            words.clear()
    _keep(words)


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
    """Whoever is written small anywhere is no name."""
    words[word] = heard and words.get(word, heard)


def _keep(words: Words) -> None:
    # In one order everywhere, so that no two jobs wait for each other.
    rows = sorted((language, word, heard) for (language, word), heard in words.items())
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(
                _KEEP.format(table=Word._meta.db_table), [list(column) for column in zip(*rows, strict=True)]
            )
