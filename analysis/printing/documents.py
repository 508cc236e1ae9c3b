"""A weekly issue as the typesetter gets it: one JSON document, in the words of the active language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from urllib.parse import urljoin

from django.conf import settings
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from translated_fields import to_attribute

from analysis.models import Image, Masthead, Publication
from analysis.printing.bodies import blocks_of
from analysis.printing.contents import Contents, IssueText, Slot
from analysis.printing.runs import Block, Setting, language_code
from analysis.templatetags.addresses import web_address
from analysis.templatetags.assessments import assessment_label
from analysis.templatetags.dates import day, day_of
from analysis.text.sanitising import UnusableBody, clean_body

# What it is set with.
FONTS: Final = Path(settings.BASE_DIR) / "analysis" / "fonts"
TEMPLATE: Final = Path(__file__).with_name("issue.typ")

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Data = dict[str, Any]
Pictures = Mapping[int, Image]


@dataclass(frozen=True, kw_only=True)
class Document:
    """`pictures`: what must lie beside it, by the name that the data call it. `changed_at`: its latest change."""

    data: Data
    changed_at: datetime
    pictures: dict[str, Image] = field(default_factory=dict)


def document_of(contents: Contents, *, masthead: Masthead, pictures: Pictures) -> Document:
    """`pictures`: those that stand in the texts, by number."""
    used: dict[str, Image] = {}
    texts = [text_data(text, slot, pictures, used) for slot in contents.slots for text in slot.texts]
    data = {
        "language": get_language(),
        "masthead": str(masthead.name),
        "strapline": str(masthead.strapline),
        "number": _("No. %(number)s") % {"number": contents.issue.number},
        "period": contents.issue.period,
        "title": contents.title,
        "introduction": contents.introduction,
        "address": urljoin(settings.SITE_URL, contents.issue.get_absolute_url()),
        "authors": list(dict.fromkeys(str(author.name) for text in contents.texts for author in text.authors)),
        "glance": [reading_data(slot) for slot in contents.at_a_glance],
        "texts": texts,
        "words": words(),
    }
    return Document(data=data, pictures=used, changed_at=latest_change(contents))


def latest_change(contents: Contents) -> datetime:
    """Of a text, or of the edition's own words. A text whose date nobody knows was not changed."""
    instants = [text.publication.live_from for text in contents.texts]
    return max([EPOCH, *instants, *([contents.released_at] if contents.released_at else [])])


def words() -> dict[str, str]:
    return {
        "issue": _("Weekly issue"),
        "glance": _("The week at a glance"),
        "contents": _("In this issue"),
        "nothing": _("Nothing this week"),
        "sources": _("Sources"),
        "addresses": _("Addresses"),
    }


def reading_data(slot: Slot) -> Data:
    marks = [assessment_data(publication) for publication in slot.assessed]
    return {"topic": str(slot.topic.name), "marks": marks, "reason": slot.reason}


def assessment_data(publication: Publication) -> Data:
    return {
        "assessment": publication.assessment,
        "label": assessment_label(publication.assessment),
        "reason": publication.assessment_reason,
    }


def text_data(text: IssueText, slot: Slot, pictures: Pictures, used: dict[str, Image]) -> Data:
    publication = text.publication
    setting = Setting(
        language=publication.language,
        site=settings.SITE_URL,
        sources=len(publication.sources),
        picture=lambda number, alt: picture_data(pictures.get(number), alt, used),
    )
    byline = pgettext("before an author's name", "By") + " " + ", ".join(map(str, text.authors)) if text.authors else ""
    return {
        "topic": str(slot.topic.name),
        "title": publication.title,
        "standfirst": publication.standfirst,
        "byline": byline,
        "added": _("added on %(day)s") % {"day": day(text.added_at)} if text.added_at else "",
        "dateline": publication.dateline,
        "picture": picture_data(publication.lead_image, "", used),
        "body": body_data(publication, setting),
        "sources": [source_data(source) for source in publication.sources],
        "marked": sorted(setting.marked),
        "addresses": [{"letter": letter, "to": address} for address, letter in setting.letters.items()],
        "address": urljoin(settings.SITE_URL, publication.get_absolute_url()),
        **assessment_data(publication),
    }


def body_data(publication: Publication, setting: Setting) -> list[Block]:
    try:
        return blocks_of(clean_body(publication.body), setting)
    except UnusableBody:
        # Stored before the rules were what they are. Its words are still the article.
        lines = filter(None, (line.strip() for line in publication.body_text.splitlines()))
        return [{"is": "paragraph", "content": [line]} for line in lines]


def source_data(source: Mapping[str, Any]) -> Data:
    accessed = source.get("accessed_date")
    return {
        "title": source.get("title") or "",
        "publisher": source.get("publisher") or "",
        "accessed": _("read on %(day)s") % {"day": day_of(accessed)} if accessed else "",
        "to": web_address(source.get("url") or ""),
        "lang": language_code(source.get("language") or "") or get_language(),
    }


def picture_data(image: Image | None, alt: str, used: dict[str, Image]) -> Block | None:
    """A picture's file is named in the data by its rendition: another picture is another document."""
    if image is None:
        return None
    name = image.file.width_960.rpartition("/")[2].removesuffix(".webp") + ".jpg"
    used[name] = image
    language = get_language() if getattr(image, to_attribute("caption", get_language())) else settings.LANGUAGE_CODE
    return {
        "is": "picture",
        "file": name,
        "alt": alt or str(image.alt_text or image.caption),
        "caption": [{"is": "span", "lang": language, "content": [str(image.caption)]}] if image.caption else [],
        "credit": image.credit,
    }
