from datetime import datetime

from django.http import HttpRequest, QueryDict
from django.utils import timezone


class RequestAsOf(HttpRequest):
    """
    A reader's question of another instant, without anything of the person who asks.

    Previews alone make it. What a visitor sends becomes a request of another class, so that no header, cookie or
    parameter can choose the instant.
    """

    def __init__(self, path: str, *, query: str, at: datetime) -> None:
        super().__init__()
        self.method = "GET"
        self.path = self.path_info = path
        self.META["QUERY_STRING"] = query
        self.GET = QueryDict(query)  # immutable, as a visitor's is
        self.as_of = at


def instant_of(request: HttpRequest) -> datetime:
    """The instant a page is shown as of: asked once a request, and the one door for a preview of another."""
    return request.as_of if isinstance(request, RequestAsOf) else timezone.now()
