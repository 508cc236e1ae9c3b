"""The pictures of a file, each stored once: what they are called does not matter, their content does."""

from pathlib import Path
from typing import Final
from urllib.parse import unquote

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction

from analysis.importers.references import image_sources
from analysis.importers.uniform import UniformArticle, UniformPicture
from analysis.models import Image
from analysis.models.image_checks import validate_picture
from analysis.models.picture_field import digest_of

# The honest credit of a picture that comes without one.
NO_CREDIT: Final = "Unknown"


class PictureRefused(ValueError):
    """Why a picture is left out."""


class Pictures:
    """Those of one folder. On a dry run they are looked at, and not stored."""

    def __init__(self, folder: Path | None, *, dry_run: bool) -> None:
        self._folder = folder and folder.resolve()
        self._dry_run = dry_run
        self._digests: dict[str, str] = {}
        self._found: dict[str, Image | PictureRefused] = {}
        self._by_number: dict[int, Image] = {}

    @property
    def are_given(self) -> bool:
        return self._folder is not None

    def digests(self, article: UniformArticle) -> list[str]:
        """What its pictures are made of, as far as they are there."""
        files = [article.image.file] if article.image else []
        return [self._digest(file) for file in files + image_sources(article.body_html)]

    def image(self, picture: UniformPicture, *, language: str) -> Image:
        """Raises PictureRefused, each time for the same reason."""
        digest = self._digest(picture.file)
        if digest not in self._found:
            self._found[digest] = self._stored(picture)
        found = self._found[digest]
        if isinstance(found, PictureRefused):
            raise found
        if not self._dry_run:
            self._by_number[found.pk] = found
            _describe(found, picture, language)
        return found

    def describe(self, number: int, alt: str, *, language: str) -> None:
        """In the words of a body it stands in."""
        if number in self._by_number:
            _describe(self._by_number[number], UniformPicture(file="", alt=alt[:300]), language)

    def _digest(self, file: str) -> str:
        """Nothing where there is no such picture."""
        if file not in self._digests:
            path = self._path(file)
            self._digests[file] = digest_of(_read(path)) if path else ""
        return self._digests[file]

    def _path(self, file: str) -> Path | None:
        """None for whatever lies outside of the folder: a name in a file is nobody's key to this machine."""
        if self._folder is None:
            return None
        try:
            path = (self._folder / unquote(file).removeprefix("images/")).resolve()
            is_ours = path.is_relative_to(self._folder) and path.is_file()
            return path if is_ours and path.stat().st_size <= settings.IMAGE_MAX_BYTES else None
        except (OSError, ValueError):
            return None

    def _stored(self, picture: UniformPicture) -> Image | PictureRefused:
        path = self._path(picture.file)
        if path is None:
            return PictureRefused("it is not in the folder of pictures, or it is too large")
        content = _read(path)
        if known := Image.objects.with_content(content).first():
            return known
        image = Image(file=content, credit=picture.credit or NO_CREDIT)
        try:
            return self._checked(image)
        except ValidationError as error:
            return PictureRefused(" ".join(error.messages))

    def _checked(self, image: Image) -> Image:
        if self._dry_run:
            validate_picture(image.file)
            return image
        with transaction.atomic():
            image.save()
        return image


def _read(path: Path) -> "ContentFile[bytes]":
    return ContentFile(path.read_bytes(), name=path.name)


def _describe(image: Image, picture: UniformPicture, language: str) -> None:
    """Fills in what nobody has said about it yet."""
    said = {f"alt_text_{language}": picture.alt, f"caption_{language}": picture.caption}
    news = {name: text for name, text in said.items() if text and not getattr(image, name)}
    if image.credit == NO_CREDIT and picture.credit:
        news["credit"] = picture.credit
    for name, text in news.items():
        setattr(image, name, text)
    if news:
        Image.objects.filter(pk=image.pk).update(**news)
