"""What differs between two public versions of a text, paragraph by paragraph, with the words that changed."""

from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from analysis.models import Publication
from analysis.templatetags.assessments import assessment_label, glyph
from analysis.text.sanitising import UnusableBody, clean_body
from analysis.text.word_diff import BlockChange, diff_blocks

PARTS_OF_A_SOURCE = ("title", "publisher", "url", "accessed_date")
PROSE = {
    "title": _("title"),
    "standfirst": _("standfirst"),
    "assessment_reason": _("reason for the assessment"),
    "body": _("text"),
}


class Stretch(NamedTuple):
    """Paragraphs that stayed, or paragraphs that did not."""

    is_unchanged: bool
    blocks: list[BlockChange]


class Change(NamedTuple):
    """`stretches` compare words; the lists say what left and what joined."""

    label: str | Promise
    stretches: list[Stretch]
    removed: Sequence[str] = ()
    added: Sequence[str] = ()

    @property
    def is_formatting_only(self) -> bool:
        return bool(self.stretches) and all(stretch.is_unchanged for stretch in self.stretches)


def changes(old: Publication, new: Publication) -> list[Change]:
    return [*_listed(_("assessment"), assessments(old), assessments(new)), *prose(old, new), *sources(old, new)]


def prose(old: Publication, new: Publication) -> Iterator[Change]:
    for name, label in PROSE.items():
        if getattr(old, name) != getattr(new, name):
            yield Change(label, stretches(diff_blocks(as_html(old, name), as_html(new, name))))


def as_html(publication: Publication, name: str) -> str:
    if name != "body":
        return f"<p>{escape(getattr(publication, name))}</p>"
    try:
        return clean_body(publication.body)
    except UnusableBody:
        return "".join(f"<p>{escape(line)}</p>" for line in publication.body_text.splitlines())


def stretches(blocks: list[BlockChange]) -> list[Stretch]:
    together = groupby(blocks, key=lambda block: block.kind == "same")
    return [Stretch(is_unchanged, list(members)) for is_unchanged, members in together]


def assessments(publication: Publication) -> list[str]:
    assessment = publication.assessment
    return [f"{glyph(assessment)} {assessment_label(assessment)}"] if assessment else []


def sources(old: Publication, new: Publication) -> Iterator[Change]:
    before, after = ([written(source) for source in publication.sources] for publication in (old, new))
    yield from _listed(_("sources"), before, after)


def written(source: dict[str, str]) -> str:
    return " · ".join(filter(None, map(source.get, PARTS_OF_A_SOURCE)))


def _listed(label: str | Promise, before: list[str], after: list[str]) -> Iterator[Change]:
    removed = [name for name in before if name not in after]
    added = [name for name in after if name not in before]
    if removed or added:
        yield Change(label, [], removed, added)
    elif before != after:
        # The same ones in another order.
        yield Change(label, [], before, after)
