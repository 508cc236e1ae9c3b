"""Mail to staff goes out in the background. What runs twice sends the same Message-ID."""

from django.utils import timezone
from procrastinate.contrib.django import app

from accounts.tasks import PATIENT
from analysis.notices import digests, letters


@app.task(retry=PATIENT)
def tell_of_review(*, article_id: int, user_id: int, event: str, by_id: int | None, since: str) -> None:
    letters.tell_of_review(article_id=article_id, user_id=user_id, event=event, by_id=by_id, since=since)


@app.task(retry=PATIENT)
def tell_of_mention(*, note_id: int, user_id: int) -> None:
    letters.tell_of_mention(note_id=note_id, user_id=user_id)


@app.task(retry=PATIENT)
def send_digest(*, user_id: int, day: str) -> None:
    digests.deliver_digest(user_id=user_id, day=day, at=timezone.now())


@app.periodic(cron="0 * * * *")
@app.task(queueing_lock="send_digests", pass_context=False)
def send_digests(timestamp: int) -> None:
    digests.hand_out(at=timezone.now(), send=send_digest.defer)
