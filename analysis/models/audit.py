from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import connection, models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from analysis.models.plain_words import PlainWords

_VERBS: Final = """
    WITH RECURSIVE used (verb) AS (
        SELECT min(verb) FROM analysis_auditentry
        UNION ALL
        SELECT (SELECT min(entry.verb) FROM analysis_auditentry AS entry WHERE entry.verb > used.verb)
        FROM used
        WHERE used.verb IS NOT NULL
    )
    SELECT verb FROM used WHERE verb IS NOT NULL
"""
# What is looked for in the log.
TOLD = ("subject", "why")


class AuditManager(models.Manager["AuditEntry"]):
    def note(
        self,
        *,
        verb: str,
        about: models.Model,
        by: User | None,
        at: datetime,
        why: str = "",
        before: dict[str, Any] | None = None,
        after: dict[str, Any] | None = None,
    ) -> "AuditEntry":
        """`verb` is a word of the house ("approve"); `before` and `after` hold what differs, as JSON."""
        return self.create(
            at=at,
            by=by,
            verb=verb,
            subject_type=about._meta.model_name or "",
            subject_id=about.pk,
            subject=str(about)[:300],
            why=why,
            before=before or {},
            after=after or {},
        )

    def verbs(self) -> list[str]:
        """Those that anybody has used, in their order: each is leapt to, where DISTINCT would read the whole log."""
        with connection.cursor() as cursor:
            cursor.execute(_VERBS)
            return [verb for (verb,) in cursor.fetchall()]


class AuditEntry(models.Model):
    """Who did what to what, when and why. Rows are only ever added: the database refuses anything else."""

    at = models.DateTimeField(_("when"), default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("who"))
    verb = models.CharField(_("what"), max_length=40)
    # No foreign key: the entry outlives what it is about.
    subject_type = models.CharField(_("kind"), max_length=40)
    subject_id = models.BigIntegerField(null=True)
    subject = models.CharField(_("subject"), max_length=300)
    why = models.CharField(_("why"), max_length=1000, blank=True)
    before = models.JSONField(_("before"), default=dict, blank=True)
    after = models.JSONField(_("after"), default=dict, blank=True)

    objects = AuditManager()

    class Meta:
        verbose_name = _("log entry")
        verbose_name_plural = _("log")
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["-at", "-id"], name="audit_newest"),
            models.Index(fields=["subject_type", "subject_id", "-at"], name="audit_of_subject"),
            # One verb, newest first; and which verbs there are.
            models.Index(fields=["verb", "-at", "-id"], name="audit_of_verb"),
            # What administrators look for, as they type.
            GinIndex(PlainWords(*TOLD), name="audit_words", fastupdate=False),
        ]

    def __str__(self) -> str:
        noted_at = date_format(timezone.localtime(self.at), "SHORT_DATETIME_FORMAT")
        return f"{noted_at} · {self.subject}"
