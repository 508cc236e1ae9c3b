from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from analysis.models.publications import Publication


class CorrectionKind(models.TextChoices):
    CORRECTION = "correction", _("Correction")
    CLARIFICATION = "clarification", _("Clarification")
    UPDATE = "update", _("Update")
    RETRACTION = "retraction", _("Retraction")


class CorrectionQuerySet(models.QuerySet["Correction"]):
    def public(self, at: datetime) -> "CorrectionQuerySet":
        """
        Those whose publication has begun, of texts that are still public; retractions outlive their text.

        Adds `is_live`: whether the text is.
        """
        is_live = models.Exists(Publication.objects.live(at).filter(article=models.OuterRef("publication__article")))
        begun = self.filter(public_from__lte=at).annotate(is_live=is_live)
        return begun.filter(Q(kind=CorrectionKind.RETRACTION) | Q(is_live=True))

    def newest_first(self) -> "CorrectionQuerySet":
        return self.order_by("-public_from", "-id")


class Correction(models.Model):
    """
    What readers are told about a change of a public text: tied to the difference between two publications.

    `publication` is the one that shows the corrected text, `replaced` the one before it. A retraction names the
    publication that was withdrawn.
    """

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="corrections")
    replaced = models.ForeignKey(Publication, models.SET_NULL, null=True, related_name="+")
    kind = models.CharField(_("kind"), max_length=13, choices=CorrectionKind)
    text = models.TextField(_("what readers are told"))
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    # The database alone writes these, from the publication (migration 0012): readers are told once both have begun.
    language = models.CharField(max_length=5, editable=False)
    public_from = models.DateTimeField(editable=False)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["-created_at", "-id"]
        # The page and the feed of a language: its twenty are read, and not looked for among all.
        indexes = [models.Index(fields=["language", "-public_from", "-id"], name="correction_newest")]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=CorrectionKind.values), name="correction_kind_known"),
            models.CheckConstraint(condition=~Q(text=""), name="correction_says_something"),
            models.CheckConstraint(
                condition=Q(replaced__isnull=True) | ~Q(replaced=F("publication")),
                name="correction_between_two_publications",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.text[:60]}"
