from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from analysis.models.images import Image
from analysis.models.languages import home, translated
from analysis.models.loading import PlainlyLoaded


class Author(PlainlyLoaded):
    """A by-line. It may belong to a user or to nobody who signs in; a pseudonym is a changed name."""

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="author",
        verbose_name=_("user"),
    )
    name = translated(models.CharField(pgettext_lazy("of a person", "name"), max_length=150, blank=True), required=True)
    job_title = translated(models.CharField(_("job title"), max_length=150, blank=True))
    biography = translated(models.TextField(_("biography"), blank=True))
    picture = models.ForeignKey(
        Image, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("picture")
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        ordering = ["name_en"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(name_en=""),
                name="author_name_given",
                violation_error_message=_("An author needs a name."),
            ),
            models.CheckConstraint(
                condition=~models.Q(slug=""),
                name="author_slug_given",
                violation_error_message=_("An author needs an address."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        return f"{home()}authors/{self.slug}/"


class AuthorLink(models.Model):
    author = models.ForeignKey(Author, models.CASCADE, related_name="links")
    label = models.CharField(_("label"), max_length=80)
    url = models.URLField(_("address"))
    position = models.PositiveIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.label
