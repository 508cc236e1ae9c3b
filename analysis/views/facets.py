"""What a search can be narrowed down by, with how much each would leave, and what it is narrowed down by already."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import QuerySet, Value
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from translated_fields import to_attribute

from analysis.models import Assessment, Author, Language, Topic
from analysis.models.statements import written_once
from analysis.search.results import Results
from analysis.templatetags.names import in_language, translated
from analysis.text.lexemes import filing_mark
from analysis.views.search_form import Address, SearchForm


class Name(NamedTuple):
    """Of a topic or an author; `slug`: its part of an address."""

    slug: str
    label: SafeString


class Option(NamedTuple):
    """
    `address`: of the same search with it, or without it where it is chosen. `assessment`: for its sign. `is_more`:
    whether there are more than were counted.
    """

    label: str
    number: int
    address: str
    is_chosen: bool = False
    assessment: str = ""
    is_more: bool = False


class Facet(NamedTuple):
    label: Promise
    options: Sequence[Option]


class Choice(NamedTuple):
    """A filter that holds, and the address without it."""

    label: str | Promise
    address: str


def facets(results: Results, form: SearchForm, address: Address) -> list[Facet]:
    """Of topics, authors and assessments, where there is something to choose between."""
    counted, filters, named = results.facets, form.filters, names_of(results.facets)
    assessments = [(mark.partition(":")[2], number) for mark, number in counted.get("is", ())]
    found = [
        Facet(gettext_lazy("Topics"), filed("topic", counted, named, filters.topic, address)),
        Facet(gettext_lazy("Authors"), filed("author", counted, named, filters.author, address)),
        Facet(gettext_lazy("Assessment"), [judged(each, n, filters.assessment, address) for each, n in assessments]),
    ]
    choices = [facet for facet in found if len(facet.options) > 1 or any(option.is_chosen for option in facet.options)]
    return [Facet(label, [told(option, results) for option in options]) for label, options in choices]


def told(option: Option, results: Results) -> Option:
    """What is chosen has the number that the page has."""
    if option.is_chosen:
        return option._replace(number=results.total, is_more=results.is_more)
    return option._replace(is_more=results.are_facets_cut)


def names_of(counted: Mapping[str, Sequence[tuple[str, int]]]) -> dict[str, Name]:
    """Of topics and authors, by their marks."""
    topics, authors = ([key_of(mark) for mark, _number in counted.get(kind, ())] for kind in ("topic", "author"))
    rows = topics_and_authors(topics=topics, authors=authors) if topics or authors else []
    return {filing_mark(row["kind"], row["pk"]): Name(row["slug"], name_in(row)) for row in rows}


def name_in(row: dict[str, Any]) -> SafeString:
    language = get_language()
    if name := row[to_attribute("name", language)]:
        return in_language(name, "")
    return in_language(row[to_attribute("name", settings.LANGUAGE_CODE)], settings.LANGUAGE_CODE)


def key_of(mark: str) -> int:
    return int(mark.partition(":")[2])


@written_once
def topics_and_authors(*, topics: Sequence[int], authors: Sequence[int]) -> "QuerySet[Any, dict[str, Any]]":
    """In one question."""
    columns = ("kind", "pk", "slug", *(to_attribute("name", code) for code in Language.values))
    of_topics = Topic.objects.filter(pk__any_of=topics).annotate(kind=Value("topic"))
    of_authors = Author.objects.filter(pk__any_of=authors).annotate(kind=Value("author"))
    both: QuerySet[Any, dict[str, Any]] = of_topics.order_by().values(*columns)
    return both.union(of_authors.order_by().values(*columns), all=True)


def filed(
    kind: str,
    counted: Mapping[str, Sequence[tuple[str, int]]],
    named: Mapping[str, Name],
    chosen: Topic | Author | None,
    address: Address,
) -> list[Option]:
    options = []
    for mark, number in counted.get(kind, ()):
        if name := named.get(mark):
            is_chosen = bool(chosen and chosen.pk == key_of(mark))
            changed = address.with_(**{kind: "" if is_chosen else name.slug})
            options.append(Option(name.label, number, changed, is_chosen))
    return options


def judged(assessment: str, number: int, chosen: str, address: Address) -> Option:
    is_chosen = assessment == chosen
    changed = address.with_(assessment="" if is_chosen else assessment)
    return Option(str(Assessment(assessment).label), number, changed, is_chosen, assessment)


def chosen(form: SearchForm, address: Address) -> list[Choice]:
    filters = form.filters
    choices = [
        ("topic", filters.topic and translated(filters.topic, "name")),
        ("author", filters.author and translated(filters.author, "name")),
        ("assessment", filters.assessment and Assessment(filters.assessment).label),
        ("from", filters.start and _("from %(day)s") % {"day": date_format(filters.start)}),
        ("to", filters.end and _("until %(day)s") % {"day": date_format(filters.end)}),
    ]
    return [Choice(said, address.with_(**{name: ""})) for name, said in choices if said]
