"""Ordered rows of an article: by-lines and sources. Stored whole, so that a row has no identity to lose."""

from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.forms.formsets import ORDERING_FIELD_NAME
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from analysis.admin.fields import PlainTextField
from analysis.admin.generics import DeskFormSet
from analysis.admin.widgets import DayInput, finder
from analysis.models import Article, Author, Byline, BylineRole

MAX_ROWS = 100


class RowSet(DeskFormSet[forms.Form]):
    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields[ORDERING_FIELD_NAME].label = _("Position")
        form.fields["DELETE"].label = _("Remove")

    @property
    def rows(self) -> list[dict[str, Any]]:
        """What was entered, in order; empty rows are left out."""
        own = [form.cleaned_data for form in self.ordered_forms if form.has_changed() or form.cleaned_data]
        control = ("DELETE", ORDERING_FIELD_NAME)
        return [{name: value for name, value in row.items() if name not in control} for row in own]


class BylineForm(forms.Form):
    author = forms.ModelChoiceField(
        Author.objects.all(), label=gettext_lazy("Author"), widget=finder(Byline._meta.get_field("author"))
    )
    role = forms.ChoiceField(choices=BylineRole.choices, initial=BylineRole.AUTHOR, label=gettext_lazy("Role"))


class BaseBylines(RowSet):
    def clean(self) -> None:
        seen = set()
        for form in self.ordered_forms if not any(self.errors) else []:
            author, role = form.cleaned_data.get("author"), form.cleaned_data.get("role")
            if author and (author, role) in seen:
                form.add_error("author", _("This author has this role already."))
            seen.add((author, role))

    def store(self, article: Article) -> None:
        wanted = [(row["author"], row["role"]) for row in self.rows]
        if wanted != [(byline.author, byline.role) for byline in article.bylines.select_related("author")]:
            article.set_bylines(wanted)


class SourceForm(forms.Form):
    title = PlainTextField(label=gettext_lazy("Title"), max_length=300)
    publisher = PlainTextField(label=gettext_lazy("Publisher"), max_length=200, required=False)
    url = forms.URLField(
        label=gettext_lazy("Address"),
        max_length=500,
        required=False,
        assume_scheme="https",
        validators=[URLValidator(schemes=["http", "https"])],
    )
    accessed_date = forms.DateField(
        label=gettext_lazy("Accessed"), required=False, widget=DayInput(), input_formats=["%Y-%m-%d"]
    )
    language = forms.CharField(label=gettext_lazy("Language"), max_length=12, required=False)


class BaseSources(RowSet):
    def store(self, article: Article) -> None:
        wanted = [row | {"accessed_date": iso(row["accessed_date"])} for row in self.rows]
        if wanted != [source.content() for source in article.sources.all()]:
            article.set_sources(wanted)


def iso(day: Any) -> str | None:
    return day.isoformat() if day else None


Bylines = forms.formset_factory(
    BylineForm, formset=BaseBylines, extra=0, can_delete=True, can_order=True, max_num=MAX_ROWS, validate_max=True
)
Sources = forms.formset_factory(
    SourceForm, formset=BaseSources, extra=0, can_delete=True, can_order=True, max_num=MAX_ROWS, validate_max=True
)


def byline_rows(article: Article) -> list[dict[str, Any]]:
    return [{"author": byline.author_id, "role": byline.role} for byline in article.bylines.all()]


def source_rows(article: Article) -> list[dict[str, Any]]:
    return [source.content() for source in article.sources.all()]
