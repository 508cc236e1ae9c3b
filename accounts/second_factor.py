"""A second factor that somebody has lost, taken from their account by an administrator."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction

from accounts import tasks
from accounts.models import User


def has_second_factor(user: User) -> bool:
    return bool(Authenticator.objects.filter(user=user).exists())


@transaction.atomic
def remove_second_factor(*, user: User, at: datetime) -> list[str]:
    """App, keys and recovery codes: returns what there was. Whoever is signed in as this person is so no longer."""
    factors = Authenticator.objects.select_for_update().filter(user=user)
    kinds = sorted(factors.values_list("type", flat=True))
    if kinds:
        factors.delete()
        end_sessions(user, at=at)
        tasks.send_account_changed.defer(user_id=user.pk, change="second_factor_removed")
    return kinds


def end_sessions(user: User, *, at: datetime) -> None:
    """Only staff have any, so that few are to be read."""
    alive = Session.objects.filter(expire_date__gt=at).iterator()
    own = [session.pk for session in alive if session.get_decoded().get(SESSION_KEY) == str(user.pk)]
    Session.objects.filter(pk__in=own).delete()
