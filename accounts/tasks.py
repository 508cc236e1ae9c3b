"""Mail to accounts goes out in the background: an answer that waits for none takes as long for strangers."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from accounts import mail
from accounts.models import User

PATIENT = RetryStrategy(max_attempts=6, exponential_wait=5)


@app.task(retry=PATIENT)
def send_password_reset(*, user_id: int | None) -> None:
    """`user_id` is None for an address that nobody has: then, too, there was a job."""
    user = User.objects.filter(pk=user_id or 0, is_active=True).first()
    if user:
        mail.send_password_reset(user)


@app.task(retry=PATIENT)
def send_account_changed(*, user_id: int, change: str) -> None:
    mail.send_account_changed(User.objects.get(pk=user_id), change)
