"""How long a text is, and its beginning where the whole is too long."""

import re
from math import ceil
from typing import Final

from analysis.text.markup import fold_white_space, names

_WORD: Final = re.compile(r"\w+(?:['’ʼ-]\w+)*+")
_SENTENCE_END: Final = re.compile(r"(?P<last>\w*+)(?:\.\.\.|[.!?…])[\"'”’»)\]]*+$")
_LONGEST_ENDING: Final = 32
_SHORT_FORMS: Final = names(
    "mr mrs ms dr prof st no vs gen col lt sen rep gov jan feb aug sept oct nov dec"
    " гг вв им ул стр руб млн млрд тыс др пр см ст проф акад ген"
    " вул ім гл праф"
)
# Words a minute of silent reading: for English and Russian as the IReST texts measured them
# (Trauzettel-Klosinski and Dietz, 2012); Belarusian was not measured, and is read like its neighbour.
WORDS_A_MINUTE: Final = {"en": 228, "ru": 184, "be": 184}


def excerpt(text: str, *, words: int = 40) -> str:
    """At most so many whole words; whole sentences if they fill half of it, else with "…"."""
    all_words = fold_white_space(text).split(" ")
    if len(all_words) <= words:
        return " ".join(all_words)
    for length in range(words, words // 2, -1):
        if _ends_sentence(all_words[length - 1], all_words[length]):
            return " ".join(all_words[:length])
    return " ".join(all_words[:words]).rstrip(" ,;:.–—-") + "…"


def word_count(text: str) -> int:
    return len(_WORD.findall(text))


def reading_minutes(words: int, language: str) -> int:
    """Rounded up, and never nothing."""
    return max(1, ceil(words / WORDS_A_MINUTE[language]))


def _ends_sentence(word: str, next_word: str) -> bool:
    end = _SENTENCE_END.search(word[-_LONGEST_ENDING:])
    if end is None:
        return False
    # "A. Novik", "28 г.", "Dr. Novik" go on.
    last = end["last"].lower()
    is_initial = len(last) == 1 and last.isalpha()
    return not is_initial and last not in _SHORT_FORMS and not next_word.lstrip("\"'“‘«„([–—-")[:1].islower()
