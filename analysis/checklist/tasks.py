from procrastinate.contrib.django import app

from analysis.checklist import rebuilding
from analysis.deferring import defer_once


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
    defer_once(rebuild_checklist)
