from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from analysis.models.languages import Language, known_language


class HouseName(models.Model):
    """How the publication spells a name in one language, and the spellings it does not use."""

    language = models.CharField(_("language"), max_length=5, choices=Language, default=Language.ENGLISH)
    preferred = models.CharField(_("we write"), max_length=100)
    variants = models.CharField(_("we do not write"), max_length=500, help_text=_("Other spellings, with commas."))

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("name of the house style")
        verbose_name_plural = _("house style")
        ordering = ["language", "preferred"]
        constraints = [
            models.UniqueConstraint(
                fields=["language", "preferred"],
                name="house_name_once",
                violation_error_message=_("This name is in the list already."),
            ),
            known_language("house_name_language_known"),
        ]

    def __str__(self) -> str:
        return self.preferred

    @property
    def variant_list(self) -> tuple[str, ...]:
        return tuple(filter(None, (variant.strip() for variant in self.variants.split(","))))
