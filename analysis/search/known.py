"""What is known of the words of a question, looked up when somebody asks: a renamed topic counts at once."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from analysis.models import Language, Name, Word
from analysis.models.statements import ask, database
from analysis.search import filings, names
from analysis.search.filings import Filed
from analysis.search.names import Names
from analysis.search.questions import Question
from analysis.text.spellings import sound

# Languages, and in each the words that are known to it; names with how they sound.
Lexicon = Mapping[str, Mapping[str, str]]

# Names that sound alike are few; nobody is to make a question of thousands.
_MOST_WORDS: Final = 500
_MOST_FILINGS: Final = 300
# What only looks like it is left out once the rows are here.
_KNOWN: Final = f"""
    (
        SELECT 'name', 0, keys::text[], spellings::text[] FROM {Name._meta.db_table}
        WHERE keys && %(keys)s::varchar[] ORDER BY spellings
    )
    UNION ALL (
        SELECT kind, id, NULL, ARRAY[names] FROM ({filings.ALL}) AS named
        WHERE lower(names) LIKE ANY (%(like)s::text[]) LIMIT {_MOST_FILINGS}
    )
    UNION ALL (
        SELECT 'word', 0, NULL, ARRAY[language, text, sound] FROM {Word._meta.db_table}
        WHERE text = ANY (%(words)s::text[]) OR (sound = ANY (%(sounds)s::text[]) AND sound <> '')
        LIMIT {_MOST_WORDS}
    )
"""  # noqa: S608 - ours


class Known(NamedTuple):
    names: Names
    filed: Filed
    lexicon: Lexicon


def what_is_known(question: Question) -> Known:
    """In one question to the database."""
    keys, words = names.keys_in(question), _words_in(question)
    rows = ask(
        _KNOWN,
        {
            "keys": sorted(keys),
            "like": [f"%{each}%" for each in sorted(filings.beginnings_in(question))],
            "words": sorted(words),
            "sounds": sorted({sound(word) for word in words} - {""}),
        },
        database(),
    )
    return Known(
        names=names.by_keys(keys, [(known_by, said) for what, _pk, known_by, said in rows if what == "name"]),
        filed=filings.filed((what, pk, said[0]) for what, pk, _keys, said in rows if what in filings.KINDS),
        lexicon=_lexicon(said for what, _pk, _keys, said in rows if what == "word"),
    )


def _words_in(question: Question) -> set[str]:
    phrases = [phrase for part in question.parts for phrase in part if not (phrase.is_quoted or phrase.field)]
    # How a word is taken apart is the same in every language; only its stem is not.
    return {found[0].word for phrase in phrases if len(found := phrase.terms(Language.ENGLISH)) == 1}


def _lexicon(rows: Iterable[Sequence[str]]) -> Lexicon:
    lexicon: dict[str, dict[str, str]] = {code: {} for code in Language.values}
    for language, word, heard in rows:
        lexicon[language][word] = heard
    return lexicon
