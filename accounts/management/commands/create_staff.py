import secrets
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from accounts.roles import Role


class Command(BaseCommand):
    help = "Create a staff account; its password is STAFF_PASSWORD, or made up and printed once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", metavar="EMAIL")
        parser.add_argument("--role", required=True, choices=Role.values)

    def handle(self, *args: Any, email: str, role: str, **options: Any) -> None:
        if User.objects.filter(email__iexact=email).exists():
            raise CommandError(f"{email} has an account already.")
        password = settings.STAFF_PASSWORD or secrets.token_urlsafe(15)
        try:
            validate_password(password, User(email=email))
            User.objects.create_user(email, password, role=role)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        self.stdout.write(f"{email} can sign in as {role}.")
        if not settings.STAFF_PASSWORD:
            self.stdout.write(f"The password, shown this once: {password}")
