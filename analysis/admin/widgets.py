"""Controls of the desk's forms."""

import json
from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.admin.widgets import (
    AutocompleteMixin,
    AutocompleteSelect,
    AutocompleteSelectMultiple,
    RelatedFieldWidgetWrapper,
)
from django.db.models import Field
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_prose_editor.widgets import ProseEditorWidget, importmap, prose_editor_js
from js_asset import ImportMap, Script
from js_asset import Media as ModuleMedia

from analysis.admin.site import desk
from analysis.models import Image
from analysis.text.excerpts import WORDS_A_MINUTE
from analysis.text.numbers import whole_number


def without_icons(field: Any) -> Any:
    """A form's field without Django's pictures for changing, adding and looking at what is chosen."""
    if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
        field.widget = field.widget.widget
    return field


class DayInput(forms.DateInput):
    """The browser's own calendar; its value is always an ISO date."""

    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


class Patient(AutocompleteMixin):
    """Draws a refused form again, whatever was sent as the number of a choice."""

    def optgroups(self, name: str, value: Sequence[Any], attr: dict[str, Any] | None = None) -> Any:
        numbers = [each for each in value if whole_number(str(each)) is not None]
        return super().optgroups(name, numbers, attr)


class Finder(Patient, AutocompleteSelect):
    """Finds one of many by a few letters; the options come from the server."""


class ManyFinder(Patient, AutocompleteSelectMultiple):
    pass


def finder(field: "Field[Any, Any]", **attributes: Any) -> Finder:
    return Finder(field, desk, attrs=attributes)


def many_finder(field: "Field[Any, Any]", **attributes: Any) -> ManyFinder:
    return ManyFinder(field, desk, attrs=attributes)


# A number of each kind that English, Russian and Belarusian tell apart, by the names browsers have for them.
PLURALS = {"one": 1, "few": 2, "many": 5, "other": 5}

# Names under which our modules import each other: their files' own names change with their content.
MODULES = ImportMap(
    {
        f"desk/{name}": f"js/{name}.js"
        for name in (
            *("body-schema", "body-tables", "body-footnotes", "body-html", "body-toolbar", "icons"),
            *("dialog", "link-dialog", "picture-dialog", "source-dialog", "source-rows"),
            *("form-changes", "other-tabs", "pasting", "shortcuts", "sign-in", "word-count"),
        )
    }
)


class PictureInput(forms.TextInput):
    """A picture's number, shown as the picture; chosen or uploaded in a dialog."""

    @property
    def media(self) -> ModuleMedia:
        return ModuleMedia(importmap=MODULES, js=[Script("js/picture-field.js", type="module")])

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        number = whole_number(str(value or ""))
        context = {
            "input": super().render(name, value, attrs, renderer),
            "picture": Image.objects.filter(pk=number).first() if number is not None else None,
            "config": json.dumps(picture_config()),
        }
        return render_to_string("admin/widgets/picture.html", context)


class BodyInput(ProseEditorWidget):
    """The prose editor with a schema of our own: it keeps exactly what `analysis.text.sanitising` keeps."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.preset = "body"

    @property
    def media(self) -> ModuleMedia:
        editor: ModuleMedia = ModuleMedia(importmap=importmap, js=[prose_editor_js])
        own = [Script(f"js/{name}.js", type="module") for name in ("shortcuts", "body-editor")]
        return editor + ModuleMedia(importmap=MODULES, js=own)

    def get_config(self) -> dict[str, Any]:
        config = picture_config()
        return config | {
            "pasteUrl": reverse("admin:analysis_article_paste"),
            "counts": counts(),
            "words": editor_words() | source_words() | config["words"],
        }


def picture_config() -> dict[str, Any]:
    return {
        "chooseUrl": reverse("admin:analysis_image_choose"),
        "uploadUrl": reverse("admin:analysis_image_add"),
        "words": {
            "choosePicture": _("Choose a picture"),
            "searchPictures": _("Words of the caption or the credit"),
            "uploadPicture": _("Upload a new one …"),
            "noPictures": _("No picture has these words."),
            "picturesAway": _("The pictures cannot be shown just now. Search once more in a moment."),
            "cancel": _("Cancel"),
        },
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
        "linkAlone": _("No words are selected: the address itself becomes the text of the link."),
        "bulletList": _("List"),
        "orderedList": _("Numbered list"),
        "blockquote": _("Quotation"),
        "picture": _("Picture"),
        "table": _("Table"),
        "footnote": _("Footnote"),
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
        "placeholder": _("Write here …"),
        "badAddress": _("An address begins with https://, mailto: or, on this site, with /."),
    }


def source_words() -> dict[str, str]:
    return {
        "chooseSource": _("Which source?"),
        "newSource": _("A new source"),
        "addSource": _("Add the source"),
        "sourceTitle": _("Title"),
        "publisher": _("Publisher"),
        "accessed": _("Accessed"),
        "language": _("Language"),
        "footnoteNumber": _("Footnote %(number)s"),
        "citedSource": _("In use, so it cannot be removed."),
        "unusedSource": _("The text has no mark for it yet."),
        "lostSource": _("The source of this mark is missing."),
    }


def counts() -> dict[str, Any]:
    """What the line of counts says, in the plural forms of the person's language."""
    return {
        "words": {name: ngettext("%(count)s word", "%(count)s words", number) for name, number in PLURALS.items()},
        "minutes": {
            name: ngettext("%(count)s minute", "%(count)s minutes", number) for name, number in PLURALS.items()
        },
        "wordsAMinute": WORDS_A_MINUTE,
    }
