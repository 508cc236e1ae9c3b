from typing import Any

from django.dispatch import receiver

from analysis.indexing.tasks import learn_words
from analysis.signals import timeline_changed


@receiver(timeline_changed)
def learn_its_words(*, article_id: int, **_arguments: Any) -> None:
    learn_words.defer(article_id=article_id)
