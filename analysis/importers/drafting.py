"""Finds for every text of a batch where its pictures and the articles it links to are, here."""

from collections.abc import Mapping
from itertools import chain
from typing import Final

from analysis.importers.pictures import PictureRefused, Pictures
from analysis.importers.preparing import Draft
from analysis.importers.references import embedded, image_sources, internal_links, is_dead, led_to, path_of
from analysis.importers.report import Report
from analysis.importers.uniform import UniformArticle, UniformPicture
from analysis.models import Article, Publication
from analysis.models.articles import article_path
from analysis.text.body import image_ids
from analysis.text.markup import blocks

# Stands for a picture that a dry run has looked at and not stored.
_NOT_STORED: Final = 1


class Drafting:
    def __init__(self, *, pictures: Pictures, planned: Mapping[str, str], report: Report) -> None:
        """`planned`: from old paths to those that articles of this import will have."""
        self._pictures = pictures
        self._planned = planned
        self._report = report
        # Lines with pictures that could not be had.
        self._lacking: set[int] = set()

    def drafts(self, articles: Mapping[int, UniformArticle]) -> list[Draft]:
        """Of articles by their lines."""
        for line, article in articles.items():
            for address in embedded(article.body_html):
                self._report.note(line, f"{address} was embedded and is left out: put a link in its place")
        links = [internal_links(article.body_html) for article in articles.values()]
        moved = self._moved(set(chain.from_iterable(links)))
        return [
            Draft(
                html=article.body_html,
                images={source: f"/images/{number}/" for source, number in self._in_body(line, article).items()},
                links={link: moved[link] for link in in_body if link in moved},
            )
            for (line, article), in_body in zip(articles.items(), links, strict=True)
        ]

    def lead_image(self, line: int, article: UniformArticle) -> int | None:
        return self._number(line, article.image, article.language) if article.image else None

    def loses_pictures(self, line: int, article_id: int | None, body: str, lead_image: int | None) -> bool:
        """Does the article show some now that it would not show any more, because the file's could not be had?"""
        if line not in self._lacking or article_id is None:
            return False
        old_body, old_lead = Article.objects.values_list("body", "lead_image").get(pk=article_id)
        return not {*image_ids(old_body), old_lead or lead_image} <= {*image_ids(body), lead_image}

    def describe_pictures(self, article: UniformArticle, body: str) -> None:
        """What the body says of its pictures, which came without words of their own."""
        for block in blocks(body) if "<img" in body else ():
            if block.image and block.text:
                self._pictures.describe(block.image, block.text, language=article.language)

    def _in_body(self, line: int, article: UniformArticle) -> dict[str, int]:
        numbers = {
            source: self._number(line, UniformPicture(file=source), article.language)
            for source in image_sources(article.body_html)
        }
        return {source: number for source, number in numbers.items() if number}

    def _number(self, line: int, picture: UniformPicture, language: str) -> int | None:
        """Nothing for one that cannot be shown: the article goes on without it."""
        if not self._pictures.are_given:
            self._report.without_pictures.add(line)
            self._lacking.add(line)
            return None
        try:
            return self._pictures.image(picture, language=language).pk or _NOT_STORED
        except PictureRefused as reason:
            self._report.note(line, f"the picture {picture.file} is left out: {reason}")
            self._lacking.add(line)
            return None

    def _moved(self, links: set[str]) -> dict[str, str]:
        """Where they lead now: by the plan of this import, since an earlier one, or nowhere."""
        paths = {link: path_of(link) for link in links}
        known = _public_paths(set(paths.values()) - self._planned.keys()) | dict(self._planned)
        moved = {link: led_to(known[path], link) for link, path in paths.items() if path in known}
        return moved | dict.fromkeys(filter(is_dead, links), "")


def _public_paths(old: set[str]) -> dict[str, str]:
    newest_last = Publication.objects.at_address(*old).order_by("live_from")
    rows = newest_last.values_list("article__addresses__path", "language", "primary_topic__slug", "slug")
    return {path: article_path(language, topic, slug) for path, language, topic, slug in rows}
