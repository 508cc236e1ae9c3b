"""One text in several languages: each an article of its own, with its own author, address and schedule."""

from datetime import datetime
from typing import Any, NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.models import User
from analysis import publishing, translating
from analysis.admin.site import desk, member
from analysis.admin.translating import parity, side_by_side
from analysis.admin.translating.cells import Parity, parity_of, translation_of, words
from analysis.models import Article, BylineRole, Language
from analysis.permissions import user_can_edit, user_can_read, user_can_write
from analysis.publishing.merging import Content
from analysis.translating import TranslatingError

# What a translation does not start with: its address is made of its own title, and these are words of one language.
LEFT_OUT: Content = {"slug": "", "seo_title": "", "search_description": "", "tags": []}


class Version(NamedTuple):
    """
    `article` is None where the text has no version in this language yet.

    `translation` is which of the two was made from the other, where that is known, and `summary` how far it is.
    """

    language: str
    label: str
    article: Article | None
    translation: Article | None = None
    parity: Parity | None = None
    summary: str = ""


def urls() -> list[URLPattern]:
    begin = path("<int:pk>/translate/", desk.admin_view(translate), name="analysis_article_translate")
    return [begin, *parity.urls(), *side_by_side.urls()]


def of(article: Article) -> list[Version]:
    versions = Article.objects.filter(translation_key=article.translation_key).select_related("translation")
    existing = {version.language: version for version in versions.defer("body")}
    here = existing.get(article.language, article)
    return [
        _version(code, str(label), here, existing.get(code))
        for code, label in Language.choices
        if code != article.language
    ]


def _version(language: str, label: str, here: Article, there: Article | None) -> Version:
    for version, other in ((there, here), (here, there)):
        translation = translation_of(version) if version else None
        if version and other and translation and translation.original_id == other.pk:
            found = parity_of(version, other)
            return Version(language, label, there, version, found, words(found, translation))
    if there and not there.trashed_at and not translation_of(here) and not translation_of(there):
        return Version(language, label, there, there, Parity.UNKNOWN, words(Parity.UNKNOWN, None))
    return Version(language, label, there)


@require_POST
def translate(request: HttpRequest, pk: int) -> HttpResponse:
    original = get_object_or_404(Article, pk=pk)
    user, language = member(request), request.POST.get("language")
    if not user_can_write(user) or not user_can_read(user, original):
        raise PermissionDenied
    if language not in Language.values:
        raise Http404
    try:
        translation, is_new = start_translation(original=original, language=language, by=user, at=timezone.now())
    except TranslatingError as error:
        messages.error(request, str(error))
        return redirect("admin:analysis_article_change", original.pk)
    if is_new:
        messages.success(
            request, _("This is a copy. Write over it in %(language)s.") % {"language": Language(language).label}
        )
    return redirect("admin:analysis_article_change", translation.pk)


@transaction.atomic
def start_translation(*, original: Article, language: str, by: User, at: datetime) -> tuple[Article, bool]:
    """The version in this language, and whether it had to be made: asking twice makes one."""
    versions = Article.objects.filter(translation_key=original.translation_key)
    # All of them, since somebody else may begin it from another language.
    held = versions.select_for_update(of=("self",)).order_by("pk").in_bulk()
    if existing := versions.in_language(language).first():
        return existing, False
    original = held[original.pk]
    # An embargo is on what the text tells, in whatever language.
    translation = Article(
        language=language, translation_key=original.translation_key, embargo_until=original.embargo_until
    )
    content = original.content() | LEFT_OUT
    content["bylines"] += _translator(original, by)
    publishing.create(article=translation, content=content, by=by, at=at)
    translating.begin(article=translation, original=original, by=by, at=at)
    return translation, True


def _translator(original: Article, by: User) -> list[list[Any]]:
    """The by-line of whoever begins it, where they could not write the copy under those of the original alone."""
    if user_can_edit(by, original):
        return []
    if author := getattr(by, "author", None):
        return [[author.pk, BylineRole.TRANSLATION]]
    raise TranslatingError(
        _("You are not among the authors yet, so you could not write this translation. Ask an editor to add you.")
    )
