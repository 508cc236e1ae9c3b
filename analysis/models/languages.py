from typing import Any, Final

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from translated_fields import TranslatedField, to_attribute


class Language(models.TextChoices):
    """The languages of the publication; `check` holds `settings.LANGUAGES` to the same list."""

    ENGLISH = "en", _("English")
    RUSSIAN = "ru", _("Russian")
    BELARUSIAN = "be", _("Belarusian")


# Where each language's pages begin.
HOME: Final = {code: "/" if code == settings.LANGUAGE_CODE else f"/{code}/" for code in Language.values}


def home() -> str:
    """
    Of the active language. What stands below it is put together from slugs: pages have a hundred links, and to look
    each of them up among the URL patterns would cost more than all that is on the page.
    """
    return HOME[get_language() or settings.LANGUAGE_CODE]


def known_language(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=models.Q(language__in=Language.values),
        name=name,
        violation_error_message=_("This is not one of the publication's languages."),
    )


def _in_language_or_default(name: str, field: TranslatedField) -> Any:
    """Reads the column of the active language, or of the default one where that is empty."""
    columns = {code: to_attribute(name, code) for code in Language.values}
    default = columns[settings.LANGUAGE_CODE]
    # Pages have dozens of names: the column's is not put together for each.
    return lambda self: getattr(self, columns.get(get_language(), default)) or getattr(self, default)


def translated(field: "models.Field[Any, Any]", *, required: bool = False) -> Any:
    """One column a language (`name_en`, `name_ru`, …); `required` asks for the default language only."""
    specific = {settings.LANGUAGE_CODE: {"blank": False}} if required else {}
    return TranslatedField(field, specific, attrgetter=_in_language_or_default)


def fallback_language(row: Any, name: str) -> str:
    """The language in which a translated text is shown where it is not the active one; else nothing."""
    if getattr(row, to_attribute(name, get_language())):
        return ""
    return settings.LANGUAGE_CODE if getattr(row, to_attribute(name, settings.LANGUAGE_CODE)) else ""
