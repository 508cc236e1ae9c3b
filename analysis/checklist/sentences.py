"""What a finding says, in the language of whoever reads it."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from analysis.models import Finding, Level
from analysis.text.periods import format_period

Details = dict[str, Any]
_STOPS: Final = " .,;:"

LABELS: Final[dict[str, Promise]] = {
    "no_topic": gettext_lazy("No primary topic"),
    "over_long_title": gettext_lazy("Title too long"),
    "duplicate_title": gettext_lazy("Title used twice"),
    "missing_standfirst": gettext_lazy("No standfirst"),
    "no_byline": gettext_lazy("No by-line"),
    "week_and_dates": gettext_lazy("Week and dates"),
    "assessment_without_reason": gettext_lazy("Assessment and its reason"),
    "missing_credit": gettext_lazy("No credit"),
    "missing_alt_text": gettext_lazy("No alternative text"),
    "untranslated_caption": gettext_lazy("Caption not translated"),
    "house_style": gettext_lazy("House style"),
    "unsourced_number": gettext_lazy("Figures without a source"),
    "open_footnote": gettext_lazy("Source without a footnote"),
    "broken_internal_link": gettext_lazy("Broken link"),
    "empty_link_text": gettext_lazy("Link without words"),
    "heading_order": gettext_lazy("Order of headings"),
    "very_long_paragraph": gettext_lazy("Very long paragraph"),
}


def sentence(finding: Finding) -> str:
    """A rule that is no longer there is named."""
    said = SENTENCES.get(finding.rule)
    return said(finding.details) if said else finding.rule


def summary(findings: Iterable[Finding]) -> str:
    """ "3 things to look at, 1 blocks publication"."""
    levels = [finding.level for finding in findings]
    if not levels:
        return _("Nothing to look at.")
    number, blocking = len(levels), levels.count(Level.BLOCK)
    things = ngettext("%(count)s thing to look at", "%(count)s things to look at", number) % {"count": number}
    if not blocking:
        return things
    stops = ngettext("%(count)s blocks publication", "%(count)s block publication", blocking) % {"count": blocking}
    return _("%(things)s, %(blocks)s") % {"things": things, "blocks": stops}


# --- One a rule ----------------------------------------------------------------------------------------------


def _plain(template: Promise) -> Callable[[Details], str]:
    return lambda details: str(template) % details


def _over_long_title(details: Details) -> str:
    return (
        ngettext(
            "The title has %(length)s character, and should have no more than %(limit)s.",
            "The title has %(length)s characters, and should have no more than %(limit)s.",
            details["length"],
        )
        % details
    )


def _week_and_dates(details: Details) -> str:
    if "quote" in details:
        return _("“%(quote)s” was another day of the week, or there is no such day.") % details
    start, end = map(date.fromisoformat, details["week"])
    week = format_period(start, end, language=get_language() or "en")
    return _("The monitored days are not those of issue %(issue)s: %(week)s.") % (details | {"week": week})


def _assessment_without_reason(details: Details) -> str:
    if details["missing"] == "reason":
        return _("The assessment has no reason.")
    return _("This week of a trend has no assessment.")


def _untranslated_caption(details: Details) -> str:
    names = {"caption": _("caption"), "alt_text": _("alternative text")}
    lacks = _(" and ").join(names[name] for name in details["lacks"])
    return _("The picture “%(picture)s” has no %(lacks)s in the text's language.") % (details | {"lacks": lacks})


def _house_style(details: Details) -> str:
    found = {"preferred": details["preferred"], "found": _quoted(details["found"])}
    if details["mixed"]:
        return _("The text has both “%(preferred)s” and %(found)s. We write “%(preferred)s”.") % found
    return _("%(found)s: we write “%(preferred)s”.") % found


def _unsourced_number(details: Details) -> str:
    number = details["count"]
    return ngettext(
        "%(count)s figure stands in a paragraph without a footnote or link: %(numbers)s.",
        "%(count)s figures stand in paragraphs without a footnote or link: %(numbers)s.",
        number,
    ) % {"count": number, "numbers": _quoted(details["numbers"], more=number > len(details["numbers"]))}


def _open_footnote(details: Details) -> str:
    numbers = details["numbers"]
    return ngettext(
        "No footnote in the text points to source %(numbers)s.",
        "No footnotes in the text point to sources %(numbers)s.",
        len(numbers),
    ) % {"numbers": ", ".join(map(str, numbers))}


def _broken_internal_link(details: Details) -> str:
    if details["destination"] == "nowhere":
        return _("The link to %(address)s leads nowhere: this site has no such page.") % details
    return _("The link to %(address)s leads to a text that is not public, or will not stay so.") % details


def _empty_link_text(details: Details) -> str:
    if details["quote"]:
        return _("“%(quote)s” is an address. Say in words where the link leads.") % details
    return _("The link to %(address)s has no words.") % details


def _very_long_paragraph(details: Details) -> str:
    return (
        ngettext(
            "A paragraph has %(words)s word: “%(quote)s…”",
            "A paragraph has %(words)s words: “%(quote)s…”",
            details["words"],
        )
        % details
    )


def _quoted(words: Iterable[str], *, more: bool = False) -> str:
    return ", ".join(_("“%s”") % each.rstrip(_STOPS) for each in words) + (" …" if more else "")


SENTENCES: Final[dict[str, Callable[[Details], str]]] = {
    "no_topic": _plain(gettext_lazy("The text needs a primary topic: it is part of its address.")),
    "over_long_title": _over_long_title,
    "duplicate_title": _plain(gettext_lazy("Another text in this language has the same title.")),
    "missing_standfirst": _plain(gettext_lazy("The text has no standfirst.")),
    "no_byline": _plain(gettext_lazy("The text bears nobody's name.")),
    "week_and_dates": _week_and_dates,
    "assessment_without_reason": _assessment_without_reason,
    "missing_credit": _plain(gettext_lazy("The picture “%(picture)s” does not say who made it.")),
    "missing_alt_text": _plain(
        gettext_lazy("The picture “%(picture)s” has no alternative text, for those who cannot see it.")
    ),
    "untranslated_caption": _untranslated_caption,
    "house_style": _house_style,
    "unsourced_number": _unsourced_number,
    "open_footnote": _open_footnote,
    "broken_internal_link": _broken_internal_link,
    "empty_link_text": _empty_link_text,
    "heading_order": _plain(gettext_lazy("“%(quote)s” is a subheading without a heading above it.")),
    "very_long_paragraph": _very_long_paragraph,
}
