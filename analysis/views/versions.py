"""
What was public of an article and when, and what changed from one version to the next.

Versions are publications that have begun, numbered from the first. What was taken down stays down: when a text becomes
public anew, what was public before that is told of, and not shown.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple, cast

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from analysis.frontend_cache.keeping import kept
from analysis.models import Correction, Publication
from analysis.models.publications import PublicationQuerySet
from analysis.views.differences import changes
from analysis.views.frame import render_page
from analysis.views.help import gone
from analysis.views.pages import reader_page

TEXTS = ("body", "body_text", "sources", "search_vector")


class Span(NamedTuple):
    """When a publication was public. Its instants need only be told apart: they may be written ones."""

    pk: int
    began_at: object
    ended_at: object


class Version(NamedTuple):
    """`began_at` is None for a text of unknown date; `difference` leads to what changed with it, if it can be told."""

    number: int
    publication: Publication
    began_at: datetime | None
    is_live: bool
    is_taken_down: bool
    difference: str
    corrections: list[Correction]


# --- Pages -----------------------------------------------------------------------------------------------------------


@reader_page
def version_list(request: HttpRequest, at: datetime, topic: str, slug: str) -> HttpResponse:
    publications = public_so_far(reverse("analysis:article", args=[topic, slug]), at)
    latest = publications[-1]
    if not is_live(latest, at):
        return gone(request, latest, at=at)
    context = {"publication": latest, "versions": versions(publications)[::-1]}
    return kept(render_page(request, "analysis/version_list.html", context, paths={}), f"article:{latest.article_id}")


@reader_page
def difference(request: HttpRequest, at: datetime, topic: str, slug: str, number: int) -> HttpResponse:
    publications = public_so_far(reverse("analysis:article", args=[topic, slug]), at)
    latest = publications[-1]
    if not is_live(latest, at):
        return gone(request, latest, at=at)
    context = compared(versions(publications), number, at)
    return kept(render_page(request, "analysis/version_detail.html", context, paths={}), f"article:{latest.article_id}")


def compared(all_versions: Sequence[Version], number: int, at: datetime) -> dict[str, Any]:
    """A version beside the one before it."""
    if not 0 < number <= len(all_versions) or not all_versions[number - 1].difference:
        raise Http404
    old, new = all_versions[number - 2 : number]
    texts = begun(at).in_bulk([old.publication.pk, new.publication.pk])
    return {
        "publication": all_versions[-1].publication,
        "old": old,
        "new": new,
        "earlier": old if old.difference else None,
        "later": all_versions[number] if number < len(all_versions) else None,
        "changes": changes(texts[old.publication.pk], texts[new.publication.pk]),
    }


# --- Versions --------------------------------------------------------------------------------------------------------


def begun(at: datetime) -> PublicationQuerySet:
    """What is public, or was."""
    return Publication.objects.live(at) | Publication.objects.ended(at)


def public_so_far(path: str, at: datetime) -> list[Publication]:
    """
    Of the article with this address; the first one first, each with what readers were told of it.

    Http404 where the article was never public, or has another address now (which the reader is led to).
    """
    found = begun(at).at_address(path).annotate(correction_rows=corrections_at(at, publication=OuterRef("pk")))
    publications = list(found.select_related("primary_topic").defer(*TEXTS).order_by("live_from"))
    if not publications or publications[-1].get_absolute_url() != path:
        raise Http404
    return publications


def is_live(latest: Publication, at: datetime) -> bool:
    return latest.live_until is None or latest.live_until > at


def versions(publications: Sequence[Publication]) -> list[Version]:
    spans = [Span(each.pk, each.live_from, each.live_until) for each in publications]
    differences = difference_paths(publications[-1].get_absolute_url(), spans)
    following: list[Publication | None] = [*publications[1:], None]
    return [
        Version(
            number=number,
            publication=publication,
            began_at=publication.live_from if number > 1 or publication.is_dated else None,
            is_live=later is None,
            is_taken_down=later is not None and later.live_from != publication.live_until,
            difference=differences.get(publication.pk, ""),
            corrections=[correction_of(row) for row in cast(Any, publication).correction_rows],
        )
        for number, (publication, later) in enumerate(zip(publications, following, strict=True), 1)
    ]


def spans_at(at: datetime, *, article: str) -> ArraySubquery:
    """The rows that `difference_paths` takes, in a query whose rows name their article so."""
    rows = begun(at).filter(article=OuterRef(article)).order_by("live_from")
    return ArraySubquery(rows.values(row=JSONObject(pk="pk", began_at="live_from", ended_at="live_until")))


def difference_paths(article_path: str, spans: Sequence[Span]) -> dict[int, str]:
    """By publication. Only of those that followed one another without a break, up to what is public now."""
    start = len(spans) - 1
    while start > 0 and spans[start - 1].ended_at == spans[start].began_at:
        start -= 1
    numbered = list(enumerate(spans, 1))[start + 1 :]
    return {span.pk: f"{article_path}versions/{number}/" for number, span in numbered}


# --- What readers were told -------------------------------------------------------------------------------------------


def corrections_at(at: datetime, **of: OuterRef) -> ArraySubquery:
    """Rows for `correction_of`, newest first."""
    found = Correction.objects.public(at).newest_first().filter(**of)
    columns = ("kind", "text", "public_from", "publication_id")
    return ArraySubquery(found.values(row=JSONObject(**{column: column for column in columns})))


def explain(correction: Correction) -> None:
    """Adds the way to the difference. The correction comes with the `spans_at` of its article, and with `is_live`."""
    row: Any = correction
    paths = difference_paths(correction.publication.get_absolute_url(), [Span(**span) for span in row.span_rows])
    row.difference = paths.get(correction.publication_id, "") if row.is_live else ""


def correction_of(row: dict[str, Any], differences: Mapping[int, str] | None = None) -> Correction:
    """With the way to the difference that it explains, where there is one."""
    correction: Any = Correction(kind=row["kind"], text=row["text"], publication_id=row["publication_id"])
    correction.public_from = datetime.fromisoformat(row["public_from"])
    correction.difference = (differences or {}).get(row["publication_id"], "")
    return cast(Correction, correction)
