"""The writer's page: a title, a text, and beside them where the text belongs."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from analysis.admin.addresses import MAX_LENGTH, nearest_free_slug, proposed_slug
from analysis.admin.fields import BodyField, PlainTextField
from analysis.admin.generics import DeskForm
from analysis.admin.rows import Bylines, Sources, byline_rows, source_rows
from analysis.admin.versions import last_saved
from analysis.admin.widgets import DayInput, PictureInput, finder, many_finder
from analysis.models import Article, ArticleTopic, Image, Issue, Topic

TOPIC = ArticleTopic._meta.get_field("topic")
ISSUE = Article._meta.get_field("issue")


class ArticleForm(DeskForm[Article]):
    started_from = forms.IntegerField(widget=forms.HiddenInput, required=False)
    # The version that the person has agreed to overwrite.
    overwritten = forms.IntegerField(required=False)

    body = BodyField(label=gettext_lazy("Text"), required=False)
    primary_topic = forms.ModelChoiceField(
        Topic.objects.all(),
        label=gettext_lazy("Primary topic"),
        required=False,
        widget=finder(TOPIC),
        help_text=gettext_lazy("First part of the address."),
    )
    other_topics = forms.ModelMultipleChoiceField(
        Topic.objects.all(), label=gettext_lazy("Also about"), required=False, widget=many_finder(TOPIC)
    )
    issue = forms.ModelChoiceField(
        Issue.objects.all(), label=gettext_lazy("Weekly issue"), required=False, widget=finder(ISSUE)
    )
    lead_image = forms.ModelChoiceField(
        Image.objects.all(), label=gettext_lazy("Lead picture"), required=False, widget=PictureInput
    )
    slug = forms.SlugField(
        label=gettext_lazy("Address"),
        required=False,
        max_length=MAX_LENGTH,
        help_text=gettext_lazy("Left empty, it is made from the title."),
    )

    class Meta:
        model = Article
        fields = (
            *("title", "standfirst", "body", "language", "slug", "dateline", "issue", "tags", "lead_image"),
            *("period_start", "period_end", "assessment", "assessment_reason", "seo_title", "search_description"),
        )
        help_texts = {"standfirst": ""}
        field_classes = dict.fromkeys(Article.PLAIN_TEXT_FIELDS, PlainTextField)
        widgets = {
            "title": forms.Textarea(attrs={"rows": 1, "placeholder": gettext_lazy("Title")}),
            "standfirst": forms.Textarea(
                attrs={"rows": 2, "placeholder": gettext_lazy("The lead: two or three sentences.")}
            ),
            "assessment_reason": forms.Textarea(attrs={"rows": 2}),
            "search_description": forms.Textarea(attrs={"rows": 3}),
            "period_start": DayInput(),
            "period_end": DayInput(),
        }

    def __init__(self, data: Any = None, files: Any = None, **kwargs: Any) -> None:
        super().__init__(data, files, **kwargs)
        article, given = self.instance, kwargs.get("initial") or {}
        self.initial.setdefault("started_from", article.version)
        self.conflict = ""
        self.free_slug = ""
        bylines, sources = given.get("bylines", []), []
        if article.pk:
            self._start_from(article)
            bylines, sources = byline_rows(article), source_rows(article)
        self.bylines = Bylines(data, initial=bylines, prefix="bylines")
        self.sources = Sources(data, initial=sources, prefix="sources")

    def _start_from(self, article: Article) -> None:
        links = article.articletopic_set.order_by("id")
        self.initial["primary_topic"] = next((link.topic_id for link in links if link.is_primary), None)
        self.initial["other_topics"] = [link.topic_id for link in links if not link.is_primary]
        # What has been public under one language cannot become a text in another.
        self.fields["language"].disabled = article.publications.exists()

    @property
    def media(self) -> forms.Media:
        return super().media + self.bylines.media + self.sources.media

    def is_valid(self) -> bool:
        return all([super().is_valid(), self.bylines.is_valid(), self.sources.is_valid()])

    # --- What a form alone can know ------------------------------------------------------------------------

    def clean_slug(self) -> str:
        return str(self.cleaned_data["slug"]).lower()

    def clean(self) -> dict[str, Any]:
        super().clean()
        self._require_current_version()
        self._require_whole_period()
        self._require_one_text_per_language()
        self._settle_slug()
        return self.cleaned_data

    def _require_current_version(self) -> None:
        """The row is locked while this is asked; see ArticleAdmin.get_object()."""
        version = self.instance.version
        if not self.instance.pk or version in (
            self.cleaned_data.get("started_from"),
            self.cleaned_data.get("overwritten"),
        ):
            return
        self.conflict = last_saved(self.instance)
        self.add_error(None, _("%(saved)s, after you opened it.") % {"saved": self.conflict})

    def _require_whole_period(self) -> None:
        given = self.cleaned_data
        start, end, issue = given.get("period_start"), given.get("period_end"), given.get("issue")
        if issue and not start and not end and not self.errors.keys() & {"period_start", "period_end"}:
            given["period_start"], given["period_end"] = issue.coverage_start, issue.coverage_end
        elif bool(start) != bool(end):
            self.add_error("period_start" if end else "period_end", _("A period has a first and a last day."))
        elif start and end and end < start:
            self.add_error("period_end", _("The period ends before it begins."))

    def _require_one_text_per_language(self) -> None:
        language = self.cleaned_data.get("language")
        others = Article.objects.filter(translation_key=self.instance.translation_key, language=language)
        if others.exclude(pk=self.instance.pk).exists():
            self.add_error("language", _("This text has a version in this language already."))

    def _settle_slug(self) -> None:
        given = self.cleaned_data
        title, language = given.get("title"), given.get("language")
        if not title or not language or "slug" in self.errors:
            return
        typed = given.get("slug")
        free = nearest_free_slug(
            typed or proposed_slug(title, language=language),
            language=language,
            topic=given.get("primary_topic"),
            article_pk=self.instance.pk,
        )
        if typed and free != typed:
            self.free_slug = free
            self.add_error("slug", _("“%(slug)s” is taken. “%(free)s” is free.") % {"slug": typed, "free": free})
        given["slug"] = free

    # --- What is stored beside the row ---------------------------------------------------------------------

    def store_relations(self) -> None:
        article = self.instance
        primary = self.cleaned_data["primary_topic"]
        others = [topic for topic in self.cleaned_data["other_topics"] if topic != primary]
        wanted = [(primary, True)] * bool(primary) + [(topic, False) for topic in others]
        links = article.articletopic_set.select_related("topic")
        if {(topic.pk, is_primary) for topic, is_primary in wanted} != {
            (link.topic_id, link.is_primary) for link in links
        }:
            article.set_topics(wanted)
        self.bylines.store(article)
        self.sources.store(article)
