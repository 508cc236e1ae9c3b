"""Pictures for print, made of the public renditions: the originals stay where they are."""

import io
import logging
from typing import Final

import PIL.Image
from django.core.files.storage import default_storage

from analysis.models import Image

# 170 pixels to the inch in the column of a text.
RENDITION: Final = "width_960"
# As JPEG a picture goes into a PDF as it is; any other format is unpacked there and grows tenfold.
QUALITY: Final = 82

logger = logging.getLogger(__name__)


def plate_of(image: Image) -> bytes | None:
    """None where the picture has gone."""
    try:
        with default_storage.open(image.file.process(RENDITION)) as file, PIL.Image.open(file) as picture:
            return as_jpeg(picture)
    except OSError as error:
        logger.warning("Picture %s cannot be printed: %s", image.pk, error)
        return None


def as_jpeg(picture: PIL.Image.Image) -> bytes:
    """On white, where it lets something through."""
    ground = PIL.Image.new("RGB", picture.size, "white")
    ground.paste(picture, mask=picture.getchannel("A") if picture.mode == "RGBA" else None)
    plate = io.BytesIO()
    ground.save(plate, "JPEG", quality=QUALITY, optimize=True)
    return plate.getvalue()
