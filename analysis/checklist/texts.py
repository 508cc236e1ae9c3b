"""What the rules look at: a content, and what it points to. Each lookup is made once, and only if a rule asks."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from typing import Any, NamedTuple

from django.db.models import QuerySet

from analysis.checklist.destinations import Destination, destinations, path_of
from analysis.models import Article, HouseName, Image, Issue, Topic
from analysis.text.body import image_ids
from analysis.text.house_style import Spelling
from analysis.text.markup import Block, blocks, fold_white_space, tokens


class Link(NamedTuple):
    address: str
    text: str


@dataclass(frozen=True)
class Text:
    """`content` as `Article.content()` gives it. At most eight queries, however long the text is."""

    content: Mapping[str, Any]
    language: str
    article_pk: int | None = None

    @cached_property
    def body(self) -> str:
        return str(self.content["body"])

    @cached_property
    def blocks(self) -> list[Block]:
        return [block for block in blocks(self.body) if block.tag != "img"]

    @cached_property
    def words(self) -> dict[str, str]:
        """What readers read, by field, without markup."""
        return {
            "title": self.content["title"],
            "standfirst": self.content["standfirst"],
            "body": "\n".join(block.text for block in self.blocks),
            "assessment_reason": self.content["assessment_reason"],
        }

    @cached_property
    def links(self) -> list[Link]:
        """Those of the body, footnote marks left out."""
        return list(dict.fromkeys(_links(self.body)))

    # --- What it points to -----------------------------------------------------------------------------------

    @cached_property
    def pictures(self) -> dict[int, Image]:
        """The lead picture and those of the body, by number."""
        wanted = {self.content["lead_image_id"], *image_ids(self.body)} - {None}
        return Image.objects.in_bulk(wanted) if wanted else {}

    @cached_property
    def lead_image(self) -> Image | None:
        return self.pictures.get(self.content["lead_image_id"])

    @cached_property
    def spellings(self) -> list[Spelling]:
        names = HouseName.objects.filter(language=self.language)
        return [Spelling(name.preferred, name.variant_list) for name in names]

    @cached_property
    def issue(self) -> Issue | None:
        return Issue.objects.filter(pk=self.content["issue_id"]).first() if self.content["issue_id"] else None

    @cached_property
    def primary_topic(self) -> Topic | None:
        primary = [pk for pk, is_primary in self.content["topics"] if is_primary]
        return Topic.objects.filter(pk__in=primary).first() if primary else None

    @cached_property
    def namesakes(self) -> QuerySet[Article]:
        """Other texts under the same title."""
        others = Article.objects.kept().in_language(self.language).filter(title=self.content["title"])
        return others.exclude(pk=self.article_pk or 0).only("title")

    @cached_property
    def destinations(self) -> dict[str, Destination]:
        """Where the links lead that stay on this site, by their addresses as written."""
        paths = {link.address: path for link in self.links if (path := path_of(link.address))}
        found = destinations(set(paths.values()), own=self.article_pk)
        return {address: found[path] for address, path in paths.items()}


def _links(body: str) -> list[Link]:
    found: list[Link] = []
    address, words = "", list[str]()
    for token in tokens(body):
        if token.name == "a":
            if token.is_end and address:
                found.append(Link(address, fold_white_space("".join(words))))
            address, words = "" if token.is_end else token.attributes.get("href", ""), []
        elif token.name == "img":
            words.append(token.attributes.get("alt", "") or "▢")
        elif not token.name:
            words.append(unescape(token.source))
    return found
