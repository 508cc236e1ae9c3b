"""The share cards of pages, and where they are. Each address names what is drawn, and changes with it."""

from typing import Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import override

from analysis.models import Issue, Masthead, Publication
from analysis.models.languages import home
from analysis.templatetags.addresses import absolute
from analysis.templatetags.assessments import assessment_label
from analysis.templatetags.dates import monitored_week
from analysis.text.share_cards import ShareCard

register = template.Library()


def card_of(publication: Publication, masthead: Masthead) -> ShareCard:
    with override(publication.language):
        return ShareCard(
            masthead=str(masthead.name),
            kicker=str(publication.primary_topic.name),
            title=publication.title,
            assessment=publication.assessment,
            words=assessment_label(publication.assessment),
            week=monitored_week(publication),
        )


def card_of_issue(issue: Issue, masthead: Masthead) -> ShareCard:
    """In the active language, as the issue's page is."""
    kicker = _("Weekly issue No. %(number)s") % {"number": issue.number}
    return ShareCard(masthead=str(masthead.name), kicker=kicker, title=issue.period)


def card_of_site(masthead: Masthead) -> ShareCard:
    if not masthead.strapline:
        return ShareCard(title=str(masthead.name))
    return ShareCard(masthead=str(masthead.name), title=str(masthead.strapline))


def card_path(publication: Publication, card: ShareCard) -> str:
    return f"{publication.get_absolute_url()}card-{card.digest}.png"


def site_card_path(card: ShareCard, *, issue: Issue | None = None) -> str:
    return f"{home()}card-{issue.slug}-{card.digest}.png" if issue else f"{home()}card-{card.digest}.png"


@register.simple_tag(takes_context=True)
def card_address(context: dict[str, Any], publication: Publication) -> str:
    """Nothing for a preview's text, which has no page that could be shared."""
    if not publication.pk:
        return ""
    return absolute(card_path(publication, card_of(publication, context["frame"].masthead)))


@register.simple_tag(takes_context=True)
def issue_card_address(context: dict[str, Any], issue: Issue) -> str:
    return absolute(site_card_path(card_of_issue(issue, context["frame"].masthead), issue=issue))
