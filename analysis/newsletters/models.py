"""Who gets the weekly issue by mail, and what was sent to them. What is known of readers is here and nowhere else."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from analysis.models import Edition, Language
from analysis.models.languages import home, known_language


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    def confirmed(self) -> "SubscriptionQuerySet":
        return self.filter(confirmed_at__isnull=False)

    def unconfirmed(self) -> "SubscriptionQuerySet":
        return self.filter(confirmed_at__isnull=True)

    def of(self, email: str, *, language: str) -> "SubscriptionQuerySet":
        """An address means the same in capitals; written to is the form in which it was first given."""
        return self.filter(email__iexact=email, language=language)


class Subscription(models.Model):
    """
    An address that gets the weekly issue in one language, as soon as whoever reads its mail has said so.

    Leaving deletes the row, and with it everything that is known of this reader.
    """

    email = models.EmailField(_("e-mail address"), max_length=254)
    language = models.CharField(_("language"), max_length=5, choices=Language)
    # The way to the reader's own page. It stays good for as long as the row: old letters must be able to end it.
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    asked_at = models.DateTimeField(_("asked"), null=True)
    times_asked = models.PositiveSmallIntegerField(_("times asked"), default=0)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True)
    refusals = models.PositiveSmallIntegerField(
        _("refused"), default=0, help_text=_("Issues in a row for which there was no such address.")
    )

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        ordering = ["-asked_at", "-id"]
        # `iexact` compares capitals.
        constraints = [
            models.UniqueConstraint(Upper("email"), F("language"), name="subscription_once_per_language"),
            known_language("subscription_language_known"),
        ]
        indexes = [
            # Whom an issue goes to; and which requests wait for their answer, to be counted and forgotten.
            models.Index(fields=["language"], condition=Q(confirmed_at__isnull=False), name="subscription_confirmed"),
            models.Index(fields=["asked_at"], condition=Q(confirmed_at__isnull=True), name="subscription_waiting"),
        ]

    def __str__(self) -> str:
        """Without the address: names of rows get into logs and messages."""
        return _("No. %(number)s (%(language)s)") % {"number": self.pk, "language": self.get_language_display()}

    def get_absolute_url(self) -> str:
        with override(self.language):
            return f"{home()}newsletter/{self.key}/"


class Mailing(models.Model):
    """An edition has gone to its subscribers, or is going: once, whatever becomes of the edition."""

    edition = models.OneToOneField(Edition, models.CASCADE, related_name="mailing")
    begun_at = models.DateTimeField(_("begun"))
    # Numbers, so that they stay when readers have left and what was sent to whom is forgotten.
    sent = models.PositiveIntegerField(_("sent"), default=0)
    refused = models.PositiveIntegerField(_("refused"), default=0)

    class Meta:
        verbose_name = _("mailing")
        verbose_name_plural = _("mailings")
        ordering = ["-begun_at"]

    def __str__(self) -> str:
        return str(self.edition)


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def waiting(self) -> "DeliveryQuerySet":
        return self.filter(done_at__isnull=True)


class Delivery(models.Model):
    """One letter to one reader."""

    mailing = models.ForeignKey(Mailing, models.CASCADE, related_name="deliveries")
    subscription = models.ForeignKey(Subscription, models.CASCADE, related_name="deliveries")
    done_at = models.DateTimeField(_("done"), null=True)
    # How often the mail server has asked for patience.
    tries = models.PositiveSmallIntegerField(default=0)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [
            models.UniqueConstraint(fields=["mailing", "subscription"], name="delivery_once"),
        ]
        # What is still to do of a mailing: what was never tried, then what has been put off.
        indexes = [
            models.Index(fields=["mailing", "tries", "id"], condition=Q(done_at__isnull=True), name="delivery_waiting")
        ]

    def __str__(self) -> str:
        return f"{self.mailing_id}.{self.subscription_id}"

    @property
    def message_key(self) -> str:
        """What is sent again after a crash has the same, and mailboxes show it once."""
        return f"issue.{self.mailing_id}.{self.subscription_id}"
