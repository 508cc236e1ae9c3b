"""
What a reader asked, taken apart.

Every word must occur; "quoted words" stand together; a minus leaves out; "or" lets either do; `author:` and `topic:`
say where to look. Whatever else is typed is text.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from analysis.text.body_rules import without_markup
from analysis.text.terms import Term, terms

# Nobody types more; whoever sends more gets an answer to the beginning of it.
MOST_CHARACTERS: Final = 200
MOST_WORDS: Final = 20
_PART: Final = re.compile(r'(?P<minus>-?)(?:(?P<field>[^\W\d_]+):)?(?:"(?P<quoted>[^"]*)"?|(?P<plain>[^\s"]+))')
# Phones type curly quotes.
_STRAIGHT_QUOTES: Final = str.maketrans(dict.fromkeys("“”„«»", '"'))
_OR: Final = frozenset({"or", "или", "або"})
_FIELDS: Final = {"author": "author", "topic": "topic"} | {
    **dict.fromkeys(("автор", "аўтар", "аутар"), "author"),
    **dict.fromkeys(("тема", "тренд", "тэма", "trend"), "topic"),
}
# As one writes: with a space after the colon.
_FIELD_APART: Final = re.compile(rf"(?<!\w)({'|'.join(_FIELDS)}): (?=[\w\"])", re.IGNORECASE)


class Phrase(NamedTuple):
    """Words that stand together as they were typed; `field`: "author" or "topic", where a name is meant."""

    text: str
    is_quoted: bool = False
    is_excluded: bool = False
    field: str = ""

    def __str__(self) -> str:
        """As it could have been typed."""
        said = f'"{self.text}"' if self.is_quoted else self.text
        return f"{'-' if self.is_excluded else ''}{f'{self.field}:' if self.field else ''}{said}"

    def terms(self, language: str) -> list[Term]:
        return list(terms(self.text, language))


class Question(NamedTuple):
    """All of the parts must be true of a text; of one part, any of its phrases."""

    text: str
    parts: Sequence[Sequence[Phrase]]

    @property
    def wanted(self) -> list[Sequence[Phrase]]:
        return [part for part in self.parts if not part[0].is_excluded]

    @property
    def unwanted(self) -> list[Phrase]:
        return [part[0] for part in self.parts if part[0].is_excluded]


def readable(text: str) -> str:
    """What of a query is looked for: plain, on one line, of a length that people type."""
    plain = without_markup(text[: 2 * MOST_CHARACTERS])
    if len(plain) <= MOST_CHARACTERS:
        return plain
    # Half a word is another word, which no text has.
    return plain[: MOST_CHARACTERS + 1].rpartition(" ")[0] or plain[:MOST_CHARACTERS]


def question(text: str) -> Question:
    asked = readable(text)
    parts: list[list[Phrase]] = []
    is_either = False
    for each in _phrases(_FIELD_APART.sub(r"\1:", asked.translate(_STRAIGHT_QUOTES))):
        if _is_or(each):
            is_either = bool(parts) and not parts[-1][0].is_excluded
        elif is_either and not each.is_excluded:
            parts[-1].append(each)
            is_either = False
        else:
            parts.append([each])
            is_either = False
    return Question(asked, parts)


def _phrases(text: str) -> Iterator[Phrase]:
    words = 0
    for match in _PART.finditer(text):
        quoted, plain, field = match["quoted"], match["plain"], _FIELDS.get((match["field"] or "").lower(), "")
        said = quoted if quoted is not None else plain
        if match["field"] and not field:
            said = f"{match['field']} {said}"
        if words == MOST_WORDS:
            return
        if len(said.split()) > MOST_WORDS - words:
            said = " ".join(said.split()[: MOST_WORDS - words])
        words += len(said.split())
        if any(letter.isalnum() for letter in said):
            yield Phrase(said, quoted is not None, bool(match["minus"]), field)


def _is_or(phrase: Phrase) -> bool:
    return phrase == Phrase(phrase.text) and phrase.text.lower() in _OR
