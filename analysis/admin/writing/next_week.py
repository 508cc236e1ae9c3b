"""Next period's draft of the same trend and author, and the trend's memory beside the text."""

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST

from accounts.models import User
from analysis import publishing
from analysis.admin.history.versions import locked
from analysis.admin.site import desk, member
from analysis.admin.writing.memory import Question, memory_of
from analysis.models import Article, AuditEntry, Issue, Language, Topic
from analysis.permissions import user_can_edit, user_can_edit_everything, user_can_see_the_desk, user_can_write
from analysis.publishing.merging import Content
from analysis.text.periods import format_period, iso_week_slug

WEEK = timedelta(weeks=1)


def urls() -> list[URLPattern]:
    return [
        path("<int:pk>/next-week/", desk.admin_view(begin), name="analysis_article_next_week"),
        path("memory/", desk.admin_view(memory), name="analysis_article_memory"),
    ]


# --- The trend's memory ------------------------------------------------------------------------------------


class QuestionForm(forms.Form):
    topic = forms.ModelChoiceField(Topic.objects.trends())
    language = forms.ChoiceField(choices=Language.choices)
    before = forms.DateField(required=False)
    article = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)

    def question(self) -> Question:
        given = self.cleaned_data
        return Question(given["topic"], given["language"], given["before"], given["article"])


def panel(request: HttpRequest, context: dict[str, Any], *, at: datetime) -> dict[str, Any]:
    """What the writer's page shows of it: joins the context of its template."""
    form, article = context["adminform"].form, context["original"]
    asked = {
        "topic": form["primary_topic"].value(),
        "language": form["language"].value(),
        "before": form["period_start"].value(),
        "article": article.pk if article else None,
    }
    user = member(request)
    may_begin = article and user_can_write(user) and user_can_edit(user, article)
    return {
        "memory": answer(asked, at=at),
        "can_begin_next_week": bool(may_begin and article.period_start and trend_of(article)),
    }


def memory(request: HttpRequest) -> HttpResponse:
    """A piece of the page, fetched when another topic is chosen."""
    if not user_can_see_the_desk(member(request)):
        raise PermissionDenied
    context = {"memory": answer(request.GET, at=timezone.now())}
    return TemplateResponse(request, "admin/analysis/article/memory.html", context)


def answer(asked: Any, *, at: datetime) -> Any:
    """None for what is no trend."""
    form = QuestionForm(asked)
    return memory_of(form.question(), at=at) if form.is_valid() else None


# --- The next text -----------------------------------------------------------------------------------------


@require_POST
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    original = get_object_or_404(Article, pk=pk)
    user = member(request)
    if not user_can_write(user) or not user_can_edit(user, original):
        raise PermissionDenied
    if not trend_of(original) or not original.period_end or not week_after(original.period_end):
        messages.error(request, _("Only a text about a trend and a week has one for the week after."))
        return redirect("admin:analysis_article_change", pk)
    following, is_new = begin_next_week(original=original, by=user, at=timezone.now())
    if is_new:
        messages.success(request, _("This is the draft for the week after. Its title is to be written."))
    else:
        messages.info(request, _("The text for the week after was begun already: this is it."))
    return redirect("admin:analysis_article_change", following.pk)


def trend_of(article: Article) -> Topic | None:
    topic = article.primary_topic
    return topic if topic and topic.is_trend else None


@transaction.atomic
def begin_next_week(*, original: Article, by: User, at: datetime) -> tuple[Article, bool]:
    """The text of the week after one about a trend, and whether it had to be made: asking twice makes one."""
    original = locked(original)
    content = next_content(original)
    start = content["period_start"]
    topic = trend_of(original)
    same = Article.objects.kept().in_language(original.language).filter(period_start=start)
    existing = same.filter(articletopic__topic=topic, articletopic__is_primary=True).first()
    if existing:
        return existing, False
    content["issue_id"] = issue_for(original, by=by, at=at)
    following = Article(language=original.language, planned_date=next_planned_date(original))
    publishing.create(article=following, content=content, by=by, at=at)
    return following, True


def next_content(original: Article) -> Content:
    """Its address is made of the title that it will get."""
    start, end = next_period(original)
    nothing = dict.fromkeys(Article.CONTENT_FIELDS, "") | {"lead_image_id": None, "issue_id": None}
    return nothing | {
        "title": working_title(original, start, end),
        "period_start": start.isoformat(),
        "period_end": end.isoformat(),
        "topics": [[link.topic_id, link.is_primary] for link in original.articletopic_set.order_by("id")],
        "bylines": [[byline.author_id, byline.role] for byline in original.bylines.all()],
        "tags": [],
        "sources": [],
    }


def next_period(original: Article) -> tuple[date, date]:
    start, end = original.period_start, original.period_end
    assert start is not None  # noqa: S101 - begin() has asked
    assert end is not None  # noqa: S101 - both or none, says the database
    return start + WEEK, end + WEEK


def week_after(day: date) -> date | None:
    """Nothing behind the last of all days."""
    return day + WEEK if date.max - day >= WEEK else None


def working_title(original: Article, start: date, end: date) -> str:
    with override(original.language):
        topic = str(original.primary_topic)
    return f"{topic}, {format_period(start, end, language=original.language)}"[:200]


def next_planned_date(original: Article) -> date | None:
    """The same weekday as the last one was planned for, or became public on."""
    if original.planned_date:
        return week_after(original.planned_date)
    public = original.publications.order_by("live_from").first()
    return timezone.localtime(public.live_from).date() + WEEK if public else None


def issue_for(original: Article, *, by: User, at: datetime) -> int | None:
    """The issue that covers the next period. Editors open one where it is missing."""
    start, end = next_period(original)
    if original.issue:
        first, last = original.issue.coverage_start + WEEK, original.issue.coverage_end + WEEK
        start, end = (first, last) if first <= start <= last else (start, end)
    covering = Issue.objects.filter(
        Q(coverage_start__lte=start, coverage_end__gte=start) | Q(slug=iso_week_slug(start))
    ).first()
    if not covering and user_can_edit_everything(by):
        covering = open_issue(start, end, by=by, at=at)
    return covering.pk if covering else None


def open_issue(start: date, end: date, *, by: User, at: datetime) -> Issue:
    number = (Issue.objects.aggregate(highest=Max("number"))["highest"] or 0) + 1
    days = {"number": number, "coverage_start": start, "coverage_end": end}
    issue, is_new = Issue.objects.get_or_create(slug=iso_week_slug(start), defaults=days)
    if is_new:
        AuditEntry.objects.note(verb="add", about=issue, by=by, at=at)
    return issue
