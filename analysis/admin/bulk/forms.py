"""What is asked before many articles are changed at once."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from taggit.utils import parse_tags

from analysis.admin.fields import PlainTextField
from analysis.admin.instants import require_known_year
from analysis.admin.widgets import DayInput
from analysis.models import Issue, Topic

# No plan reaches further.
FURTHEST = 3660


class BulkForm(forms.Form):
    """Nothing asked for is nothing done: at least one field is given."""

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if self.fields and not self.errors and not any(given.values()):
            raise ValidationError(_("Say what should change."))
        return given


class MoveForm(BulkForm):
    planned_date = forms.DateField(
        label=gettext_lazy("Planned for"), required=False, validators=[require_known_year], widget=DayInput
    )
    shift = forms.IntegerField(
        label=gettext_lazy("Or later by so many days"),
        required=False,
        min_value=-FURTHEST,
        max_value=FURTHEST,
        help_text=gettext_lazy("With a minus: earlier. Texts without a planned date stay without one."),
    )
    issue = forms.ModelChoiceField(
        Issue.objects.all(),
        label=gettext_lazy("Weekly issue"),
        required=False,
        help_text=gettext_lazy("The monitored week stays what it is; a text that names none gets the issue's."),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("planned_date") and given.get("shift"):
            raise ValidationError(_("Either a day, or so many days later."))
        return given


class RetopicForm(BulkForm):
    replaced = forms.ModelChoiceField(Topic.objects.all(), label=gettext_lazy("Replace the topic"), required=False)
    replacement = forms.ModelChoiceField(Topic.objects.all(), label=gettext_lazy("by"), required=False)
    primary = forms.ModelChoiceField(
        Topic.objects.all(),
        label=gettext_lazy("Primary topic"),
        required=False,
        help_text=gettext_lazy("First part of the address. What was the primary topic stays as one of the others."),
    )
    added = forms.ModelChoiceField(Topic.objects.all(), label=gettext_lazy("Add the topic"), required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if bool(given.get("replaced")) != bool(given.get("replacement")) and not self.errors:
            missing = "replacement" if given.get("replaced") else "replaced"
            self.add_error(missing, _("A topic is replaced by another."))
        return given


class TagsField(PlainTextField):
    """Names of tags with commas between them."""

    def clean(self, value: Any) -> list[str]:
        names = parse_tags(str(super().clean(value)))
        if any(len(name) > 100 for name in names):
            raise ValidationError(_("A tag has at most 100 characters."))
        return list(names)

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value


class TagForm(BulkForm):
    added = TagsField(
        label=gettext_lazy("Add tags"), required=False, max_length=500, help_text=gettext_lazy("With commas.")
    )
    removed = TagsField(
        label=gettext_lazy("Remove tags"), required=False, max_length=500, help_text=gettext_lazy("With commas.")
    )
