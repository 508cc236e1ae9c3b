"""What the checklist says about every text, written down anew."""

from typing import Final

from django.core.cache import cache
from django.db import transaction
from tqdm import tqdm

from analysis.checklist.examining import keep
from analysis.models import Article

# Where a rebuild that was broken off goes on: the number of the last article that was looked at.
_REACHED: Final = "checklist_reached"
_AT_ONCE: Final = 100


def rebuild(*, visibly: bool = False) -> int:
    """Broken off, it goes on where it stopped. Gives how many texts were looked at."""
    reached = int(cache.get(_REACHED, 0))
    waiting = Article.objects.kept().filter(pk__gt=reached).order_by("pk")
    numbers = list(waiting.values_list("pk", flat=True))
    with tqdm(total=len(numbers), unit="text", disable=None if visibly else True) as progress:
        for start in range(0, len(numbers), _AT_ONCE):
            some = numbers[start : start + _AT_ONCE]
            _keep_some(some)
            cache.set(_REACHED, some[-1], timeout=None)
            progress.update(len(some))
    cache.delete(_REACHED)
    return len(numbers)


def _keep_some(numbers: list[int]) -> None:
    """Held meanwhile, so that nobody's save is overtaken by what was found before it."""
    with transaction.atomic():
        for article in Article.objects.kept().select_for_update(of=("self",)).filter(pk__in=numbers).order_by("pk"):
            keep(article=article)
