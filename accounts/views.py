from allauth.account import views
from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect


def set_password(request: HttpRequest) -> HttpResponseBase:
    """
    The first one of an account that has none, for who has just shown who they are: the library asks for no more than
    a session here. A form that comes too late is asked for again, since its password would wait in the session.
    """
    is_late = request.user.is_authenticated and is_reauthentication_required(request, app="account")
    if is_late and request.method == "POST":
        return redirect("account_set_password")
    answer: HttpResponseBase = reauthentication_required(views.password_set)(request)
    return answer
