"""What surrounds every page: the masthead, the trends, the way to the same page in the other languages."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db.models import QuerySet
from django.db.models.functions import JSONObject
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language, get_language_info, gettext, override
from translated_fields import to_attribute

from analysis import metadata
from analysis.models import Language, Masthead, Topic
from analysis.models.json_rows import TextOfRows
from analysis.models.languages import HOME
from analysis.models.statements import written_once
from analysis.templatetags.cards import card_of_site, site_card_path
from analysis.templatetags.names import Links, links

# The form that Open Graph asks for.
LOCALES = {"en": "en_GB", "ru": "ru_RU", "be": "be_BY"}
MASTHEAD_COLUMNS = [field.attname for field in Masthead._meta.concrete_fields]
# So many stand in the masthead; the rest is a step away.
ROOM_FOR_TRENDS = 7


@dataclass(frozen=True, kw_only=True)
class LanguageLink:
    """One entry of the language switch; without a path it says `missing`, in its own language."""

    code: str
    name: str
    home: str
    path: str
    missing: str
    locale: str


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """
    What surrounds every page of a language. `trend_links`: paths and names of as many as the masthead has room for;
    `card`: the path of the picture that a link brings along; `said`: what each page's script says of the publication
    (analysis.metadata).
    """

    masthead: Masthead
    trends: list[Topic]
    trend_links: Links
    card: str
    said: str


@dataclass(frozen=True, kw_only=True)
class Frame(Surroundings):
    language: str
    home: str
    languages: list[LanguageLink]
    alternates: list[LanguageLink]
    path: str
    canonical: str
    locale: str

    @property
    def editions(self) -> tuple[tuple[str, str, str], ...]:
        """Codes, first pages and names of the languages."""
        return tuple((link.code, link.home, link.name) for link in self.languages)

    @property
    def shown_trend(self) -> str:
        """The path of the page, where it is one of these."""
        return self.path if self.path in dict(self.trend_links) else ""


def render_page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    paths: Mapping[str, str],
    query: str = "",
    status: int = 200,
) -> HttpResponse:
    """
    A reader's page. `paths`: its address in each language that has it; `query`: its part of a paged list;
    in the context `structured`: what it says of itself to programs (analysis.metadata).

    Templates are not given the request: nothing about the visitor can get into a page that a cache may keep.
    """
    frame = frame_of(paths, query=query)
    # What may not be found need not be understood: parts of lists, previews, errors.
    nodes = context.get("structured", ()) if frame.canonical and not query else ()
    page = {**context, "frame": frame, "structured": metadata.script(frame.said, nodes)}
    return HttpResponse(render_to_string(template, page), status=status)


def everywhere(request: HttpRequest) -> dict[str, str]:
    return in_languages(request, Language.values)


def in_languages(request: HttpRequest, codes: Collection[str]) -> dict[str, str]:
    """The address asked for, as each of these languages has it."""
    below_home = request.path_info.removeprefix(HOME[get_language()])
    return {code: HOME[code] + below_home for code in codes}


def frame_of(paths: Mapping[str, str], *, query: str) -> Frame:
    language = get_language()
    languages = [language_link(code, paths.get(code, "")) for code in Language.values]
    path = paths.get(language, "")
    return Frame(
        **vars(surroundings()),
        language=language,
        home=HOME[language],
        languages=languages,
        # Which part of a list corresponds to which, nobody can say.
        alternates=[link for link in languages if link.path] if len(paths) > 1 and not query else [],
        path=path,
        locale=LOCALES[language],
        canonical=f"{settings.SITE_URL}{quote(path)}{query}" if path else "",
    )


def language_link(code: str, path: str) -> LanguageLink:
    name, missing = own_words(code)
    return LanguageLink(code=code, name=name, home=HOME[code], path=path, missing=missing, locale=LOCALES[code])


@cache
def own_words(code: str) -> tuple[str, str]:
    """A language's name, and how it says that something is missing."""
    with override(code):
        missing = gettext("not translated yet")
    local_name = get_language_info(code)["name_local"]
    return local_name[:1].upper() + local_name[1:], missing


def surroundings() -> Surroundings:
    row = next(iter(mastheads()), None)
    if row is None:  # nobody has named the publication yet
        return _surroundings(Masthead.objects.current(), Topic.objects.trends())
    return _known_surroundings(row, get_language(), settings.SITE_URL)


@written_once
def mastheads() -> "QuerySet[Masthead, tuple[Any, ...]]":
    """With the trends, as text: every page asks for both."""
    columns = ["id", "slug", *(to_attribute("name", code) for code in Language.values)]
    trends = Topic.objects.trends().values(columns=JSONObject(**{column: column for column in columns}))
    return Masthead.objects.annotate(trends=TextOfRows(trends)).values_list(*MASTHEAD_COLUMNS, "trends")


# Two or three of each language, while it changes.
@lru_cache(maxsize=3 * len(Language))
def _known_surroundings(row: tuple[Any, ...], _language: str, _site: str) -> Surroundings:
    *values, trends = row
    masthead = Masthead.from_db(None, MASTHEAD_COLUMNS, values)
    return _surroundings(masthead, [Topic.told(columns) for columns in json.loads(trends)])


def _surroundings(masthead: Masthead, trends: Iterable[Topic]) -> Surroundings:
    trends = list(trends)
    return Surroundings(
        masthead=masthead,
        trends=trends,
        trend_links=links(trends[:ROOM_FOR_TRENDS]),
        card=site_card_path(card_of_site(masthead)),
        said=metadata.of_the_publication(masthead),
    )
