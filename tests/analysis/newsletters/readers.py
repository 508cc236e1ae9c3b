from typing import Any

from analysis.newsletters.models import Subscription
from tests.factories import NOON


def subscribed(email: str, language: str = "en", **more: Any) -> Subscription:
    return Subscription.objects.create(email=email, language=language, asked_at=NOON, confirmed_at=NOON, **more)


def addresses() -> set[str]:
    return set(Subscription.objects.values_list("email", flat=True))
