import secrets
from typing import Any

from django.conf import settings
from django.core.files.base import File
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from imagefield.fields import PPOIField

from analysis.models.languages import translated
from analysis.models.loading import PlainlyLoaded
from analysis.models.picture_field import PictureField, digest_of
from analysis.models.renditions import ALL_RENDITIONS


def private_name(_image: "Image", file_name: str) -> str:
    """A name of ours, which nobody can guess: the sender's name never becomes a path."""
    extension = file_name.rpartition(".")[2].lower()
    return f"originals/{secrets.token_hex(16)}.{extension}"


class ImageQuerySet(models.QuerySet["Image"]):
    def with_content(self, content: "File[Any]") -> "ImageQuerySet":
        """Those whose file is this one, whatever it was called."""
        return self.filter(digest=digest_of(content))

    def lacking_forms(self) -> "ImageQuerySet":
        return self.filter(formats_drawn_at__isnull=True)


class Image(PlainlyLoaded):
    """A picture. Its original stays private; readers get renditions without any metadata."""

    file = PictureField(
        _("file"),
        upload_to=private_name,
        width_field="width",
        height_field="height",
        ppoi_field="focal_point",
        formats=ALL_RENDITIONS,
    )
    width = models.PositiveIntegerField(_("width"), null=True, editable=False)
    height = models.PositiveIntegerField(_("height"), null=True, editable=False)
    focal_point = PPOIField(_("focal point"))
    alt_text = translated(
        models.CharField(
            _("alternative text"),
            max_length=300,
            blank=True,
            help_text=_("What the picture shows, for those who cannot see it."),
        )
    )
    caption = translated(models.CharField(_("caption"), max_length=500, blank=True))
    credit = models.CharField(
        _("credit"), max_length=200, help_text=_("Who made it: photographer and agency, or the draughtsman.")
    )
    copyright_notice = models.CharField(_("copyright notice"), max_length=200, blank=True)
    source = models.CharField(
        _("source"),
        max_length=500,
        blank=True,
        help_text=_("Where it was taken from: an address or an archive."),
    )
    # Until then readers get the forms that are drawn at once.
    formats_drawn_at = models.DateTimeField(null=True, editable=False)
    # Of the file's content, whichever way it came; empty where that is not known.
    digest = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(_("added"), default=timezone.now, editable=False)

    objects = ImageQuerySet.as_manager()

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(credit=""),
                name="image_credit_given",
                violation_error_message=_("A picture needs a credit."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.caption or self.alt_text or self.credit)

    def save(self, **kwargs: Any) -> None:
        if not self._shows_what_is_stored():
            self.formats_drawn_at = None
            if (names := kwargs.get("update_fields")) is not None:
                kwargs["update_fields"] = {*names, "formats_drawn_at", "digest"}
        super().save(**kwargs)

    def _shows_what_is_stored(self) -> bool:
        stored = Image.objects.filter(pk=self.pk).values_list("file", "focal_point").first()
        return stored == (self.file.name, self.focal_point)
