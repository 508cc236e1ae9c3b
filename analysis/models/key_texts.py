from django.db import models
from django.utils.translation import gettext_lazy as _

from analysis.models.articles import Article
from analysis.models.topics import Topic


class KeyText(models.Model):
    """An article that an editor pinned to a topic's dossier: readers see it there while it is public."""

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="key_texts", verbose_name=_("topic"))
    article = models.ForeignKey(Article, models.CASCADE, related_name="key_texts", verbose_name=_("article"))
    position = models.PositiveIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("key text")
        verbose_name_plural = _("key texts")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["topic", "article"],
                name="key_text_once_per_topic",
                violation_error_message=_("This article is pinned already."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.article)
