from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Autosave(models.Model):
    """
    What somebody has typed and not saved: the last state of one opened form.

    `fields` are the form's pairs of name and value as a browser sends them. It is no revision and no version; a
    save leaves an empty row for a while, which tells late copies that they are not needed any more.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="autosaves")
    article = models.ForeignKey("analysis.Article", models.CASCADE, null=True, related_name="autosaves")
    # Of the opened form: the article's number and a word ("12.k3j9"), or for a new text a name that it made up.
    key = models.CharField(max_length=40)
    fields = models.JSONField(default=list)
    saved_at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        verbose_name = _("unsaved text")
        verbose_name_plural = _("unsaved texts")
        ordering = ["-saved_at"]
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="autosave_one_per_person_and_text")]
        indexes = [models.Index(fields=["article", "-saved_at"], name="autosave_also_editing")]

    def __str__(self) -> str:
        return f"{self.user} · {self.key}"
