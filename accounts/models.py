import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.roles import PERMISSIONS, Role
from accounts.zones import time_zones


def validate_time_zone(name: str) -> None:
    if name not in time_zones():
        raise ValidationError(_("“%(name)s” is not a time zone. Try “Europe/Warsaw”."), params={"name": name})


def publication_time_zone() -> str:
    return settings.TIME_ZONE


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save()
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, role=Role.ADMINISTRATOR, **fields)

    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email__iexact=email)


class User(AbstractBaseUser):
    """A member of staff, who signs in with an e-mail address. Readers have no accounts."""

    email = models.EmailField(_("e-mail address"))
    name = models.CharField(pgettext_lazy("of a person", "name"), max_length=150, blank=True)
    role = models.CharField(_("role"), max_length=20, choices=Role, default=Role.ANALYST)
    language = models.CharField(_("language of the desk"), max_length=5, choices=settings.LANGUAGES, default="en")
    time_zone = models.CharField(
        _("time zone"),
        max_length=64,
        default=publication_time_zone,
        validators=[validate_time_zone],
        help_text=_("Times on the desk are shown and entered in this zone, for example Europe/Warsaw."),
    )
    wants_digest = models.BooleanField(
        _("a mail every morning"),
        default=False,
        help_text=_("What is due today and what waits for you. Nothing is sent when there is nothing to say."),
    )
    last_digest_date = models.DateField(null=True, blank=True, editable=False)
    # Part of the signed address of the calendar feed: a new one makes the old address useless.
    calendar_key = models.UUIDField(default=uuid.uuid4, editable=False)
    is_active = models.BooleanField(_("active"), default=True)
    date_joined = models.DateTimeField(_("since"), default=timezone.now, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ["email"]
        constraints = [
            # Two letter cases of one address must never be two accounts.
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_unique",
                violation_error_message=_("Somebody has this e-mail address already."),
            ),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="user_role_known"),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def clean(self) -> None:
        super().clean()
        self.email = self.email.lower()

    @property
    def is_staff(self) -> bool:
        return self.is_active

    @property
    def is_superuser(self) -> bool:
        return self.is_active and self.role == Role.ADMINISTRATOR

    def get_short_name(self) -> str:
        return self.name.split(" ")[0] or self.email

    def get_full_name(self) -> str:
        return str(self)

    def has_perm(self, permission: str, obj: object = None) -> bool:
        return self.is_superuser or (self.is_active and permission in PERMISSIONS.get(self.role, ()))

    def has_perms(self, permissions: list[str], obj: object = None) -> bool:
        return all(self.has_perm(permission, obj) for permission in permissions)

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_superuser or any(
            permission.startswith(f"{app_label}.") for permission in PERMISSIONS.get(self.role, ())
        )
