import re
from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from analysis.admin.fields import PlainTextField
from analysis.admin.own_changes import OwnChangesForm
from analysis.admin.registers import RegisterAdmin
from analysis.admin.site import desk
from analysis.checklist.tasks import look_for_names
from analysis.models import HouseName


class HouseNameForm(OwnChangesForm[HouseName]):
    preferred = PlainTextField(label=gettext_lazy("We write"), max_length=100)

    class Meta:
        model = HouseName
        fields = ("language", "preferred", "variants")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if "variants" in given and not self._settle_variants(given):
            self.add_error("variants", _("Give another spelling than the one we write."))
        return given

    def _settle_variants(self, given: dict[str, Any]) -> list[str]:
        """Each once, parted by commas; "preferred" is no variant of itself."""
        written = (" ".join(variant.split()) for variant in re.split(r"[,;\n]", given["variants"]))
        variants = [each for each in dict.fromkeys(written) if each and each != given.get("preferred")]
        given["variants"] = ", ".join(variants)
        return variants


@admin.register(HouseName, site=desk)
class HouseNameAdmin(RegisterAdmin[HouseName]):
    form = HouseNameForm
    list_display = ("preferred", "variants", "language")
    list_filter = ("language",)
    search_fields = ("preferred", "variants")

    def save_model(self, request: HttpRequest, obj: HouseName, form: Any, change: bool) -> None:  # noqa: FBT001
        super().save_model(request, obj, form, change)
        self._have_texts_examined(request, obj)

    def delete_model(self, request: HttpRequest, obj: HouseName) -> None:
        super().delete_model(request, obj)
        self._have_texts_examined(request, obj)

    def _have_texts_examined(self, request: HttpRequest, name: HouseName) -> None:
        look_for_names.defer(language=name.language, names=[name.preferred, *name.variant_list])
        messages.info(request, _("It counts at once for what is written now. The report follows in a moment."))
