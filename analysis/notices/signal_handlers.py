"""In the transaction of what has happened: a mail is waiting for each person, once, or nothing has happened."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from analysis.models import Event
from analysis.notices import recipients, tasks
from analysis.signals import people_mentioned, review_changed


@receiver(review_changed)
def tell_whom_it_concerns(*, article_id: int, event: Event, by_id: int | None, at: datetime, **_arguments: Any) -> None:
    tasks.tell_of_review.batch_defer(*recipients.of_review(article_id=article_id, event=event, by_id=by_id, since=at))


@receiver(people_mentioned)
def tell_the_mentioned(*, note_id: int, user_ids: list[int], **_arguments: Any) -> None:
    tasks.tell_of_mention.batch_defer(*recipients.of_mention(note_id=note_id, user_ids=user_ids))
