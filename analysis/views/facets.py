"""What a search can be narrowed down by, with how much each would leave, and what it is narrowed down by already."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, NamedTuple, TypeVar

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from translated_fields import to_attribute

from analysis.models import Assessment, Author, Language, Topic
from analysis.models.statements import written_once
from analysis.views.search_form import Address, SearchForm

Named = TypeVar("Named", Topic, Author)
NAMES: Final = [to_attribute("name", code) for code in Language.values]


class Option(NamedTuple):
    """`address`: of the same search with it, or without it where it is chosen. `assessment`: for its sign."""

    label: str
    number: int
    address: str
    is_chosen: bool = False
    assessment: str = ""


class Facet(NamedTuple):
    label: Promise
    options: Sequence[Option]


class Choice(NamedTuple):
    """A filter that holds, and the address without it."""

    label: str
    address: str


def facets(counted: Mapping[str, Sequence[tuple[str, int]]], form: SearchForm, address: Address) -> list[Facet]:
    """Of topics, authors and assessments, where there is something to choose between."""
    filters = form.filters
    topics = named(topics_with, counted.get("topic", ()))
    authors = named(authors_with, counted.get("author", ()))
    assessments = [(mark.partition(":")[2], number) for mark, number in counted.get("is", ())]
    found = [
        Facet(gettext_lazy("Topics"), [thing("topic", each, n, filters.topic, address) for each, n in topics]),
        Facet(gettext_lazy("Authors"), [thing("author", each, n, filters.author, address) for each, n in authors]),
        Facet(gettext_lazy("Assessment"), [judged(each, n, filters.assessment, address) for each, n in assessments]),
    ]
    return [facet for facet in found if len(facet.options) > 1 or any(option.is_chosen for option in facet.options)]


def named(things: Callable[..., Sequence[Named]], counted: Sequence[tuple[str, int]]) -> list[tuple[Named, int]]:
    """By their keys, which the marks end with."""
    numbers = {int(mark.partition(":")[2]): number for mark, number in counted}
    found = {each.pk: each for each in things(keys=list(numbers))} if numbers else {}
    return [(found[pk], number) for pk, number in numbers.items() if pk in found]


@written_once
def topics_with(*, keys: Sequence[int]) -> QuerySet[Topic]:
    return Topic.objects.filter(pk__any_of=keys).only("slug", *NAMES)


@written_once
def authors_with(*, keys: Sequence[int]) -> QuerySet[Author]:
    return Author.objects.filter(pk__any_of=keys).only("slug", *NAMES)


def thing(name: str, each: Any, number: int, chosen: Any, address: Address) -> Option:
    is_chosen = each == chosen
    return Option(str(each), number, address.with_(**{name: "" if is_chosen else each.slug}), is_chosen)


def judged(assessment: str, number: int, chosen: str, address: Address) -> Option:
    is_chosen = assessment == chosen
    changed = address.with_(assessment="" if is_chosen else assessment)
    return Option(str(Assessment(assessment).label), number, changed, is_chosen, assessment)


def chosen(form: SearchForm, address: Address) -> list[Choice]:
    filters = form.filters
    choices = [
        ("topic", filters.topic),
        ("author", filters.author),
        ("assessment", filters.assessment and Assessment(filters.assessment).label),
        ("from", filters.start and _("from %(day)s") % {"day": date_format(filters.start)}),
        ("to", filters.end and _("until %(day)s") % {"day": date_format(filters.end)}),
    ]
    return [Choice(str(said), address.with_(**{name: ""})) for name, said in choices if said]
