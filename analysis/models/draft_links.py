import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _


class DraftLink(models.Model):
    """One revision shown to one named outsider, until it expires or is revoked."""

    article = models.ForeignKey("analysis.Article", models.CASCADE, related_name="draft_links")
    revision = models.ForeignKey("analysis.Revision", models.CASCADE, related_name="+")
    recipient = models.CharField(_("for"), max_length=150)
    # Part of the signed address: without it the address cannot be told from the row's number.
    key = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("made by")
    )
    created_at = models.DateTimeField(_("made"), default=timezone.now)
    expires_at = models.DateTimeField(_("expires"))
    revoked_at = models.DateTimeField(_("revoked"), null=True)
    views = models.PositiveIntegerField(_("views"), default=0)
    last_viewed_at = models.DateTimeField(_("last seen"), null=True)

    class Meta:
        verbose_name = _("draft link")
        verbose_name_plural = _("draft links")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(recipient=""), name="draft_link_for_somebody"),
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("created_at")), name="draft_link_expires_after_it_is_made"
            ),
        ]

    def __str__(self) -> str:
        return self.recipient

    @property
    def mac(self) -> str:
        """Says that we made the address: 256 bits, in the lower case that addresses have."""
        return salted_hmac("analysis.draft-link", f"{self.pk}:{self.key}", algorithm="sha256").hexdigest()

    def is_genuine(self, mac: str) -> bool:
        return constant_time_compare(mac, self.mac)

    def is_open(self, at: datetime) -> bool:
        return self.revoked_at is None and at < self.expires_at
