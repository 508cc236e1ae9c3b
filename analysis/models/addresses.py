from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Address(models.Model):
    """
    A path that belongs to an article for ever: the present one, every earlier one, and those it was imported with.

    Any of them leads to the live publication: the canonical path shows it, the others redirect in one hop.
    One table with a unique path means that no two articles can ever claim the same address, whatever the clock says.
    """

    path = models.CharField(_("path"), max_length=600, unique=True)
    article = models.ForeignKey("analysis.Article", models.CASCADE, related_name="addresses")

    class Meta:
        verbose_name = _("address")
        verbose_name_plural = _("addresses")
        constraints = [
            models.CheckConstraint(condition=models.Q(path__startswith="/"), name="address_is_a_path"),
        ]

    def __str__(self) -> str:
        return self.path


class FormerSlug(models.Model):
    """A name in addresses that a topic, an author or a tag once had: it leads to the present one for ever."""

    slug = models.SlugField(max_length=100)
    topic = models.ForeignKey("analysis.Topic", models.CASCADE, null=True, related_name="former_slugs")
    author = models.ForeignKey("analysis.Author", models.CASCADE, null=True, related_name="former_slugs")
    tag = models.ForeignKey("analysis.Tag", models.CASCADE, null=True, related_name="former_slugs")

    class Meta:
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")
        constraints = [
            *(
                models.UniqueConstraint(
                    fields=["slug"], condition=Q(**{f"{name}__isnull": False}), name=f"former_slug_of_one_{name}"
                )
                for name in ("topic", "author", "tag")
            ),
            models.CheckConstraint(
                condition=Q(topic__isnull=False, author__isnull=True, tag__isnull=True)
                | Q(topic__isnull=True, author__isnull=False, tag__isnull=True)
                | Q(topic__isnull=True, author__isnull=True, tag__isnull=False),
                name="former_slug_of_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return self.slug
