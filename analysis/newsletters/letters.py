"""What readers are sent. A letter shows what the site shows at its instant, and never a draft."""

from collections.abc import Iterable
from datetime import datetime
from email.utils import formataddr
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils.translation import override

from accounts.mail import Words, addressed, written
from analysis.models import Edition, Gap, Masthead, Publication, Topic
from analysis.newsletters.models import Delivery, Subscription

# Stands in the templates for the address that differs from reader to reader; nobody can have this host (RFC 2606).
OWN_PAGE: Final = "https://own-page.invalid/"


class Section(NamedTuple):
    """What an issue has of one topic: texts, or the reason why there are none."""

    topic: Topic
    texts: list[Publication]
    reason: str = ""


class IssueLetter(NamedTuple):
    """An edition as it is read at one instant, written once for all its readers."""

    words: Words
    publication: str

    def to(self, delivery: Delivery) -> EmailMultiAlternatives:
        return _to(delivery.subscription, self.words, key=delivery.message_key, publication=self.publication)


def issue_letter(edition: Edition, *, at: datetime) -> IssueLetter | None:
    """None where nothing of the edition is public (any longer)."""
    texts = Publication.objects.live(at).in_language(edition.language).filter(issue=edition.issue_id)
    texts = texts.newest_first().with_title()
    if not texts:
        return None
    sections = sections_of(texts, edition.gaps.select_related("topic"))
    masthead = Masthead.objects.current()
    words = _written("newsletter", edition.language, masthead, edition=edition, sections=sections)
    return IssueLetter(words, name_of(masthead, edition.language))


def sections_of(texts: Iterable[Publication], gaps: Iterable[Gap]) -> list[Section]:
    """Trends first, in their order, as the issue's page has them. A trend with a text is no gap any more."""
    by_topic: dict[Topic, list[Publication]] = {}
    for text in texts:
        by_topic.setdefault(text.primary_topic, []).append(text)
    sections = [Section(topic, about) for topic, about in by_topic.items()]
    sections += [Section(gap.topic, [], gap.reason) for gap in gaps if gap.topic not in by_topic]
    return sorted(sections, key=lambda section: section.topic.place)


def answer(*, subscription_id: int, asked_at: str) -> None:
    """To whoever has asked, or whose address somebody has typed; to nobody, where it has been left meanwhile."""
    subscription = Subscription.objects.filter(pk=subscription_id).first()
    if not subscription:
        return
    masthead, language = Masthead.objects.current(), subscription.language
    words = _written("newsletter_known" if subscription.confirmed_at else "newsletter_confirm", language, masthead)
    key = f"subscription.{subscription_id}.{datetime.fromisoformat(asked_at):%Y%m%d%H%M%S%f}"
    _to(subscription, words, key=key, publication=name_of(masthead, language)).send()


def name_of(masthead: Masthead, language: str) -> str:
    with override(language):
        return " ".join(str(masthead.name).split())


def _written(name: str, language: str, masthead: Masthead, **context: object) -> Words:
    return written(name, language=language, masthead=masthead, site=settings.SITE_URL, own_page=OWN_PAGE, **context)


def _to(subscription: Subscription, words: Words, *, key: str, publication: str) -> EmailMultiAlternatives:
    """With the ways to leave that mail programs offer (RFC 2369, RFC 8058)."""
    own_page = f"{settings.SITE_URL}{subscription.get_absolute_url()}"
    own = Words(words.subject, *(part.replace(OWN_PAGE, own_page) for part in (words.text, words.html)))
    message = addressed(own, to=subscription.email, key=key)
    message.from_email = formataddr((publication, settings.DEFAULT_FROM_EMAIL))
    message.extra_headers |= {
        "List-Id": f"<issue-{subscription.language}.{urlsplit(settings.SITE_URL).hostname}>",
        "List-Unsubscribe": f"<{own_page}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    return message
