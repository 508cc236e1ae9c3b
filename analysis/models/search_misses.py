import re
from datetime import date
from typing import Final

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from analysis.models.languages import Language, known_language

# What may be of somebody: addresses, telephone numbers, numbers of accounts and papers.
_PERSONAL: Final = re.compile(r"@|://|(?:\d[\s().-]*){6}")
_LONGEST: Final = 80
# Whoever sends nonsense fills no disk with it.
_MOST: Final = 5_000


class SearchMissQuerySet(models.QuerySet["SearchMiss"]):
    def note(self, text: str, *, language: str, day: date) -> None:
        """Counts one more; what is long, or may be of a person, is not kept at all."""
        text = " ".join(text.lower().split())
        if not text or len(text) > _LONGEST or _PERSONAL.search(text):
            return
        counted = self.filter(language=language, text=text).update(count=F("count") + 1, last_date=day)
        if not counted and self.count() < _MOST:
            self.bulk_create([SearchMiss(language=language, text=text, count=1, last_date=day)], ignore_conflicts=True)

    def rare(self, *, before: date) -> "SearchMissQuerySet":
        """Looked for once, long ago."""
        return self.filter(count=1, last_date__lt=before)


class SearchMiss(models.Model):
    """Words that readers searched for without result: how often, and when last. Nothing of who they were."""

    language = models.CharField(_("language"), max_length=5, choices=Language)
    text = models.CharField(_("searched for"), max_length=200)
    count = models.PositiveIntegerField(_("how often"), default=0)
    last_date = models.DateField(_("last on"))

    objects = SearchMissQuerySet.as_manager()

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
