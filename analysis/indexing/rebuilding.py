"""What search keeps of texts, made anew. Broken off, it goes on where it stopped; what was found before is found."""

from typing import Any, Final

from django.core.cache import cache
from django.db import connection
from tqdm import tqdm

from analysis.indexing.words import Words, learn
from analysis.models import Language, Name, Publication
from analysis.models.publications import PublicationQuerySet
from analysis.text.lexemes import VERSION

# Where learning that was broken off goes on: the number of the last publication.
_REACHED: Final = "search_words_reached"
_AT_ONCE: Final = 200
_WRITTEN: Final = ("search_vector", "search_version", "filed_under")


def rebuild(*, visibly: bool = False) -> int:
    """Everything; gives how many texts had words that were out of date. Indexes are built anew while they are read."""
    made = write_vectors(visibly=visibly)
    learn_all(visibly=visibly)
    write_keys()
    with connection.cursor() as cursor:
        for code in Language.values:
            cursor.execute(f"REINDEX INDEX CONCURRENTLY publication_words_{code}")
    return made


def outdated() -> PublicationQuerySet:
    """What an earlier version wrote out, or none."""
    return Publication.objects.exclude(search_version=VERSION)


def write_vectors(*, visibly: bool = False) -> int:
    made = 0
    texts = outdated().prefetch_related("topics", "bylines", "tags").order_by("pk")
    with _bar("words", outdated().count(), visibly=visibly) as progress:
        while some := list(texts[:_AT_ONCE]):
            for publication in some:
                _write(publication)
            Publication.objects.bulk_update(some, _WRITTEN)
            made += len(some)
            progress.update(len(some))
    return made


def _write(publication: Publication) -> None:
    publication.write_search_vector(
        topics=[topic.pk for topic in publication.topics.all()],
        authors=[byline.author_id for byline in publication.bylines.all()],
        tags=[tag.pk for tag in publication.tags.all()],
    )


def write_keys() -> None:
    """By which names are known: they are stems as well."""
    names = list(Name.objects.all())
    for name in names:
        name.write_keys()
    Name.objects.bulk_update(names, ["keys"])


def learn_all(*, visibly: bool = False) -> None:
    texts = Publication.objects.only("language", "title", "standfirst", "assessment_reason", "body_text").order_by("pk")
    rest, known = texts.filter(pk__gt=cache.get(_REACHED, 0)), Words()
    with _bar("spellings", rest.count(), visibly=visibly) as progress:
        while some := list(rest[:_AT_ONCE]):
            learn(some, known=known)
            rest = texts.filter(pk__gt=some[-1].pk)
            cache.set(_REACHED, some[-1].pk, timeout=None)
            progress.update(len(some))
    cache.delete(_REACHED)


def _bar(what: str, total: int, *, visibly: bool) -> Any:
    return tqdm(total=total, desc=what, unit="text", disable=None if visibly else True)
