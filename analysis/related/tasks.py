from typing import Any

from django.utils import timezone
from procrastinate.contrib.django import app

from analysis.deferring import defer_once
from analysis.models import Publication
from analysis.related.models import Vocabulary

# One text at a time: what one of these finds, another would be about to replace. A rebuild may go on meanwhile.
_LOCK = "related"
_REBUILD_LOCK = "related-rebuild"


@app.task(lock=_LOCK)
def update_neighbours(*, article_id: int) -> None:
    from analysis.related import updating  # noqa: PLC0415 - web processes only ask for this: they need no numpy

    if updating.update(article_id=article_id, at=timezone.now()):
        rebuild_soon()


@app.task(lock=_REBUILD_LOCK, queueing_lock=_REBUILD_LOCK)
def rebuild_neighbours() -> None:
    from analysis.related import rebuilding  # noqa: PLC0415 - as above

    rebuilding.rebuild(at=timezone.now())


def rebuild_if_empty(**_arguments: Any) -> None:
    """After an upgrade that dropped what was derived; until it is there again, readers see what was found before."""
    if not Vocabulary.objects.exists() and Publication.objects.live(timezone.now()).exists():
        rebuild_soon()


def rebuild_soon() -> None:
    """Once, however often it is asked for."""
    defer_once(rebuild_neighbours)
