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
        self._found: dict[str, Image] = {}
        # By their names: the same content may have a better one.
        self._refused: dict[str, str] = {}
        self._by_number: dict[int, Image] = {}

    @property
    def are_given(self) -> bool:
        return self._folder is not None

    def digests(self, article: UniformArticle) -> list[str]:
        """What its pictures are made of, as far as they are there; without a folder nothing is known of them."""
        if not self.are_given:
            return []
        files = [article.image.file] if article.image else []
        return [self._digest(file) for file in files + image_sources(article.body_html)]

    def image(self, picture: UniformPicture, *, language: str) -> Image:
        """Raises PictureRefused, each time for the same reason."""
        digest = self._digest(picture.file)
        if digest not in self._found:
            self._found[digest] = self._stored(picture)
        found = self._found[digest]
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
            content = self._content(file)
            self._digests[file] = digest_of(content) if content else ""
        return self._digests[file]

    def _content(self, file: str) -> "ContentFile[bytes] | None":
        path = self._path(file)
        try:
            return ContentFile(path.read_bytes(), name=path.name) if path else None
        except OSError:
            return None

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

    def _stored(self, picture: UniformPicture) -> Image:
        if reason := self._refused.get(picture.file):
            raise PictureRefused(reason)
        content = self._content(picture.file)
        if content is None:
            raise PictureRefused("it is not in the folder of pictures, cannot be read, or is too large")
        try:
            return Image.objects.with_content(content).first() or self._made_of(content, picture)
        except ValidationError as error:
            reason = self._refused[picture.file] = " ".join(error.messages)
            raise PictureRefused(reason) from None

    def _made_of(self, content: "ContentFile[bytes]", picture: UniformPicture) -> Image:
        if self._dry_run:
            validate_picture(content)
            # Without its file: nobody needs it, and there may be thousands.
            return Image()
        image = Image(file=content, credit=picture.credit or NO_CREDIT)
        with transaction.atomic():
            image.save()
        return image


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
