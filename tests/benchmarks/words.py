"""An invented language, as common and as rare in its words as any."""

import random

SYLLABLES = ["ba", "re", "ti", "mo", "ku", "san", "vel", "dor", "pin", "gra", "lo", "fen", "tur", "mis", "hal", "on"]
CHANCE = random.Random(7)  # noqa: S311
WORDS = sorted({"".join(CHANCE.choices(SYLLABLES, k=CHANCE.randint(2, 5))) for _each in range(60_000)})
CHANCE.shuffle(WORDS)
