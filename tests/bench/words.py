"""An invented language, as common and as rare in its words as any."""

import random
from itertools import accumulate
from typing import Final

SYLLABLES = ["ba", "re", "ti", "mo", "ku", "san", "vel", "dor", "pin", "gra", "lo", "fen", "tur", "mis", "hal", "on"]
CHANCE = random.Random(7)  # noqa: S311
WORDS = sorted({"".join(CHANCE.choices(SYLLABLES, k=CHANCE.randint(2, 5))) for _each in range(60_000)})
CHANCE.shuffle(WORDS)
# Zipf's law, without the words that every language leaves out of its index.
COMMONNESS: Final = list(accumulate(1 / (rank + 30) for rank in range(1, len(WORDS) + 1)))
CYRILLIC: Final = str.maketrans("abdefghiklmnoprstuv", "абдефгхиклмнопрстув")


def in_letters_of(language: str, word: str) -> str:
    return word if language == "en" else word.translate(CYRILLIC)
