"""Sent by `publishing.py` only; heard in `<part>/signal_handlers.py`, whose bodies are one `defer()`."""

from django.dispatch import Signal

# What readers see of an article, now or at a later instant, has changed.
# Arguments: article_id (int), at (datetime): when the verb was carried out.
timeline_changed = Signal()
