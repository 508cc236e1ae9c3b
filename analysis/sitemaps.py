"""
Sitemaps: every page that search engines should know, cut so that each part is made in bounded time and memory.

A part holds the articles of a range of keys, so that nothing has to be counted or skipped, and a text stays in its
part. Part 0 of each language holds the other pages.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import cache
from itertools import islice
from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Max, OuterRef
from django.db.models.expressions import RawSQL
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import override

from analysis.models import Author, Language, Masthead, Publication, Topic
from analysis.models.articles import article_path
from analysis.models.changes import CHANGED_AT, KEYS_IN_A_PART, PART
from analysis.models.publications import PAGE_SIZE, PublicationQuerySet
from analysis.models.statements import Given, ask, database, written
from analysis.templatetags.addresses import absolute
from analysis.templatetags.dates import machine_readable
from analysis.text.xml_text import xml_text

LARGEST = 50_000
PAGES = 0
NEWS_FOR = timedelta(days=2)
MOST_NEWS = 1_000

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
SITEMAPS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
ALTERNATES = 'xmlns:xhtml="http://www.w3.org/1999/xhtml"'
NEWS = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
PLAIN_PAGES = ("home", "topics", "issues", "authors", "archive", "corrections")

# Of each language and part the one that changed last.
BY_PART = f"""
    SELECT code, part + 1, changed_at FROM unnest(%(languages)s::text[]) AS code
        CROSS JOIN generate_series(
            0, (SELECT (max(article_id) - 1) / {KEYS_IN_A_PART} FROM analysis_publication)
        ) AS part
        CROSS JOIN LATERAL ({{changed_last}}) AS changed_last
"""  # noqa: S608 - ours

Addresses = Mapping[str, str]


class Part(NamedTuple):
    language: str
    number: int
    changed_at: datetime | None


class Page(NamedTuple):
    """Its address in each language that has it, and when the one in question last changed."""

    addresses: Addresses
    changed_at: datetime | None = None


# --- The index ---------------------------------------------------------------------------------------------


def index(at: datetime) -> str:
    listed = "".join(f"<sitemap>{_location(address_of(part), part.changed_at)}</sitemap>\n" for part in parts(at))
    return f"{HEAD}<sitemapindex {SITEMAPS}>\n{listed}</sitemapindex>\n"


def parts(at: datetime) -> list[Part]:
    articles = articles_by_part(at)
    pages = [
        Part(code, PAGES, _latest(part.changed_at for part in articles if part[0] == code)) for code in Language.values
    ]
    return sorted([*pages, *articles])


def articles_by_part(at: datetime) -> list[Part]:
    """Those in which something is public, each with when it last changed."""
    return [Part(*row) for row in ask(by_part(), {"languages": Language.values, "at": at}, database())]


@cache
def by_part() -> str:
    """In the words of the index `publication_changed`, which has the one that is wanted at its beginning."""
    at: Any = Given("at")
    there = (
        Publication.objects.live(at).annotate(part=PART).filter(language=RawSQL("code", []), part=RawSQL("part", []))
    )
    last = there.order_by(CHANGED_AT.desc(nulls_last=True)).values(changed_at=CHANGED_AT)[:1]
    return BY_PART.format(changed_last=written(last, database()))


def address_of(part: Part) -> str:
    return absolute(reverse("sitemap-part", args=[part.language, part.number]))


def _latest(instants: Iterable[datetime | None]) -> datetime | None:
    return max(filter(None, instants), default=None)


# --- A part ------------------------------------------------------------------------------------------------


def part(language: str, number: int, at: datetime) -> str:
    """Empty if there is no such part."""
    pages = other_pages(language, at) if number == PAGES else articles(language, number, at)
    listed = "".join(_entry(page, language) for page in islice(pages, LARGEST))
    return f"{HEAD}<urlset {SITEMAPS} {ALTERNATES}>\n{listed}</urlset>\n" if listed else ""


def articles(language: str, number: int, at: datetime) -> Iterator[Page]:
    last = number * KEYS_IN_A_PART
    live = Publication.objects.live(at)
    slugs = ("language", "primary_topic__slug", "slug")
    others = live.exclude(language=language).filter(translation_key=OuterRef("translation_key"))
    translations = ArraySubquery(others.values(row=JSONObject(**{name: name for name in slugs})))
    found = live.in_language(language).filter(article_id__gt=last - KEYS_IN_A_PART, article_id__lte=last)
    rows = found.order_by("article_id").annotate(translations=translations, changed_at=CHANGED_AT)
    forms = {code: absolute(article_path(code, "TOPIC", "SLUG")) for code in Language.values}
    for row in rows.values(*slugs, "translations", "changed_at"):
        versions = (row, *row["translations"])
        yield Page({each["language"]: _address(forms, each) for each in versions}, row["changed_at"])


def _address(forms: Addresses, version: Mapping[str, str]) -> str:
    # To reverse each of ten thousand addresses would take a second.
    path = f"/{version['primary_topic__slug']}/{version['slug']}/"
    return forms[version["language"]].replace("/TOPIC/SLUG/", path)


def other_pages(language: str, at: datetime) -> Iterator[Page]:
    live = Publication.objects.live(at)
    yield from (Page(_in_languages(name, Language.values)) for name in PLAIN_PAGES)
    trends = Topic.objects.trends().values_list("slug", flat=True)
    yield from _pages("topic", _list_changes(Topic, live.about(OuterRef("pk"))), language, everywhere=trends)
    yield from _pages("issue", _issue_changes(live), language)
    yield from _pages("author", _list_changes(Author, live.by(OuterRef("pk"))), language)


Changes = dict[str, dict[str, datetime | None]]


def _issue_changes(live: PublicationQuerySet) -> Changes:
    """When something of each issue last changed, by slug and language."""
    changes: Changes = {}
    rows = live.exclude(issue=None).order_by().values_list("issue__slug", "language")
    for name, language, changed_at in rows.annotate(changed_at=Max(CHANGED_AT)):
        changes.setdefault(name, {})[language] = changed_at
    return changes


def _list_changes(model: type[Topic] | type[Author], texts: PublicationQuerySet) -> Changes:
    """The same of topics or authors, whose pages begin with the newest of their texts: of those alone."""
    newest = {code: texts.in_language(code).newest_filed_first()[:PAGE_SIZE] for code in Language.values}
    by_language = {code: ArraySubquery(some.values(changed_at=CHANGED_AT)) for code, some in newest.items()}
    rows = model.objects.order_by().annotate(**by_language).values("slug", *by_language)
    return {row["slug"]: {code: _latest(row[code]) for code in by_language if row[code]} for row in rows}


def _pages(name: str, changes: Changes, language: str, *, everywhere: Iterable[str] = ()) -> Iterator[Page]:
    """Of one kind. A topic, issue or author has a page where something of theirs is public; trends have them all."""
    for slug in everywhere:
        changes[slug] = dict.fromkeys(Language.values) | changes.get(slug, {})
    # To reverse the address of each would take longer than all the rest.
    some = next(iter(changes), "")
    lists = _in_languages(name, Language.values, some) if some else {}
    for slug, by_language in sorted(changes.items()):
        if language in by_language:
            addresses = {code: f"{lists[code].removesuffix(f'{some}/')}{slug}/" for code in by_language}
            yield Page(addresses, by_language[language])


def _in_languages(name: str, languages: Iterable[str], *args: str) -> Addresses:
    addresses = {}
    for code in languages:
        with override(code):
            addresses[code] = absolute(reverse(f"analysis:{name}", args=args))
    return addresses


def _entry(page: Page, language: str) -> str:
    alternates = "".join(
        f'<xhtml:link rel="alternate" hreflang="{code}" href="{escape(address)}"/>'
        for code, address in _alternates(page)
    )
    return f"<url>{_location(page.addresses[language], page.changed_at)}{alternates}</url>\n"


def _alternates(page: Page) -> list[tuple[str, str]]:
    """As the page itself names them."""
    if len(page.addresses) < 2:
        return []
    named = [(code, page.addresses[code]) for code in Language.values if code in page.addresses]
    return [*named, ("x-default", named[0][1])]


def _location(address: str, changed_at: datetime | None) -> str:
    changed = f"<lastmod>{machine_readable(changed_at)}</lastmod>" if changed_at else ""
    return f"<loc>{escape(address)}</loc>{changed}"


# --- News --------------------------------------------------------------------------------------------------


def news(at: datetime) -> str:
    """What appeared within two days."""
    recent = Publication.objects.live(at).filter(first_published_at__gt=at - NEWS_FOR).newest_first()
    masthead = Masthead.objects.current()
    names = {}
    for code in Language.values:
        with override(code):
            names[code] = str(masthead.name)
    listed = "".join(_news(publication, names) for publication in recent.with_card()[:MOST_NEWS])
    return f"{HEAD}<urlset {SITEMAPS} {NEWS}>\n{listed}</urlset>\n"


def _news(publication: Publication, names: Mapping[str, str]) -> str:
    name, title = escape(xml_text(names[publication.language])), escape(xml_text(publication.title))
    publisher = f"<news:name>{name}</news:name><news:language>{publication.language}</news:language>"
    return (
        f"<url>{_location(absolute(publication.get_absolute_url()), None)}<news:news>"
        f"<news:publication>{publisher}</news:publication>"
        f"<news:publication_date>{machine_readable(publication.first_published_at)}</news:publication_date>"
        f"<news:title>{title}</news:title></news:news></url>\n"
    )
