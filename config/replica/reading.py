"""Where a request reads."""

from collections.abc import Callable
from contextvars import ContextVar

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import InterfaceError, OperationalError, connections
from django.db.models import Model
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from config import metrics
from config.database import PRIMARY, REPLICA
from config.middleware import DESK, PROBES
from config.replica.watching import watch

# Drafts for outsiders are read by a link that may have been made a moment ago.
NOT_FOR_READERS = (*DESK, *PROBES, "/preview/")

_read_from: ContextVar[str] = ContextVar("read_from", default=PRIMARY)


class ReplicaRouter:
    """Django asks it for each statement. Jobs and commands, which are no requests, have the primary alone."""

    def db_for_read(self, _model: type[Model], **_hints: object) -> str:
        return _read_from.get()

    def db_for_write(self, _model: type[Model], **hints: object) -> str:
        # A reader's page can do without what it would note, but not wait for a server that is gone. With an instance
        # Django only asks where that belongs.
        if _read_from.get() == REPLICA and watch.seen.is_alone and "instance" not in hints:
            raise OperationalError("the primary does not answer")
        return PRIMARY

    def allow_relation(self, _one: Model, _other: Model, **_hints: object) -> bool:
        return True

    def allow_migrate(self, database: str, _app_label: str, **_hints: object) -> bool:
        return database == PRIMARY


class ReplicaMiddleware:
    """
    Readers read from the replica while it keeps up. Whoever may be signed in reads from the primary, and so sees at
    once what they have written.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        if REPLICA not in connections.settings:
            raise MiddlewareNotUsed
        self.get_response = get_response
        watch.start()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not is_for_readers(request):
            return self.get_response(request)
        is_replica = watch.may_be_read() and answers()
        metrics.READS.labels("replica" if is_replica else "primary").inc()
        before = _read_from.set(REPLICA if is_replica else PRIMARY)
        try:
            return self.get_response(request)
        finally:
            _read_from.reset(before)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """A replica may break off, or end a statement that is in the way of what it replays: the primary goes on."""
        page, is_broken = request.resolver_match, isinstance(exception, OperationalError | InterfaceError)
        if page is None or not is_broken or _read_from.get() != REPLICA:
            return None
        watch.distrust()
        _read_from.set(PRIMARY)
        answer: HttpResponseBase = page.func(request, *page.args, **page.kwargs)
        return answer


def is_for_readers(request: HttpRequest) -> bool:
    is_safe = request.method in ("GET", "HEAD") and settings.SESSION_COOKIE_NAME not in request.COOKIES
    return is_safe and not request.path_info.startswith(NOT_FOR_READERS)


def answers() -> bool:
    """Whether there is a connection; Django tries a kept one before its first use in a request, which this is."""
    try:
        with connections[REPLICA].cursor():
            return True
    except (OperationalError, InterfaceError):
        watch.distrust()
        return False
