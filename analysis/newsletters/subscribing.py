"""
How a reader comes and goes. Nobody is written to regularly who has not said so from the mailbox itself.

Whoever asks is answered the same, whether the address is new, waits, or has been confirmed long ago: the rest is said
in a letter, to the person whose address it is.
"""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Case, F, Q, Value, When

from analysis.newsletters import tasks
from analysis.newsletters.forgetting import UNCONFIRMED
from analysis.newsletters.models import Subscription, SubscriptionQuerySet

# Letters to an address that somebody, perhaps a stranger to it, has typed: so far apart, and so many before it rests.
PAUSE: Final = timedelta(minutes=15)
MOST_LETTERS: Final = 3
# Of the whole site, lest thousands of machines make it write to thousands of strangers.
MOST_AN_HOUR: Final = 300


class TooManyRequestsError(Exception):
    """More people have asked within an hour than the site writes to."""


def ask(*, email: str, language: str, at: datetime) -> None:
    """Has a letter sent to the address, which confirms when its button is pressed."""
    if _asked_lately(at) >= MOST_AN_HOUR:
        raise TooManyRequestsError
    with transaction.atomic():
        Subscription.objects.bulk_create([Subscription(email=email, language=language)], ignore_conflicts=True)
        asked = _writable(Subscription.objects.of(email, language=language), at)
        if asked.update(asked_at=at, times_asked=_counted(at)):
            subscription = Subscription.objects.of(email, language=language).get()
            tasks.send_answer.defer(subscription_id=subscription.pk, asked_at=at.isoformat())


def confirm(*, key: UUID, at: datetime) -> None:
    Subscription.objects.unconfirmed().filter(key=key).update(confirmed_at=at, times_asked=0)


def leave(*, key: UUID) -> None:
    Subscription.objects.filter(key=key).delete()


def _asked_lately(at: datetime) -> int:
    return Subscription.objects.unconfirmed().filter(asked_at__gt=at - timedelta(hours=1)).count()


def _writable(subscriptions: SubscriptionQuerySet, at: datetime) -> SubscriptionQuerySet:
    """Asked in the statement that notes it: of two requests at once one has a letter sent."""
    never, long_ago = Q(asked_at__isnull=True), Q(asked_at__lte=at - UNCONFIRMED)
    again = Q(asked_at__lte=at - PAUSE, times_asked__lt=MOST_LETTERS)
    return subscriptions.filter(never | long_ago | again)


def _counted(at: datetime) -> Case:
    return Case(When(asked_at__lte=at - UNCONFIRMED, then=Value(1)), default=F("times_asked") + 1)
