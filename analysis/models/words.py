from typing import Final

from django.db import models
from django.db.models.functions import Left, Length, Right

from analysis.models.languages import Language, known_language

_MOST_NEAR: Final = 5_000


class WordQuerySet(models.QuerySet["Word"]):
    def near(self, word: str, *, language: str) -> list[tuple[str, str]]:
        """What may have been meant by it, with how it sounds: of about its length, with its beginning or its end."""
        about = self.filter(language=language).annotate(
            beginning=Left("text", 2), end=Right("text", 3), length=Length("text")
        )
        near = about.filter(models.Q(beginning=word[:2]) | models.Q(end=word[-3:]))
        of_its_length = near.filter(length__gte=len(word) - 2, length__lte=len(word) + 2)
        return list(of_its_length.values_list("text", "sound")[:_MOST_NEAR])


class Word(models.Model):
    """
    A word that has stood in a public text, as people type it: what search offers to who mistyped it or spells a name
    otherwise. It only ever proposes: whether a word leads to anything that is public now, the search itself finds out.
    """

    language = models.CharField(max_length=5, choices=Language)
    text = models.CharField(max_length=40)
    # Of a name, how it sounds in any script and spelling (analysis.text.spellings); nothing for other words.
    sound = models.CharField(max_length=40, blank=True)

    objects = WordQuerySet.as_manager()

    class Meta:
        indexes = [
            # Names that sound alike.
            models.Index("sound", "language", name="search_word_sound", condition=~models.Q(sound="")),
            # Most mistakes leave the beginning of a word, or its end, as it is.
            models.Index("language", Left("text", 2), name="search_word_beginning"),
            models.Index("language", Right("text", 3), name="search_word_end"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["text", "language"], name="search_word_once"),
            known_language("search_word_language_known"),
        ]

    def __str__(self) -> str:
        return self.text
