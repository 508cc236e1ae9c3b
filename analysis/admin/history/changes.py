"""What differs between two contents of an article (see `Article.content()`), in words."""

from collections.abc import Callable, Iterator
from html import escape
from typing import Any, NamedTuple

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from analysis.models import Article, Assessment, Author, BylineRole, Image, Issue, Topic
from analysis.text.word_diff import BlockChange, diff_blocks

Content = dict[str, Any]

PARTS_OF_A_SOURCE = ("title", "publisher", "url", "accessed_date", "language")
PROSE = ("title", "standfirst", "body", "dateline", "assessment_reason", "slug", "seo_title", "search_description")


class FieldChange(NamedTuple):
    """`blocks` compares words; a list says what left it and what joined it."""

    label: str | Promise
    blocks: list[BlockChange]
    removed: list[str]
    added: list[str]

    @property
    def is_formatting_only(self) -> bool:
        return bool(self.blocks) and all(block.kind == "same" for block in self.blocks)


def changes(old: Content, new: Content) -> list[FieldChange]:
    return [*prose_changes(old, new), *list_changes(old, new)]


def prose_changes(old: Content, new: Content) -> Iterator[FieldChange]:
    for name in PROSE:
        if old[name] != new[name]:
            blocks = diff_blocks(as_html(name, old[name]), as_html(name, new[name]))
            yield FieldChange(label(name), blocks, [], [])


def label(name: str) -> str:
    field: Any = Article._meta.get_field(name)
    return str(field.verbose_name)


def as_html(name: str, text: str) -> str:
    return text if name == "body" else f"<p>{escape(text)}</p>"


def list_changes(old: Content, new: Content) -> Iterator[FieldChange]:
    for label, names in LISTS:
        before, after = names(old), names(new)
        if sorted(before) != sorted(after):
            removed = [name for name in before if name not in after]
            yield FieldChange(label, [], removed, [name for name in after if name not in before])
        elif before != after:
            # The same members in another order.
            yield FieldChange(label, [], before, after)


# --- Names for what a content holds as ids -----------------------------------------------------------------


def named(model: type[Model], pks: list[Any]) -> list[str]:
    found = model._default_manager.in_bulk([pk for pk in pks if pk])
    return [str(found.get(pk, _("(deleted)"))) for pk in pks if pk]


def topics(content: Content) -> list[str]:
    names = named(Topic, [pk for pk, _primary in content["topics"]])
    primary = [is_primary for _pk, is_primary in content["topics"]]
    return [_("%s (primary)") % name if first else name for name, first in zip(names, primary, strict=True)]


def bylines(content: Content) -> list[str]:
    names = named(Author, [pk for pk, _role in content["bylines"]])
    roles = [BylineRole(role).label for _pk, role in content["bylines"]]
    return [f"{name} ({role})" for name, role in zip(names, roles, strict=True)]


def sources(content: Content) -> list[str]:
    # The database keeps the parts of a source in an order of its own.
    return [" · ".join(filter(None, map(source.get, PARTS_OF_A_SOURCE))) for source in content["sources"]]


def period(content: Content) -> list[str]:
    start, end = content["period_start"], content["period_end"]
    return [f"{start} – {end}"] if start else []


def assessment(content: Content) -> list[str]:
    return [str(Assessment(content["assessment"]).label)] if content["assessment"] else []


LISTS: tuple[tuple[Promise, Callable[[Content], list[str]]], ...] = (
    (gettext_lazy("topics"), topics),
    (gettext_lazy("by-lines"), bylines),
    (gettext_lazy("tags"), lambda content: list(content["tags"])),
    (gettext_lazy("lead picture"), lambda content: named(Image, [content["lead_image_id"]])),
    (gettext_lazy("weekly issue"), lambda content: named(Issue, [content["issue_id"]])),
    (gettext_lazy("monitored week"), period),
    (gettext_lazy("assessment"), assessment),
    (gettext_lazy("sources"), sources),
)
