"""Where texts come from: what is public, or will be."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from itertools import islice
from typing import Final

from analysis.models import Address, BylineRole, Publication, Tag
from analysis.models.publications import PublicationQuerySet
from analysis.publishing.merging import Content
from analysis.related.vectors import Text
from analysis.text.body import internal_paths
from analysis.text.markup import reading_text

IN_THE_END: Final = datetime(9999, 12, 31, tzinfo=UTC)
_AT_ONCE: Final = 200


def texts(at: datetime) -> PublicationQuerySet:
    """What is public, or will be in the end: so that it has neighbours from its first second on."""
    public = Publication.objects.live(at) | Publication.objects.live(IN_THE_END)
    shown = public.only("article_id", "language", "first_published_at", "title", "standfirst", "body", "body_text")
    return shown.prefetch_related("topics", "tags", "bylines").order_by("article_id", "live_from")


def sample(language: str, *, at: datetime, number: int) -> Iterator[Text]:
    """Evenly spread over all of them."""
    keys = list(texts(at).in_language(language).values_list("pk", flat=True))
    chosen = keys[:: 1 + len(keys) // number]
    for start in range(0, len(chosen), _AT_ONCE):
        yield from read(texts(at).filter(pk__in=chosen[start : start + _AT_ONCE]))


def read(publications: Iterable[Publication]) -> Iterator[Text]:
    rest = iter(publications)
    while some := list(islice(rest, _AT_ONCE)):
        linked = _linked(some)
        yield from (_text_of(each, linked) for each in some)


def text_of(content: Content, *, article_id: int, language: str, at: datetime) -> Text:
    """What somebody is writing, as if it were published at this instant."""
    tags = Tag.objects.filter(name__in=content["tags"]).values_list("pk", flat=True)
    addresses = Address.objects.filter(path__in=internal_paths(content["body"]))
    return Text(
        id=article_id,
        language=language,
        published_at=at,
        title=content["title"],
        standfirst=content["standfirst"],
        body=reading_text(content["body"]),
        labels=_labels((pk for pk, _is_primary in content["topics"]), tags),
        authors=[str(pk) for pk, role in content["bylines"] if role == BylineRole.AUTHOR],
        links_to=sorted(set(addresses.values_list("article", flat=True))),
    )


def _linked(publications: Iterable[Publication]) -> dict[str, int]:
    """The articles that the bodies link to, by their addresses."""
    paths = {path for each in publications for path in internal_paths(each.body)}
    addresses = Address.objects.filter(path__in=paths)
    return dict(addresses.values_list("path", "article_id")) if paths else {}


def _text_of(publication: Publication, linked: Mapping[str, int]) -> Text:
    authors = [str(each.author_id) for each in publication.bylines.all() if each.role == BylineRole.AUTHOR]
    paths = internal_paths(publication.body)
    return Text(
        id=publication.article_id,
        language=publication.language,
        published_at=publication.first_published_at,
        title=publication.title,
        standfirst=publication.standfirst,
        body=publication.body_text,
        labels=_labels((topic.pk for topic in publication.topics.all()), (tag.pk for tag in publication.tags.all())),
        authors=authors,
        links_to=sorted({linked[path] for path in paths if path in linked} - {publication.article_id}),
    )


def _labels(topics: Iterable[int], tags: Iterable[int]) -> list[str]:
    return [f"topic:{pk}" for pk in topics] + [f"tag:{pk}" for pk in tags]
