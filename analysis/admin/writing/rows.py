"""Ordered rows of an article: by-lines and sources. Stored whole, so that a row has no identity to lose."""

from itertools import count
from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.forms.formsets import DELETION_FIELD_NAME, ORDERING_FIELD_NAME
from django.forms.renderers import get_default_renderer
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from analysis.admin.fields import PlainTextField
from analysis.admin.generics import DeskFormSet
from analysis.admin.widgets import DayInput, finder
from analysis.models import Article, Author, Byline, BylineRole


class Row(forms.Form):
    @cached_property
    def changed_data(self) -> list[str]:
        """A row that only has a place and a key is an empty one."""
        return [name for name in super().changed_data if name not in (ORDERING_FIELD_NAME, "key")]


class RowSet(DeskFormSet[forms.Form]):
    """What formset_factory() would set, as a class."""

    extra = min_num = 0
    max_num = absolute_max = 100
    can_order = can_delete = can_delete_extra = validate_max = True
    validate_min = edit_only = False
    renderer = get_default_renderer()

    def __init__(self, data: Any = None, *, initial: Any = None, prefix: str) -> None:
        # What was sent stands for itself: beside rows that were stored meanwhile, one like them would count as empty.
        super().__init__(data, initial=initial if data is None else None, prefix=prefix)

    @property
    def rows(self) -> list[dict[str, Any]]:
        """What was entered, in order, without what a formset adds."""
        added = (DELETION_FIELD_NAME, ORDERING_FIELD_NAME)
        return [
            {name: value for name, value in form.cleaned_data.items() if name not in added}
            for form in self.ordered_forms
        ]


class BylineForm(Row):
    author = forms.ModelChoiceField(
        Author.objects.all(), label=gettext_lazy("Author"), widget=finder(Byline._meta.get_field("author"))
    )
    role = forms.ChoiceField(choices=BylineRole.choices, initial=BylineRole.AUTHOR, label=gettext_lazy("Role"))


class Bylines(RowSet):
    form = BylineForm

    def clean(self) -> None:
        seen = set()
        for form in self.ordered_forms if self.is_valid() else []:
            author, role = form.cleaned_data.get("author"), form.cleaned_data.get("role")
            if author and (author, role) in seen:
                form.add_error("author", _("This author has this role already."))
            seen.add((author, role))


class SourceForm(Row):
    key = forms.IntegerField(min_value=1, max_value=999_999_999, required=False, widget=forms.HiddenInput)
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


class Sources(RowSet):
    """While a text is written its footnotes point to the rows' keys; saving makes numbers of them."""

    form = SourceForm

    @property
    def keys(self) -> list[int]:
        """One for each row that is kept, in order."""
        given = [row["key"] for row in self.rows]
        unused = count(max(filter(None, given), default=0) + 1)
        return [key if key and key not in given[:place] else next(unused) for place, key in enumerate(given)]

    def refuse_to_lose(self, cited_keys: list[int]) -> None:
        """A source in use is kept, and its row says why. The keys are in the order of the footnotes' numbers."""
        sentence = _("Footnote %(number)s points to this source. Take the mark out of the text first.")
        # A formset keeps no errors of the rows that were to be deleted.
        errors: list[Any] = self.errors
        for form in self.deleted_forms:
            key = form.cleaned_data.get("key")
            if key in cited_keys:
                keep(form)
                form.add_error(None, sentence % {"number": cited_keys.index(key) + 1})
                errors.append(form.errors)

    def ordered_rows(self, order: list[int]) -> list[dict[str, Any]]:
        """What the article stores, in the order of these keys."""
        rows = dict(zip(self.keys, self.rows, strict=True))
        return [stored(rows[key]) for key in order]


def keep(form: forms.Form) -> None:
    """As if nobody had asked to delete it, also when it is drawn again."""
    sent: Any = form.data
    left: Any = sent.copy()
    left.pop(form.add_prefix(DELETION_FIELD_NAME), None)
    form.data = left
    form.cleaned_data[DELETION_FIELD_NAME] = False


def stored(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "key"} | {"accessed_date": iso(row["accessed_date"])}


def iso(day: Any) -> str | None:
    return day.isoformat() if day else None


def byline_rows(article: Article) -> list[dict[str, Any]]:
    return [{"author": byline.author_id, "role": byline.role} for byline in article.bylines.all()]


def source_rows(article: Article) -> list[dict[str, Any]]:
    """A key is, to begin with, the number that the stored text names."""
    return [source.content() | {"key": number} for number, source in enumerate(article.sources.all(), start=1)]
