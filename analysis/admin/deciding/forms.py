"""What a decision asks: each form knows the case it decides on, and leaves out what is no question there."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from analysis import checklist
from analysis.admin.deciding.corrections import significant_changes
from analysis.admin.fields import PlainTextField
from analysis.admin.instants import InstantField
from analysis.models import Article, CorrectionKind, Publication


@dataclass(frozen=True)
class Case:
    """What is decided on: an article, or one of its publications."""

    article: Article
    publication: Publication | None
    by: User
    at: datetime

    @property
    def title(self) -> str:
        return self.article.title


class Confirmation(forms.Form):
    """Carries the version that was on the screen, so that nobody publishes what they have not seen."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case


class ReviewForm(Confirmation):
    """Where the checklist blocks, an editor may say why it does not count."""

    override = PlainTextField(
        label=gettext_lazy("Why the checklist does not count here"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("It is kept in the log."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not checklist.blocks(self.case.article):
            del self.fields["override"]


class PublishForm(ReviewForm):
    """Where readers have read something else, they are told of it."""

    notice_kind = forms.ChoiceField(
        label=gettext_lazy("Readers are told of a"), choices=CorrectionKind.choices, required=False
    )
    notice_text = forms.CharField(
        label=gettext_lazy("What they are told"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("It stands below the article and on the page of corrections, for good."),
    )
    no_notice = PlainTextField(
        label=gettext_lazy("Or: why readers need not be told"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("It is kept in the log."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.significant = significant_changes(self.case.article, at=self.case.at)
        if not self.case.article.publications.live(self.case.at).exists():
            for name in ("notice_kind", "notice_text", "no_notice"):
                del self.fields[name]
        elif not self.significant:
            del self.fields["no_notice"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        text = given.get("notice_text", "").strip()
        if self.significant and not text and not given.get("no_notice") and "notice_text" in self.fields:
            message = _("Something that readers relied on has changed: tell them what, or say why not.")
            self.add_error("notice_text", message)
        return given


class ScheduleForm(PublishForm):
    go_live_at = InstantField(label=gettext_lazy("Goes live"))
    expire_at = InstantField(
        label=gettext_lazy("Ends"), required=False, help_text=gettext_lazy("Left empty, it stays public for good.")
    )
    field_order = ("version", "go_live_at", "expire_at")


class ReasonForm(Confirmation):
    reason = forms.CharField(
        label=gettext_lazy("What should change"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("The author sees it beside the text, and gets it by mail."),
    )


class WithdrawForm(Confirmation):
    reason = PlainTextField(
        label=gettext_lazy("Why"), required=False, max_length=500, help_text=gettext_lazy("For the history.")
    )
    retraction = forms.CharField(
        label=gettext_lazy("What readers are told"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Left empty, nothing is said. Otherwise it stands on the page of corrections."),
    )


class MoveForm(Confirmation):
    go_live_at = InstantField(label=gettext_lazy("Goes live"))


class EndForm(Confirmation):
    expire_at = InstantField(
        label=gettext_lazy("Ends"), required=False, help_text=gettext_lazy("Left empty, it stays public for good.")
    )


class EmbargoForm(Confirmation):
    embargo_until = InstantField(
        label=gettext_lazy("Nothing before"),
        required=False,
        help_text=gettext_lazy("Left empty, the embargo is lifted."),
    )
