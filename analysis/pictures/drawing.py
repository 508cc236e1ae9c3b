"""The forms of pictures that take longer than a person waits: AVIF for nearly all, JPEG for the oldest browsers."""

import logging
from datetime import datetime
from typing import Final

from django.core.cache import cache

from analysis.models import Image
from analysis.models.images import ImageQuerySet
from analysis.models.renditions import ALL_RENDITIONS

logger = logging.getLogger(__name__)

# A few seconds' work: whatever else is waiting comes in between.
_AT_ONCE: Final = 2
# Files that could not be drawn. Not tried again before tomorrow: by then the disk may have been put back.
_GIVEN_UP: Final = "pictures_given_up"
_A_DAY: Final = 24 * 3600


def draw_some(*, at: datetime) -> int:
    """The newest of those that lack forms. Gives how many are left to do at once; run twice, it does the rest."""
    try:
        for image in waiting().order_by("-pk")[:_AT_ONCE]:
            draw(image=image, at=at)
    except ConnectionError as error:
        logger.warning("Pictures wait: %s", error)
        return 0
    left = waiting().count()
    if left:
        logger.info("%d pictures are still to be drawn", left)
    return left


def waiting() -> ImageQuerySet:
    return Image.objects.lacking_forms().exclude(file__in=cache.get(_GIVEN_UP, []))


def draw(*, image: Image, at: datetime) -> None:
    try:
        image.file.draw(ALL_RENDITIONS)
    except ConnectionError:  # No fault of the picture's: its store is elsewhere, and asked again in some minutes.
        raise
    except Exception:  # The file may be gone or broken, the disk full: readers have the forms drawn at first.
        logger.exception("Picture %d cannot be drawn: %s", image.pk, image.file.name)
        cache.set(_GIVEN_UP, [*cache.get(_GIVEN_UP, []), image.file.name], timeout=_A_DAY)
    else:
        # Not of what has been put in its place meanwhile.
        drawn = Image.objects.filter(pk=image.pk, file=image.file.name, focal_point=image.focal_point)
        drawn.update(formats_drawn_at=at)
