"""
What a generated site says: the same texts for the same numbers, whichever process asks.

A week has 40 texts, or more where there would be more than ten years of weeks. Six of them assess a trend each and are
in the week's issue; the others are about everything else. One in ten exists in Russian too, and in Belarusian.
"""

import random
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from itertools import islice
from typing import Final, NamedTuple

from tests.bench.words import COMMONNESS, WORDS, in_letters_of

SEED: Final = 11
# A Monday: the newest text appeared shortly before it.
END: Final = datetime(2026, 11, 23, tzinfo=UTC)
WEEK: Final = timedelta(days=7)
TRENDS, TOPICS, TAGS, AUTHORS, IMAGES = 6, 30, 500, 40, 4
SMALLEST_WEEK: Final = 40
MOST_WEEKS: Final = 520
NEIGHBOURS: Final = 12
ASSESSMENTS: Final = ("improved", "unchanged", "worsened")
# Places in each ten of a week's texts that translate the first of the ten.
TRANSLATED: Final = {8: "ru", 9: "be"}


@dataclass(frozen=True, kw_only=True)
class Filing:
    """Where a text is filed. `week` counts from the newest, which is 0; the first topic is the primary one."""

    number: int
    original: int
    language: str
    week: int
    appeared_at: datetime
    topics: Sequence[int]
    tags: Sequence[int]
    author: int
    image: int | None
    assessment: str

    @property
    def slug(self) -> str:
        return f"text-{self.number}"

    @property
    def path(self) -> str:
        prefix = "" if self.language == "en" else f"/{self.language}"
        return f"{prefix}/topic-{self.topics[0]}/{self.slug}/"

    @property
    def translation_key(self) -> uuid.UUID:
        return uuid.UUID(int=self.original)


class Text(NamedTuple):
    title: str
    standfirst: str
    reason: str
    body: str
    body_text: str


@dataclass(frozen=True)
class Archive:
    """Of a site of this size: its texts are numbered from 1, the oldest, and have so many words, in whole hundreds."""

    size: int
    words: int = 800

    @cached_property
    def a_week(self) -> int:
        """How many texts, in whole tens."""
        return max(SMALLEST_WEEK, 10 * -(-self.size // (10 * MOST_WEEKS)))

    @property
    def weeks(self) -> int:
        return -(-self.size // self.a_week)

    def monday(self, week: int) -> date:
        """On which the week begins that texts of `week` are about: the one before they appear."""
        return (END - (week + 2) * WEEK).date()

    def language_of(self, number: int) -> str:
        return TRANSLATED.get((self.size - number) % 10, "en")

    def filing(self, number: int) -> Filing:
        week, place = divmod(self.size - number, self.a_week)
        language = self.language_of(number)
        shift = 0 if language == "en" else place % 10
        chance = random.Random(SEED * 1_000_000 + number + shift)  # noqa: S311
        is_of_trend = place - shift < TRENDS
        primary = place - shift + 1 if is_of_trend else chance.randint(TRENDS + 1, TOPICS)
        others = [topic for topic in chance.sample(range(1, TOPICS + 1), 3) if topic != primary]
        return Filing(
            number=number,
            original=number + shift,
            language=language,
            week=week,
            appeared_at=END - week * WEEK - (place + 1) * WEEK / self.a_week,
            topics=[primary, *others[:2]],
            tags=chance.sample(range(1, TAGS + 1), 5),
            author=chance.randint(1, AUTHORS),
            image=chance.randint(1, IMAGES) if chance.random() < 0.3 else None,
            assessment=chance.choice(ASSESSMENTS) if is_of_trend else "",
        )

    def text(self, number: int) -> Text:
        """With a link to another one."""
        language = self.language_of(number)
        chance = random.Random(SEED * 2_000_000 + number)  # noqa: S311
        drawn = chance.choices(WORDS, cum_weights=COMMONNESS, k=60 + self.words)
        words = [in_letters_of(language, word) for word in drawn]
        linked = self.filing(number - 1 or self.size).path
        paragraphs = [sentence(words[start : start + 100]) for start in range(60, len(words), 100)]
        marked_up = [f"<p>{paragraph}</p>" for paragraph in paragraphs]
        marked_up[-1] = f'<p><a href="{linked}">{words[0]}</a> {paragraphs[-1]}</p>'
        paragraphs[-1] = f"{words[0]} {paragraphs[-1]}"
        return Text(
            title=" ".join(words[:8]).capitalize(),
            standfirst=sentence(words[8:40]),
            reason=sentence(words[40:60]),
            body="".join(marked_up),
            body_text="\n".join(paragraphs),
        )

    def neighbours(self, number: int) -> list[int]:
        """Others in its language, the likest first."""
        mine = self.language_of(number)
        chance = random.Random(SEED * 3_000_000 + number)  # noqa: S311
        tries = (chance.randint(1, self.size) for _try in range(40 * NEIGHBOURS))
        alike = (each for each in tries if each != number and self.language_of(each) == mine)
        return list(dict.fromkeys(islice(alike, NEIGHBOURS)))


def sentence(words: Sequence[str]) -> str:
    return f"{' '.join(words).capitalize()}."
