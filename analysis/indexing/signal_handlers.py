from typing import Any

from django.dispatch import receiver

from analysis.indexing.tasks import learn_words
from analysis.signals import timeline_changed


@receiver(timeline_changed)
def learn_their_words(*, article_ids: list[int], **_arguments: Any) -> None:
    learn_words.batch_defer(*[dict[str, Any](article_id=pk) for pk in article_ids])
