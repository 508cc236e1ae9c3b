from datetime import datetime
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, QuerySet, prefetch_related_objects
from django.db.models.functions import JSONObject
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from translated_fields import to_attribute

from analysis import metadata
from analysis.frontend_cache.keeping import kept
from analysis.models import Author, AuthorLink, Language, Publication
from analysis.models.publications import PublicationQuerySet
from analysis.models.statements import written_once
from analysis.text.alphabets import first_letter, sort_key
from analysis.views.cursor import paged
from analysis.views.existence import languages_of, the_public_one, with_languages
from analysis.views.frame import everywhere, in_languages, render_page
from analysis.views.pages import reader_page

LISTED_COLUMNS = [
    "slug",
    "picture",
    *(to_attribute(name, code) for name in ("name", "job_title") for code in Language.values),
]
LINKS = ArraySubquery(AuthorLink.objects.filter(author=OuterRef("pk")).values(row=JSONObject(label="label", url="url")))
# So many are shown with their pictures; so many on one page, and more letter by letter.
PORTRAITS = 24
NAMES = 150
Letter = tuple[str, list[Author]]


@written_once
def authors_named(*, slug: str, at: datetime) -> QuerySet[Author]:
    """None or one."""
    theirs = Publication.objects.live(at).by(OuterRef("pk"))
    authors = with_languages(Author.objects.all(), theirs).annotate(link_rows=LINKS)
    return authors.select_related("picture").filter(slug=slug)


@paged(by="filed_at")
def by(*, author: int, language: str, at: datetime) -> PublicationQuerySet:
    return Publication.objects.live(at).by(author, language=language).with_card().known()


@reader_page
def author(request: HttpRequest, at: datetime, slug: str) -> HttpResponse:
    author: Any = the_public_one(authors_named(slug=slug, at=at))
    page = by.page(request.GET, author=author.pk, language=get_language(), at=at)
    links = [AuthorLink(**row) for row in author.link_rows]
    context = {"author": author, "links": links, "page": page, "structured": metadata.of_author(author, links)}
    paths = in_languages(request, languages_of(author))
    response = render_page(request, "analysis/author_detail.html", context, paths=paths, query=page.query)
    return kept(response, f"author:{author.pk}", query=page.kept_query)


@reader_page
def author_list(request: HttpRequest, at: datetime) -> HttpResponse:
    language, asked = get_language(), request.GET.get("letter", "")
    authors = sorted(readable_authors(at), key=lambda author: sort_key(str(author.name), language))
    if len(authors) <= PORTRAITS:
        prefetch_related_objects(authors, "picture")
        context: dict[str, Any] = {"portraits": authors}
    else:
        letters = [(letter, list(group)) for letter, group in groupby(authors, key=letter_of)]
        context = {"letters": letters, "shown": shown_letters(letters, asked)}
    response = render_page(request, "analysis/author_list.html", context, paths=everywhere(request))
    is_letter = any(letter == asked for letter, _authors in context.get("letters", ()))
    return kept(response, f"list:{language}", query=f"?{urlencode({'letter': asked})}" if is_letter else "")


def readable_authors(at: datetime) -> QuerySet[Author]:
    publications = Publication.objects.live(at).in_language(get_language())
    return Author.objects.filter(Exists(publications.by(OuterRef("pk")))).only(*LISTED_COLUMNS)


def letter_of(author: Author) -> str:
    return first_letter(str(author.name), get_language()) or "–"


def shown_letters(letters: list[Letter], asked: str) -> list[Letter]:
    """All of them, or of a long list the one asked for: without a question the first that is no digit."""
    if sum(len(authors) for _letter, authors in letters) <= NAMES:
        return letters
    chosen = [entry for entry in letters if entry[0] == asked]
    return chosen or [entry for entry in letters if entry[0].isalpha()][:1] or letters[:1]
