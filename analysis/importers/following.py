"""What hangs on the new texts of an import and looks at all there are: needed once, when the last of them is here."""

from typing import Final

from analysis.checklist.tasks import rebuild_checklist
from analysis.deferring import defer_anew
from analysis.indexing.tasks import catch_up
from analysis.related.tasks import rebuild_neighbours

_TASKS: Final = (rebuild_neighbours, catch_up, rebuild_checklist)
# Longer than from one batch to the next.
_MINUTES: Final = 1


def follow_later() -> None:
    """In the transaction of each batch: whatever becomes of the import then, what it has brought is looked at."""
    for task in _TASKS:
        # Other work under the same locks does not wait behind it.
        defer_anew(task, schedule_in={"minutes": _MINUTES}, priority=-1)


def follow_now() -> None:
    for task in _TASKS:
        defer_anew(task)
