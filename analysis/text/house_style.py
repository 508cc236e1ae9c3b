"""Where a text departs from how the house writes names and dates."""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date
from functools import lru_cache
from itertools import groupby
from typing import Final, NamedTuple

from analysis.text.calendar_words import MONTHS, WEEKDAYS
from analysis.text.markup import fold_white_space

# What cases add to a name; no Latin name takes it on.
_ENDING: Final = "[А-Яа-яЁёІіЎўʼ’]{0,3}"
_CACHED: Final = 32


class Spelling(NamedTuple):
    """`variants` may be stems: endings of up to three Cyrillic letters are understood."""

    preferred: str
    variants: tuple[str, ...]


class _Form(NamedTuple):
    written: str
    spelling: Spelling


def deviations(text: str, spellings: Sequence[Spelling]) -> list[tuple[Spelling, str]]:
    """Each variant once in each of its forms, as it stands in the text."""
    found = ((form, words) for form, words in _found(text, spellings) if form.written != form.spelling.preferred)
    return list(dict.fromkeys((form.spelling, words) for form, words in found))


def mixed(text: str, spellings: Sequence[Spelling]) -> list[Spelling]:
    """Those of which a text has both the preferred form and a variant."""
    preferred, other = set[Spelling](), set[Spelling]()
    for form, _ in _found(text, spellings):
        (preferred if form.written == form.spelling.preferred else other).add(form.spelling)
    return [spelling for spelling in dict.fromkeys(spellings) if spelling in preferred & other]


def weekday_mismatches(text: str, language: str, *, year: int | None = None) -> list[str]:
    """Dates whose weekday is wrong. `year` is that of dates that name none; without it they are not judged."""
    return [
        fold_white_space(match[0])
        for match in _DATES[language].finditer(text)
        if (stated := match["year"] or year) and not _is_on(match, int(stated), language)
    ]


def _found(text: str, spellings: Sequence[Spelling]) -> Iterator[tuple[_Form, str]]:
    forms, pattern = _compiled(tuple(spellings))
    if pattern:
        for match in pattern.finditer(text):
            for form in forms[(match.lastindex or 1) - 1]:
                yield form, fold_white_space(match[0])


@lru_cache(maxsize=_CACHED)
def _compiled(spellings: tuple[Spelling, ...]) -> tuple[list[list[_Form]], re.Pattern[str] | None]:
    """One alternation, the longest first, so that a preferred form is not taken for a variant with an ending."""
    forms: dict[str, list[_Form]] = {}
    for spelling in spellings:
        for written in filter(None, dict.fromkeys((spelling.preferred, *spelling.variants))):
            forms.setdefault(written, []).append(_Form(written, spelling))
    in_order = sorted(forms, key=lambda written: (written[0], -len(written)))
    beginnings = [_beginning_with(first, list(group)) for first, group in groupby(in_order, lambda form: form[0])]
    firsts = "".join({re.escape(written[0]) for written in in_order})
    pattern = re.compile(rf"(?<!\w)(?=[{firsts}])(?:{'|'.join(beginnings)})(?!\w)") if in_order else None
    return [forms[written] for written in in_order], pattern


def _beginning_with(first: str, forms: list[str]) -> str:
    """Most words begin with another letter than any form: they are passed over at once."""
    endings = "|".join(f"((?i:{_words(form[1:])}){_ENDING})" for form in forms)
    return f"{re.escape(first)}(?:{endings})"


def _words(written: str) -> str:
    return rf"{_ENDING}\s{{1,9}}".join(map(re.escape, written.split(" ")))


def _date_pattern(language: str) -> re.Pattern[str]:
    weekday = "|".join(f"({form})" for form in WEEKDAYS[language])
    if language == "en":
        month = r"(?P<{}>" + "|".join(rf"{word[:3]}(?:{word[3:]}|\.)?" for word in MONTHS["en"]) + ")"
        day = r"(?P<{}>\d{{1,2}})(?:st|nd|rd|th)?"
        after = rf"(?:{month.format('month')}\s+{day.format('day')}|{day.format('day2')}\s+{month.format('month2')})"
    else:
        after = rf"(?P<day>\d{{1,2}})\s+(?P<month>{'|'.join(MONTHS[language])})"
    return re.compile(rf"\b(?:{weekday})\.?,?\s+{after}\b(?:,?\s+(?P<year>\d{{4}})\b)?", re.IGNORECASE)


_DATES: Final = {language: _date_pattern(language) for language in MONTHS}


def _is_on(match: re.Match[str], year: int, language: str) -> bool:
    groups = match.groupdict()
    day, month = (groups[name] or groups[f"{name}2"] for name in ("day", "month"))
    weekday = next(number for number in range(7) if match[number + 1])
    with suppress(ValueError):  # no such day
        return date(year, _month_number(month, language), int(day)).weekday() == weekday
    return False


def _month_number(word: str, language: str) -> int:
    months = MONTHS[language]
    if language == "en":
        return next(number for name, number in months.items() if name[:3] == word[:3].lower())
    return months[word.lower()]
