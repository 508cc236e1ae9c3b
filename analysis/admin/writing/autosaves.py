"""
The draft buffer: what somebody typed and has not saved, kept on the server and offered back.

Each opening of a form has a key of its own, so that two windows of one person do not overwrite each other. What was
saved leaves an empty row for a while: whoever comes late with an older copy is told that it is not needed any more,
and a new text that is sent a second time is known by it. What is gone on with moves into the buffer of the page that
goes on: the one where it was typed may be open still, and begins another row if more is typed there.
"""

import json
import re
import secrets
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import BadRequest, PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_POST

from accounts.models import User
from analysis.admin.history import merges
from analysis.admin.history.versions import locked
from analysis.admin.site import desk, member
from analysis.admin.writing import recovery
from analysis.models import Article, Autosave
from analysis.permissions import user_can_edit, user_can_write

# "12.k3j9": of the article 12. The others are names that the forms of new texts made up.
OF_ARTICLE = re.compile(r"([0-9]{1,18})(?:\.[a-z0-9]{1,20})?")
OF_NEW_TEXT = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
OF_SOME_TEXT = re.compile(f"{OF_ARTICLE.pattern}|{OF_NEW_TEXT.pattern}")
MAX_SIZE, MAX_FIELDS = 2_000_000, 2_000
ALSO_EDITING = timedelta(minutes=2)
REMEMBERED = timedelta(days=30)


def urls() -> list[URLPattern]:
    return [
        path("autosave/", desk.admin_view(autosave), name="analysis_article_autosave"),
        path("autosave/discard/", desk.admin_view(discard), name="analysis_article_discard"),
    ]


def autosave(request: HttpRequest) -> HttpResponse:
    """Keeps what a form holds; asked with GET, says who is signed in now and by which token the page can go on."""
    user, at = member(request), timezone.now()
    if request.method != "POST":
        return JsonResponse({"user": user.pk, "token": get_token(request)})
    key, fields = request.POST.get("key", ""), pairs(request.POST.get("fields", ""))
    article = writable(user, key)
    if not keep_unless_saved(user=user, key=key, article=article, fields=fields, at=typed_at(request, at)):
        made = made_from(user=user, key=key)
        return JsonResponse({"forgotten": True, "article": made.pk if made else None})
    kept_at = timezone.localtime(at).strftime("%H:%M:%S")
    return JsonResponse({"kept_at": kept_at, "also": also_editing(article, user, at=at)})


@require_POST
def discard(request: HttpRequest) -> HttpResponse:
    user, key = member(request), request.POST.get("discard", "")
    article = writable(user, key)
    forget(user=user, key=key)
    return redirect("admin:analysis_article_change", article.pk) if article else redirect("admin:analysis_article_add")


def panel(request: HttpRequest, context: dict[str, Any], *, at: datetime) -> dict[str, Any]:
    """What the writer's page shows of it: joins the context of its template."""
    article, user = context["original"], member(request)
    shown = {
        "also_editing": also_editing(article, user, at=at),
        "waiting": merges.waiting(article, user) if article else [],
    }
    if request.method != "GET":
        return shown
    key = request.GET.get("recover", "")
    if OF_SOME_TEXT.fullmatch(key) and (kept := kept_rows(user, article).filter(key=key).first()):
        return shown | {"recovered": kept, "adminform": recovery.filled(context["adminform"], kept)}
    form = type(context["adminform"].form)
    return shown | {"offers": list(recovery.offers(form, article, kept_rows(user, article)))}


def forget(*, user: User, key: str, article: Article | None = None, continues: str = "") -> None:
    """After a save, of this article."""
    if not key:
        return
    now = timezone.now()
    keep(user=user, key=key, article=article, fields=[], at=now)
    if article:
        let_go(user=user, continues=continues, article=article, at=now)
    Autosave.objects.filter(user=user, fields=[], saved_at__lt=now - REMEMBERED).delete()


def keep_unless_saved(*, user: User, key: str, article: Article | None, fields: list[list[str]], at: datetime) -> bool:
    with transaction.atomic():
        # As a save does, and before anything else, so that the two cannot wait for each other.
        if article:
            locked(article)
        else:
            hold_new_texts(user)
        if Autosave.objects.filter(user=user, key=key, fields=[]).exists():
            return False
        keep(user=user, key=key, article=article, fields=fields, at=at)
        moved(user=user, continues=dict(fields).get("continues", "")).delete()
    return True


def keep(*, user: User, key: str, article: Article | None, fields: list[list[str]], at: datetime) -> None:
    """One statement, so that two at once do not stumble over each other."""
    Autosave.objects.bulk_create(
        [Autosave(user=user, key=key, article=article, fields=fields, saved_at=at)],
        update_conflicts=True,
        unique_fields=["user", "key"],
        update_fields=["article", "fields", "saved_at"],
    )


def moved(*, user: User, continues: str) -> QuerySet[Autosave]:
    """The row that a page goes on with (see `recovery.mark_of`), unless more was typed since where it comes from."""
    key, _blank, told = continues.partition(" ")
    at = instant(told)
    if not at or not OF_SOME_TEXT.fullmatch(key):
        return Autosave.objects.none()
    return Autosave.objects.filter(user=user, key=key, saved_at=at).exclude(fields=[])


def let_go(*, user: User, continues: str, article: Article, at: datetime) -> None:
    """Was it a new text, it is this article now, also for the page that it comes from, and for what was typed there."""
    moved(user=user, continues=continues).delete()
    key = continues.partition(" ")[0]
    if not OF_NEW_TEXT.fullmatch(key):
        return
    own = f"{article.pk}.{secrets.token_hex(6)}"
    Autosave.objects.filter(user=user, key=key).exclude(fields=[]).update(key=own, article=article)
    keep(user=user, key=key, article=article, fields=[], at=at)


def hold_new_texts(user: User) -> None:
    """Until the transaction ends: of one person's new texts, one is saved after the other."""
    User.objects.select_for_update(no_key=True).get(pk=user.pk)


def made_before(user: User, sent: QueryDict) -> Article | None:
    """From this form, or from the one that it goes on with."""
    continued = sent.get("continues", "").partition(" ")[0]
    return made_from(user=user, key=sent.get("autosave_key", "")) or made_from(user=user, key=continued)


def made_from(*, user: User, key: str) -> Article | None:
    """The article that was saved from the form of a new text: pressed twice, or gone back to."""
    named = OF_ARTICLE.fullmatch(key)
    if named:
        return Article.objects.filter(pk=named[1]).first()
    if not OF_NEW_TEXT.fullmatch(key):
        return None
    saved = Autosave.objects.filter(user=user, key=key, fields=[]).select_related("article").first()
    return saved.article if saved else None


def kept_rows(user: User, article: Article | None) -> Any:
    return Autosave.objects.filter(user=user, article=article).exclude(fields=[])


def also_editing(article: Article | None, user: User, *, at: datetime) -> str:
    """The names of those who are typing in the same text."""
    if not article:
        return ""
    recent = Autosave.objects.filter(article=article, saved_at__gt=at - ALSO_EDITING)
    others = recent.exclude(user=user).exclude(fields=[]).select_related("user").order_by("user")
    return ", ".join(dict.fromkeys(str(row.user) for row in others))


# --- What was sent --------------------------------------------------------------------------------------------


def writable(user: User, key: str) -> Article | None:
    """The article that the key is about, None for a new text."""
    if OF_NEW_TEXT.fullmatch(key) and user_can_write(user):
        return None
    found = OF_ARTICLE.fullmatch(key)
    if not found:
        raise PermissionDenied
    article = get_object_or_404(Article, pk=found[1])
    if not user_can_edit(user, article):
        raise PermissionDenied
    return article


def pairs(sent: str) -> list[list[str]]:
    if len(sent) > MAX_SIZE:
        raise BadRequest("too large")
    try:
        fields = [[tidy(name), tidy(value)] for name, value in json.loads(sent)]
    except (ValueError, TypeError, AttributeError) as error:
        raise BadRequest("no pairs of name and value") from error
    if not 0 < len(fields) <= MAX_FIELDS:
        raise BadRequest("too few, or too many")
    return fields


def tidy(text: str) -> str:
    """What PostgreSQL can hold."""
    return text.replace("\x00", "").encode(errors="replace").decode()


def typed_at(request: HttpRequest, now: datetime) -> datetime:
    """A copy that waited in the browser says when it was typed."""
    return min(instant(request.POST.get("at", "")) or now, now)


def instant(told: str) -> datetime | None:
    try:
        at = parse_datetime(told)
    except ValueError:
        return None
    return at if at and at.tzinfo else None
