from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from analysis.models.languages import Language, home, known_language
from analysis.models.loading import PlainlyLoaded
from analysis.models.topics import Topic
from analysis.text.body_rules import without_markup
from analysis.text.periods import format_period, iso_week_slug


class Issue(PlainlyLoaded):
    """The weekly issue: one row a period, whatever the language."""

    number = models.PositiveIntegerField(_("number"), unique=True)
    coverage_start = models.DateField(_("first day"))
    coverage_end = models.DateField(_("last day"))
    slug = models.SlugField(
        _("address"), max_length=12, unique=True, editable=False, help_text=_("ISO week of the first day.")
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("issue")
        verbose_name_plural = _("issues")
        ordering = ["-coverage_start"]
        # The newest with something in it, and the neighbours of one: found without a look into every issue there is.
        indexes = [models.Index(fields=["-coverage_start", "-id"], name="issue_newest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(coverage_end__gte=F("coverage_start")),
                name="issue_ends_after_it_begins",
                violation_error_message=_("The period ends before it begins."),
            ),
        ]

    def __str__(self) -> str:
        return _("No. %(number)s · %(period)s") % {"number": self.number, "period": self.period}

    def save(self, **kwargs: Any) -> None:
        self.slug = iso_week_slug(self.coverage_start)
        super().save(**kwargs)

    def get_absolute_url(self) -> str:
        return f"{home()}issues/{self.slug}/"

    @property
    def period(self) -> str:
        return format_period(self.coverage_start, self.coverage_end, language=get_language() or "en")


class Edition(models.Model):
    """An issue in one language. Readers see it as soon as one of its articles is public."""

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="editions")
    language = models.CharField(_("language"), max_length=5, choices=Language)
    title = models.CharField(_("title"), max_length=200, blank=True)
    introduction = models.TextField(_("introduction"), blank=True)
    released_at = models.DateTimeField(
        _("released"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("The one instant at which its texts become public; what joins later is marked as added."),
    )

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ["issue", "language"]
        constraints = [
            models.UniqueConstraint(
                fields=["issue", "language"],
                name="edition_once_per_language",
                violation_error_message=_("This issue has an edition in this language already."),
            ),
            known_language("edition_language_known"),
        ]

    def __str__(self) -> str:
        return self.title or f"{self.issue} ({self.get_language_display()})"


class Gap(models.Model):
    """A trend that an edition has no text about, and why. Readers see it from the edition's release on."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="gaps")
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="gaps", verbose_name=_("trend"))
    reason = models.CharField(_("reason"), max_length=300, help_text=_("One sentence: why there is nothing."))

    class Meta:
        verbose_name = _("nothing this week")
        verbose_name_plural = _("nothing this week")
        ordering = ["topic__position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "topic"],
                name="gap_once_per_trend",
                violation_error_message=_("This trend has been filled already."),
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="gap_with_a_reason",
                violation_error_message=_("Say why there is nothing."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic}: {self.reason}"

    def save(self, **kwargs: Any) -> None:
        self.reason = without_markup(self.reason)
        super().save(**kwargs)
