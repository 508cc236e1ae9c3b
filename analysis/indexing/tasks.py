from contextlib import suppress
from typing import Any

from django.db import ProgrammingError, transaction
from procrastinate.contrib.django import app

from analysis.deferring import defer_once
from analysis.indexing import rebuilding, words
from analysis.models import Publication

_LOCK = "search-words"


@app.task
def learn_words(*, article_id: int) -> None:
    words.learn(Publication.objects.filter(article=article_id))


@app.task(lock=_LOCK, queueing_lock=_LOCK)
def catch_up() -> None:
    """With an import, or with an upgrade."""
    rebuilding.write_vectors()
    rebuilding.write_keys()
    rebuilding.learn_all()


def catch_up_soon() -> None:
    """Once, however often it is asked for."""
    defer_once(catch_up)


def catch_up_if_outdated(**_arguments: Any) -> None:
    """After migrations: an upgrade may write words out in another way; on the way back there is nothing to write."""
    with suppress(ProgrammingError), transaction.atomic():
        if rebuilding.outdated().exists():
            catch_up_soon()
