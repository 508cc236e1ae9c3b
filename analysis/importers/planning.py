"""
What is to become of every line, settled before anything is written.

A link may lead to an article further down, and two articles must not want one address: so all addresses are
given away first. Of each line only an outline is kept, so that a file may be larger than the memory.
"""

import hashlib
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Final, TypeVar

from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils.translation import get_language_from_path, override

from analysis.importers.references import path_of
from analysis.importers.report import Report
from analysis.importers.uniform import Line, UniformArticle
from analysis.models import Address, Article
from analysis.models.articles import article_path
from analysis.text.slugs import free_slug, slugify

Key = TypeVar("Key")
_AT_ONCE: Final = 2_000
# Views that look an unknown path up among the addresses articles once had.
_FORWARDING: Final = {"analysis:article", "analysis:topic", "analysis:moved"}
# Keys of translations follow from their original's id, so that one may come before its original, or without it.
_TRANSLATIONS: Final = uuid.UUID("7c0d6a52-59a5-4bb7-9b4f-6a3a2d0c8f11")


@dataclass(slots=True, kw_only=True)
class Outline:
    line: int
    id: str
    digest: str
    language: str
    topic: str
    slug: str
    old_path: str
    translation_of: str
    article_id: int | None = None
    is_unchanged: bool = False
    translation_key: uuid.UUID = field(default_factory=uuid.uuid4)

    @property
    def path(self) -> str:
        return article_path(self.language, self.topic, self.slug)


def outline(line: Line, article: UniformArticle, *, topic: str, pictures: Sequence[str]) -> Outline:
    """`pictures`: their digests; where nothing is known of them they are taken to be what they were."""
    return Outline(
        line=line.number,
        id=article.id,
        digest=_fingerprint(line.content) + (_fingerprint("\n".join(pictures).encode()) if pictures else ""),
        language=article.language,
        topic=topic,
        slug=wanted_slug(article),
        old_path=path_of(article.url_path),
        translation_of=article.translation_of,
    )


def _fingerprint(content: bytes) -> str:
    """Half of a digest: two of them have room where one is kept."""
    return hashlib.sha256(content).hexdigest()[:32]


def wanted_slug(article: UniformArticle) -> str:
    """The last part of its old address where that is made of words, else the words of its title."""
    last = path_of(article.url_path).rstrip("/").rpartition("/")[2].partition(".")[0]
    is_good = last and not last.isdigit() and slugify(last, language=article.language) == last
    return last if is_good else slugify(article.title, language=article.language) or "article"


def settle(found: Sequence[Outline], *, report: Report) -> list[Outline]:
    """Recognises what was imported before, and gives the rest addresses and translation keys."""
    outlines = _recognised(found, report)
    changing = [outline for outline in outlines if not outline.is_unchanged]
    _settle_old_paths(changing, report)
    new = [outline for outline in changing if outline.article_id is None]
    _settle_slugs(new, {outline.old_path for outline in changing})
    _settle_translations(changing, {outline.id: outline.translation_of for outline in found}, report)
    return outlines


def _recognised(outlines: Sequence[Outline], report: Report) -> list[Outline]:
    """Without those that are here in another language: what readers know in one does not become a text in another."""
    languages: dict[str, str] = {}
    for some in _portions(outlines):
        known = Article.objects.filter(external_id__in=[outline.id for outline in some])
        columns = ("external_id", "pk", "external_hash", "language", "translation_key")
        rows = {row[0]: row[1:] for row in known.values_list(*columns)}
        for outline in some:
            unknown = (None, "", outline.language, outline.translation_key)
            outline.article_id, digest, languages[outline.id], outline.translation_key = rows.get(outline.id, unknown)
            outline.is_unchanged = digest.startswith(outline.digest)
    moved = [outline for outline in outlines if languages[outline.id] != outline.language]
    for outline in moved:
        report.refuse(outline.line, f"the article is here in “{languages[outline.id]}”, and a text keeps its language")
    return [outline for outline in outlines if languages[outline.id] == outline.language]


def _settle_old_paths(outlines: Sequence[Outline], report: Report) -> None:
    """An old address that cannot be kept is let go of, and the report says why."""
    owners = _owners(outline.old_path for outline in outlines)
    for outline in outlines:
        path, me = outline.old_path, outline.article_id or outline.id
        if not path:
            continue
        if owners.setdefault(path, me) != me:
            outline.old_path = ""
            report.note(outline.line, f"{path} is another article's address; nothing will lead from there")
        elif not _is_forwarded(path):
            outline.old_path = ""
            report.note(outline.line, f"{path} is an address of the site itself; nothing will lead from there")


def _is_forwarded(path: str) -> bool:
    with override(get_language_from_path(path) or settings.LANGUAGE_CODE):
        try:
            return resolve(path).view_name in _FORWARDING
        except Resolver404:
            return False


def _settle_slugs(outlines: Sequence[Outline], old_paths: set[str]) -> None:
    owners: dict[str, object] = dict.fromkeys(old_paths) | _owners(outline.path for outline in outlines)
    for outline in outlines:
        outline.slug = free_slug(outline.slug, _taken(outline, owners))
        owners[outline.path] = outline.id


def _taken(outline: Outline, owners: dict[str, object]) -> Callable[[str], bool]:
    def is_taken(slug: str) -> bool:
        path = article_path(outline.language, outline.topic, slug)
        if path == outline.old_path:
            return False
        return path in owners or (slug != outline.slug and Address.objects.filter(path=path).exists())

    return is_taken


def _owners(paths: Iterable[str]) -> dict[str, object]:
    """Articles by those of the paths that somebody has."""
    owners: dict[str, object] = {}
    for some in _portions(paths):
        owners.update(Address.objects.filter(path__in=some).values_list("path", "article_id"))
    return owners


def _settle_translations(outlines: Sequence[Outline], originals: dict[str, str], report: Report) -> None:
    roots = {outline.id: _root(outline.id, originals) for outline in outlines}
    known = _known_keys(roots.values())
    keys = {root: known.get(root) or uuid.uuid5(_TRANSLATIONS, root) for root in roots.values()}
    taken = _taken_keys(keys.values())
    for outline in outlines:
        key = keys[roots[outline.id]]
        if outline.article_id is not None:
            if outline.translation_of and key != outline.translation_key:
                report.note(outline.line, f"it stays apart from {outline.translation_of}: it has been here without it")
            continue
        if (key, outline.language) in taken:
            key = outline.translation_key
            report.note(outline.line, f"{roots[outline.id]} has a version in this language: this is a text of its own")
        taken.add((key, outline.language))
        outline.translation_key = key


def _root(identifier: str, originals: dict[str, str]) -> str:
    """The first original: translations of translations belong to it. Going round in circles ends somewhere."""
    seen: set[str] = set()
    while (original := originals.get(identifier)) and original not in seen:
        seen.add(original)
        identifier = original
    return identifier


def _known_keys(ids: Iterable[str]) -> dict[str, uuid.UUID]:
    keys: dict[str, uuid.UUID] = {}
    for some in _portions(ids):
        rows = Article.objects.filter(external_id__in=some).values_list("external_id", "translation_key")
        keys.update({identifier: key for identifier, key in rows if identifier})
    return keys


def _taken_keys(keys: Iterable[uuid.UUID]) -> set[tuple[uuid.UUID, str]]:
    taken: set[tuple[uuid.UUID, str]] = set()
    for some in _portions(keys):
        taken.update(Article.objects.filter(translation_key__in=some).values_list("translation_key", "language"))
    return taken


def _portions(items: Iterable[Key]) -> Iterator[list[Key]]:
    """Few enough for one query."""
    rest = iter(items)
    while portion := list(islice(rest, _AT_ONCE)):
        yield portion
