"""What may be asked of the search, and the address of the same question with something changed."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final, cast
from urllib.parse import urlencode

from django import forms
from django.core.validators import slug_re
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from analysis.models import Assessment, Author, Publication, Topic
from analysis.search.questions import readable
from analysis.search.results import Filters

NEWEST_FIRST: Final = "newest"
FIELDS: Final = ("q", "topic", "author", "assessment", "from", "to", "order")
ASKED: Final = (*FIELDS, "number")
_LONGEST: Final = 400


def readable_topics(at: datetime) -> QuerySet[Topic]:
    about_it = Publication.objects.live(at).about(OuterRef("pk"))
    return Topic.objects.filter(Q(is_trend=True) | Exists(about_it))


def readable_authors(at: datetime) -> QuerySet[Author]:
    return Author.objects.filter(Exists(Publication.objects.live(at).by(OuterRef("pk"))))


# What readers can see: whoever guesses the address of another is not told that it exists, nor its name.
READABLE: Final[dict[str, Callable[[datetime], QuerySet[Any]]]] = {"topic": readable_topics, "author": readable_authors}


class PlainText(forms.CharField):
    """Of a length that somebody could have typed; whatever nobody can type is left out, not refused."""

    def to_python(self, value: Any) -> str:
        return readable(str(value or "")[:_LONGEST])


class Day(forms.DateField):
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    input_formats = ("%Y-%m-%d",)
    default_error_messages = {"invalid": _("This is no day. Write it as 2026-11-30.")}


class SearchForm(forms.Form):
    """A field that cannot be read says so beside itself; the others hold all the same."""

    q = PlainText(required=False)
    topic = forms.ModelChoiceField(
        Topic.objects.none(),
        to_field_name="slug",
        required=False,
        error_messages={"invalid_choice": _("There is no such topic.")},
    )
    author = forms.ModelChoiceField(
        Author.objects.none(),
        to_field_name="slug",
        required=False,
        error_messages={"invalid_choice": _("There is no such author.")},
    )
    assessment = forms.ChoiceField(
        choices=Assessment,
        required=False,
        error_messages={"invalid_choice": _("There is no such assessment.")},
    )
    order = forms.ChoiceField(choices=[(NEWEST_FIRST, "")], required=False)
    number = forms.IntegerField(required=False, min_value=1, max_value=1_000)

    def __init__(self, data: Any, *, at: datetime) -> None:
        super().__init__(data)
        for name, rows in READABLE.items():
            if data.get(name):
                cast(Any, self.fields[name]).queryset = rows(at)
        # "from" is no name in Python.
        self.fields |= {"from": Day(label=_("From"), required=False), "to": Day(label=_("To"), required=False)}

    def clean(self) -> None:
        start, end = self._said("from"), self._said("to")
        if start and end and end < start:
            self.add_error("to", _("This is before the day it begins with."))

    @property
    def text(self) -> str:
        return str(self._said("q") or "")

    @property
    def filters(self) -> Filters:
        return Filters(
            topic=self._said("topic"),
            author=self._said("author"),
            assessment=self._said("assessment") or "",
            start=self._said("from"),
            end=self._said("to"),
        )

    @property
    def by_date(self) -> bool:
        return bool(self._said("order") == NEWEST_FIRST)

    @property
    def page(self) -> int:
        return int(self._said("number") or 1)

    @property
    def kept(self) -> dict[str, str]:
        """What holds besides what the form shows."""
        return {name: value for name, value in self.typed.items() if name not in ("q", "from", "to")}

    @property
    def days(self) -> list[Any]:
        return [self["from"], self["to"]]

    @property
    def unreadable(self) -> list[str]:
        """Sentences about what has no field of its own on the page."""
        return [str(said) for name in ("topic", "author", "assessment") for said in self.errors.get(name, ())]

    @property
    def unknown(self) -> dict[str, str]:
        """Addresses, or what might be some, of topics and authors that nobody has now."""
        given = {name: str(self.data.get(name, "")) for name in READABLE if name in self.errors}
        return {name: slug for name, slug in given.items() if slug_re.fullmatch(slug)}

    @property
    def typed(self) -> dict[str, str]:
        """What holds, as it stands in an address."""
        kept = {name: self._said(name) for name in FIELDS}
        return {name: getattr(value, "slug", None) or str(value) for name, value in kept.items() if value}

    def _said(self, name: str) -> Any:
        """Nothing where it cannot be read."""
        if not hasattr(self, "cleaned_data"):
            self.is_valid()
        return self.cleaned_data.get(name)


class Address:
    """Of a question; of the same question with something in it changed."""

    def __init__(self, typed: dict[str, str]) -> None:
        self._typed = typed

    def with_(self, **changes: object) -> str:
        """Its query; what is empty is left out."""
        changed = {**self._typed, **{name: str(value) for name, value in changes.items()}}
        query = urlencode({name: value for name, value in changed.items() if value})
        return f"?{query}" if query else "?q="
