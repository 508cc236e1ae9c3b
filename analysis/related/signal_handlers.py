from typing import Any

from django.dispatch import receiver

from analysis.related.tasks import rebuild_if_empty, update_neighbours
from analysis.signals import timeline_changed


@receiver(timeline_changed)
def look_for_neighbours(*, article_id: int, **_arguments: Any) -> None:
    update_neighbours.defer(article_id=article_id)


def begin_anew(**_arguments: Any) -> None:
    """After an upgrade that dropped what was derived: readers see what was found before until it is there again."""
    rebuild_if_empty()
