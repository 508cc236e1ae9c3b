"""The one module that knows django-taggit's models."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from taggit.models import ItemBase, TagBase

from analysis.models.languages import home
from analysis.text.slugs import slugify


class Tag(TagBase):
    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ["name"]

    def slugify(self, tag: str, i: int | None = None) -> str:
        slug = slugify(tag, language=get_language() or "en") or "tag"
        return f"{slug}-{i}" if i else slug

    def get_absolute_url(self) -> str:
        return f"{home()}tags/{self.slug}/"


class TaggedArticle(ItemBase):
    content_object = models.ForeignKey("analysis.Article", models.CASCADE, related_name="tagged_items")
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="tagged_articles")

    objects: models.Manager["TaggedArticle"] = models.Manager()

    class Meta:
        verbose_name = _("tag of an article")
        verbose_name_plural = _("tags of articles")
        constraints = [models.UniqueConstraint(fields=["content_object", "tag"], name="tagged_article_once")]
