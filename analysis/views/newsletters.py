"""The weekly issue by mail: where a reader asks for it, and the page of their own on which they confirm and leave."""

from typing import Any
from uuid import UUID

from allauth.core.ratelimit import consume
from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from analysis.models import Masthead
from analysis.newsletters import subscribing
from analysis.newsletters.models import Subscription
from analysis.newsletters.subscribing import TooManyRequestsError
from analysis.views.frame import everywhere, render_page

FROM_HERE = _("This was sent from another site. Press the button here, and the letter will be sent.")
TOO_MANY = _("Too many people have asked from here, or everywhere. Try again in an hour; nothing has been sent.")


class SubscriptionForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        error_messages={
            "required": _("Write the address to which the issue should go."),
            "invalid": _("This is no e-mail address: it has the form name@example.org."),
        },
    )


# Readers have no session, so there is no token; what a form of another site would send is refused by `from_elsewhere`.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def newsletter(request: HttpRequest) -> HttpResponse:
    if not Masthead.objects.current().offers_newsletter:
        raise Http404
    if request.method != "POST":
        return asking(request, SubscriptionForm())
    form = SubscriptionForm(request.POST)
    if not form.is_valid():
        return asking(request, form, status=400)
    if from_elsewhere(request):
        form.add_error(None, FROM_HERE)
        return asking(request, form, status=403)
    if not ask(request, form.cleaned_data["email"]):
        form.add_error(None, TOO_MANY)
        return asking(request, form, status=429)
    return notice(request, "asked", email=form.cleaned_data["email"])


# The key in the address is the right to do this, for mail programs (RFC 8058) as for people. Looking changes nothing:
# programs that follow the links of a letter neither confirm nor leave.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own_page(request: HttpRequest, key: UUID) -> HttpResponse:
    subscription = Subscription.objects.filter(key=key).first()
    if not subscription:
        return notice(request, "unknown", status=404)
    if request.method != "POST":
        return shown(request, "newsletters/own_page.html", subscription=subscription)
    if "confirm" in request.POST:
        subscribing.confirm(key=key, at=timezone.now())
        return notice(request, "confirmed")
    subscribing.leave(key=key)
    return notice(request, "left")


def ask(request: HttpRequest, email: str) -> bool:
    """Whether the answer is on its way; False where too many have asked."""
    if not consume(request, action="newsletter"):
        return False
    try:
        subscribing.ask(email=email, language=get_language(), at=timezone.now())
    except TooManyRequestsError:
        return False
    return True


def from_elsewhere(request: HttpRequest) -> bool:
    """Said by the browser, where no page can change it: a form that stands on another site."""
    return request.headers.get("Sec-Fetch-Site") == "cross-site"


def asking(request: HttpRequest, form: SubscriptionForm, *, status: int = 200) -> HttpResponse:
    return shown(request, "newsletters/newsletter.html", status=status, paths=everywhere(request), form=form)


def notice(request: HttpRequest, about: str, *, status: int = 200, **context: Any) -> HttpResponse:
    return shown(request, "newsletters/notice.html", status=status, about=about, **context)


def shown(
    request: HttpRequest, template: str, *, status: int = 200, paths: dict[str, str] | None = None, **context: Any
) -> HttpResponse:
    return render_page(request, template, context, paths=paths or {}, status=status)
