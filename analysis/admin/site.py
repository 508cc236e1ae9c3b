from typing import Any

from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from analysis.admin.overview import overview
from analysis.permissions import user_can_see_the_desk

# The order in which people need them.
MENU = ("Article", "Issue", "Topic", "Author", "Image", "Tag")
# Looked at now and then: folded away, so that the others stay on one line.
MORE = ("HouseName", "Name", "SearchMiss", "Subscription", "Masthead", "User", "AuditEntry")
# Pages that belong to no single model stand right after the articles.
PAGES: tuple[tuple[Promise, str], ...] = (
    (_("Calendar"), "admin:analysis_article_calendar"),
    (_("Three languages"), "admin:analysis_article_parity"),
    (_("Checklist"), "admin:analysis_article_checklist"),
    (_("As of …"), "as-of"),
)


class Desk(AdminSite):
    site_header = _("Barometer")
    site_title = _("Barometer")
    index_title = _("The desk")
    enable_nav_sidebar = False
    empty_value_display = "–"

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        return super().each_context(request) | {
            "time_zone": timezone.get_current_timezone_name(),
            **(self.menu(request) if self.has_permission(request) else {}),
        }

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """Of one app. Of all it would be made for every page, and none shows it: they have the menu."""
        return super().get_app_list(request, app_label) if app_label else []

    def menu(self, request: HttpRequest) -> dict[str, list[dict[str, Any]]]:
        """What this person may look at, as links: what is always in sight, and what is folded away."""
        registers = {model.__name__: register for model, register in self._registry.items()}
        menu, more = (
            [entry(registers[name].opts) for name in names if registers[name].has_view_or_change_permission(request)]
            for names in (MENU, MORE)
        )
        if user_can_see_the_desk(member(request)):
            menu[1:1] = [(name, reverse(address)) for name, address in PAGES]
        here = max((url for _name, url in [*menu, *more] if request.path.startswith(url)), key=len, default="")
        return {
            "menu": [{"name": name, "url": url, "is_here": url == here} for name, url in menu],
            "more": [{"name": name, "url": url, "is_here": url == here} for name, url in more],
        }

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        context = overview(member(request), at=timezone.now())
        return super().index(request, context | (extra_context or {}))

    # Signing in and out and passwords are allauth's: one door, with its limits and second factors.

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:  # type: ignore[override]
        return redirect("account_change_password")

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:  # type: ignore[override]
        return redirect("account_logout")


def entry(opts: Any) -> tuple[Promise | str, str]:
    """Of a model in the menu: what its texts are called, and where its list is."""
    return capfirst(opts.verbose_name_plural), reverse(f"admin:{opts.app_label}_{opts.model_name}_changelist")


desk = Desk(name="admin")
# What is done to many rows, a list offers itself, in its own words.
desk.disable_action("delete_selected")


def member(request: HttpRequest) -> User:
    """Who asks. Every view of the desk has made sure that it is somebody."""
    assert isinstance(request.user, User)  # noqa: S101 - for the reader and the type checker
    return request.user


def require(permitted: bool) -> None:  # noqa: FBT001 - an answer, not an option
    if not permitted:
        raise PermissionDenied


def page(request: HttpRequest, template: str, **context: Any) -> TemplateResponse:
    """A page of the desk that is no list or form of Django's."""
    request.current_app = desk.name
    return TemplateResponse(request, f"admin/{template}", desk.each_context(request) | context)
