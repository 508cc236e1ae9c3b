from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _


class Event(models.TextChoices):
    """Why a revision was made."""

    SAVE = "save", _("saved")
    SUBMIT = "submit", _("submitted")
    RETURN = "return", _("returned")
    APPROVE = "approve", _("approved")
    PUBLISH = "publish", _("published")
    SCHEDULE = "schedule", _("scheduled")
    WITHDRAW = "withdraw", _("withdrawn")
    RESTORE = "restore", _("restored")
    MERGE = "merge", _("merged")
    SET_ASIDE = "set_aside", _("set aside")
    IMPORT = "import", _("imported")


class RevisionQuerySet(models.QuerySet["Revision"]):
    def of_the_text(self) -> "RevisionQuerySet":
        """Those that say what the working copy was; not the texts that wait to be merged."""
        return self.exclude(event=Event.SET_ASIDE)


class Revision(models.Model):
    """
    An immutable record of a working copy.

    `content` is what `Article.content()` gives and `Article.apply()` takes: plain fields, and the ids of
    topics, authors, tags, sources and pictures.
    """

    article = models.ForeignKey("analysis.Article", models.CASCADE, related_name="revisions")
    created_at = models.DateTimeField(_("when"), default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("who")
    )
    event = models.CharField(_("what"), max_length=10, choices=Event)
    reason = models.CharField(_("why"), max_length=1000, blank=True)
    # Of the working copy whose content this is: what two people's saves are compared with.
    version = models.PositiveIntegerField(_("version"), null=True)
    content = models.JSONField(_("content"))
    content_hash = models.CharField(max_length=64)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["article", "-created_at"], name="revision_history"),
            models.Index(fields=["article", "version"], name="revision_of_version"),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(event__in=Event.values), name="revision_event_known"),
        ]

    def __str__(self) -> str:
        made_at = date_format(timezone.localtime(self.created_at), "SHORT_DATETIME_FORMAT")
        return f"{made_at} · {self.get_event_display()}"
