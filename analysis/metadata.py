"""
What pages say of themselves to programs: schema.org, as JSON-LD.

Nothing is said without a value. Whom it is published by stands once in each page; the rest refers to it.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from analysis.models import (
    Author,
    AuthorLink,
    BylineRole,
    Correction,
    Image,
    Issue,
    Masthead,
    Publication,
    PublicationByline,
    Tag,
    Topic,
)
from analysis.templatetags.addresses import absolute, web_address
from analysis.templatetags.assessments import assessment_label
from analysis.templatetags.dates import machine_readable
from analysis.templatetags.pictures import shown_width

Node = dict[str, Any]

# What could end the element that the JSON stands in, written so that it cannot.
HARMLESS = {ord(character): f"\\u{ord(character):04X}" for character in "<>&\u2028\u2029"}
ROLES = {
    BylineRole.AUTHOR: "author",
    BylineRole.EDITOR: "editor",
    BylineRole.RESEARCH: "contributor",
    BylineRole.TRANSLATION: "translator",
}
PICTURE_WIDTH = 1600


def script(said: str, nodes: Sequence[Node]) -> SafeString:
    """The element for a page's head; nothing for a page that says nothing. `said`: of the publication, as below."""
    if not nodes:
        return mark_safe("")
    graph = f'{{"@context": "https://schema.org", "@graph": [{said}, {_written(nodes)}]}}'
    return mark_safe(f'<script type="application/ld+json">{graph}</script>')  # noqa: S308


def of_the_publication(masthead: Masthead) -> str:
    """The nodes that every page's script begins with, written: it is the same on all pages of a language."""
    return _written([publisher(masthead), periodical(masthead), website(masthead)])


def _written(nodes: Sequence[Node]) -> str:
    """As a part of a list, harmless within an element."""
    return json.dumps(nodes, ensure_ascii=False)[1:-1].translate(HARMLESS)


def node(kind: str, **said: Any) -> Node:
    return {"@type": kind} | {name: value for name, value in said.items() if value not in ("", None, [], {})}


# --- The publication itself --------------------------------------------------------------------------------


def the(name: str) -> Node:
    """Refers to the publisher, the periodical or the website, of which each page's script tells once."""
    return {"@id": f"{settings.SITE_URL}/#{name}"}


def publisher(masthead: Masthead) -> Node:
    return the("publisher") | node(
        "NewsMediaOrganization",
        name=str(masthead.name),
        url=absolute("/"),
        description=str(masthead.about),
        logo=absolute(static("img/favicon.svg")),
        correctionsPolicy=absolute(reverse("analysis:corrections")),
    )


def periodical(masthead: Masthead) -> Node:
    return the("periodical") | node(
        "Periodical", name=str(masthead.name), url=absolute("/"), publisher=the("publisher")
    )


def website(masthead: Masthead) -> Node:
    search = absolute(reverse("analysis:search"))
    action = node("SearchAction", target=node("EntryPoint", urlTemplate=f"{search}?q={{search_term_string}}"))
    return the("website") | node(
        "WebSite",
        name=str(masthead.name),
        url=absolute(reverse("analysis:home")),
        inLanguage=get_language(),
        publisher=the("publisher"),
        potentialAction=action | {"query-input": "required name=search_term_string"},
    )


def of_home() -> list[Node]:
    home = absolute(reverse("analysis:home"))
    return [node("WebPage", url=home, inLanguage=get_language(), isPartOf=the("website"), about=the("periodical"))]


# --- An article --------------------------------------------------------------------------------------------


def of_article(
    publication: Publication,
    *,
    bylines: Iterable[PublicationByline],
    tags: Iterable[Tag],
    corrections: Iterable[Correction],
    translations: Sequence[Publication],
) -> list[Node]:
    topic, address = publication.primary_topic, absolute(publication.get_absolute_url())
    text = node(
        "AnalysisNewsArticle",
        url=address,
        mainEntityOfPage=address,
        headline=publication.title,
        alternativeHeadline=publication.seo_title if publication.seo_title != publication.title else "",
        description=publication.search_description or publication.standfirst,
        abstract=abstract(publication),
        inLanguage=publication.language,
        datePublished=published(publication),
        dateModified=changed(publication),
        **people(bylines),
        publisher=the("publisher"),
        image=picture(publication.lead_image),
        articleSection=str(topic.name),
        about=node("Thing", name=str(topic.name), url=absolute(topic.get_absolute_url())),
        keywords=[tag.name for tag in tags],
        temporalCoverage=days(publication.period_start, publication.period_end),
        isPartOf=part_of(publication.issue),
        **translation_of(publication, translations),
        correction=[corrected(correction) for correction in corrections],
        citation=[cited(source) for source in publication.sources],
        wordCount=publication.word_count or None,
        isAccessibleForFree=True,
    )
    return [text, breadcrumbs((str(topic.name), topic.get_absolute_url()), (publication.title, ""))]


def abstract(publication: Publication) -> str:
    """The assessment in words: the vocabulary knows no scale for a text."""
    return ": ".join(filter(None, (assessment_label(publication.assessment), publication.assessment_reason)))


def published(publication: Publication) -> str:
    return machine_readable(publication.first_published_at) if publication.is_dated else ""


def changed(publication: Publication) -> str:
    last = publication.last_published_at
    return machine_readable(last) if last else published(publication)


def people(bylines: Iterable[PublicationByline]) -> dict[str, list[Node]]:
    by_role: dict[str, list[Node]] = {}
    for byline in bylines:
        by_role.setdefault(ROLES[BylineRole(byline.role)], []).append(person(byline.author))
    return by_role


def person(author: Author) -> Node:
    address = absolute(author.get_absolute_url())
    return node("Person", name=str(author.name), url=address, jobTitle=str(author.job_title))


def days(first: date | None, last: date | None) -> str:
    return f"{first.isoformat()}/{last.isoformat()}" if first and last else ""


def part_of(issue: Issue | None) -> Node:
    if not issue:
        return the("periodical")
    address = absolute(issue.get_absolute_url())
    return node("PublicationIssue", url=address, issueNumber=issue.number, isPartOf=the("periodical"))


def translation_of(publication: Publication, translations: Sequence[Publication]) -> Node:
    """The text in the publication's first language is taken for the original; without one nothing is claimed."""
    original = next((text for text in translations if text.language == settings.LANGUAGE_CODE), None)
    if original:
        return {"translationOfWork": version(original)}
    if publication.language == settings.LANGUAGE_CODE:
        return {"workTranslation": [version(text) for text in translations]}
    return {}


def version(publication: Publication) -> Node:
    return node(
        "AnalysisNewsArticle",
        headline=publication.title,
        url=absolute(publication.get_absolute_url()),
        inLanguage=publication.language,
    )


def corrected(correction: Any) -> Node:
    """`correction`: with `public_from`, since when readers are told."""
    return node("CorrectionComment", text=correction.text, datePublished=machine_readable(correction.public_from))


def cited(source: dict[str, Any]) -> Node:
    return node(
        "CreativeWork",
        name=source["title"],
        publisher=node("Organization", name=source["publisher"]) if source.get("publisher") else None,
        url=web_address(source.get("url") or ""),
        inLanguage=source.get("language"),
    )


def picture(image: Image | None) -> Node | None:
    if not image:
        return None
    width, address = shown_width(image, PICTURE_WIDTH), absolute(image.file.width_1600)
    return node(
        "ImageObject",
        url=address,
        # Without it search engines do not show whom a picture is to be credited to.
        contentUrl=address,
        width=width,
        height=round(width * image.height / image.width) if image.width and image.height else None,
        caption=str(image.caption),
        creditText=image.credit,
        copyrightNotice=image.copyright_notice,
    )


# --- Other pages -------------------------------------------------------------------------------------------


def of_issue(issue: Any, publications: Sequence[Publication]) -> list[Node]:
    """`issue`: with the words of its edition."""
    address = absolute(issue.get_absolute_url())
    text = node(
        "PublicationIssue",
        url=address,
        name=issue.title or issue.period,
        description=issue.introduction,
        issueNumber=issue.number,
        inLanguage=get_language(),
        temporalCoverage=days(issue.coverage_start, issue.coverage_end),
        isPartOf=the("periodical"),
        publisher=the("publisher"),
        hasPart=[version(publication) for publication in publications],
    )
    return [text, breadcrumbs((_("Weekly issues"), reverse("analysis:issues")), (issue.period, ""))]


def of_author(author: Author, links: Iterable[AuthorLink]) -> list[Node]:
    address = absolute(author.get_absolute_url())
    elsewhere = [link.url for link in links if web_address(link.url)]
    about = person(author) | node(
        "Person", description=str(author.biography), image=picture(author.picture), sameAs=elsewhere
    )
    page = node("ProfilePage", url=address, inLanguage=get_language(), mainEntity=about)
    return [page, breadcrumbs((_("Authors"), reverse("analysis:authors")), (str(author.name), ""))]


def of_topic(topic: Topic, publications: Sequence[Publication]) -> list[Node]:
    page = collection(str(topic.name), str(topic.description), topic.get_absolute_url(), publications)
    return [page, breadcrumbs((_("All trends"), reverse("analysis:topics")), (str(topic.name), ""))]


def of_tag(tag: Tag, publications: Sequence[Publication]) -> list[Node]:
    return [collection(tag.name, "", tag.get_absolute_url(), publications)]


def collection(name: str, description: str, path: str, publications: Sequence[Publication]) -> Node:
    listed = [
        node("ListItem", position=position, url=absolute(publication.get_absolute_url()))
        for position, publication in enumerate(publications, start=1)
    ]
    return node(
        "CollectionPage",
        url=absolute(path),
        name=name,
        description=description,
        inLanguage=get_language(),
        isPartOf=the("periodical"),
        mainEntity=node("ItemList", itemListElement=listed) if listed else None,
    )


def breadcrumbs(*crumbs: tuple[str, str]) -> Node:
    """Names with their paths, from the top; the page itself, last, needs none."""
    items = [
        node("ListItem", position=position, name=name, item=absolute(path) if path else "")
        for position, (name, path) in enumerate(crumbs, start=1)
    ]
    return node("BreadcrumbList", itemListElement=items)
