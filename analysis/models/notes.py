from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class EditorialNoteQuerySet(models.QuerySet["EditorialNote"]):
    def threads(self) -> "EditorialNoteQuerySet":
        return self.filter(reply_to__isnull=True)

    def open(self) -> "EditorialNoteQuerySet":
        return self.filter(reply_to__isnull=True, resolved_at__isnull=True)

    def blocking(self) -> "EditorialNoteQuerySet":
        return self.open().filter(is_blocking=True)


class EditorialNote(models.Model):
    """
    A remark among staff, never public (`edNote` of the field). It hangs on a paragraph by a quote.

    `paragraph` and `position` are where the quote was last seen; see `analysis.text.anchors`. A note without a
    quote is about the whole text. Replies hang on the first note of a thread.
    """

    article = models.ForeignKey("analysis.Article", models.CASCADE, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("who"))
    body = models.TextField(_("note"))
    quote = models.CharField(_("quote"), max_length=500, blank=True)
    paragraph = models.TextField(blank=True)
    position = models.PositiveIntegerField(null=True)
    is_blocking = models.BooleanField(_("blocks publication"), default=False)
    reply_to = models.ForeignKey("self", models.CASCADE, null=True, related_name="replies")
    mentioned = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="mentions", blank=True)
    created_at = models.DateTimeField(_("when"), default=timezone.now)
    resolved_at = models.DateTimeField(_("resolved"), null=True)
    resolved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = EditorialNoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ["created_at", "id"]
        indexes = [
            models.Index(fields=["article", "created_at"], name="note_of_article"),
            # What somebody is named in and nobody has resolved, the newest first; most notes are settled.
            models.Index(fields=["-created_at"], name="note_open", condition=Q(resolved_at__isnull=True)),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(body=""), name="note_says_something"),
            models.CheckConstraint(
                condition=Q(resolved_at__isnull=True, resolved_by__isnull=True)
                | Q(resolved_at__isnull=False, resolved_by__isnull=False),
                name="note_resolved_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.body[:80]
