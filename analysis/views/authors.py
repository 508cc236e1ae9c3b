from datetime import datetime
from itertools import groupby

from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from translated_fields import to_attribute

from analysis.models import Author, Language, Publication
from analysis.text.alphabets import sort_key
from analysis.views.cursor import page_of
from analysis.views.existence import languages_of, with_languages
from analysis.views.frame import everywhere, in_languages, render_page
from analysis.views.pages import reader_page

LISTED_COLUMNS = [
    "slug",
    *(to_attribute(name, code) for name in ("name", "job_title") for code in Language.values),
]
# More names than this are shown letter by letter.
NAMES_ON_A_PAGE = 150
Letter = tuple[str, list[Author]]


@reader_page
def author(request: HttpRequest, at: datetime, slug: str) -> HttpResponse:
    publications = Publication.objects.live(at)
    authors = with_languages(Author.objects.all(), publications.filter(bylines__author=OuterRef("pk")))
    author = authors.select_related("picture").prefetch_related("links").filter(slug=slug).first()
    if not author or get_language() not in languages_of(author):
        raise Http404
    page = page_of(publications.in_language(get_language()).by(author).with_card(), request.GET)
    context = {"author": author, "page": page}
    paths = in_languages(request, languages_of(author))
    return render_page(request, "analysis/author_detail.html", context, paths=paths, query=page.query)


@reader_page
def author_list(request: HttpRequest, at: datetime) -> HttpResponse:
    publications = Publication.objects.live(at).in_language(get_language())
    authors = Author.objects.filter(Exists(publications.filter(bylines__author=OuterRef("pk")))).only(
        *LISTED_COLUMNS
    )
    letters = by_letter(list(authors))
    context = {"letters": letters, "shown": shown_letters(letters, request.GET.get("letter", ""))}
    return render_page(request, "analysis/author_list.html", context, paths=everywhere(request))


def by_letter(authors: list[Author]) -> list[Letter]:
    language = get_language()
    ordered = sorted(authors, key=lambda author: sort_key(str(author.name), language))
    return [(letter, list(group)) for letter, group in groupby(ordered, key=first_letter)]


def first_letter(author: Author) -> str:
    return next((character.upper() for character in str(author.name) if character.isalnum()), "–")


def shown_letters(letters: list[Letter], asked: str) -> list[Letter]:
    """All of them, or of a long list the one asked for."""
    if sum(len(authors) for _letter, authors in letters) <= NAMES_ON_A_PAGE:
        return letters
    return [entry for entry in letters if entry[0] == asked] or letters[:1]
