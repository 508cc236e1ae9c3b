"""Letters to readers go out in the background. What runs twice sends the same Message-ID."""

from django.utils import timezone
from procrastinate.contrib.django import app

from accounts.tasks import PATIENT
from analysis.newsletters import forgetting, letters, mailing


@app.task(retry=PATIENT)
def send_answer(*, subscription_id: int, asked_at: str) -> None:
    letters.answer(subscription_id=subscription_id, asked_at=asked_at)


@app.task(retry=PATIENT, priority=-1)
def send_mailing(*, mailing_id: int) -> None:
    """A few letters, and then whatever else waits: a mailing takes as long as the mail server likes."""
    if mailing.deliver(mailing_id=mailing_id, at=timezone.now()):
        send_mailing.defer(mailing_id=mailing_id)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="send_due_mailings", pass_context=False)
def send_due_mailings(timestamp: int) -> None:
    mailing.begin_due(at=timezone.now(), send=send_mailing.defer)


@app.periodic(cron="7 * * * *")
@app.task(queueing_lock="resume_mailings", pass_context=False)
def resume_mailings(timestamp: int) -> None:
    for pk in mailing.left_lying(timezone.now()):
        send_mailing.defer(mailing_id=pk)


@app.periodic(cron="29 3 * * *")
@app.task(queueing_lock="forget_readers", pass_context=False)
def forget_readers(timestamp: int) -> None:
    """What is no longer needed of anybody is not kept."""
    forgetting.forget(at=timezone.now())
