"""The writer's page: a title, a text, and beside them where the text belongs."""

import uuid
from typing import Any

from django import forms
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from analysis.admin.fields import BodyField, PlainTextField
from analysis.admin.generics import DeskForm
from analysis.admin.widgets import DayInput, PictureInput, finder, many_finder
from analysis.admin.writing.addresses import MAX_LENGTH, nearest_free_slug, proposed_slug
from analysis.admin.writing.rows import Bylines, Sources, byline_rows, iso, source_rows
from analysis.models import Article, ArticleTopic, Image, Issue, Topic
from analysis.publishing.merging import Content
from analysis.text.footnotes import cited, renumber

TOPIC = ArticleTopic._meta.get_field("topic")
ISSUE = Article._meta.get_field("issue")
# What is no content, and so not joined with what others save: the page sends along what it showed.
SETTLED_BY_ONE = ("language", "planned_date")


class ArticleForm(DeskForm[Article]):
    started_from = forms.IntegerField(widget=forms.HiddenInput, required=False)
    # What this form is called in the draft buffer while the text has no number yet.
    autosave_key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    # What it goes on with: see `recovery.mark_of`.
    continues = forms.CharField(widget=forms.HiddenInput, required=False, max_length=80)

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
            "planned_date",
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
            "planned_date": DayInput(),
        }

    def __init__(self, data: Any = None, files: Any = None, **kwargs: Any) -> None:
        super().__init__(data, files, **kwargs)
        article, given = self.instance, kwargs.get("initial") or {}
        self.initial.setdefault("started_from", article.version)
        self.initial.setdefault("autosave_key", str(article.pk or uuid.uuid4()))
        self.free_slug = ""
        # Fields where somebody else has chosen meanwhile, and what they chose is kept.
        self.overruled: list[str] = []
        for name in SETTLED_BY_ONE:
            self.fields[name].show_hidden_initial = True
        bylines, sources = given.get("bylines", []), []
        if article.pk:
            self._start_from(article)
            bylines, sources = byline_rows(article), source_rows(article)
        self.bylines = Bylines(data, initial=bylines, prefix="bylines")
        self.sources = Sources(data, initial=sources, prefix="sources")

    def _start_from(self, article: Article) -> None:
        self.initial["primary_topic"] = next((link.topic_id for link in article.filed if link.is_primary), None)
        self.initial["other_topics"] = [link.topic_id for link in article.filed if not link.is_primary]
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

    def clean_language(self) -> Any:
        return self._settled_by_one("language")

    def clean_planned_date(self) -> Any:
        return self._settled_by_one("planned_date")

    def _settled_by_one(self, name: str) -> Any:
        """What this person gives, or what is stored where that is not what the page has shown them."""
        given, stored = self.cleaned_data[name], self.initial.get(name)
        shown = self.fields[name].to_python(self.data.get(self.add_initial_prefix(name)))
        if not self.instance.pk or stored in (given, shown):
            return given
        if given != shown:
            self.overruled.append(name)
        return stored

    def clean(self) -> dict[str, Any]:
        super().clean()
        if self.instance.trashed_at:
            self.add_error(None, _("This text was put in the trash meanwhile. Take it out to save it."))
        self._require_whole_period()
        self._require_one_text_per_language()
        self._settle_slug()
        self._keep_cited_sources()
        return self.cleaned_data

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

    def _keep_cited_sources(self) -> None:
        body = self.cleaned_data.get("body")
        if body and self.sources.is_valid():
            self.sources.refuse_to_lose(cited(body))

    # --- What was written -----------------------------------------------------------------------------------

    def content(self) -> Content:
        """See `Article.content()`; of a valid form."""
        given = self.cleaned_data
        body, order = renumber(given["body"], self.sources.keys)
        return {name: given.get(name) for name in Article.CONTENT_FIELDS} | {
            "body": body,
            "lead_image_id": _key(given["lead_image"]),
            "issue_id": _key(given["issue"]),
            "period_start": iso(given["period_start"]),
            "period_end": iso(given["period_end"]),
            "topics": self._topics(),
            "bylines": [[row["author"].pk, row["role"]] for row in self.bylines.rows],
            "tags": sorted(given["tags"]),
            "sources": self.sources.ordered_rows(order),
        }

    def _topics(self) -> list[list[Any]]:
        primary, others = self.cleaned_data["primary_topic"], self.cleaned_data["other_topics"]
        wanted = [[primary.pk, True]] if primary else []
        return wanted + [[topic.pk, False] for topic in others if topic != primary]


def _key(row: Model | None) -> Any:
    return row.pk if row else None
