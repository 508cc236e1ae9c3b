from django.utils import timezone
from procrastinate.contrib.django import app

from analysis.related import neighbours

# One at a time: what one of these finds, another would be about to replace.
_LOCK = "related"


@app.task(lock=_LOCK)
def update_neighbours(*, article_id: int) -> None:
    neighbours.update(article_id=article_id, at=timezone.now())


@app.task(lock=_LOCK)
def rebuild_neighbours() -> None:
    neighbours.rebuild(at=timezone.now())
