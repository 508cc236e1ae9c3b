from django.db import models
from django.utils.translation import gettext_lazy as _


class AddressQuerySet(models.QuerySet["Address"]):
    def free_for(self, path: str, article_id: int | None) -> bool:
        return not self.filter(path=path).exclude(article=article_id).exists()


class Address(models.Model):
    """
    A path that belongs to an article for ever: the present one, every earlier one, and those it was imported with.

    Any of them leads to the live publication: the canonical path shows it, the others redirect in one hop.
    One table with a unique path means that no two articles can ever claim the same address, whatever the clock says.
    """

    path = models.CharField(_("path"), max_length=600, unique=True)
    article = models.ForeignKey("analysis.Article", models.CASCADE, related_name="addresses")

    objects = AddressQuerySet.as_manager()

    class Meta:
        verbose_name = _("address")
        verbose_name_plural = _("addresses")
        constraints = [
            models.CheckConstraint(condition=models.Q(path__startswith="/"), name="address_is_a_path"),
        ]

    def __str__(self) -> str:
        return self.path
