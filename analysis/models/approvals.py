from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Approval(models.Model):
    """
    Somebody's word that a content may become public. It holds for this content and no other.

    A publication of a revision without one is refused by the database. Machines' acts (import, demo) have no
    `approved_by`; `reason` says why something on the checklist was overridden.
    """

    article = models.ForeignKey("analysis.Article", models.CASCADE, related_name="approvals")
    revision = models.ForeignKey("analysis.Revision", models.CASCADE, related_name="+")
    content_hash = models.CharField(max_length=64)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("approved by")
    )
    approved_at = models.DateTimeField(_("approved"), default=timezone.now)
    reason = models.CharField(_("why"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")
        constraints = [models.UniqueConstraint(fields=["article", "content_hash"], name="approval_once_per_content")]

    def __str__(self) -> str:
        return f"{self.article_id} · {self.content_hash[:8]}"
