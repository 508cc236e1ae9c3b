from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from analysis.models.languages import home, translated
from analysis.models.loading import PlainlyLoaded

# First segments of addresses that belong to the site itself.
RESERVED_SLUGS = frozenset(
    "accounts admin api archive author authors be calendar cite corrections css en favicon feed feeds healthz "  # noqa: SIM905
    "images issue issues js media metrics news news-sitemap newsletter newsletters page pages preview previews "
    "readyz robots ru search share sitemap static subscribe tag tags topic topics trends".split()
)


def validate_not_reserved(slug: str) -> None:
    if slug in RESERVED_SLUGS:
        raise ValidationError(_("“%(slug)s” is an address of the site itself. Choose another."), params={"slug": slug})


class TopicQuerySet(models.QuerySet["Topic"]):
    def trends(self) -> "TopicQuerySet":
        return self.filter(is_trend=True)


class Topic(PlainlyLoaded):
    slug = models.SlugField(
        _("address"),
        max_length=80,
        unique=True,
        validators=[validate_not_reserved],
        help_text=_("First part of its articles' addresses, the same in every language."),
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("parent topic"),
    )
    position = models.PositiveIntegerField(_("position"), default=0)
    is_trend = models.BooleanField(
        _("trend"), default=False, help_text=_("Followed week after week, with an assessment.")
    )
    name = translated(models.CharField(_("name"), max_length=120, blank=True), required=True)
    description = translated(models.TextField(_("description"), blank=True))

    history = HistoricalRecords()
    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["position", "slug"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(slug__in=sorted(RESERVED_SLUGS)), name="topic_slug_not_reserved"
            ),
            models.CheckConstraint(
                condition=~models.Q(slug=""),
                name="topic_slug_given",
                violation_error_message=_("A topic needs an address."),
            ),
            models.CheckConstraint(
                condition=models.Q(parent__isnull=True) | ~models.Q(parent=models.F("id")),
                name="topic_not_its_own_parent",
                violation_error_message=_("A topic cannot be its own parent."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        return f"{home()}{self.slug}/"

    def clean(self) -> None:
        ancestor = self.parent
        while ancestor:
            if ancestor.pk == self.pk:
                raise ValidationError({"parent": _("A topic cannot be below itself.")})
            ancestor = ancestor.parent

    @property
    def place(self) -> tuple[bool, int, str]:
        """In an issue: trends first, in their order."""
        return not self.is_trend, self.position, self.slug
