"""
Each released edition goes to those who have subscribed to its language: to each of them once.

What is due is read from the editions and the clock, as everything that readers see: a release that is moved or called
off takes its mailing along, and nothing has to be told.
"""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused
from typing import Final, NamedTuple

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F, Min, QuerySet
from procrastinate.contrib.django.models import ProcrastinateJob

from analysis.lateness import WAITING
from analysis.models import Edition, Masthead
from analysis.newsletters.letters import IssueLetter, issue_letter
from analysis.newsletters.models import Delivery, DeliveryQuerySet, Mailing, Subscription

# What was released longer ago than this is no news: editions of an archive, a server that stood still.
NEWS: Final = timedelta(days=3)
# An address that was said not to exist for so many issues in a row is forgotten.
MOST_REFUSALS: Final = 3
# Letters a job hands over before others get their turn, and how often a letter is tried that its server puts off.
BATCH: Final = 50
MOST_TRIES: Final = 10


class UnsentError(Exception):
    """What is left of a mailing cannot be handed over for now."""


class Refusal(NamedTuple):
    """What a mail server says to one letter: the code, and the words after it."""

    code: int
    words: bytes

    @classmethod
    def of(cls, error: SMTPRecipientsRefused | SMTPDataError) -> "Refusal":
        if isinstance(error, SMTPDataError):
            words = error.smtp_error
            return cls(error.smtp_code, words if isinstance(words, bytes) else words.encode())
        return cls(*next(iter(error.recipients.values())))

    @property
    def is_final(self) -> bool:
        return self.code >= 500

    @property
    def is_about_the_address(self) -> bool:
        """RFC 3463. Anything else may be about us: a server that blocks ours must not cost the list its readers."""
        return self.is_final and self.words.lstrip().startswith(b"5.1.")


def begin_due(*, at: datetime, send: Callable[..., object]) -> None:
    """`send(mailing_id=)` for each edition that is out and has not been sent."""
    if Masthead.objects.current().offers_newsletter:
        for edition in due_editions(at):
            _begin(edition, at, send)


def readers_of(edition: Edition) -> int:
    """To how many people it would go now; none where it has gone, or nothing goes."""
    if not Masthead.objects.current().offers_newsletter or Mailing.objects.filter(edition=edition.pk).exists():
        return 0
    return Subscription.objects.confirmed().filter(language=edition.language).count()


def due_editions(at: datetime) -> QuerySet[Edition]:
    return Edition.objects.filter(released_at__lte=at, released_at__gt=at - NEWS, mailing=None)


def deliver(*, mailing_id: int, at: datetime) -> bool:
    """
    A batch of what waits; whether there is more that has not been tried.

    May be run again, and by several at once: each letter is taken by one of them. Raises UnsentError when nothing is
    left but what mail servers have put off.
    """
    mailing = Mailing.objects.select_related("edition__issue").filter(pk=mailing_id).first()
    letter = issue_letter(mailing.edition, at=at) if mailing else None
    waiting = Delivery.objects.waiting().filter(mailing=mailing_id)
    if letter:
        _hand_over_all(waiting.order_by("tries", "pk").values_list("pk", flat=True)[:BATCH], letter, at=at)
    else:
        waiting.delete()
    return _has_more(waiting)


def left_lying(at: datetime) -> list[int]:
    """Mailings that nobody goes on with: a mail server was away for longer than their job waited."""
    begun = Mailing.objects.filter(begun_at__gt=at - NEWS, deliveries__in=Delivery.objects.waiting())
    jobs = ProcrastinateJob.objects.filter(status__in=WAITING, args__mailing_id__isnull=False)
    taken = {job.args["mailing_id"] for job in jobs}
    return [pk for pk in begun.distinct().values_list("pk", flat=True) if pk not in taken]


def _has_more(waiting: DeliveryQuerySet) -> bool:
    next_try = waiting.aggregate(next=Min("tries"))["next"]
    if next_try:
        raise UnsentError(f"{waiting.count()} letters were put off by their mail servers.")
    return next_try is not None


def _hand_over_all(pks: Collection[int], letter: IssueLetter, *, at: datetime) -> None:
    if pks:
        with get_connection() as connection:
            for pk in pks:
                _hand_over(pk, letter, connection, at=at)


def _begin(edition: Edition, at: datetime, send: Callable[..., object]) -> None:
    """Of two at once one wins, and has the letters waiting in the same transaction."""
    with transaction.atomic():
        mailing, is_new = Mailing.objects.get_or_create(edition=edition, defaults={"begun_at": at})
        if is_new:
            readers = Subscription.objects.confirmed().filter(language=edition.language).values_list("pk", flat=True)
            letters = (Delivery(mailing=mailing, subscription_id=pk) for pk in readers)
            Delivery.objects.bulk_create(letters, batch_size=5_000)
            send(mailing_id=mailing.pk)


def _hand_over(pk: int, letter: IssueLetter, connection: BaseEmailBackend, *, at: datetime) -> None:
    """The letter leaves before its row says so: a crash between the two sends it again, under the same Message-ID."""
    with transaction.atomic():
        held = Delivery.objects.waiting().select_for_update(skip_locked=True, of=("self",))
        delivery = held.select_related("subscription").filter(pk=pk).first()
        if not delivery:
            return
        try:
            connection.send_messages([letter.to(delivery)])
        except (SMTPRecipientsRefused, SMTPDataError) as error:
            _note_refusal(delivery, Refusal.of(error), at)
        else:
            _note_sent(delivery, at)


def _note_sent(delivery: Delivery, at: datetime) -> None:
    _done(delivery, at)
    Mailing.objects.filter(pk=delivery.mailing_id).update(sent=F("sent") + 1)
    Subscription.objects.filter(pk=delivery.subscription_id, refusals__gt=0).update(refusals=0)


def _note_refusal(delivery: Delivery, refusal: Refusal, at: datetime) -> None:
    if not refusal.is_final and delivery.tries < MOST_TRIES:
        delivery.tries += 1
        delivery.save(update_fields=["tries"])
        return
    _done(delivery, at)
    Mailing.objects.filter(pk=delivery.mailing_id).update(refused=F("refused") + 1)
    if refusal.is_about_the_address:
        subscription = Subscription.objects.filter(pk=delivery.subscription_id)
        subscription.update(refusals=F("refusals") + 1)
        subscription.filter(refusals__gte=MOST_REFUSALS).delete()


def _done(delivery: Delivery, at: datetime) -> None:
    delivery.done_at = at
    delivery.save(update_fields=["done_at"])
