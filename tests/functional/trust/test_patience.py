"""Row 24: no input of 64 KiB keeps the server busy for two seconds, and no number makes it fail."""

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from analysis.models import Article
from analysis.search.meanings import meanings
from analysis.search.questions import question
from analysis.search.results import Filters, results
from analysis.search.titles import titles_beginning
from analysis.text.body import internal_links, with_pictures
from analysis.text.body_rules import without_markup
from analysis.text.excerpts import excerpt, word_count
from analysis.text.romanisation import romanise
from analysis.text.sanitising import UnusableBody, clean_body
from analysis.text.slugs import slugify
from analysis.text.tails import strip_tails
from analysis.text.word_diff import diff_blocks
from tests.factories import TopicFactory, published

SIZE = 64 * 1024
# Each has made some regular expression, parser or diff take minutes.
PATTERNS = {
    "opening": "<",
    "tags": "<a ",
    "nested": "<b><i>",
    "attributes": '<a href="x" ',
    "comments": "<!--",
    "entities": "&amp;",
    "half entities": "&#",
    "quotes": "\"'",
    "spaces": " ",
    "tabs and lines": "\t\n",
    "letters": "a",
    "words": "a ",
    "numbers": "1234567890 ",
    "dots": ".",
    "sentences": "A. ",
    "dashes": "-",
    "minus words": "-a ",
    "or": "or ",
    "brackets": "(",
    "operators": "!&|<->:* ",
    "backslashes": "\\",
    "combining": "e\u0301",
    "marks alone": "\u0301",
    "wide": "\ufdfa",
    "emoji": "👩‍👩‍👧‍👦",
    "Cyrillic": "Щы",
    "right to left": "\u202e",
    "headings": "<h1>x</h1>",
    "tables": "<table><tr><td>",
    "links": '<a href="/images/1/">x</a>',
    "images": '<img src="/images/1/" alt="x">',
}
NUMBERS = (
    "0",
    "-1",
    "1e9",
    "9223372036854775807",
    "9223372036854775808",
    "99999999999999999999999",
    "NaN",
    "٣",
    "1.1",
    "",
)
NAMES = ("before", "after", "page", "id", "limit", "offset", "from", "to", "topic", "author", "q", "assessment", "year")


@contextmanager
def quickly(seconds: float = 2) -> Iterator[None]:
    begun = time.process_time()
    yield
    assert time.process_time() - begun < seconds


def long(pattern: str) -> str:
    return (pattern * (SIZE // len(pattern.encode()) + 1))[:SIZE]


@pytest.mark.parametrize("pattern", PATTERNS.values(), ids=PATTERNS)
def test_no_text_takes_long_to_be_read(pattern: str) -> None:
    """Row 24."""
    text = long(pattern)
    for function in (without_markup, excerpt, word_count, internal_links, strip_tails):
        with quickly():
            function(text)
    with quickly():
        slugify(text, language="be")
        romanise(text, language="ru")
        with_pictures(text, lambda number, alt: "")


@pytest.mark.parametrize("pattern", PATTERNS.values(), ids=PATTERNS)
def test_no_body_takes_long_to_be_cleaned(pattern: str) -> None:
    """Row 24."""
    with quickly(), suppress(UnusableBody):
        clean_body(long(pattern))


@pytest.mark.parametrize("pattern", ["a ", "A b. ", "<p>x</p>", "<p>a b c</p><p>b c d</p>"])
def test_no_comparison_takes_long(pattern: str) -> None:
    """Row 24."""
    with quickly(4):  # MAX_EFFORT is about a second, and this machine may be slower than that one
        diff_blocks(long(pattern), long(pattern[::-1] if "<" not in pattern else "<p>y z</p>"))


@pytest.mark.django_db
@pytest.mark.parametrize("pattern", PATTERNS.values(), ids=PATTERNS)
def test_no_search_takes_long(pattern: str) -> None:
    """Row 24."""
    for language in ("en", "ru", "be"):
        with quickly():
            meaning = meanings(question(long(pattern)))[language]
            results(meaning, Filters(), words=True, language=language, at=timezone.now())
            titles_beginning(long(pattern), language=language, at=timezone.now(), limit=8)


@pytest.mark.django_db
def test_no_parameter_makes_a_page_fail_or_wait(client: Client) -> None:
    """Row 24: page, id and limit of 0, -1, 2^63 and more, in every parameter that a page might read."""
    published(slug="open", topic=TopicFactory.create(slug="elite"), at=timezone.now() - timedelta(hours=1))
    for number in NUMBERS:
        query = dict.fromkeys(NAMES, number) | {"before": f"{number}.{number}", "after": f"{number}.{number}"}
        for path in ("/elite/", "/search/", "/archive/"):
            with quickly():
                assert client.get(path, query).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("pattern", ["/a", "a", "%00", "..%2f", "%ff", "a-", "/%2e"])
def test_no_address_makes_the_site_fail_or_wait(client: Client, pattern: str) -> None:
    """Row 24."""
    for path in (
        f"/{pattern * 2000}",
        f"/elite/{pattern * 2000}/",
        f"/media/{pattern * 2000}",
        f"/tags/{pattern * 2000}/",
    ):
        with quickly():
            assert client.get(path, follow=True).status_code in (400, 404)


@pytest.mark.django_db
def test_an_article_as_long_as_they_come_is_saved_and_shown_quickly() -> None:
    """Row 24."""
    body = "<p>" + "The cabinet met, and nobody left. " * 60 + "</p>"
    with quickly(4):
        published(body=body * 30, at=timezone.now() - timedelta(hours=1))
    assert Article.objects.count() == 1
