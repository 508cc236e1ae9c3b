"""
Trying to catch the page cache lying: editors act at random, the clock moves at random, and every answer is held against
what Django says at the same instant, when it remembers nothing of what it has drawn before.

`PAGE_CACHE_SEEDS=1,2,3 PAGE_CACHE_STEPS=200` tries others, and longer.
"""

import os
import random
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from time_machine import TimeMachineFixture

from analysis import publishing
from analysis.models import (
    Article,
    Author,
    AuthorLink,
    Edition,
    Gap,
    Image,
    Issue,
    KeyText,
    Masthead,
    Publication,
    Suggestion,
    Tag,
    Topic,
)
from analysis.publishing.errors import PublishingError
from analysis.publishing.timeline import Notice
from analysis.related.models import Neighbour
from config.front import Front
from tests.factories import ArticleFactory, AuthorFactory, EditionFactory, ImageFactory, IssueFactory, TagFactory
from tests.factories import TopicFactory as TopicOf
from tests.front import front, get, hear
from tests.unremembered import unremembered

pytestmark = pytest.mark.django_db(transaction=True)
SEEDS = [int(seed) for seed in os.environ.get("PAGE_CACHE_SEEDS", "1").split(",")]
STEPS = int(os.environ.get("PAGE_CACHE_STEPS", "20"))
ASKED_A_STEP = 8
MONDAY = date(2026, 11, 16)
BEGINNING = datetime.fromisoformat("2026-11-24T09:00:00+00:00")


class Newsroom:
    """Does something at random, through the verbs or, as an administrator may, straight in the database."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.topics = [TopicOf(slug=f"trend-{number}", is_trend=number < 2) for number in range(3)]
        self.authors = [AuthorFactory(slug=f"author-{number}") for number in range(3)]
        self.tags = [TagFactory(name=f"tag {number}") for number in range(2)]
        self.issues = [
            IssueFactory(coverage_start=start, coverage_end=start + timedelta(days=6))
            for start in (MONDAY - timedelta(weeks=week) for week in range(3))
        ]
        self.image = ImageFactory.create()
        self.articles = [self.written(number) for number in range(10)]
        Masthead.objects.update_or_create(pk=1, defaults={"name_en": "The Weekly"})

    def written(self, number: int) -> Article:
        issue = self.chance.choice([*self.issues, None])
        article = ArticleFactory(
            slug=f"text-{number}",
            title=f"Title {number}",
            language="ru" if number % 4 == 3 else "en",
            topic=self.topics[number % 3],
            author=self.chance.choice(self.authors),
            issue=issue,
            lead_image=self.image if number % 3 == 0 else None,
            period_start=issue.coverage_start if issue else None,
            period_end=issue.coverage_end if issue else None,
            assessment=self.chance.choice(["improved", "worsened", "unchanged"]) if issue and number % 3 < 2 else "",
            assessment_reason="So it seems" if issue and number % 3 < 2 else "",
        )
        article.tags.set(self.chance.sample(self.tags, self.chance.randrange(2)))
        return article

    @property
    def addresses(self) -> list[str]:
        paths = [f"/trend-{number % 3}/text-{number}/" for number in range(10) if number % 4 != 3]
        paths += [f"/ru/trend-{number % 3}/text-{number}/" for number in range(10) if number % 4 == 3]
        topics = [f"/trend-{number}/" for number in range(3)]
        authors = [f"/authors/author-{number}/" for number in range(3)]
        issues = [f"/issues/{issue.slug}/" for issue in self.issues]
        others = ["/", "/topics/", "/issues/", "/authors/", "/archive/", "/archive/2026/", "/archive/2026/11/"]
        others += ["/corrections/", "/feed.atom", "/corrections/feed.rss", "/trend-0/feed.json", "/assessments.csv"]
        others += [
            "/trend-1/assessments.json",
            "/tags/tag-0/",
            "/sitemap.xml",
            "/sitemap-en-1.xml",
            "/sitemap-en-0.xml",
        ]
        others += [f"{paths[0]}versions/", f"{paths[0]}versions/2/", f"{paths[0]}cite.bib"]
        pages = [*topics, *authors, *issues, *others[:8]]
        return [*paths, *pages, *others[8:], *(f"/ru{page}" for page in pages), f"{issues[0]}print/"]

    def act(self, at: datetime) -> None:
        with suppress(PublishingError):
            self.chance.choice(VERBS)(self, self.chance.choice(self.articles), at)

    def publish(self, article: Article, at: datetime) -> None:
        article.title = f"{article.slug} as of {at:%H:%M:%S}"
        article.save(update_fields=["title"])
        told = Notice("update", "A number was wrong.") if article.publications.live(at).exists() else None  # type: ignore[arg-type]
        publishing.publish(article=article, by=None, at=at, notice=told)

    def schedule(self, article: Article, at: datetime) -> None:
        go_live_at = at + timedelta(seconds=self.chance.choice([1, 5, 60, 3600, 90_000]))
        expire_at = go_live_at + timedelta(minutes=self.chance.choice([1, 600])) if self.chance.random() < 0.3 else None
        publishing.schedule(article=article, by=None, go_live_at=go_live_at, expire_at=expire_at, at=at)

    def expire(self, article: Article, at: datetime) -> None:
        if publication := article.publications.live(at).first():
            end = at + timedelta(seconds=self.chance.choice([2, 300]))
            publishing.expire(publication=publication, expire_at=end, at=at)

    def cancel(self, article: Article, at: datetime) -> None:
        if publication := article.publications.scheduled(at).first():
            publishing.cancel(publication=publication, at=at)

    def withdraw(self, article: Article, at: datetime) -> None:
        publishing.withdraw(article=article, at=at, reason="A mistake", retraction=self.chance.choice(["", "It was."]))

    def rename(self, _article: Article, at: datetime) -> None:
        author = self.chance.choice(self.authors)
        author.name_en = f"A Pseudonym of {at:%H:%M:%S}"
        author.save()

    def order_topics(self, _article: Article, _at: datetime) -> None:
        Topic.objects.filter(pk=self.chance.choice(self.topics).pk).update(position=self.chance.randrange(9))

    def rename_topic(self, _article: Article, at: datetime) -> None:
        Topic.objects.filter(pk=self.chance.choice(self.topics).pk).update(name_en=f"Trend at {at:%H:%M:%S}")

    def release(self, _article: Article, at: datetime) -> None:
        issue = self.chance.choice(self.issues)
        edition = Edition.objects.filter(issue=issue, language="en").first() or EditionFactory(issue=issue)
        seconds = self.chance.choice([-60, 3, 4000])
        Edition.objects.filter(pk=edition.pk).update(released_at=at + timedelta(seconds=seconds), title=f"At {at}")

    def explain_a_gap(self, _article: Article, at: datetime) -> None:
        if edition := Edition.objects.first():
            Gap.objects.update_or_create(edition=edition, topic=self.topics[0], defaults={"reason": f"No news at {at}"})

    def pin(self, article: Article, _at: datetime) -> None:
        topic = self.chance.choice(self.topics)
        if KeyText.objects.filter(topic=topic, article=article).delete()[0] == 0:
            KeyText.objects.create(topic=topic, article=article)

    def suggest(self, article: Article, at: datetime) -> None:
        other = self.chance.choice([each for each in self.articles if each != article])
        kind = self.chance.choice(["pin", "ban"])
        Suggestion.objects.update_or_create(
            article=article, suggested=other, defaults={"kind": kind, "decided_at": at, "position": 0}
        )

    def find_neighbours(self, article: Article, at: datetime) -> None:
        Neighbour.objects.filter(article=article).delete()
        others = self.chance.sample([each for each in self.articles if each != article], 6)
        Neighbour.objects.bulk_create(
            Neighbour(article=article, neighbour=other, score=self.chance.random(), found_at=at) for other in others
        )

    def describe(self, _article: Article, at: datetime) -> None:
        what = self.chance.randrange(6)
        if what == 0:
            Image.objects.update(caption_en=f"Seen at {at}")
        elif what == 1:
            Masthead.objects.update(strapline_en=f"As of {at}")
        elif what == 2:
            Tag.objects.filter(pk=self.tags[0].pk).update(name=f"Tag of {at:%H:%M:%S}")
        elif what == 3:
            Issue.objects.filter(pk=self.issues[0].pk).update(number=self.chance.randrange(100, 10**6))
        elif what == 4:
            Image.objects.update(focal_point=f"0.{self.chance.randrange(9)}x0.5")
        else:
            Author.objects.filter(pk=self.authors[0].pk).update(biography_en=f"Busy at {at}")
            AuthorLink.objects.filter(author=self.authors[0]).delete()

    def correct_by_hand(self, article: Article, at: datetime) -> None:
        Publication.objects.filter(article=article).update(standfirst=f"By hand, at {at}")


VERBS: list[Callable[[Newsroom, Article, datetime], Any]] = [
    *[Newsroom.publish] * 4,
    *[Newsroom.schedule] * 4,
    *[Newsroom.withdraw, Newsroom.expire, Newsroom.cancel, Newsroom.release],
    *[Newsroom.rename, Newsroom.order_topics, Newsroom.rename_topic, Newsroom.explain_a_gap, Newsroom.pin],
    *[Newsroom.suggest, Newsroom.find_neighbours, Newsroom.describe, Newsroom.correct_by_hand],
]


@pytest.mark.parametrize("seed", SEEDS)
def test_it_never_says_what_is_not_so(seed: int, time_machine: TimeMachineFixture) -> None:
    chance, now = random.Random(seed), BEGINNING  # noqa: S311
    time_machine.move_to(now, tick=False)
    newsroom, hits = Newsroom(chance), 0
    with front() as kept, front(room=0) as plain:
        for _step in range(STEPS):
            for _act in range(chance.randrange(3)):
                newsroom.act(now)
            hear(kept)
            for address in chance.sample(newsroom.addresses, ASKED_A_STEP) * 2:
                hits += compare(kept, plain, address, f"seed {seed} at {timezone.now()}")
            now = next_instant(chance, now)
            time_machine.move_to(now, tick=False)
    assert hits > STEPS * ASKED_A_STEP / 2


def next_instant(chance: random.Random, now: datetime) -> datetime:
    """Often the very instant at which something changes, or the last moment before."""
    coming = Publication.objects.scheduled(now).order_by("live_from").values_list("live_from", flat=True).first()
    if coming and chance.random() < 0.6:
        return coming - chance.choice([timedelta(0), timedelta(microseconds=1)]) if coming > now else coming
    return now + timedelta(seconds=chance.choice([0.3, 1, 70, 5000, 90_000]))


def compare(kept: Front, plain: Front, address: str, when: str) -> bool:
    answer = get(kept, address)
    with unremembered():
        truth = get(plain, address)
    assert (answer.status, answer.body) == (truth.status, truth.body), f"{address}, {answer.outcome}, {when}"
    return answer.outcome == "hit"
