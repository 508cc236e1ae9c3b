from typing import Any

from django.dispatch import receiver

from analysis.related.tasks import update_neighbours
from analysis.signals import timeline_changed


@receiver(timeline_changed)
def look_for_neighbours(*, article_ids: list[int], **_arguments: Any) -> None:
    update_neighbours.batch_defer(*[dict[str, Any](article_id=pk) for pk in article_ids])
