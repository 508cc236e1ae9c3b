from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language

from analysis.models import Language, Publication, Topic
from analysis.models.publications import PublicationQuerySet
from analysis.views.cursor import page_of
from analysis.views.existence import languages_of, with_languages
from analysis.views.frame import everywhere, in_languages, render_page
from analysis.views.pages import reader_page


@reader_page
def topic(request: HttpRequest, at: datetime, slug: str) -> HttpResponse:
    publications = Publication.objects.live(at)
    topics = with_languages(Topic.objects.select_related("parent"), publications.filter(topics=OuterRef("pk")))
    topic = topics.filter(slug=slug).first()
    if not topic:
        raise Http404
    # A trend is announced in every language; any other topic exists where something about it can be read.
    languages = Language.values if topic.is_trend else languages_of(topic)
    if get_language() not in languages:
        raise Http404
    about = publications.in_language(get_language()).about(topic)
    page = page_of(about.with_card(), request.GET)
    present = present_assessments(about.filter(primary_topic=topic)).first()
    context = {"topic": topic, "page": page, "present": present}
    paths = in_languages(request, languages)
    return render_page(request, "analysis/topic_detail.html", context, paths=paths, query=page.query)


@reader_page
def topic_list(request: HttpRequest, at: datetime) -> HttpResponse:
    publications = Publication.objects.live(at).in_language(get_language())
    readable = Q(is_trend=True) | Exists(publications.filter(topics=OuterRef("pk")))
    topics = list(Topic.objects.filter(readable))
    present = {assessed.primary_topic_id: assessed for assessed in present_assessments(publications)}
    context = {
        "trends": [(topic, present.get(topic.pk)) for topic in topics if topic.is_trend],
        "topics": [topic for topic in topics if not topic.is_trend],
    }
    return render_page(request, "analysis/topic_list.html", context, paths=everywhere(request))


def present_assessments(publications: PublicationQuerySet) -> PublicationQuerySet:
    """For each trend the assessment of its latest monitored week."""
    assessed = publications.filter(primary_topic__is_trend=True).exclude(assessment="")
    latest_week = F("period_end").desc(nulls_last=True)
    return (
        assessed.order_by("primary_topic_id", latest_week, "-first_published_at", "-id")
        .distinct("primary_topic_id")
        .with_card()
    )
