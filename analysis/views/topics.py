from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from analysis import metadata
from analysis.frontend_cache.keeping import kept
from analysis.models import Publication, Topic
from analysis.models.publications import PublicationQuerySet
from analysis.models.statements import written_once
from analysis.trends.readings import trend, trends_lately
from analysis.trends.strip import by_year
from analysis.trends.wording import present
from analysis.views.cursor import paged
from analysis.views.dossiers import authors_in, key_texts_in, with_dossier
from analysis.views.existence import languages_of, the_public_one, with_languages
from analysis.views.frame import everywhere, in_languages, render_page
from analysis.views.pages import reader_page


@written_once
def topics_named(*, slug: str, language: str, at: datetime) -> QuerySet[Topic]:
    """None or one, with what its page tells of it."""
    topics = public_topics(at).select_related("parent")
    return with_dossier(topics, Publication.objects.live(at).in_language(language)).filter(slug=slug)


def public_topics(at: datetime) -> QuerySet[Topic]:
    """A trend is announced in every language; any other topic exists where something about it can be read."""
    about_it = Publication.objects.live(at).about(OuterRef("pk"))
    return with_languages(Topic.objects.all(), about_it, announced=Q(is_trend=True))


@paged(by="filed_at")
def about(*, topic: int, language: str, at: datetime) -> PublicationQuerySet:
    return Publication.objects.live(at).about(topic, language=language).with_card().known()


@reader_page
def topic(request: HttpRequest, at: datetime, slug: str) -> HttpResponse:
    topic: Any = the_public_one(topics_named(slug=slug, language=get_language(), at=at))
    page = about.page(request.GET, topic=topic.pk, language=get_language(), at=at)
    context = {
        "topic": topic,
        "page": page,
        **(followed(topic, at) if topic.is_trend else {}),
        "key_texts": key_texts_in(topic.key_text_rows),
        "authors": authors_in(topic.author_rows),
        "structured": metadata.of_topic(topic, page.rows),
    }
    paths = in_languages(request, languages_of(topic))
    response = render_page(request, "analysis/topic_detail.html", context, paths=paths, query=page.query)
    return kept(response, f"topic:{topic.pk}", query=page.kept_query)


def followed(topic: Topic, at: datetime) -> dict[str, Any]:
    history = trend(topic, at, language=get_language())
    return {"present": present(history), "strip": by_year(history, at)}


@reader_page
def topic_list(request: HttpRequest, at: datetime) -> HttpResponse:
    readable = Exists(Publication.objects.live(at).in_language(get_language()).about(OuterRef("pk")))
    context = {
        "trends": [(each.topic, present(each)) for each in trends_lately(at, language=get_language())],
        "topics": list(Topic.objects.filter(readable, is_trend=False)),
    }
    response = render_page(request, "analysis/topic_list.html", context, paths=everywhere(request))
    return kept(response, f"list:{get_language()}")
