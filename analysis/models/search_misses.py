from django.db import models
from django.utils.translation import gettext_lazy as _

from analysis.models.languages import Language, known_language


class SearchMiss(models.Model):
    """Words that readers searched for without result: how often, and when last. Nothing of who they were."""

    language = models.CharField(_("language"), max_length=5, choices=Language)
    text = models.CharField(_("searched for"), max_length=200)
    count = models.PositiveIntegerField(_("how often"), default=0)
    last_date = models.DateField(_("last on"))

    class Meta:
        verbose_name = _("search without result")
        verbose_name_plural = _("searches without result")
        ordering = ["-count", "-last_date"]
        constraints = [
            models.UniqueConstraint(fields=["language", "text"], name="search_miss_once"),
            known_language("search_miss_language_known"),
        ]

    def __str__(self) -> str:
        return self.text
