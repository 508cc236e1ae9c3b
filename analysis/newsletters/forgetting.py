"""What is no longer needed of anybody is not kept."""

from datetime import datetime, timedelta
from typing import Final

from analysis.newsletters.models import Delivery, Subscription

# An address that nobody has confirmed for so long; it may be given anew.
UNCONFIRMED: Final = timedelta(days=7)
# What was sent to whom: long enough to answer a complaint. The numbers stay.
SENT: Final = timedelta(days=90)


def forget(*, at: datetime) -> None:
    Subscription.objects.unconfirmed().filter(asked_at__lt=at - UNCONFIRMED).delete()
    Delivery.objects.filter(mailing__begun_at__lt=at - SENT).delete()
