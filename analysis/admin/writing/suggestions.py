"""Texts like the one that is written: the archive beside the form, and what readers are shown beside its page."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from analysis import suggesting
from analysis.admin.article_list import search
from analysis.admin.site import desk, member, page
from analysis.admin.writing.checking import as_far_as_it_reads
from analysis.admin.writing.form import ArticleForm
from analysis.models import Article, Publication, Suggestion, SuggestionKind
from analysis.permissions import user_can_edit, user_can_read, user_can_suggest, user_can_write
from analysis.publishing.merging import Content
from analysis.related.queries import similar_to
from analysis.related.reasons import Facts, Reason, facts_of, facts_of_draft, reason
from analysis.text.body_rules import without_markup
from analysis.text.numbers import whole_number

# Beside a public text; beside the form; on the page of decisions; found by words.
SHOWN, FEW, MANY, FOUND = 5, 6, 15, 10
VERBS: dict[str, Callable[..., None]] = {
    "pin": suggesting.pin,
    "ban": suggesting.ban,
    "up": suggesting.move_up,
    "leave": suggesting.leave_alone,
}


class Row(NamedTuple):
    publication: Publication
    reason: Reason
    is_mine: bool


def urls() -> list[URLPattern]:
    return [
        path("similar/", desk.admin_view(similar), name="analysis_article_similar"),
        path("<int:pk>/suggestions/", desk.admin_view(suggestions), name="analysis_article_suggestions"),
    ]


# --- Beside the form ---------------------------------------------------------------------------------------


@require_POST
def similar(request: HttpRequest) -> HttpResponse:
    """What the archive has on the matter of a form that nobody has saved."""
    number, user = whole_number(request.GET.get("article", "")), member(request)
    article = get_object_or_404(Article.objects.kept(), pk=number) if number is not None else None
    if not (user_can_edit(user, article) if article else user_can_write(user)):
        raise PermissionDenied
    content, language = as_far_as_it_reads(ArticleForm(request.POST, instance=article))
    rows = archive(content, language, article_id=article.pk if article else 0, user=user, at=timezone.now(), limit=FEW)
    return render(request, "admin/analysis/article/similar.html", {"rows": rows, "article": article})


def archive(content: Content, language: str, *, article_id: int, user: User, at: datetime, limit: int) -> list[Row]:
    # numpy takes 11 MB, and most web processes never compare anything.
    from analysis.related.archive import like  # noqa: PLC0415
    from analysis.related.texts import text_of  # noqa: PLC0415

    text = text_of(content, article_id=article_id, language=language, at=at)
    return rows_of(like(text, at=at, limit=limit), facts_of_draft(content), user=user)


def rows_of(found: Sequence[Publication], facts: Facts, *, user: User) -> list[Row]:
    theirs = Publication.objects.filter(pk__in=[each.pk for each in found], bylines__author__user=user)
    mine = set(theirs.values_list("pk", flat=True))
    return [Row(each, reason(each, facts), each.pk in mine) for each in found]


# --- What readers are shown --------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def suggestions(request: HttpRequest, pk: int) -> HttpResponse:
    article, user, at = get_object_or_404(Article.objects.kept(), pk=pk), member(request), timezone.now()
    if not user_can_read(user, article):
        raise PermissionDenied
    if request.method == "POST":
        return decide(request, article, at)
    decided = list(with_state(article.suggestions.select_related("suggested"), at))
    pins = [each for each in decided if each.kind == SuggestionKind.PIN]
    words = request.GET.get("q", "").strip()
    return page(
        request,
        "analysis/article/suggestions.html",
        title=_("Similar articles"),
        article=article,
        pins=pins,
        bans=[each for each in decided if each.kind == SuggestionKind.BAN],
        rows=undecided(article, user=user, at=at),
        left=SHOWN - sum(each.is_live for each in pins),
        words=words,
        found=by_words(article, words, at) if words else [],
        can_suggest=user_can_suggest(user, article),
    )


def decide(request: HttpRequest, article: Article, at: datetime) -> HttpResponse:
    verb, number = VERBS.get(request.POST.get("verb", "")), whole_number(request.POST.get("suggested", ""))
    if not user_can_suggest(member(request), article):
        raise PermissionDenied
    if verb and number is not None:
        suggested = get_object_or_404(Article, pk=number)
        try:
            verb(article=article, suggested=suggested, by=member(request), at=at)
        except suggesting.SuggestionRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Readers see it so from now on."))
    return redirect("admin:analysis_article_suggestions", article.pk)


def with_state(decided: QuerySet[Suggestion], at: datetime) -> QuerySet[Suggestion, Any]:
    live = Publication.objects.live(at).filter(article=OuterRef("suggested"))
    return decided.annotate(is_live=Exists(live))


def undecided(article: Article, *, user: User, at: datetime) -> list[Row]:
    """Of a public text what readers see below its pins, and what would follow; of another what they would see."""
    decided = set(article.suggestions.values_list("suggested", flat=True))
    live = article.publications.live(at).first()
    if live:
        rows = rows_of(similar_to(live, at=at, limit=MANY), facts_of(live), user=user)
    else:
        content = article.content()
        rows = archive(content, article.language, article_id=article.pk, user=user, at=at, limit=MANY)
    return [row for row in rows if row.publication.article_id not in decided]


def by_words(article: Article, words: str, at: datetime) -> list[Publication]:
    """What else is public in its language and has these words in its head, the newest first."""
    named = search(Article.objects.in_language(article.language).exclude(pk=article.pk), without_markup(words))
    undecided_ones = named.exclude(suggested_beside__article=article)
    found = Publication.objects.live(at).filter(article__in=undecided_ones.values("pk"))
    return list(found.with_card().newest_first()[:FOUND])
