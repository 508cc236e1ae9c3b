"""A translation beside its original, paragraph against paragraph, and what a translator says about it."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from analysis import translating
from analysis.admin.history.changes import label as name_of_field
from analysis.admin.history.revisions import readable
from analysis.admin.site import desk, member, page
from analysis.admin.translating.cells import parity_of, translation_of, words
from analysis.models import Article, Translation
from analysis.permissions import user_can_edit, user_can_read
from analysis.text import staleness
from analysis.text.numbers import whole_number
from analysis.text.word_diff import BlockChange, diff_blocks
from analysis.translating import TranslatingError

STATES: dict[str, Promise] = {
    "current": gettext_lazy("Up to date"),
    "stale": gettext_lazy("Changed since"),
    "new": gettext_lazy("New in the original"),
    "gone": gettext_lazy("Gone from the original"),
    "untranslated": gettext_lazy("Not translated yet"),
}
Blocks = list[BlockChange]


class Line(NamedTuple):
    """One paragraph on both sides. Without a state nobody can say whether it is up to date by itself."""

    name: str
    original: Blocks
    translated: Blocks
    key: str = ""
    state: str = ""
    is_copy: bool = False
    is_edited: bool = False

    @property
    def label(self) -> Promise | str:
        return STATES.get(self.state, "")

    @property
    def is_formatting_only(self) -> bool:
        return self.state == "stale" and all(block.kind == "same" for block in self.original)


def urls() -> list[URLPattern]:
    return [
        path("<int:pk>/beside/", desk.admin_view(beside), name="analysis_article_beside"),
        path("<int:pk>/settle/", desk.admin_view(settle), name="analysis_article_settle"),
    ]


# --- Looking -----------------------------------------------------------------------------------------------


@require_safe
def beside(request: HttpRequest, pk: int) -> TemplateResponse:
    article, user = readable(request, pk), member(request)
    original, translation = original_of(article, request.GET.get("of", ""), user), translation_of(article)
    rows = translating.rows_of(translation) if translation else []
    lines = compared(rows) if translation and not translation.is_adapted else unpaired(rows, article, original)
    work = [line for line in lines if line.state not in ("", "current")]
    only_work = request.GET.get("show") == "work" and bool(lines and lines[0].state)
    return page(
        request,
        "analysis/article/side_by_side.html",
        title=_("Side by side"),
        article=article,
        original=original,
        translation=translation,
        parity=parity_of(article, original),
        summary=words(parity_of(article, original), translation),
        lines=work if only_work else lines,
        only_work=only_work,
        numbers={"all": len(lines), "work": len(work)},
        seen=staleness.seen(rows),
        can_settle=user_can_edit(user, article) and not article.trashed_at,
        can_be_turned=not translation and not translation_of(original) and user_can_edit(user, original),
    )


def original_of(article: Article, chosen: str, user: User) -> Article:
    """What it was translated from; where nobody has said so yet, what somebody chose, or what is presumed."""
    translation, number = translation_of(article), whole_number(chosen)
    if translation:
        original: Article | None = translation.original
    elif number is not None:
        versions = Article.objects.kept().filter(translation_key=article.translation_key).exclude(pk=article.pk)
        original = get_object_or_404(versions, pk=number)
    else:
        original = translating.presumed_original(article)
    if original is None:
        raise Http404
    if not user_can_read(user, original):
        raise PermissionDenied
    return original


def compared(rows: list[staleness.Row]) -> list[Line]:
    return [
        Line(
            name=_name(row.part),
            original=diff_blocks(row.settled or "", row.now or ""),
            translated=[block for html in row.translated for block in unchanged(html)],
            key=key,
            state=row.state,
            is_copy=row.is_copy,
            is_edited=row.is_edited,
        )
        for key, row in staleness.keyed(rows).items()
    ]


def unpaired(rows: list[staleness.Row], article: Article, original: Article) -> list[Line]:
    """Whole against whole, or where nobody has compared the two, one after another if they are as many."""
    now, there = translating.text_of(original), translating.text_of(article)
    if not rows and staleness.are_as_many(now, there):
        return [line._replace(state="") for line in compared(staleness.paired_off(now, there))]
    before = rows or staleness.paired_off(now, now)
    left = [block for row in before for block in diff_blocks(row.settled or "", row.now or "")]
    right = [block for _part, html in staleness.parts_of(there) for block in unchanged(html)]
    return [Line(name="", original=left, translated=right)]


def unchanged(html: str) -> Blocks:
    return diff_blocks(html, html)


def _name(part: str) -> str:
    return "" if part == staleness.BODY else name_of_field(part)


# --- Saying ------------------------------------------------------------------------------------------------


@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    article, user = readable(request, pk), member(request)
    if not user_can_edit(user, article):
        raise PermissionDenied
    original = original_of(article, request.POST.get("of", ""), user)
    translation, step = translation_of(article), STEPS.get(request.POST.get("step", "rows"))
    if not step:
        raise Http404
    try:
        if translation:
            step(request, translation)
        else:
            correspond(request, article, original)
    except TranslatingError as error:
        messages.error(request, str(error))
    show = "?show=work" if request.POST.get("show") == "work" else ""
    return redirect(reverse("admin:analysis_article_beside", args=[pk]) + show)


def correspond(request: HttpRequest, article: Article, original: Article) -> None:
    translating.correspond(article=article, original=original, by=member(request), at=timezone.now())
    messages.success(request, _("From now on you will see here what becomes stale."))


def settle_rows(request: HttpRequest, translation: Translation) -> None:
    ticked = set(request.POST.getlist("row"))
    if not ticked:
        messages.warning(request, _("Tick the paragraphs that are up to date."))
        return
    done = translating.settle(translation=translation, keys=ticked, by=member(request), at=timezone.now())
    if done:
        said = ngettext("%(done)d paragraph is up to date.", "%(done)d paragraphs are up to date.", done)
        messages.success(request, said % {"done": done})
    if done < len(ticked):
        messages.warning(request, _("Some of what you ticked has changed meanwhile. Look at it again."))


def settle_everything(request: HttpRequest, translation: Translation) -> None:
    seen = request.POST.get("seen", "")
    translating.settle_everything(translation=translation, seen=seen, by=member(request), at=timezone.now())
    messages.success(request, _("The translation is up to date."))


def adapt(request: HttpRequest, translation: Translation) -> None:
    translating.adapt(translation=translation, is_adapted=True, by=member(request), at=timezone.now())
    messages.success(request, _("From now on one mark says whether the text is up to date."))


def pair_again(request: HttpRequest, translation: Translation) -> None:
    translating.adapt(translation=translation, is_adapted=False, by=member(request), at=timezone.now())
    messages.success(request, _("From now on each paragraph is followed by itself."))


STEPS: dict[str, Callable[[HttpRequest, Any], None]] = {
    "rows": settle_rows,
    "everything": settle_everything,
    "adapt": adapt,
    "pair": pair_again,
}
