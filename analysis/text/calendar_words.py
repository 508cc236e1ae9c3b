"""The months and weekdays as sentences name them, in all their cases."""

import re
from datetime import date
from typing import Final

from analysis.text.periods import IN_A_DATE, format_date

_FIRST_DAYS: Final = tuple(date(2000, month, 1) for month in range(1, 13))


def _months(language: str) -> dict[str, int]:
    words = (re.findall(r"[^\W\d]+", format_date(day, language=language)) for day in _FIRST_DAYS)
    return {word.lower(): number for number, (word,) in enumerate(words, 1)}


# As they stand in a date: "November", "ноября", "лістапада".
MONTHS: Final = {language: _months(language) for language in IN_A_DATE}
# What their forms begin with, from Monday on, and what may follow.
WEEKDAYS: Final = {
    "en": (
        *("mon(?:day)?", "tue(?:s|sday)?", "wed(?:nesday)?", "thu(?:rs|rsday)?"),
        *("fri(?:day)?", "sat(?:urday)?", "sun(?:day)?"),
    ),
    "ru": (
        *("понедельник[а-я]{0,2}", "вторник[а-я]{0,2}", "сред[аеуы]", "четверг[а-я]{0,2}"),
        *("пятниц[а-я]{1,2}", "суббот[а-я]{1,2}", "воскресень[а-я]{1,2}"),
    ),
    "be": (
        *("панядзел(?:ак|к[а-яў]{1,2})", "аўтор(?:ак|к[а-яў]{1,2})", "серад[а-яўі]{1,2}", "чацв(?:ер|яр[а-яў]{1,2})"),
        *("пятніц[а-яўі]{1,2}", "субо[тц][а-яўі]{1,2}", "нядзел[а-яўі]{1,2}"),
    ),
}
