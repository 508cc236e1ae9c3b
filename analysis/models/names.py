from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from analysis.models.languages import Language
from analysis.text.terms import key


class Name(models.Model):
    """A person, place or body in all its spellings, whatever the language: a search for one finds them all."""

    spellings = ArrayField(models.CharField(max_length=100), verbose_name=_("spellings"))
    # The stems of each spelling in each language, kept by `save()`: how a question finds it.
    keys = ArrayField(models.CharField(max_length=200), editable=False, default=list)

    history = HistoricalRecords(excluded_fields=["keys"])

    class Meta:
        verbose_name = pgettext_lazy("of a person or place", "name")
        verbose_name_plural = _("names in search")
        ordering = ["spellings"]
        indexes = [GinIndex(fields=["keys"], name="name_keys", fastupdate=False)]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(spellings__len__gte=2),
                name="name_in_two_spellings",
                violation_error_message=_("One spelling finds itself: give at least two."),
            ),
        ]

    def __str__(self) -> str:
        return ", ".join(self.spellings)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.write_keys()
        super().save(*args, **kwargs)

    def write_keys(self) -> None:
        self.keys = sorted({key(each, code) for each in self.spellings for code in Language.values} - {""})
