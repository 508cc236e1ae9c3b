from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from js_asset import Media as ModuleMedia

from accounts.models import User
from analysis import publishing
from analysis.admin import trash
from analysis.admin.article_list import COLUMNS, FILTERS, for_list, search
from analysis.admin.bulk import pages as bulk
from analysis.admin.deciding import pages as deciding
from analysis.admin.deciding.decisions import DECISIONS
from analysis.admin.deciding.pages import FIRST_STEPS, held_back, next_step, next_steps
from analysis.admin.deciding.timeline import TIMELINE, outlook
from analysis.admin.history import merges, revisions
from analysis.admin.registers import PlainAdmin, allowed
from analysis.admin.site import desk, member, page
from analysis.admin.translating import translations
from analysis.admin.week_ahead import due
from analysis.admin.week_ahead import pages as calendar
from analysis.admin.widgets import MODULES
from analysis.admin.writing import autosaves, checking, draft_links, next_week, notes, pasting, suggestions
from analysis.admin.writing.form import ArticleForm
from analysis.models import Article
from analysis.models.articles import ArticleQuerySet
from analysis.permissions import user_can_edit, user_can_publish, user_can_read, user_can_write
from analysis.text.body_rules import without_markup
from analysis.text.sanitising import clean_body

# Each has addresses below an article's, and something to show beside its text.
PARTS = (
    *(autosaves, bulk, calendar, checking, draft_links, due, merges, next_week, notes, pasting),
    *(deciding, revisions, suggestions, translations, trash),
)
OVERRULED = {
    "language": gettext_lazy("Somebody has chosen another language for it meanwhile."),
    "planned_date": gettext_lazy("Somebody has planned it for another day meanwhile."),
}
PANELS = (autosaves, checking, draft_links, next_week, notes, trash)


@admin.register(Article, site=desk)
class ArticleAdmin(PlainAdmin[Article]):
    form = ArticleForm
    change_form_template = "admin/analysis/article/write.html"
    change_list_template = "admin/analysis/article/list.html"
    list_display = COLUMNS
    list_filter = FILTERS
    search_fields = ("title", "standfirst", "slug")
    actions = bulk.ACTIONS
    search_help_text = gettext_lazy("Words of the title, the standfirst or the address")
    list_per_page = 50

    class Media:
        js = (
            "js/unsaved-changes.js",
            "js/fill-in.js",
            "js/ordered-rows.js",
            "js/named-finders.js",
        )

    def get_urls(self) -> list[URLResolver | URLPattern]:  # type: ignore[override]
        return [*(url for part in PARTS for url in part.urls()), *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> ArticleQuerySet:
        return for_list(Article.objects.kept(), timezone.now())

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[ArticleQuerySet, bool]:
        return search(queryset, without_markup(search_term)), False

    # --- Who may --------------------------------------------------------------------------------------------

    def has_view_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return user_can_read(member(request), obj) if obj else super().has_view_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        if obj:
            return user_can_edit(member(request), obj) and not obj.trashed_at
        return super().has_change_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """A text goes into the trash, and from there for good; see trash.py."""
        return False

    # --- Writing --------------------------------------------------------------------------------------------

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Article | None:
        """Held from here to the end of a save, so that of two at once the second sees what the first has done."""
        if request.method == "POST":
            return found(Article.objects.held(), object_id)
        return found(Article.objects.with_content().prefetch_related(TIMELINE), object_id)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        author = getattr(member(request), "author", None)
        return {
            "language": member(request).language,
            "bylines": [{"author": author.pk, "role": "author"}] if author else [],
            **super().get_changeform_initial_data(request),
        }

    def save_model(self, request: HttpRequest, obj: Article, form: Any, change: bool) -> None:  # noqa: FBT001
        """The content goes through the verb, which joins it with what others have saved meanwhile."""
        by, at = member(request), timezone.now()
        if change:
            self._save_content(request, obj, form, by=by, at=at)
        else:
            publishing.create(article=obj, content=form.content(), by=by, at=at)
        given = form.cleaned_data
        autosaves.forget(user=by, key=given["autosave_key"], article=obj, continues=given["continues"])

    def _save_content(self, request: HttpRequest, obj: Article, form: Any, *, by: User, at: datetime) -> None:
        stored, given = Article.objects.get(pk=obj.pk), form.cleaned_data
        started_from = given["started_from"] or 0
        for name in form.overruled:
            messages.info(request, OVERRULED[name])
        if given["planned_date"] != stored.planned_date:
            publishing.plan(article=stored, planned_date=given["planned_date"], by=by, at=at)
        try:
            saved = publishing.save(article=stored, content=form.content(), by=by, started_from=started_from, at=at)
        except publishing.EditConflict as conflict:
            merges.note(request, conflict)
            return
        if given["language"] != stored.language:
            publishing.set_language(article=stored, language=given["language"], by=by, at=at)
        merges.tell(request, saved.merged)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001
        """Topics, by-lines, tags and sources are part of the content: they are stored already."""

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """The verbs write the log."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """The verbs write the log."""

    def response_add(
        self, request: HttpRequest, obj: Article, post_url_continue: str | None = None
    ) -> HttpResponseRedirect:
        return self._after_saving(request, obj)

    def response_change(self, request: HttpRequest, obj: Article) -> HttpResponseRedirect:
        return self._after_saving(request, obj)

    def _after_saving(self, request: HttpRequest, article: Article) -> HttpResponseRedirect:
        """A writer goes on writing."""
        if aside := merges.noted(request):
            return redirect("admin:analysis_article_merge", article.pk, aside.pk)
        decision = next((each for each in DECISIONS if each.name == request.POST.get("_then")), None)
        refusal = decision.refusal(member(request), Article.objects.get(pk=article.pk)) if decision else None
        if decision and not refusal:
            return next_step(request, decision, article)
        messages.success(request, _("Saved."))
        if refusal:
            messages.warning(request, str(refusal))
        return redirect("admin:analysis_article_change", article.pk)

    # --- Pages ----------------------------------------------------------------------------------------------

    @transaction.atomic
    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """What is sent a second time, by a second press or after going back, is no second text."""
        if request.method == "POST":
            autosaves.hold_new_texts(member(request))
            made = autosaves.made_before(member(request), request.POST)
            if made and self.has_change_permission(request, made):
                return self.change_view(request, str(made.pk), form_url, extra_context)
        return super().add_view(request, form_url, extra_context)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        article = found(Article.objects.all(), object_id) if request.method == "GET" else None
        if article and not self.has_change_permission(request, article):
            return self._reading_page(request, article)
        return super().change_view(request, object_id, form_url, extra_context)

    def _reading_page(self, request: HttpRequest, article: Article) -> TemplateResponse:
        if not self.has_view_permission(request, article):
            raise Http404
        at = timezone.now()
        return page(
            request,
            "analysis/article/read.html",
            title=article.title,
            article=article,
            body=SafeString(clean_body(article.body)),
            outlook=outlook(article, at),
            **notes.panel(request, {"original": article}, at=at),
            can_take_out=bool(article.trashed_at) and user_can_edit(member(request), article),
            media=allowed(ModuleMedia(importmap=MODULES), request),
        )

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        article, user, at = context["original"], member(request), timezone.now()
        context |= {"can_write": user_can_write(user), "steps": FIRST_STEPS}
        for part in PANELS:
            context |= part.panel(request, context, at=at)
        if article:
            # A form that was refused has left its values in the article.
            stored = article if request.method == "GET" else Article.objects.get(pk=article.pk)
            steps = next_steps(user, stored)
            context |= {
                "outlook": outlook(stored, at),
                "translations": translations.of(article),
                "can_publish": user_can_publish(user, article),
                "steps": steps,
                "held_back": held_back(user, stored, steps),
            }
        return super().render_change_form(request, context, *args, **kwargs)


def found(articles: ArticleQuerySet, object_id: str) -> Article | None:
    try:
        return articles.get(pk=object_id)
    except (Article.DoesNotExist, ValidationError, ValueError):
        return None
