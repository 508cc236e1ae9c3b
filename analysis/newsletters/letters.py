"""What readers are sent. A letter shows what the site shows at its instant, and never a draft."""

from collections.abc import Iterable
from datetime import datetime
from email.utils import formataddr
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils.translation import override

from accounts.mail import letter
from analysis.models import Edition, Gap, Masthead, Publication, Topic
from analysis.newsletters.models import Delivery, Subscription


class Section(NamedTuple):
    """What an issue has of one topic: texts, or the reason why there are none."""

    topic: Topic
    texts: list[Publication]
    reason: str = ""


class IssueLetter(NamedTuple):
    """An edition as it is read at one instant; the same for all its readers but for the way to their own page."""

    edition: Edition
    sections: list[Section]
    masthead: Masthead

    def to(self, delivery: Delivery) -> EmailMultiAlternatives:
        subscription = delivery.subscription
        return _addressed("newsletter", subscription, self.masthead, delivery.message_key, letter=self)


def issue_letter(edition: Edition, *, at: datetime) -> IssueLetter | None:
    """None where nothing of the edition is public (any longer)."""
    texts = Publication.objects.live(at).in_language(edition.language).filter(issue=edition.issue_id)
    texts = texts.newest_first().with_title()
    if not texts:
        return None
    return IssueLetter(edition, sections_of(texts, edition.gaps.select_related("topic")), Masthead.objects.current())


def sections_of(texts: Iterable[Publication], gaps: Iterable[Gap]) -> list[Section]:
    """Trends first, in their order, as the issue's page has them. A trend with a text is no gap any more."""
    by_topic: dict[Topic, list[Publication]] = {}
    for text in texts:
        by_topic.setdefault(text.primary_topic, []).append(text)
    sections = [Section(topic, about) for topic, about in by_topic.items()]
    sections += [Section(gap.topic, [], gap.reason) for gap in gaps if gap.topic not in by_topic]
    return sorted(sections, key=lambda section: _place(section.topic))


def answer(*, subscription_id: int, asked_at: str) -> None:
    """To whoever has asked, or whose address somebody has typed; to nobody, where it has been left meanwhile."""
    subscription = Subscription.objects.filter(pk=subscription_id).first()
    if subscription:
        name = "newsletter_known" if subscription.confirmed_at else "newsletter_confirm"
        key = f"subscription.{subscription_id}.{datetime.fromisoformat(asked_at):%Y%m%d%H%M%S%f}"
        _addressed(name, subscription, Masthead.objects.current(), key).send()


def _addressed(
    name: str, subscription: Subscription, masthead: Masthead, key: str, **context: object
) -> EmailMultiAlternatives:
    """With the ways to leave that mail programs offer (RFC 2369, RFC 8058)."""
    own_page = f"{settings.SITE_URL}{subscription.get_absolute_url()}"
    language = subscription.language
    with override(language):
        publication = " ".join(str(masthead.name).split())
    context |= {"masthead": masthead, "site": settings.SITE_URL, "own_page": own_page}
    message = letter(name, to=subscription.email, language=language, key=key, **context)
    message.from_email = formataddr((publication, settings.DEFAULT_FROM_EMAIL))
    message.extra_headers |= {
        "List-Id": f"<issue-{language}.{urlsplit(settings.SITE_URL).hostname}>",
        "List-Unsubscribe": f"<{own_page}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    return message


def _place(topic: Topic) -> tuple[bool, int, str]:
    return not topic.is_trend, topic.position, topic.slug
