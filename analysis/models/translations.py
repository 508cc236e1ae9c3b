from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from analysis.models.articles import Article


class Translation(models.Model):
    """
    What an article was translated from, and what stood there when each of its paragraphs was translated.

    `paragraphs` is written and read by `analysis.text.staleness` alone.
    """

    article = models.OneToOneField(Article, models.CASCADE, related_name="translation", verbose_name=_("article"))
    original = models.ForeignKey(Article, models.CASCADE, related_name="translations", verbose_name=_("original"))
    paragraphs = models.JSONField(default=list)
    original_hash = models.CharField(max_length=64, blank=True)
    is_adapted = models.BooleanField(
        _("freely adapted"),
        default=False,
        help_text=_("The paragraphs do not correspond: one mark for the whole text says whether it is up to date."),
    )
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("translation")
        verbose_name_plural = _("translations")
        constraints = [
            models.CheckConstraint(condition=~Q(article=F("original")), name="translation_of_another_article"),
        ]

    def __str__(self) -> str:
        return f"{self.original} → {self.article}"
