"""Fields that take text from people as the house keeps it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from analysis.admin.widgets import BodyInput
from analysis.text.body_rules import without_markup
from analysis.text.sanitising import BodyTooLarge, UnusableBody, clean_body


class PlainTextField(forms.CharField):
    """One line of text as the model will store it, so that "nothing but blanks" is found out here."""

    def to_python(self, value: Any) -> str:
        return without_markup(super().to_python(value) or "")


class BodyField(forms.CharField):
    widget = BodyInput

    def __init__(self, **kwargs: Any) -> None:
        # A text that nobody has touched comes back letter by letter: a line end less would be another text.
        super().__init__(strip=False, **kwargs)

    def to_python(self, value: Any) -> str:
        try:
            body = clean_body(super().to_python(value) or "")
            return body if body.strip() else ""
        except BodyTooLarge as error:
            raise ValidationError(_("The text is too large to be one article. Split it.")) from error
        except UnusableBody as error:
            raise ValidationError(_("This cannot be read as text. Paste it without formatting.")) from error
