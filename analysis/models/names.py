from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


class Name(models.Model):
    """A person, place or body in all its spellings, whatever the language: a search for one finds them all."""

    spellings = ArrayField(models.CharField(max_length=100), verbose_name=_("spellings"))

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("name")
        verbose_name_plural = _("names in search")
        ordering = ["spellings"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(spellings__len__gte=2),
                name="name_in_two_spellings",
                violation_error_message=_("One spelling finds itself: give at least two."),
            ),
        ]

    def __str__(self) -> str:
        return ", ".join(self.spellings)
