"""What readers ask for, by kind of page: addresses of a generated site, the same ones each time."""

import random
from collections.abc import Callable, Iterator
from typing import Final

from django.conf import settings
from django.test import Client

from accounts.models import User
from analysis.models import Issue, Publication, Topic
from analysis.views.cursor import PAGE_SIZE, Edge
from tests.bench.content import AUTHORS, SEED, TOPICS, TRENDS, Archive
from tests.bench.rows import STAFF
from tests.bench.words import WORDS

ARTICLES: Final = 5_000
# One in seven assesses a trend, whatever their share in a site of this size: so what is asked for is the same in each.
OF_TRENDS: Final = 7
DEEPEST: Final = 1_000
# Words that one text in five has, and one in two hundred.
COMMON: Final = WORDS[450:550]
RARE: Final = WORDS[20_000:20_100]

Addresses = Callable[[Archive], list[str]]


def home(_archive: Archive) -> list[str]:
    return ["/"]


def articles(archive: Archive) -> list[str]:
    """Of all languages and years."""
    chance = random.Random(SEED)  # noqa: S311
    filings = [archive.filing(number) for number in sample(chance, archive.size, 4 * ARTICLES)]
    of_trends = [filing.path for filing in filings if filing.assessment]
    others = [filing.path for filing in filings if not filing.assessment]
    number = min(ARTICLES // OF_TRENDS, len(others) // (OF_TRENDS - 1)) or 1
    return [*chance.choices(of_trends, k=number), *others[: number * (OF_TRENDS - 1)]]


def sample(chance: random.Random, size: int, number: int) -> list[int]:
    return chance.sample(range(1, size + 1), min(size, number))


def topics(_archive: Archive) -> list[str]:
    return [f"/topic-{number}/" for number in range(TRENDS + 1, TOPICS + 1)]


def trends(_archive: Archive) -> list[str]:
    return [f"/topic-{number}/" for number in range(1, TRENDS + 1)]


def deep_pages(_archive: Archive) -> list[str]:
    """Of the same topics as `topics`: their thousandth page, or the last that is full."""
    plain = Topic.objects.filter(is_trend=False)
    return [address for topic in plain for address in deep_page(topic)]


def deep_page(topic: Topic) -> Iterator[str]:
    listed = Publication.objects.in_language("en").about(topic).newest_first()
    page = min(DEEPEST, listed.count() // PAGE_SIZE)
    if page > 1:
        last_before = (page - 1) * PAGE_SIZE - 1
        edge = Edge(*listed.values_list("first_published_at", "pk")[last_before])
        yield f"/{topic.slug}/?before={edge}"


def authors(_archive: Archive) -> list[str]:
    return [f"/authors/author-{number}/" for number in range(1, AUTHORS + 1)]


def issues(_archive: Archive) -> list[str]:
    return [f"/issues/{slug}/" for slug in Issue.objects.values_list("slug", flat=True)]


def common_words(_archive: Archive) -> list[str]:
    return [f"/search/?q={word}" for word in COMMON]


def rare_words(_archive: Archive) -> list[str]:
    return [f"/search/?q={word}" for word in RARE]


def feeds(_archive: Archive) -> list[str]:
    return ["/feed.atom"]


def desk_lists(_archive: Archive) -> list[str]:
    return ["/admin/analysis/article/", "/admin/analysis/article/?p=2"]


def desk_forms(archive: Archive) -> list[str]:
    numbers = sample(random.Random(SEED), archive.size, 500)  # noqa: S311
    return [f"/admin/analysis/article/{number}/change/" for number in numbers]


READERS: Final[dict[str, Addresses]] = {
    "home": home,
    "article": articles,
    "topic": topics,
    "trend": trends,
    "deep": deep_pages,
    "author": authors,
    "issue": issues,
    "search-common": common_words,
    "search-rare": rare_words,
    "feed": feeds,
}
DESK: Final[dict[str, Addresses]] = {"desk-list": desk_lists, "desk-form": desk_forms}


def working_set(archive: Archive) -> list[str]:
    """What a page cache has room for: some of everything."""
    return [
        path for name in ("home", "article", "topic", "author", "issue", "feed") for path in READERS[name](archive)[:40]
    ]


def as_staff() -> str:
    """The header of somebody who is signed in."""
    client = Client()
    client.force_login(User.objects.get(email=STAFF))
    return f"Cookie: {settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
