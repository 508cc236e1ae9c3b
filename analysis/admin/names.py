"""Names in all their spellings, kept by editors: whichever of them readers type, the search finds them all."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, Final

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from analysis.admin.own_changes import OwnChangesForm
from analysis.admin.registers import RegisterAdmin
from analysis.admin.site import desk
from analysis.models import Name
from analysis.text.body_rules import without_markup
from analysis.text.slugs import normalise

FEWEST, MOST, LONGEST = 2, 30, 100
# As much of a wrong spelling as is needed to recognise it.
_QUOTED: Final = 60


class SpellingsField(forms.Field):
    """A list, written one a line."""

    widget = forms.Textarea(attrs={"rows": 8})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:
        return list(filter(None, map(without_markup, normalise(value or "").split("\n"))))


class NameForm(OwnChangesForm[Name]):
    spellings = SpellingsField(
        label=gettext_lazy("Spellings"),
        help_text=gettext_lazy("One spelling a line, in any language: a search for one finds them all."),
    )

    class Meta:
        model = Name
        fields = ("spellings",)

    def clean_spellings(self) -> list[str]:
        spellings: list[str] = self.cleaned_data["spellings"]
        if wrong := list(wrong_with(spellings)) or list(taken(spellings, by_others_than=self.instance)):
            raise ValidationError(wrong)
        return spellings


def wrong_with(spellings: Sequence[str]) -> Iterator[str]:
    times = Counter(map(str.casefold, spellings))
    if len(times) < FEWEST:
        yield _("One spelling finds itself: give at least two.")
    if len(spellings) > MOST:
        yield _("These are %(count)s spellings; a name has at most %(most)s.") % {"count": len(spellings), "most": MOST}
        return
    for folded, spelling in {each.casefold(): each for each in spellings}.items():
        yield from wrong_with_one(spelling, times=times[folded])


def wrong_with_one(spelling: str, *, times: int) -> Iterator[str]:
    told = {"spelling": spelling if len(spelling) <= _QUOTED else f"{spelling[:_QUOTED]}…", "most": LONGEST}
    if times > 1:
        yield _("“%(spelling)s” stands here more than once. Small and capital letters make no difference.") % told
    if not any(map(str.isalpha, spelling)):
        yield _("“%(spelling)s” has no letter.") % told
    if len(spelling) > LONGEST:
        yield _("“%(spelling)s” is too long: a spelling has at most %(most)s characters.") % told


def taken(spellings: Sequence[str], *, by_others_than: Name) -> Iterator[str]:
    """Two rows with one spelling would be one name in two places."""
    wanted = set(map(str.casefold, spellings))
    for name in Name.objects.exclude(pk=by_others_than.pk):
        for each in name.spellings:
            if each.casefold() in wanted:
                yield _("“%(spelling)s” is in the list already: %(name)s. Add the other spellings there.") % {
                    "spelling": each,
                    "name": name,
                }


@admin.register(Name, site=desk)
class NameAdmin(RegisterAdmin[Name]):
    form = NameForm
    list_display = ("in_all_spellings",)
    search_fields = ("spellings",)

    @admin.display(description=gettext_lazy("Spellings"), ordering="spellings")
    def in_all_spellings(self, name: Name) -> str:
        return str(name)
