"""The house's own system checks: what must hold before anything is served."""

from typing import Any, Final

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.utils.module_loading import import_string

from analysis.models import Language

# What each language needs an entry in, and what that is.
LANGUAGE_TABLES: Final = {
    "analysis.text.periods.ALONE": "the column of its months as a heading names them (see `_MONTHS`)",
    "analysis.text.periods.IN_A_DATE": "the column of its months as they stand in a date (see `_MONTHS`)",
    "analysis.text.calendar_words.WEEKDAYS": "what the forms of its weekdays begin with, from Monday on",
    "analysis.text.alphabets.RANKS": "its letters in their order",
    "analysis.text.excerpts.WORDS_A_MINUTE": "how many words are read in a minute",
    "analysis.text.function_words.FUNCTION_WORDS": "the words that a search passes over, if only an empty set",
    "analysis.text.reference_files.LANGUAGE_IDS": "its name in BibTeX",
    "analysis.printing.runs.QUOTES": "its quotation marks, the first and the last",
    "analysis.related.stop_words.STOP_WORDS": "the words that make no two texts alike, if only an empty set",
    "analysis.templatetags.search.RESULTS_IN": "a sentence about how many results are in it",
    "analysis.views.frame.LOCALES": "its locale, in the form that Open Graph asks for",
}


@register()
def languages_agree(**_options: Any) -> list[CheckMessage]:
    """The database refuses languages it does not know; settings must not offer any."""
    if [code for code, _name in settings.LANGUAGES] == Language.values:
        return []
    return [Error("LANGUAGES differs from analysis.models.Language.", hint="Change both.", id="analysis.E001")]


@register()
def languages_have_their_rules(**_options: Any) -> list[CheckMessage]:
    """A language that has no entry in one of the tables would take pages with it, or be forgotten without a word."""
    return [message for name, entry in LANGUAGE_TABLES.items() for message in _entries_missing(name, entry)]


def _entries_missing(name: str, entry: str) -> list[CheckMessage]:
    missing = [code for code in Language.values if code not in import_string(name)]
    if not missing:
        return []
    module, _dot, table = name.rpartition(".")
    place = f"{table} in {module.replace('.', '/')}.py"
    return [Error(f"{place} has no entry for {', '.join(missing)}.", hint=f"Add {entry}.", id="analysis.E003")]


@register()
def reader_policy_is_strict(**_options: Any) -> list[CheckMessage]:
    policy = str(settings.CONTENT_SECURITY_POLICY)
    if "unsafe-" not in policy:
        return []
    return [Error("CONTENT_SECURITY_POLICY of reader pages allows `unsafe-`.", id="analysis.E002")]
