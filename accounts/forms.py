from typing import Any

from allauth.account import forms
from django.http import HttpRequest

from accounts import adapter, tasks


class ResetPasswordForm(forms.ResetPasswordForm):
    def save(self, request: HttpRequest, **_kwargs: Any) -> str:
        """Does the same whether the address is known or not."""
        user = self.users[0] if self.users else None
        tasks.send_password_reset.defer(user_id=user.pk if user else None)
        return str(self.cleaned_data["email"])


class NewPasswordForm(forms.ResetPasswordKeyForm):
    def save(self) -> None:
        super().save()
        adapter.StaffAdapter().forget_failed_attempts(self.user)
