"""Derived from publications, and rebuildable from them at any time. Readers see only what of it is live."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q


class Vocabulary(models.Model):
    """How common terms are in one language: a term that few texts share says more about likeness."""

    language = models.CharField(max_length=35, unique=True)
    texts = models.PositiveIntegerField()
    # Numbers of four bytes each: terms in ascending order, and in how many texts each of them stands.
    terms = models.BinaryField()
    texts_with = models.BinaryField()
    counted_at = models.DateTimeField()
    # Nothing while a rebuild is going on, or was broken off.
    finished_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.language}, {self.texts} texts"


class Learnt(models.Model):
    """Weights learnt from the site's own links. The last row is in use; without one the defaults are."""

    weights = models.JSONField()
    links = models.PositiveIntegerField()
    # nDCG@5 over links it did not learn from.
    before = models.FloatField()
    after = models.FloatField()
    learnt_at = models.DateTimeField()

    class Meta:
        ordering = ["learnt_at"]

    def __str__(self) -> str:
        return f"{self.learnt_at:%Y-%m-%d}: {self.before:.3f} → {self.after:.3f}"


class Profile(models.Model):
    """What is compared of a text, and the words it is found by."""

    article = models.OneToOneField(
        "analysis.Article", models.CASCADE, primary_key=True, related_name="+", db_constraint=False
    )
    language = models.CharField(max_length=35)
    published_at = models.DateTimeField()
    telling = ArrayField(models.IntegerField())
    vectors = models.BinaryField()
    # The articles that its body links to.
    links_to = ArrayField(models.BigIntegerField(), default=list)
    made_at = models.DateTimeField()
    compared_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            GinIndex(fields=["telling"], name="profile_telling", fastupdate=False),
            GinIndex(fields=["links_to"], name="profile_links", fastupdate=False),
            models.Index(fields=["language", "made_at"], name="profile_age"),
        ]

    def __str__(self) -> str:
        return f"{self.article_id}, {len(self.telling)} telling words"


class Neighbour(models.Model):
    article = models.ForeignKey("analysis.Article", models.CASCADE, related_name="neighbours", db_constraint=False)
    neighbour = models.ForeignKey("analysis.Article", models.CASCADE, related_name="neighbour_of", db_constraint=False)
    # Likeness, less what those before it say already: so it gives the order, and only that.
    score = models.FloatField()
    found_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["article", "-score"], name="neighbour_nearest")]
        constraints = [
            models.UniqueConstraint(fields=["article", "neighbour"], name="neighbour_once"),
            models.CheckConstraint(condition=~Q(article=F("neighbour")), name="neighbour_is_another"),
        ]

    def __str__(self) -> str:
        return f"{self.article_id} – {self.neighbour_id}: {self.score:.3f}"
