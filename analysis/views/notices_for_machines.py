from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse

from analysis.models import Language
from analysis.models.languages import HOME
from analysis.templatetags.addresses import absolute
from analysis.views.pages import reader_page

PLAIN_TEXT = "text/plain; charset=utf-8"
# RFC 9116 asks for less than a year. It moves by the month, so that caches and their keepers have something to hold.
GOOD_FOR = timedelta(days=334)


@reader_page
def robots(request: HttpRequest, at: datetime) -> HttpResponse:
    """Parts of lists may be read: they are not indexed, but lead to the texts."""
    context = {
        "closed": [reverse("admin:index"), "/accounts/", *(f"{home}search/?" for home in HOME.values())],
        "sitemaps": [absolute(reverse("sitemap")), absolute(reverse("news-sitemap"))],
    }
    return HttpResponse(render_to_string("analysis/notices/robots.txt", context), content_type=PLAIN_TEXT)


@reader_page
def security(request: HttpRequest, at: datetime) -> HttpResponse:
    """RFC 9116: whom to tell of a hole."""
    first_of_month = at.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    context = {
        "contact": settings.SECURITY_CONTACT,
        "expires_at": first_of_month + GOOD_FOR,
        "languages": ", ".join(Language.values),
        "address": absolute(reverse("security")),
    }
    return HttpResponse(render_to_string("analysis/notices/security.txt", context), content_type=PLAIN_TEXT)
