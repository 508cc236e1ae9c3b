"""Judged queries: what a fair reader who knows the archive would expect among the first three."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from analysis.models import Publication
from analysis.search.meanings import meanings
from analysis.search.proposals import Asked, corrected
from analysis.search.questions import question
from analysis.search.results import results
from analysis.views.search_form import SearchForm

Query = dict[str, Any]
FIRST = 3


def judged(name: str) -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(Path(__file__).with_name(name).read_text())
    return content


def misses(queries: list[Query], *, at: datetime, name_of: Callable[[Publication], str]) -> list[str]:
    """A line for each query whose answer is not among the first three, or that finds what it must not."""
    return [
        f"{query['kind']} {query['language']} {query['query']}: {fault}"
        for query in queries
        for fault in faults(query, at, name_of)
    ]


def faults(query: Query, at: datetime, name_of: Callable[[Publication], str]) -> Iterator[str]:
    found = [name_of(publication) for publication in ask(query, at)]
    if not set(found[:FIRST]) & set(query["top"]):
        yield f"{found[:FIRST]} of {len(found)}, not {query['top']}"
    if wrong := set(found) & set(query.get("never", ())):
        yield f"finds {sorted(wrong)}"


def ask(query: Query, at: datetime) -> list[Publication]:
    """What a reader gets; after nothing, what is suggested instead."""
    fields = {name: str(value) for name, value in query.get("fields", {}).items()}
    form = SearchForm({"q": query["query"]} | fields, at=at)
    assert form.is_valid(), form.errors
    found = find(form.text, form, query["language"], at)
    if not found:
        asked = Asked(question=question(form.text), filters=form.filters, language=query["language"], at=at)
        proposal = corrected(asked)
        found = find(proposal.text, form, query["language"], at) if proposal else []
    return found


def find(text: str, form: SearchForm, language: str, at: datetime) -> list[Publication]:
    meaning = meanings(question(text))[language]
    ids = results(meaning, form.filters, words=True, language=language, at=at).ids
    public = Publication.objects.live(at).select_related("article").in_bulk(ids)
    return [public[pk] for pk in ids]
