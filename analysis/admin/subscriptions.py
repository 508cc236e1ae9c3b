"""Who gets the weekly issue by mail. Readers come and go by themselves; administrators can help one to leave."""

from django.contrib import admin
from django.http import HttpRequest

from analysis.admin.article_list import LanguageFilter
from analysis.admin.registers import PlainAdmin
from analysis.admin.site import desk
from analysis.newsletters.models import Subscription


@admin.register(Subscription, site=desk)
class SubscriptionAdmin(PlainAdmin[Subscription]):
    list_display = ("email", "language", "confirmed_at")
    list_filter = (LanguageFilter,)
    search_fields = ("email",)
    fields = ("email", "language", "asked_at", "confirmed_at")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """An address is not entered for somebody: who gets letters has asked for them."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Subscription | None = None) -> bool:
        return False
