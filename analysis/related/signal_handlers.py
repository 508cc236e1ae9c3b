from typing import Any

from django.dispatch import receiver

from analysis.related.tasks import update_neighbours
from analysis.signals import timeline_changed


@receiver(timeline_changed)
def look_for_neighbours(*, article_id: int, **_arguments: Any) -> None:
    update_neighbours.defer(article_id=article_id)
