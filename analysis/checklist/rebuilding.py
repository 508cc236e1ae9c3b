"""What the checklist says about many texts, written down anew."""

from collections.abc import Iterable, Iterator
from typing import Final

from django.core.cache import cache
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from tqdm import tqdm

from analysis.checklist.examining import keep
from analysis.models import Article, Finding
from analysis.models.articles import ArticleQuerySet

# Where a rebuild that was broken off goes on: the number of the last article that was looked at.
_REACHED: Final = "checklist_reached"
_AT_ONCE: Final = 100
_NAMES_STAND_IN: Final = ("title", "standfirst", "body", "assessment_reason")


def rebuild(*, visibly: bool = False) -> int:
    """Broken off, it goes on where it stopped. Gives how many texts were looked at."""
    numbers = _numbers(Article.objects.kept().filter(pk__gt=cache.get(_REACHED, 0)))
    with tqdm(total=len(numbers), unit="text", disable=None if visibly else True) as progress:
        for some in _kept(numbers):
            cache.set(_REACHED, some[-1], timeout=None)
            progress.update(len(some))
    cache.delete(_REACHED)
    return len(numbers)


def look_at(numbers: Iterable[int]) -> None:
    """After texts have changed past the desk."""
    for _some in _kept(sorted(numbers)):
        pass


def look_for_names(*, language: str, names: Iterable[str]) -> None:
    """After a change of the house style: in texts that may name them, and in those that were found to before."""
    concerned = Q(Exists(Finding.objects.filter(article=OuterRef("pk"), rule="house_style")))
    for name in names:
        # Cases change the ends of words; the rule itself knows how.
        for field in _NAMES_STAND_IN:
            concerned |= Q(**{f"{field}__icontains": name.split()[0]})
    for _some in _kept(_numbers(Article.objects.kept().in_language(language).filter(concerned))):
        pass


def _numbers(articles: ArticleQuerySet) -> list[int]:
    return list(articles.order_by("pk").values_list("pk", flat=True))


def _kept(numbers: list[int]) -> Iterator[list[int]]:
    """Some at a time, held meanwhile: nobody's save is overtaken by what was found before it."""
    for start in range(0, len(numbers), _AT_ONCE):
        some = numbers[start : start + _AT_ONCE]
        with transaction.atomic():
            held = Article.objects.kept().held().filter(pk__in=some)
            for article in held.order_by("pk"):
                keep(article=article)
        yield some
