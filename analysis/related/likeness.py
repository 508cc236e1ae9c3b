"""
How like two texts are: the cosine of their words' weights (tf-idf).

Words are cut short instead of stemmed, which serves inflected languages as well as a stemmer does.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

_WORD: Final = re.compile(r"[^\W\d_]{2,}|\d{4}")
_STEM_LENGTH: Final = {"en": 6, "ru": 5, "be": 5}
_TITLE_COUNTS: Final = 3
# A text has about 440 different ones; the rest of them changes its neighbours hardly at all.
_WORDS_KEPT: Final = 100


def count_words(*, title: str, text: str, labels: Iterable[str], language: str) -> Counter[str]:
    """Cut words, and labels (topics, tags) as words of their own."""
    length = _STEM_LENGTH[language]
    counts = Counter(word[:length] for word in _WORD.findall(text.lower()))
    for word in _WORD.findall(title.lower()):
        counts[word[:length]] += _TITLE_COUNTS
    for label in labels:
        counts[label] += _TITLE_COUNTS
    return counts


def telling_words(counts: Mapping[str, int], *, texts: int, texts_with: Mapping[str, int]) -> dict[str, float]:
    """The weightiest first; `texts_with` says how many of all `texts` have a word."""
    weights = {
        word: (1 + math.log(count)) * math.log((1 + texts) / (1 + texts_with.get(word, 0)))
        for word, count in counts.items()
    }
    heaviest = sorted(weights, key=lambda word: (-weights[word], word))[:_WORDS_KEPT]
    length = math.sqrt(sum(weights[word] ** 2 for word in heaviest)) or 1.0
    return {word: weights[word] / length for word in heaviest if weights[word] > 0}
