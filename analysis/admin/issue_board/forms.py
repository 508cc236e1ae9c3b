"""What the issue's board asks. A form knows what was on the screen: nobody decides on what they have not seen."""

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from analysis.admin.fields import PlainTextField
from analysis.admin.generics import DeskForm
from analysis.admin.instants import InstantField
from analysis.models import Article, Edition, Gap, Topic

NOW, LATER = "now", "later"


class WordsForm(DeskForm[Edition]):
    """An edition's title and introduction; refused where somebody has saved others meanwhile."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Edition
        fields = ("title", "introduction")
        field_classes = {"title": PlainTextField}
        widgets = {"introduction": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, data: Any = None, *, edition: Edition) -> None:
        self.stored = digest(edition.title, edition.introduction)
        prefix = f"words-{edition.language}"
        super().__init__(data, instance=edition, prefix=prefix, initial={"seen": self.stored})

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("seen") != self.stored:
            message = _("Somebody has saved other words meanwhile: they stand above. Save again to replace them.")
            self.add_error(None, message)
            self._see_again()
        return given

    def _see_again(self) -> None:
        """Drawn once more, the form knows what stands there now."""
        sent: Any = self.data
        sent = sent.copy()
        sent[self.add_prefix("seen")] = self.stored
        self.data = sent


def digest(*words: str) -> str:
    return sha256("\0".join(words).encode()).hexdigest()[:16]


class GapForm(forms.Form):
    topic = forms.ModelChoiceField(Topic.objects.trends(), widget=forms.HiddenInput)
    reason = PlainTextField(max_length=Gap._meta.get_field("reason").max_length, required=False)


class ReleaseForm(forms.Form):
    """Asks no more than the edition needs: one that goes out already has its instant, and its trends."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    without = forms.ModelMultipleChoiceField(
        Topic.objects.trends(),
        label=gettext_lazy("Release without"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("These have no text that is ready, and no reason why. What is ready later is added."),
    )
    when = forms.ChoiceField(
        label=gettext_lazy("When"),
        choices=[(LATER, gettext_lazy("at an instant")), (NOW, gettext_lazy("now, at once"))],
        initial=LATER,
        widget=forms.RadioSelect,
    )
    go_live_at = InstantField(label=gettext_lazy("Goes live"), required=False)
    override = PlainTextField(
        label=gettext_lazy("Why the checklist does not count here"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("It is kept in the log."),
    )

    def __init__(self, data: Any, *, edition: Edition, owed: list[Topic], is_blocked: bool, at: datetime) -> None:
        super().__init__(data)
        self.edition, self.at = edition, at
        is_coming = bool(edition.released_at and edition.released_at > at)
        trends: Any = self.fields["without"]
        trends.choices = [(topic.pk, str(topic)) for topic in owed]
        asked = {
            "without": bool(owed) and edition.released_at is None,
            "when": not is_coming,
            "go_live_at": not is_coming,
            "override": is_blocked,
        }
        for name in (name for name, is_asked in asked.items() if not is_asked):
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("when") == LATER and not self.errors:
            instant = given.get("go_live_at")
            if instant is None:
                self.add_error("go_live_at", _("Say when: a day and a time."))
            elif instant <= self.at:
                self.add_error("go_live_at", _("This instant has passed. Choose a later one, or release now."))
        return given

    @property
    def instant(self) -> datetime:
        """Of a valid form."""
        given = self.cleaned_data
        if "when" not in self.fields:
            return self.edition.released_at or self.at
        return self.at if given["when"] == NOW else given["go_live_at"]


def fingerprint(texts: Iterable[Article]) -> str:
    """Which texts, as they stood."""
    return "-".join(f"{text.pk}.{text.version}" for text in texts)


class SettledForm(forms.Form):
    """Of a release that is set: refused where it was set anew meanwhile."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any, *, edition: Edition) -> None:
        self.stored = edition.released_at.isoformat() if edition.released_at else ""
        super().__init__(data, initial={"seen": self.stored, "go_live_at": edition.released_at})

    def clean_seen(self) -> str:
        if self.cleaned_data["seen"] != self.stored:
            raise forms.ValidationError(_("Somebody has moved the release meanwhile. Look at its instant again."))
        return self.stored


class MoveForm(SettledForm):
    go_live_at = InstantField(label=gettext_lazy("Goes live"))
