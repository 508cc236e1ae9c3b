"""Sent by `publishing` and `noting` only; heard in `<part>/signal_handlers.py`, whose bodies are one `defer()`."""

from django.dispatch import Signal

# What readers see of some articles, now or at a later instant, has changed.
# Arguments: article_ids (list of int), at (datetime): when the verb was carried out.
timeline_changed = Signal()

# A text was submitted or returned.
# Arguments: article_id (int), event (analysis.models.Event), by_id (int or None), at (datetime).
review_changed = Signal()

# A note names somebody.
# Arguments: note_id (int), user_ids (list of int), at (datetime).
people_mentioned = Signal()
