"""For who found nothing: what they may have meant, and what is there. Nothing is proposed that leads to nothing."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA
from translated_fields import to_attribute

from analysis.models import Author, Language, Topic, Word
from analysis.search.meanings import Meaning, meanings
from analysis.search.questions import Phrase, Question, question
from analysis.search.results import Filters, count
from analysis.text.lexemes import filing_mark
from analysis.text.terms import plain, terms

_MOST: Final = 3
_SHORTEST: Final = 4
# One wrong letter of four, two of seven.
_ALIKE: Final = 0.7
_TRIED: Final = 4
_NAMES: Final = 3_000
_NAMED: Final = ("slug", *(to_attribute("name", code) for code in Language.values))


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """A question that finds something; `without`: the kind of filter it leaves out."""

    text: str
    number: int
    is_more: bool = False
    without: str = ""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question as it was asked: of which texts, and when."""

    question: Question
    filters: Filters
    language: str
    at: datetime

    def proposal(self, text: str, *, without: str = "") -> Proposal | None:
        filters = self.filters.without(without) if without else self.filters
        meaning = meanings(question(text))[self.language]
        number, is_more = count(meaning, filters, language=self.language, at=self.at)
        return Proposal(text=text, number=number, is_more=is_more, without=without) if number else None


def corrected(asked: Asked) -> Proposal | None:
    """With words that texts have in place of those that none has."""
    text = asked.question.text
    for phrase in _mistyped(asked):
        nearest = _nearest(phrase, asked.language)
        found = next(filter(None, (asked.proposal(_with(text, phrase, each)) for each in nearest)), None)
        if found:
            return found
        # Of several mistyped words each must be put right before anything is found.
        text = _with(text, phrase, nearest[0]) if nearest else text
    return None


def shorter(asked: Asked) -> list[Proposal]:
    """Without one of its words, those first that find most."""
    found = filter(None, map(asked.proposal, _shorter(asked.question)))
    return sorted(found, key=lambda each: -each.number)[:_MOST]


def wider(asked: Asked) -> list[Proposal]:
    """Without one of the filters."""
    tries = (asked.proposal(asked.question.text, without=kind) for kind in asked.filters.kinds)
    return list(filter(None, tries))


def nearest_names(asked: Asked) -> list[Topic | Author]:
    """Topics and authors with a name like one of the words, as far as they have something public."""
    phrases = [phrase for part in asked.question.wanted for phrase in part]
    words = [term.word for phrase in phrases for term in phrase.terms(asked.language) if len(term.word) >= _SHORTEST]
    things: list[Topic | Author] = [*Topic.objects.only(*_NAMED), *Author.objects.only(*_NAMED)[:_NAMES]]
    scored = sorted(((_closeness(str(thing), words), thing) for thing in things), key=lambda each: -each[0])
    near = [thing for score, thing in scored[: 2 * _MOST] if score >= _ALIKE]
    return [thing for thing in near if _is_public(thing, asked)][:_MOST]


def _mistyped(asked: Asked) -> list[Phrase]:
    """Single words that have never stood in a text of the language."""
    typed = {}
    for part in asked.question.wanted:
        for phrase in part:
            found = phrase.terms(asked.language)
            if len(found) == 1 and len(found[0].word) >= _SHORTEST and not phrase.field:
                typed[found[0].word] = phrase
    known = Word.objects.filter(language=asked.language, text__in=typed).values_list("text", flat=True)
    return [typed[word] for word in typed if word not in set(known)]


def _nearest(phrase: Phrase, language: str) -> list[str]:
    word = plain(phrase.text)
    names = dict(Word.objects.near(word, language=language))
    scorer, least = OSA.normalized_similarity, _ALIKE
    found = process.extract(word, names.keys(), scorer=scorer, score_cutoff=least, limit=_TRIED)
    return [each.capitalize() if names[each] else each for each, _score, _place in found]


def _with(text: str, phrase: Phrase, word: str) -> str:
    """The same question with another word in the place of this one."""
    return re.sub(rf"(?<!\w){re.escape(phrase.text)}(?!\w)", word, text, count=1)


def _shorter(asked: Question) -> Iterator[str]:
    wanted = asked.wanted
    if len(wanted) > 1:
        for left_out in wanted:
            yield " ".join(_typed(part) for part in asked.parts if part is not left_out)
    elif wanted and wanted[0][0].is_quoted and " " in wanted[0][0].text:
        yield wanted[0][0].text


def _typed(part: Sequence[Phrase]) -> str:
    return " or ".join(map(str, part))


def _closeness(name: str, words: Sequence[str]) -> float:
    in_name = [term.word for term in terms(name, "en")]
    return max((OSA.normalized_similarity(word, each) for word in words for each in in_name), default=0.0)


def _is_public(thing: Topic | Author, asked: Asked) -> bool:
    mark = filing_mark("topic" if isinstance(thing, Topic) else "author", thing.pk)
    return count(Meaning(match=f"'{mark}'"), Filters(), language=asked.language, at=asked.at)[0] > 0
