"""Pictures: who made them, and what they say to whom."""

from collections.abc import Iterator

from django.conf import settings
from translated_fields import to_attribute

from analysis.checklist.found import QUOTED, Found
from analysis.checklist.texts import Text
from analysis.models import Image, Level
from analysis.text.markup import blocks

_LANGUAGES = [code for code, _name in settings.LANGUAGES]


def missing_credit(text: Text) -> Iterator[Found]:
    for picture in text.pictures.values():
        if not any(map(str.isalnum, picture.credit)):
            yield Found(Level.BLOCK, _field(text, picture), {"picture": _called(picture)})


def missing_alt_text(text: Text) -> Iterator[Found]:
    """In the text, the picture's own words stand in for an alternative text that was left empty there."""
    if text.lead_image and not _written(text.lead_image, "alt_text"):
        yield Found(Level.BLOCK, "lead_image", {"picture": _called(text.lead_image)})
    for picture in _without_words(text):
        if not _written(picture, "alt_text"):
            yield Found(Level.BLOCK, "body", {"picture": _called(picture)})


def untranslated_caption(text: Text) -> Iterator[Found]:
    if text.lead_image and (lacks := _untranslated(text, text.lead_image, "caption", "alt_text")):
        yield Found(Level.WARN, "lead_image", {"picture": _called(text.lead_image), "lacks": lacks})
    for picture in _without_words(text):
        if lacks := _untranslated(text, picture, "alt_text"):
            yield Found(Level.WARN, "body", {"picture": _called(picture), "lacks": lacks})


def _without_words(text: Text) -> list[Image]:
    """Pictures that the body shows without saying what they show."""
    shown = [block.image for block in blocks(text.body) if block.tag == "img" and not block.text]
    return [text.pictures[number] for number in dict.fromkeys(shown) if number in text.pictures]


def _untranslated(text: Text, picture: Image, *names: str) -> list[str]:
    written = {name: _written(picture, name) for name in names}
    return [name for name, languages in written.items() if languages and text.language not in languages]


def _written(picture: Image, name: str) -> list[str]:
    """The languages it is written in."""
    return [code for code in _LANGUAGES if getattr(picture, to_attribute(name, code)).strip()]


def _called(picture: Image) -> str:
    for name in ("caption", "alt_text"):
        for code in _written(picture, name):
            return str(getattr(picture, to_attribute(name, code)))[:QUOTED]
    return f"#{picture.pk}"


def _field(text: Text, picture: Image) -> str:
    return "lead_image" if picture == text.lead_image else "body"
