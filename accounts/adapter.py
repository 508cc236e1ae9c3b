from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from accounts import mail, tasks


class StaffAdapter(DefaultAccountAdapter):
    """Accounts are for staff and made by administrators: nobody signs up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str) -> bool:
        """A path on this site. No host is safe: which one was asked for is the sender's word."""
        return url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("mfa_index")

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        user.set_password(password)
        user.save(update_fields=["password"])

    def forget_failed_attempts(self, user: AbstractBaseUser) -> None:
        """
        Whoever takes a new password has tried old ones before, and need not wait.

        The library does this for the addresses in a list of its own, which nothing is entered into here.
        """
        self._delete_login_attempts_cached_email(context.request, email=user.get_username())

    def send_notification_mail(self, template_prefix: str, user: AbstractBaseUser, *_args: Any, **_more: Any) -> None:
        change = template_prefix.rpartition("/")[2]
        if change in mail.CHANGES:
            tasks.send_account_changed.defer(user_id=user.pk, change=change)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        # The library's own key begins with the Host header, so that each new spelling of the host (a port, an
        # alias) would begin a new count.
        return f"{settings.SITE_URL}:{str(credentials.get('email', '')).strip().lower()}"
