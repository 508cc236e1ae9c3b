"""Bodies as they will be kept: safe, with pictures and links of ours."""

from collections.abc import Mapping, Sequence
from typing import Final
from urllib.parse import urlsplit

from django.db.models import F

from analysis.importers.pictures import PictureRefused, Pictures
from analysis.importers.planning import old_path
from analysis.importers.report import Report
from analysis.importers.uniform import UniformArticle, UniformPicture
from analysis.models import Publication
from analysis.text.body import internal_links, rewrite_links
from analysis.text.markup import blocks
from analysis.text.sanitising import clean_body

# Stands for a picture that a dry run has looked at and not stored.
DRY: Final = 1


def cleaned(article: UniformArticle, *, line: int, pictures: Pictures, report: Report) -> str:
    """With its pictures taken in, and links as they were. Raises UnusableBody."""
    sources: dict[int, str] = {}

    def new_image_address(source: str) -> str | None:
        number = picture_number(_in_body(source), article, line=line, pictures=pictures, report=report)
        if number is None:
            return None
        sources[number] = source
        return f"/images/{number}/"

    body = clean_body(article.body_html, new_image_address=new_image_address)
    for block in blocks(body) if sources else ():
        if block.image is not None:
            pictures.image(_in_body(sources[block.image], alt=block.text), language=article.language)
    return body


def picture_number(
    picture: UniformPicture, article: UniformArticle, *, line: int, pictures: Pictures, report: Report
) -> int | None:
    """Nothing for one that cannot be shown: the article goes on without it."""
    try:
        return pictures.image(picture, language=article.language).pk or DRY
    except PictureRefused as reason:
        report.note(line, f"the picture {picture.file} is left out: {reason}")
        return None


def _in_body(source: str, *, alt: str = "") -> UniformPicture:
    return UniformPicture(file=source, alt=alt[:300], credit="", caption="")


def linked(bodies: Sequence[str], addresses: Mapping[str, str]) -> list[str]:
    """With links to articles led to where these are now: by the plan of this import, or since an earlier one."""
    links = {link for body in bodies for link in internal_links(body)}
    paths = {link: old_path(link) for link in links}
    known = _public_paths({path for path in paths.values() if path not in addresses}) | dict(addresses)
    moved = {link: _moved(link, known[path]) for link, path in paths.items() if path in known}
    return [_relinked(body, moved) for body in bodies]


def _relinked(body: str, moved: Mapping[str, str]) -> str:
    return clean_body(rewrite_links(body, moved.get)) if any(link in moved for link in internal_links(body)) else body


def _moved(link: str, path: str) -> str:
    """The rest of the address, from its question mark or number sign on, stays as it is."""
    parts = urlsplit(link)
    return parts._replace(path=path).geturl()


def _public_paths(old: set[str]) -> dict[str, str]:
    publications = Publication.objects.at_address(*old).annotate(old_path=F("article__addresses__path"))
    newest_last = publications.select_related("primary_topic").only(
        "slug", "language", "primary_topic__slug"
    ).order_by("live_from")
    return {publication.old_path: publication.get_absolute_url() for publication in newest_last}
