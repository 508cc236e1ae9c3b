from django.db import models
from django.utils.translation import gettext_lazy as _

from analysis.models.languages import translated

UNNAMED = "Barometer"


class MastheadManager(models.Manager["Masthead"]):
    def current(self) -> "Masthead":
        """The one row, or the defaults while nobody has named the publication."""
        return self.first() or Masthead(name_en=UNNAMED)


class Masthead(models.Model):
    """What the publication is called, in each language. There is one row."""

    name = translated(models.CharField(_("name"), max_length=80, blank=True), required=True)
    strapline = translated(models.CharField(_("strapline"), max_length=160, blank=True))
    about = translated(models.TextField(_("about"), blank=True))
    author_may_approve = models.BooleanField(
        _("authors may approve their own texts"),
        default=False,
        help_text=_(
            "Otherwise somebody else approves: an editor who neither wrote nor translated the text, nor submitted it."
        ),
    )

    offers_newsletter = models.BooleanField(
        _("readers may have the weekly issue sent to them"),
        default=False,
        db_default=False,
        help_text=_("Each edition goes out by mail within a minute of its release. This needs a mail server."),
    )

    objects = MastheadManager()

    class Meta:
        verbose_name = _("masthead")
        verbose_name_plural = _("masthead")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(id=1),
                name="masthead_one_row",
                violation_error_message=_("The publication has a masthead already."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)
