"""What accounts are written to about: the way to a new password, and changes to how they sign in."""

from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.http import int_to_base36
from django.utils.translation import gettext_lazy as _

from accounts.models import User

# By the names under which the sign-in reports them, and the desk what an administrator does.
CHANGES = {
    "password_changed": _("Your password was changed."),
    "password_reset": _("Your password was replaced by way of a link sent to this address."),
    "password_set": _("A password was set."),
    "password_replaced": _("An administrator replaced or removed your password."),
    "email_replaced": _("An administrator gave your account another e-mail address than this one."),
    "second_factor_removed": _(
        "An administrator removed the second factor of your account: app, keys and recovery codes. Until you set up "
        "another one, your password alone opens it."
    ),
    "totp_activated": _("An authenticator app was added."),
    "totp_deactivated": _("The authenticator app was removed."),
    "webauthn_added": _("A passkey or security key was added."),
    "webauthn_removed": _("A passkey or security key was removed."),
    "recovery_codes_generated": _("New recovery codes were made; the old ones no longer work."),
}


def send_password_reset(user: User, *, job_id: int) -> None:
    deliver("password_reset", user, key=_key("password_reset", user, job_id), reset_url=password_reset_url(user))


def send_account_changed(user: User, change: str, *, job_id: int, former_email: str = "") -> None:
    """An address that the account has no longer gets no way to a new password: there is none from there."""
    reset_url = "" if former_email else _absolute(reverse("account_reset_password"))
    key = _key("account_changed", user, job_id)
    deliver("account_changed", user, key=key, to=former_email, change=CHANGES[change], reset_url=reset_url)


def password_reset_url(user: User) -> str:
    """Good for one change of password, and no longer than PASSWORD_RESET_TIMEOUT."""
    names = {"uidb36": int_to_base36(user.pk), "key": default_token_generator.make_token(user)}
    return _absolute(reverse("account_reset_password_from_key", kwargs=names))


def _absolute(path: str) -> str:
    # Never the Host header: a link to a host of the sender's choice gives the account away.
    return f"{settings.SITE_URL}{path}"


def _key(name: str, user: User, job_id: int) -> str:
    return f"{name}.{user.pk}.{job_id}"


def deliver(name: str, user: User, *, key: str, to: str = "", **context: object) -> None:
    """In the person's language, and to their address if not `to` another; `key` as in `addressed`."""
    words = written(name, language=user.language, user=user, **context)
    addressed(words, to=to or user.email, key=key).send()


class Words(NamedTuple):
    subject: str
    text: str
    html: str


def written(name: str, *, language: str, **context: object) -> Words:
    """The three templates of this name."""
    with translation.override(language):
        subject, text, html = (
            render_to_string(f"email/{name}.{ending}", context) for ending in ("subject.txt", "txt", "html")
        )
    return Words(" ".join(subject.split()), text, html)


def addressed(words: Words, *, to: str, key: str) -> EmailMultiAlternatives:
    """
    `key` tells one letter to one person from all others: what a killed worker sends again has the same Message-ID, and
    mailboxes show it once.
    """
    headers = {"Message-ID": f"<{key}@{urlsplit(settings.SITE_URL).hostname}>", "Auto-Submitted": "auto-generated"}
    message = EmailMultiAlternatives(words.subject, words.text, to=[to], headers=headers)
    message.attach_alternative(words.html, "text/html")
    return message
