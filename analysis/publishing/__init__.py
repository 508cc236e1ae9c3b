"""
The verbs of publishing. Each is one transaction that checks what the text allows, writes and logs.

Whether `by` may is asked by the verbs of `review`, `timeline` and `releasing`; those of `writing` and `trash`, and
`rename_topic`, leave it to their doors. What changes what readers see of a text, now or later, says so with
`timeline_changed`; submitting and returning do with `review_changed`; the others are heard by nobody.

`by` is who acts; None is a machine (an import, the demo), which is asked for no approval and no checklist.
"""

from analysis.publishing.errors import EditConflict, PublishingError
from analysis.publishing.history import record
from analysis.publishing.releasing import (
    call_off,
    leave_out,
    move_release,
    owed,
    ready,
    release,
    released_together,
    take_reason_back,
    texts_of,
)
from analysis.publishing.renaming import rename_topic, require_room
from analysis.publishing.review import approve, pass_review, return_to_author, settle, submit, take_back
from analysis.publishing.snapshots import publication_of
from analysis.publishing.timeline import (
    Notice,
    cancel,
    embargo,
    expire,
    publish,
    reschedule,
    schedule,
    withdraw,
)
from analysis.publishing.trash import discard_for_good, take_out_of_trash, throw_away
from analysis.publishing.writing import create, merge_of, plan, resolve, restore, save, set_language

__all__ = [
    "EditConflict",
    "Notice",
    "PublishingError",
    "approve",
    "call_off",
    "cancel",
    "create",
    "discard_for_good",
    "embargo",
    "expire",
    "leave_out",
    "merge_of",
    "move_release",
    "owed",
    "pass_review",
    "plan",
    "publication_of",
    "publish",
    "ready",
    "record",
    "release",
    "released_together",
    "rename_topic",
    "require_room",
    "reschedule",
    "resolve",
    "restore",
    "return_to_author",
    "save",
    "schedule",
    "set_language",
    "settle",
    "submit",
    "take_back",
    "take_out_of_trash",
    "take_reason_back",
    "texts_of",
    "throw_away",
    "withdraw",
]
