from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from analysis import publishing
from analysis.admin import publications, revisions, translations
from analysis.admin.article_form import ArticleForm
from analysis.admin.article_list import COLUMNS, FILTERS, for_list
from analysis.admin.registers import PlainAdmin
from analysis.admin.site import desk, member, page
from analysis.admin.timeline import outlook
from analysis.models import Article
from analysis.models.articles import ArticleQuerySet
from analysis.models.revisions import Event
from analysis.permissions import user_can_delete, user_can_edit, user_can_publish, user_can_read, user_can_write
from analysis.text.sanitising import clean_body

# What can follow a save in one press: the decision's own page asks once more.
NEXT_STEPS = ("publish", "schedule")


@admin.register(Article, site=desk)
class ArticleAdmin(PlainAdmin[Article]):
    form = ArticleForm
    change_form_template = "admin/analysis/article/write.html"
    change_list_template = "admin/analysis/article/list.html"
    list_display = COLUMNS
    list_filter = FILTERS
    search_fields = ("title", "standfirst", "slug")
    search_help_text = gettext_lazy("Words of the title, the standfirst or the address")
    list_per_page = 50

    class Media:
        js = (
            "js/save-shortcut.js",
            "js/unsaved-changes.js",
            "js/fill-in.js",
            "js/ordered-rows.js",
            "js/named-finders.js",
        )

    def get_urls(self) -> list[URLResolver | URLPattern]:  # type: ignore[override]
        return [*publications.urls(), *revisions.urls(), *translations.urls(), *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> ArticleQuerySet:
        return for_list(Article.objects.all(), timezone.now())

    # --- Who may --------------------------------------------------------------------------------------------

    def has_view_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return user_can_read(member(request), obj) if obj else super().has_view_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return user_can_edit(member(request), obj) if obj else super().has_change_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return user_can_delete(member(request), obj) if obj else super().has_delete_permission(request)

    # --- Writing --------------------------------------------------------------------------------------------

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Article | None:
        """Held from here to the end of a save, so that of two at once the second sees what the first has done."""
        articles = Article.objects.select_for_update() if request.method == "POST" else Article.objects.all()
        try:
            return articles.get(pk=object_id)
        except (Article.DoesNotExist, ValidationError, ValueError):
            return None

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        author = getattr(member(request), "author", None)
        return {
            "language": member(request).language,
            "bylines": [{"author": author.pk, "role": "author"}] if author else [],
            **super().get_changeform_initial_data(request),
        }

    def save_model(self, request: HttpRequest, obj: Article, form: Any, change: bool) -> None:  # noqa: FBT001
        if not change:
            return obj.save()
        stored = Article.objects.get(pk=obj.pk)
        # Whatever stood here before, by whatever door it came, stays in the history.
        publishing.record(article=stored, by=None, event=Event.SAVE, at=timezone.now())
        changed = [name for name in self._columns(form) if getattr(stored, name) != getattr(obj, name)]
        return obj.save(update_fields=[*changed, "updated_at"])

    def _columns(self, form: ArticleForm) -> list[str]:
        return [field.name for field in Article._meta.concrete_fields if field.name in form.cleaned_data]

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001
        super().save_related(request, form, formsets, change)
        form.store_relations()
        article = form.instance
        before = article.revisions.first()
        revision = publishing.record(article=article, by=member(request), event=Event.SAVE, at=timezone.now())
        if change and (revision != before or "language" in form.changed_data):
            article.version += 1
            article.save(update_fields=["version", "updated_at"])

    def response_add(
        self, request: HttpRequest, obj: Article, post_url_continue: str | None = None
    ) -> HttpResponseRedirect:
        return self._after_saving(request, obj)

    def response_change(self, request: HttpRequest, obj: Article) -> HttpResponseRedirect:
        return self._after_saving(request, obj)

    def _after_saving(self, request: HttpRequest, article: Article) -> HttpResponseRedirect:
        """A writer goes on writing."""
        next_step = request.POST.get("_then")
        if next_step in NEXT_STEPS and user_can_publish(member(request), article):
            return redirect(f"admin:analysis_article_{next_step}", article.pk)
        messages.success(request, _("Saved."))
        return redirect("admin:analysis_article_change", article.pk)

    # --- Pages ----------------------------------------------------------------------------------------------

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        article = self.get_object(request, object_id) if request.method == "GET" else None
        if article and not self.has_change_permission(request, article):
            return self._reading_page(request, article)
        return super().change_view(request, object_id, form_url, extra_context)

    def _reading_page(self, request: HttpRequest, article: Article) -> TemplateResponse:
        if not self.has_view_permission(request, article):
            raise Http404
        return page(
            request,
            "analysis/article/read.html",
            title=article.title,
            article=article,
            body=SafeString(clean_body(article.body)),
            outlook=outlook(article.pk, timezone.now()),
        )

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        article = context["original"]
        if article:
            context["outlook"] = outlook(article.pk, timezone.now())
            context["translations"] = translations.of(article)
            context["can_publish"] = user_can_publish(member(request), article)
        context["can_write"] = user_can_write(member(request))
        return super().render_change_form(request, context, *args, **kwargs)
