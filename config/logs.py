"""How events are written to standard error: as JSON for machines, or as plain lines for a person at a terminal."""

import json
import logging
import re
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, Final

# Of the request this thread is answering; empty outside of one.
request_id: ContextVar[str] = ContextVar("request_id", default="")

# What one line says of a request, when it is about one.
REQUEST_FIELDS: Final = ("route", "method", "status", "milliseconds")
# A query and an e-mail address may tell who reads what, or carry a key.
PRIVATE: Final = re.compile(r"\?\S+|[\w.+-]{1,64}@[\w.-]{1,255}")


class JSONFormatter(logging.Formatter):
    """One line an event. What is not named here (addresses, cookies, browsers) cannot get into it."""

    def format(self, record: logging.LogRecord) -> str:
        event: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": without_private(record.getMessage()),
        }
        if current := request_id.get():
            event["request_id"] = current
        event |= {field: vars(record)[field] for field in REQUEST_FIELDS if field in vars(record)}
        if record.exc_info:
            event["exception"] = without_private(self.formatException(record.exc_info))
        return json.dumps(event, ensure_ascii=False)


def without_private(text: str) -> str:
    return PRIVATE.sub("…", text)


def without_path(record: logging.LogRecord) -> bool:
    """A filter that drops nothing: Django ends its complaints with the path, which may hold the key of a link."""
    request = vars(record).get("request")
    if request is not None and isinstance(record.msg, str) and record.args:
        record.msg, record.args = record.getMessage().removesuffix(request.path).rstrip(" :"), ()
    return True


def configuration(style: str) -> dict[str, Any]:
    """For `dictConfig`; `style` is json or text. A terminal is told only of what needs somebody."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"without_path": {"()": lambda: without_path}},
        "formatters": {
            "json": {"()": JSONFormatter},
            "text": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
        },
        "handlers": {
            "console": {"class": "logging.StreamHandler", "formatter": style, "filters": ["without_path"]},
        },
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": {
            "config.observing": {"level": "INFO" if style == "json" else "WARNING"},
            # Pages that are not there and hosts that are not ours are asked for all day; nobody can act on it.
            "django.request": {"level": "ERROR"},
            "django.security.DisallowedHost": {"level": "CRITICAL"},
            # Warnings are about what scanners send, with their addresses.
            "gunicorn.error": {"level": "ERROR", "handlers": [], "propagate": True},
            "gunicorn.http.wsgi": {"level": "ERROR"},
        },
    }
