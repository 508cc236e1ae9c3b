"""Controls of the desk's forms."""

from typing import Any

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.db.models import Field
from django.forms import Media
from django.urls import reverse
from django.utils.translation import gettext as _
from django_prose_editor.widgets import ProseEditorWidget, prose_editor_base_media
from js_asset import ImportMap, Script
from js_asset import Media as ModuleMedia

from analysis.admin.site import desk
from analysis.models import Image


class DayInput(forms.DateInput):
    """The browser's own calendar; its value is always an ISO date."""

    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


def finder(field: "Field[Any, Any]", **attributes: Any) -> AutocompleteSelect:
    """Finds one of many by a few letters; the options come from the server."""
    return AutocompleteSelect(field, desk, attrs=attributes)


def many_finder(field: "Field[Any, Any]", **attributes: Any) -> AutocompleteSelectMultiple:
    return AutocompleteSelectMultiple(field, desk, attrs=attributes)


class PictureInput(forms.TextInput):
    """A picture's number, shown as the picture; chosen or uploaded in a dialog."""

    template_name = "admin/widgets/picture.html"

    class Media:
        js = [Script("js/picture-field.js", type="module")]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        number = str(value or "")
        context["picture"] = Image.objects.filter(pk=number).first() if number.isdecimal() else None
        context["choose_url"] = reverse("admin:analysis_image_choose")
        context["upload_url"] = reverse("admin:analysis_image_add")
        return context


class BodyInput(ProseEditorWidget):  # type: ignore[misc]
    """The prose editor with a schema of our own: it keeps exactly what `analysis.text.sanitising` keeps."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(preset="body", **kwargs)

    @property
    def media(self) -> Media:
        modules = {
            "desk/body-schema": "js/body-schema.js",
            "desk/body-tables": "js/body-tables.js",
            "desk/body-toolbar": "js/body-toolbar.js",
            "desk/picture-dialog": "js/picture-dialog.js",
        }
        ours = ModuleMedia(importmap=ImportMap(modules), js=[Script("js/body-editor.js", type="module")])
        return prose_editor_base_media + ours

    def get_config(self) -> dict[str, Any]:
        return {
            "chooseUrl": reverse("admin:analysis_image_choose"),
            "uploadUrl": reverse("admin:analysis_image_add"),
            "words": editor_words(),
        }


def editor_words() -> dict[str, str]:
    """What the editor says, in the person's language."""
    return {
        "body": _("Text of the article"),
        "toolbar": _("Formatting"),
        "heading2": _("Heading"),
        "heading3": _("Subheading"),
        "heading4": _("Small heading"),
        "bold": _("Bold"),
        "italic": _("Italic"),
        "link": _("Link"),
        "bulletList": _("List"),
        "orderedList": _("Numbered list"),
        "blockquote": _("Quotation"),
        "picture": _("Picture"),
        "table": _("Table"),
        "undo": _("Undo"),
        "redo": _("Redo"),
        "addRow": _("Add a row"),
        "deleteRow": _("Delete the row"),
        "addColumn": _("Add a column"),
        "deleteColumn": _("Delete the column"),
        "headerRow": _("Heading row on or off"),
        "deleteTable": _("Delete the table"),
        "address": _("Address"),
        "apply": _("Apply"),
        "remove": _("Remove"),
        "cancel": _("Cancel"),
        "placeholder": _("Write here …"),
        "badAddress": _("An address begins with https://, mailto: or, on this site, with /."),
    }
