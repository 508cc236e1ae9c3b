"""Mail to accounts goes out in the background: an answer that waits for none takes as long for strangers."""

from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from accounts import mail
from accounts.models import User

PATIENT = RetryStrategy(max_attempts=6, exponential_wait=5)


@app.task(retry=PATIENT, pass_context=True)
def send_password_reset(context: JobContext, *, user_id: int | None) -> None:
    """`user_id` is None for an address that nobody has: then, too, there was a job."""
    user = User.objects.filter(pk=user_id or 0, is_active=True).first()
    if user:
        mail.send_password_reset(user, job_id=_id_of(context))


@app.task(retry=PATIENT, pass_context=True)
def send_account_changed(context: JobContext, *, user_id: int, change: str, former_email: str = "") -> None:
    """Of an account that has been deleted meanwhile there is nobody to tell."""
    user = User.objects.filter(pk=user_id).first()
    if user:
        mail.send_account_changed(user, change, job_id=_id_of(context), former_email=former_email)


def _id_of(context: JobContext) -> int:
    """It outlives the worker: whoever does the job again knows it by this."""
    return context.job.id or 0
