"""
Who signs in. Accounts are made and closed here; everybody looks after their own password and second factor.

An administrator can replace a password or an e-mail address, too, and remove a second factor that was lost, but not in
silence: the owner gets a mail, at the address there was, and the log says who did it.
"""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, BaseUserCreationForm
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import tasks
from accounts.models import User, publication_time_zone
from accounts.second_factor import has_second_factor, remove_second_factor
from accounts.zones import time_zones
from analysis.admin.logged import Logged, given, given_before, note
from analysis.admin.own_changes import OwnChangesForm
from analysis.admin.site import desk, member, page, require
from analysis.permissions import user_can_remove_second_factor

if TYPE_CHECKING:
    NewUser = BaseUserCreationForm[User]
    UserRegister = DjangoUserAdmin[User]
    PasswordOfAnother = AdminPasswordChangeForm[User]
else:
    NewUser, UserRegister, PasswordOfAnother = BaseUserCreationForm, DjangoUserAdmin, AdminPasswordChangeForm


# What Django's page for the password of somebody else reports.
REPLACED = "password"


def named_zones() -> list[tuple[str, str]]:
    return [(name, name.replace("_", " ")) for name in sorted(time_zones())]


class TimeZoneField(forms.ChoiceField):
    def __init__(self) -> None:
        super().__init__(
            choices=named_zones,
            initial=publication_time_zone,
            label=gettext_lazy("Time zone"),
            help_text=gettext_lazy("Times on the desk are shown and entered in this zone."),
        )


class NewUserForm(NewUser):
    time_zone = TimeZoneField()

    class Meta:
        model = User
        fields = ("email", "name", "role", "language", "time_zone")
        field_classes: dict[str, Any] = {}

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()


class UserForm(OwnChangesForm[User]):
    time_zone = TimeZoneField()

    class Meta:
        model = User
        fields = ("email", "name", "role", "language", "time_zone", "is_active")

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()


class ReplacedPasswordForm(PasswordOfAnother):
    """Django's with a warning that is true here: Django's own tells of LDAP, and in English whoever reads it."""

    # By this name Django's style sheet shows it where it applies.
    usable_password_help_text = format_lazy(  # type: ignore[assignment]  # a text that knows its language only later
        '<ul id="id_unusable_warning" class="messagelist"><li class="warning">{}</li></ul>',
        gettext_lazy("The present password stops working at once. A passkey still signs in."),
    )


class PreferencesForm(OwnChangesForm[User]):
    """What everybody may change about themselves: never the role."""

    time_zone = TimeZoneField()

    class Meta:
        model = User
        fields = ("name", "language", "time_zone", "wants_digest")


@admin.register(User, site=desk)
class UserAdmin(Logged[User], UserRegister):
    form = UserForm
    add_form = NewUserForm
    add_form_template = None
    change_password_form = ReplacedPasswordForm
    actions = None
    list_display = ("email", "name", "role", "is_active")
    list_filter = ("role", "is_active")
    search_fields = ("email", "name")
    ordering = ("email",)
    filter_horizontal = ()
    fieldsets = ((None, {"fields": UserForm.Meta.fields}),)
    add_fieldsets = ((None, {"fields": (*NewUserForm.Meta.fields, "password1", "password2")}),)

    def get_urls(self) -> list[Any]:
        return [
            path("me/", desk.admin_view(preferences), name="accounts_user_me"),
            path("<int:pk>/second-factor/", desk.admin_view(second_factor), name="accounts_user_second_factor"),
            *super().get_urls(),
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        """Nobody locks themselves out, or lifts themselves up."""
        return ("role", "is_active") if obj == request.user else ()

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """An account is closed, not deleted: the history goes on naming who wrote."""
        return False

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        owner = context["original"]
        if owner and user_can_remove_second_factor(member(request), owner):
            context["has_second_factor"] = has_second_factor(owner)
        return super().render_change_form(request, context, *args, **kwargs)

    @transaction.atomic
    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:
        return super().user_change_password(request, id, form_url)

    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: bool = False) -> Any:  # noqa: FBT001, FBT002
        if isinstance(form, AdminPasswordChangeForm):
            return REPLACED
        return super().construct_change_message(request, form, formsets, add)

    def log_change(self, request: HttpRequest, obj: User, message: Any) -> Any:  # type: ignore[override]
        if message != REPLACED:
            tell_former_address(obj, message["before"].get("email", obj.email))
            return super().log_change(request, obj, message)
        note(request, "replace_password", obj, {})
        return tasks.send_account_changed.defer(user_id=obj.pk, change="password_replaced")


def tell_former_address(user: User, former: str) -> None:
    if former != user.email:
        tasks.send_account_changed.defer(user_id=user.pk, change="email_replaced", former_email=former)


def second_factor(request: HttpRequest, pk: int) -> HttpResponse:
    owner = get_object_or_404(User, pk=pk)
    require(user_can_remove_second_factor(member(request), owner))
    if request.method == "POST":
        remove_logged(request, owner)
        return redirect("admin:accounts_user_change", pk)
    title, has_one = _("Remove the second factor"), has_second_factor(owner)
    return page(request, "accounts/user/second_factor.html", title=title, person=owner, has_one=has_one)


@transaction.atomic
def remove_logged(request: HttpRequest, owner: User) -> None:
    kinds = remove_second_factor(user=owner, at=timezone.now())
    if not kinds:
        messages.info(request, _("%(person)s has no second factor.") % {"person": owner})
        return
    note(request, "remove_second_factor", owner, {"before": {"factors": kinds}})
    told = _("The second factor of %(person)s was removed. They are signed out, and told by mail.")
    messages.success(request, told % {"person": owner})


@transaction.atomic
def preferences(request: HttpRequest) -> HttpResponse:
    form = PreferencesForm(request.POST or None, instance=member(request))
    if request.method == "POST" and form.is_valid():
        save_preferences(request, form)
        messages.success(request, _("Saved."))
        return redirect("admin:accounts_user_me")
    return page(request, "preferences.html", title=_("My account"), form=form)


def save_preferences(request: HttpRequest, form: PreferencesForm) -> None:
    user = form.save(commit=False)
    user.save(update_fields=form.Meta.fields)
    if form.changed_data:
        note(request, "change", user, {"before": given_before(form), "after": given(form)})
