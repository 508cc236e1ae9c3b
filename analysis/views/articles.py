from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q
from django.db.models.functions import JSONObject
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from translated_fields import to_attribute

from analysis.models import Author, Correction, Image, Language, Publication, PublicationByline, Tag
from analysis.related.queries import similar_to
from analysis.text.body import image_ids
from analysis.views.frame import render_page
from analysis.views.pages import reader_page

SIMILAR = 5
AUTHOR_COLUMNS = ["slug", *(to_attribute("name", code) for code in Language.values)]

# By-lines and tags come with the publication's own row: two queries fewer for every reader.
BYLINES = ArraySubquery(
    PublicationByline.objects.filter(publication=OuterRef("pk")).values(
        row=JSONObject(role="role", author=JSONObject(**{name: f"author__{name}" for name in AUTHOR_COLUMNS}))
    )
)
TAGS = ArraySubquery(Tag.objects.filter(publications=OuterRef("pk")).values(row=JSONObject(name="name", slug="slug")))


@dataclass(frozen=True, kw_only=True)
class Text:
    publication: Publication
    bylines: list[PublicationByline]
    tags: list[Tag]
    corrections: list[Correction] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Siblings:
    translations: list[Publication]
    in_this_issue: list[Publication]


@reader_page
def article(request: HttpRequest, at: datetime, topic: str, slug: str) -> HttpResponse:
    text = text_at(request.path_info, at)
    publication, path = text.publication, text.publication.get_absolute_url()
    if path != request.path_info:
        return HttpResponsePermanentRedirect(path)
    context = context_of(text, at)
    translations = context["siblings"].translations
    paths = {publication.language: path} | {each.language: each.get_absolute_url() for each in translations}
    return render_page(request, "analysis/publication_detail.html", context, paths=paths)


@reader_page
def moved(request: HttpRequest, at: datetime, path: str) -> HttpResponse:
    """No page has this address; an article may have had it once."""
    raise Http404


def text_at(path: str, at: datetime) -> Text:
    found = Publication.objects.live(at).at_address(path).annotate(byline_rows=BYLINES, tag_rows=TAGS)
    found = found.annotate(correction_rows=corrections_at(at))
    page = found.select_related("primary_topic", "lead_image", "issue").defer("body_text", "search_vector")
    publication: Any = page.first()
    if not publication:
        raise Http404
    bylines = [PublicationByline(role=row["role"], author=Author(**row["author"])) for row in publication.byline_rows]
    return Text(
        publication=publication,
        bylines=bylines,
        tags=[Tag(**row) for row in publication.tag_rows],
        corrections=[correction_of(row) for row in publication.correction_rows],
    )


def corrections_at(at: datetime) -> ArraySubquery:
    """Of the article, not of this publication alone: what was corrected once stays corrected."""
    of_article = Correction.objects.public(at).newest_first().filter(publication__article=OuterRef("article_id"))
    return ArraySubquery(of_article.values(row=JSONObject(kind="kind", text="text", public_from="public_from")))


def correction_of(row: dict[str, str]) -> Correction:
    correction: Any = Correction(kind=row["kind"], text=row["text"])
    correction.public_from = datetime.fromisoformat(row["public_from"])
    return cast(Correction, correction)


def context_of(text: Text, at: datetime) -> dict[str, Any]:
    """What the page of a text takes. A preview's publication is not stored, and may lack its primary topic."""
    publication = text.publication
    return {
        "publication": publication,
        "bylines": text.bylines,
        "tags": text.tags,
        "corrections": text.corrections,
        "pictures": Image.objects.in_bulk(image_ids(publication.body)),
        "siblings": siblings_of(publication, at),
        "similar": similar_to(publication, at=at, limit=SIMILAR) if publication.primary_topic_id else [],
    }


def siblings_of(publication: Publication, at: datetime) -> Siblings:
    """The translations of a text and the other texts of its issue, in one query."""
    in_other_languages = Q(translation_key=publication.translation_key)
    in_its_issue = Q(issue__isnull=False, issue=publication.issue_id, language=publication.language)
    found = (
        Publication.objects.live(at).filter(in_other_languages | in_its_issue).exclude(article=publication.article_id)
    )
    cards = list(found.with_card().order_by("primary_topic__position", "-first_published_at", "-id"))
    return Siblings(
        translations=[card for card in cards if card.translation_key == publication.translation_key],
        in_this_issue=[card for card in cards if card.language == publication.language],
    )
