from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from analysis.checklist import rebuilding


@app.task(lock="checklist")
def look_for_names(*, language: str, names: list[str]) -> None:
    rebuilding.look_for_names(language=language, names=names)


@app.task(lock="checklist")
def look_at(*, article_ids: list[int]) -> None:
    rebuilding.look_at(article_ids)


@app.task(lock="checklist", queueing_lock="rebuild_checklist")
def rebuild_checklist() -> None:
    rebuilding.rebuild()


def ask_for_rebuild() -> None:
    """After many texts have come past the desk; once is enough, however often it is asked."""
    try:
        with transaction.atomic():
            rebuild_checklist.defer()
    except AlreadyEnqueued:
        pass
