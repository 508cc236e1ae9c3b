from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode

from django.db import DatabaseError, router, transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from analysis.models import Language, Publication, SearchMiss, Topic
from analysis.models.languages import HOME
from analysis.models.publications import PAGE_SIZE, PublicationQuerySet
from analysis.models.statements import written_once
from analysis.search import proposals
from analysis.search.highlights import excerpt, marked
from analysis.search.looking_up import MOST
from analysis.search.meanings import Meaning, meanings
from analysis.search.proposals import Asked
from analysis.search.questions import Question, question
from analysis.search.reach import by_words
from analysis.search.results import Results, results
from analysis.search.titles import titles_beginning
from analysis.text.terms import stems
from analysis.views.addresses import present_slug
from analysis.views.clock import RequestAsOf
from analysis.views.facets import chosen, facets
from analysis.views.frame import everywhere, render_page
from analysis.views.pages import reader_page
from analysis.views.search_form import ASKED, Address, SearchForm

NEWEST: Final = 5
TITLES: Final = 8


class Row(NamedTuple):
    """A text that was found, with the words in it; of `text` the part that has most of them, else the standfirst."""

    publication: Publication
    address: str
    topic: Topic
    title: SafeString
    text: SafeString


class Elsewhere(NamedTuple):
    """What another language has of it."""

    code: str
    number: int
    is_more: bool
    address: str


@reader_page
def search(request: HttpRequest, at: datetime) -> HttpResponse:
    form, language = SearchForm(request.GET, at=at), get_language()
    if renamed := renamed_in(form, at):
        return HttpResponsePermanentRedirect(with_changes(request, renamed))
    asked = question(form.text)
    meant = meanings(asked) if asked.parts else {}
    meaning = meant.get(language, Meaning())
    with by_words():
        found = results(
            meaning,
            form.filters,
            words=bool(asked.text),
            language=language,
            at=at,
            by_date=form.by_date,
            others={code: each for code, each in meant.items() if code != language},
        )
    context = {
        **page_of(found, form, meaning, language, at),
        **({} if found.ids else help_for(request, asked, form, language, at)),
        "form": form,
        "text": asked.text,
        "elsewhere": elsewhere(found, form),
    }
    return render_page(request, "analysis/search.html", context, paths=everywhere(request))


def renamed_in(form: SearchForm, at: datetime) -> dict[str, str]:
    """Topics and authors that are asked for by an address they once had, by their present ones."""
    found = {name: present_in_any(name, former, at) for name, former in form.unknown.items()}
    return {name: slug for name, slug in found.items() if slug}


def present_in_any(kind: str, former: str, at: datetime) -> str:
    """A search tells of the other languages as well."""
    slugs = (present_slug(kind, former, language=code, at=at) for code in Language.values)
    return next(filter(None, slugs), "")


def with_changes(request: HttpRequest, changes: dict[str, str]) -> str:
    """The same question; of whatever else the address says, nothing."""
    asked = {name: value for name, value in request.GET.items() if name in ASKED} | changes
    return f"{request.path_info}?{urlencode(asked)}"


@reader_page
def titles(request: HttpRequest, at: datetime) -> HttpResponse:
    """For the list below the field, while somebody types."""
    found = titles_beginning(SearchForm(request.GET, at=at).text, language=get_language(), at=at, limit=TITLES)
    return HttpResponse(render_to_string("analysis/search_titles.html", {"publications": found}))


def page_of(found: Results, form: SearchForm, meaning: Meaning, language: str, at: datetime) -> dict[str, Any]:
    address, number = Address(form.typed), min(form.page, max(1, -(-len(found.ids) // PAGE_SIZE)))
    return {
        "found": found,
        "rows": rows(found.ids[(number - 1) * PAGE_SIZE : number * PAGE_SIZE], meaning, language, at),
        "pages": pages(found, number, address),
        "address": address,
        "chosen": chosen(form, address),
        "facets": facets(found, form, address),
    }


def rows(ids: Sequence[int], meaning: Meaning, language: str, at: datetime) -> list[Row]:
    live = {each.pk: each for each in with_texts(ids=list(ids), at=at)} if ids else {}
    return [row_of(live[pk], meaning.stems, language) for pk in ids if pk in live]


@written_once
def with_texts(*, ids: Sequence[int], at: datetime) -> PublicationQuerySet:
    return Publication.objects.live(at).with_card().annotate(text=F("body_text")).filter(pk__any_of=ids)


def row_of(publication: Any, stems: frozenset[str], language: str) -> Row:
    texts = (publication.text, publication.standfirst, publication.assessment_reason)
    parts = (excerpt(text, stems, language) for text in texts)
    return Row(
        publication,
        publication.get_absolute_url(),
        publication.primary_topic,
        marked(publication.title, stems, language),
        next(filter(None, parts), None) or marked(publication.standfirst, stems, language),
    )


def pages(found: Results, page: int, address: Address) -> dict[str, Any]:
    """The addresses of the neighbours."""
    last = -(-len(found.ids) // PAGE_SIZE)
    return {
        "before": address.with_(number=page - 1 if page > 2 else "") if page > 1 else "",
        "after": address.with_(number=page + 1) if page < last else "",
        # What lies behind the last page is found by asking more precisely.
        "is_cut": page == last and (found.is_more or found.total > MOST),
    }


def elsewhere(found: Results, form: SearchForm) -> list[Elsewhere]:
    query = Address(form.typed).with_(order="")
    return [
        Elsewhere(code, number, is_more, f"{HOME[code]}search/{query}")
        for code, (number, is_more) in found.elsewhere.items()
        if number
    ]


def help_for(request: HttpRequest, asked: Question, form: SearchForm, language: str, at: datetime) -> dict[str, Any]:
    """For who has asked nothing yet the newest articles; for who found nothing also what they may have meant."""
    newest = Publication.objects.live(at).in_language(language).newest_first().with_card()[:NEWEST]
    if not asked.parts:
        return {"newest": newest}
    whole = Asked(question=asked, filters=form.filters, language=language, at=at)
    if has_missed(request, asked, form):
        # A database that takes no writes just now is no reason to answer nothing.
        with suppress(DatabaseError), transaction.atomic(router.db_for_write(SearchMiss)):
            SearchMiss.objects.note(asked.text, language=language, day=timezone.localdate(at))
    with by_words():
        corrected = proposals.corrected(whole)
        return {
            "newest": newest,
            "corrected": corrected,
            "wider": proposals.wider(whole),
            "shorter": [] if corrected else proposals.shorter(whole),
            "names": proposals.nearest_names(whole),
        }


def has_missed(request: HttpRequest, asked: Question, form: SearchForm) -> bool:
    """Whether editors should know: a reader's own question, of words that tell something, of all texts."""
    is_readers = request.method == "GET" and not isinstance(request, RequestAsOf)
    return is_readers and not form.filters and bool(stems(asked.text, get_language()))
