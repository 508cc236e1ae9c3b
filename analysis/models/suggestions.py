from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from analysis.models.articles import Article


class SuggestionKind(models.TextChoices):
    PIN = "pin", _("Always suggest")
    BAN = "ban", _("Never suggest")


class Suggestion(models.Model):
    """What an editor decided about one article beside another; it outlives every rebuild of similar articles."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="suggestions")
    suggested = models.ForeignKey(Article, models.CASCADE, related_name="suggested_beside")
    kind = models.CharField(_("kind"), max_length=3, choices=SuggestionKind)
    position = models.PositiveIntegerField(_("position"), default=0)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        verbose_name = _("suggestion")
        verbose_name_plural = _("suggestions")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["article", "suggested"], name="suggestion_once"),
            models.CheckConstraint(condition=~Q(article=F("suggested")), name="suggestion_of_another_article"),
            models.CheckConstraint(condition=Q(kind__in=SuggestionKind.values), name="suggestion_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.article} → {self.suggested} ({self.get_kind_display()})"
