"""Words as they are written, found by their beginnings: what the desk looks for in lists of its own."""

import re
from collections.abc import Sequence
from itertools import islice
from typing import Any, Final

from django.contrib.postgres.search import SearchQuery, SearchVectorField
from django.db.models import Func, TextField

# PostgreSQL would make one word of what these join: an address, a number with its sign, a name with its hyphen.
_JOINING: Final = "-_./@:'’ʼ&<>=?#+~"
_AS_SQL: Final = "'" + _JOINING.replace("'", "''") + "'"
_PARTING: Final = str.maketrans(_JOINING, " " * len(_JOINING))
# More of a phrase finds nothing more, and costs; of a word, PostgreSQL would refuse it.
_MOST: Final = 20
_LONGEST: Final = 200


class PartedText(Func):
    """Some columns, one after another, with nothing that joins words."""

    template = f"translate(%(expressions)s, {_AS_SQL}, repeat(' ', {len(_JOINING)}))"
    arg_joiner = " || ' ' || "
    output_field: Any = TextField()


class PlainWords(PartedText):
    """All words of these columns, of any language: no stems, and no words left out."""

    template = f"to_tsvector('simple', {PartedText.template})"
    output_field = SearchVectorField()


def words_of(text: str) -> list[str]:
    return [word[:_LONGEST] for word in islice(re.findall(r"\w+", text.translate(_PARTING)), _MOST)]


def beginning_with(phrases: Sequence[Sequence[str]]) -> SearchQuery:
    """All words of each, and of the last of each its beginning: what an index can say of them."""
    wanted = [" & ".join(words) + ":*" for words in phrases]
    return SearchQuery(" & ".join(wanted), config="simple", search_type="raw")


def worded(rows: Any, phrases: Sequence[Sequence[str]], *columns: str) -> Any:
    """Rows in which each of the phrases stands, found by an index over the `PlainWords` of these columns."""
    found = rows.alias(plain_words=PlainWords(*columns), parted_text=PartedText(*columns))
    found = found.filter(plain_words=beginning_with(phrases))
    # No index knows which words are neighbours.
    for words in phrases:
        found = found.filter(parted_text__icontains=" ".join(words)) if len(words) > 1 else found
    return found
