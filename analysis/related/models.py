"""Derived from publications, and rebuildable from them at any time. Readers see only what of it is live."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from analysis.models import Language


class Vocabulary(models.Model):
    """How common words are in one language: a word that few texts share says more about likeness."""

    language = models.CharField(max_length=5, choices=Language, unique=True)
    texts = models.PositiveIntegerField()
    counted_at = models.DateTimeField()
    # Nothing while a rebuild is going on, or was broken off.
    finished_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.get_language_display()}, {self.texts} texts"


class Word(models.Model):
    vocabulary = models.ForeignKey(Vocabulary, models.CASCADE, related_name="words")
    word = models.CharField(max_length=40)
    texts = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["vocabulary", "word"], name="word_once")]

    def __str__(self) -> str:
        return self.word


class Profile(models.Model):
    """The most telling words of a text, the first ones first, with weights whose squares add up to one."""

    article = models.OneToOneField("analysis.Article", models.CASCADE, primary_key=True, related_name="+")
    language = models.CharField(max_length=5, choices=Language)
    words = ArrayField(models.CharField(max_length=40))
    weights = ArrayField(models.FloatField())
    made_at = models.DateTimeField()
    compared_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            GinIndex(fields=["words"], name="profile_words"),
            models.Index(fields=["language", "made_at"], name="profile_age"),
        ]

    def __str__(self) -> str:
        return " ".join(self.words[:5])


class Neighbour(models.Model):
    article = models.ForeignKey("analysis.Article", models.CASCADE, related_name="neighbours")
    neighbour = models.ForeignKey("analysis.Article", models.CASCADE, related_name="neighbour_of")
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
