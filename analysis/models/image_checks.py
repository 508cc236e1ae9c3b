"""What is taken as a picture, and a sentence for what is not. Nothing is decoded before its size is known."""

import io
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils.translation import gettext_lazy as _
from PIL import Image as PillowImage
from PIL.Image import Image as Picture

from analysis.models.renditions import upright_size

# Formats by their content, and the endings their files may bear. Pillow knows sixty more; each is a way in.
EXTENSIONS = {
    "JPEG": ("jpg", "jpeg", "jfif"),
    "PNG": ("png",),
    "WEBP": ("webp",),
    "AVIF": ("avif",),
    "GIF": ("gif",),
}
MAX_ASPECT = 20
# Progressive JPEGs have about ten passes. One of thousands is small, and decodes for minutes.
MAX_JPEG_SCANS = 100
_START_OF_SCAN = b"\xff\xda"


def validate_picture(file: "File[Any]", *, name: str | None = None) -> None:
    """Decodes the whole file once; raises ValidationError with what to do about it."""
    content = _content(file)
    picture = _opened(content)
    _require_agreement(name or file.name or "", picture)
    _require_size(picture)
    _require_stillness(picture)
    _require_whole(picture, content)


def picture_size(file: "File[Any]") -> tuple[int, int] | tuple[None, None]:
    """Width and height as readers see them, or nothing for what is no picture."""
    try:
        return upright_size(_opened(_content(file)))
    except ValidationError:
        return None, None


def opened_picture(file: "File[Any]") -> Picture:
    """Of a file that has been checked; only the header is read yet."""
    return _opened(_content(file))


def _content(file: "File[Any]") -> bytes:
    position = file.tell()
    file.seek(0)
    content = file.read(settings.IMAGE_MAX_BYTES + 1)
    file.seek(position)
    if len(content) > settings.IMAGE_MAX_BYTES:
        limit = settings.IMAGE_MAX_BYTES // 2**20
        raise ValidationError(
            _("The file is larger than %(limit)d MB. Save the picture smaller."), params={"limit": limit}
        )
    return bytes(content)


def _opened(content: bytes) -> Picture:
    """The header only: Pillow decodes later."""
    if not content:
        raise ValidationError(_("The file is empty."))
    try:
        return PillowImage.open(io.BytesIO(content), formats=tuple(EXTENSIONS))
    except (PillowImage.DecompressionBombError, PillowImage.DecompressionBombWarning):
        raise _too_large() from None
    except Exception:
        raise ValidationError(_("This is no picture. Send a JPEG, PNG, WebP, AVIF or GIF file.")) from None


def _require_agreement(name: str, picture: Picture) -> None:
    # Cameras that store a small second picture write JPEG files, which Pillow calls MPO.
    found = {"MPO": "JPEG"}.get(str(picture.format), str(picture.format))
    if PurePath(name).suffix.lower().removeprefix(".") not in EXTENSIONS[found]:
        raise ValidationError(
            _("The content of this file is %(format)s; its name must end in “.%(extension)s”."),
            params={"format": found, "extension": EXTENSIONS[found][0]},
        )


def _require_size(picture: Picture) -> None:
    width, height = picture.size
    if width * height > (PillowImage.MAX_IMAGE_PIXELS or 0):
        raise _too_large()
    if max(width, height) > MAX_ASPECT * min(width, height):
        raise ValidationError(
            _("A picture of %(width)d × %(height)d pixels is too narrow to be shown. Crop it."),
            params={"width": width, "height": height},
        )


def _require_stillness(picture: Picture) -> None:
    try:
        is_animated = picture.format != "MPO" and getattr(picture, "is_animated", False)
    except Exception:
        raise _damaged() from None
    if is_animated:
        raise ValidationError(_("This picture moves, and our pages stand still. Send one frame of it."))


def _require_whole(picture: Picture, content: bytes) -> None:
    if picture.format in ("JPEG", "MPO") and content.count(_START_OF_SCAN) > MAX_JPEG_SCANS:
        raise _damaged()
    try:
        # Every byte of a JPEG is read even so, and an eighth of its width is decoded.
        picture.draft(None, (1, 1))
        picture.load()
    except (PillowImage.DecompressionBombError, PillowImage.DecompressionBombWarning):
        raise _too_large() from None
    except Exception:  # Pillow meets broken files with errors of every kind.
        raise _damaged() from None


def _too_large() -> ValidationError:
    limit = (PillowImage.MAX_IMAGE_PIXELS or 0) // 1_000_000
    return ValidationError(
        _("The picture has more than %(limit)d million pixels. Save it smaller."), params={"limit": limit}
    )


def _damaged() -> ValidationError:
    return ValidationError(_("The file is damaged or incomplete. Save the picture again."))
