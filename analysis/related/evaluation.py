"""The engine over an index file, in tables of its own that nobody else sees and that are gone afterwards."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from time import perf_counter
from typing import Any, Final, NamedTuple

from django.db import connection, transaction

from analysis.related.judging import Judgement, judge
from analysis.related.likeness import Weights
from analysis.related.models import Neighbour, Profile, Vocabulary
from analysis.related.neighbours import compare
from analysis.related.profiles import keep_profiles, keep_vocabulary, let_words_be_counted, terminology_of
from analysis.related.vectors import Text

_UNDATED: Final = datetime(1900, 1, 1, tzinfo=UTC)
_LISTED: Final = 20
_SAMPLE: Final = 20_000


class Ranking(NamedTuple):
    """`fit`: seconds to read the index in; `lists`: of each query what was found; `asking`: seconds, all queries."""

    fit: float
    asking: float
    lists: dict[str, list[str]]


def lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        yield from (json.loads(line) for line in file if line.strip())


def rank(index: Iterable[Mapping[str, Any]], queries: Sequence[str], *, older: bool, weights: Weights) -> Ranking:
    """What the engine would show beside each of these articles, among all of the index or the older ones only."""
    texts = texts_of(index)
    numbers = {name: text.id for name, text in texts.items()}
    names = {number: name for name, number in numbers.items()}
    asked = [query for query in queries if query in texts]
    with scratch_tables():
        begun = perf_counter()
        fill(texts.values())
        ready = perf_counter()
        lists = {}
        for query in asked:
            before = texts[query].published_at if older else None
            profile = Profile.objects.get(pk=numbers[query])
            found = compare(profile, weights=weights, before=before, number=_LISTED)
            lists[query] = [names[number] for number, _score in found]
        return Ranking(ready - begun, perf_counter() - ready, lists)


def judged(ranking: Ranking, queries: Iterable[Mapping[str, Any]], *, older: bool) -> Judgement:
    key = "related_older" if older else "related"
    return judge((ranking.lists.get(each["id"], []), set(each.get(key) or ())) for each in queries)


def texts_of(index: Iterable[Mapping[str, Any]]) -> dict[str, Text]:
    """By their names, numbered in the order of the names."""
    articles = sorted(index, key=lambda article: str(article["id"]))
    return {str(article["id"]): _text(number, article) for number, article in enumerate(articles, start=1)}


def _text(number: int, article: Mapping[str, Any]) -> Text:
    labels = [f"topic:{name}" for name in article.get("topics") or ()]
    labels += [f"tag:{name}" for name in article.get("tags") or ()]
    return Text(
        id=number,
        language=(article.get("language") or "en").lower().replace("_", "-").partition("-")[0],
        published_at=_instant(article.get("published_at")),
        title=article.get("title") or "",
        standfirst=article.get("summary") or "",
        body=article.get("text") or "",
        labels=labels,
        authors=[str(name) for name in article.get("authors") or ()],
    )


def _instant(written: str | None) -> datetime:
    if not written:
        return _UNDATED
    instant = datetime.fromisoformat(written)
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


def fill(texts: Iterable[Text]) -> None:
    language = attrgetter("language")
    for code, group in groupby(sorted(texts, key=language), key=language):
        of_language = list(group)
        keep_vocabulary(code, of_language[:: 1 + len(of_language) // _SAMPLE], at=_UNDATED)
        keep_profiles(of_language, terminology_of(code), at=_UNDATED)
    let_words_be_counted()


@contextmanager
def scratch_tables() -> Iterator[None]:
    """Of the engine, in a schema that exists in this transaction only."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA related_scratch")
        cursor.execute("SET LOCAL search_path TO related_scratch, public")
        with connection.schema_editor() as editor:
            for model in (Vocabulary, Profile, Neighbour):
                editor.create_model(model)
        yield
        transaction.set_rollback(True)
