"""An edition by the address of its board."""

from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse

from analysis.models import Edition, Issue, Language


def edition_shown(pk: int, language: str) -> Edition:
    """One that nobody has begun is not stored by being looked at."""
    if language not in Language.values:
        raise Http404
    issue = get_object_or_404(Issue, pk=pk)
    stored = issue.editions.filter(language=language).first()
    return stored or Edition(issue=issue, language=language)


def edition_of(pk: int, language: str) -> Edition:
    edition = edition_shown(pk, language)
    return edition if edition.pk else Edition.objects.get_or_create(issue=edition.issue, language=language)[0]


def held(edition: Edition) -> Edition:
    """As it is stored, until the transaction ends."""
    return Edition.objects.select_for_update(of=("self",)).get(pk=edition.pk)


def board_at(edition: Edition) -> HttpResponseRedirect:
    board = reverse("admin:analysis_issue_board", args=[edition.issue_id])
    return HttpResponseRedirect(f"{board}#edition-{edition.language}")


def named(edition: Edition) -> dict[str, object]:
    """For a sentence about it."""
    return {"issue": edition.issue, "language": edition.get_language_display()}
