from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    BLOCK = "block", _("blocks publication")
    WARN = "warn", _("to look at")


class Finding(models.Model):
    """
    What the checklist says about a working copy as it was last saved: derived, rebuildable at any time.

    `rule` is the name of a function of `analysis.checklist`; `details` are what its sentence names.
    """

    article = models.ForeignKey("analysis.Article", models.CASCADE, related_name="findings")
    rule = models.CharField(max_length=40)
    level = models.CharField(max_length=5, choices=Level)
    field = models.CharField(max_length=40, blank=True)
    details = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ["level", "id"]
        indexes = [models.Index(fields=["rule", "level"], name="finding_by_rule")]
        constraints = [models.CheckConstraint(condition=models.Q(level__in=Level.values), name="finding_level_known")]

    def __str__(self) -> str:
        return f"{self.rule} ({self.level})"
