"""Readers come a day after noon; the site has a name and its pictures a folder of their own."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from pytest_django import Settings

from analysis.models import Image, Masthead
from tests.factories import NOON, ImageFactory

TODAY = NOON + timedelta(days=1)


@pytest.fixture(autouse=True)
def today() -> Iterator[datetime]:
    with time_machine.travel(TODAY, tick=False):
        yield TODAY


@pytest.fixture(autouse=True)
def _media(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def masthead(db: None) -> Masthead:
    names = {"name_en": "The Weekly", "name_ru": "Еженедельник", "strapline_en": "Five trends, week by week"}
    return Masthead.objects.update_or_create(pk=1, defaults=names)[0]


@pytest.fixture
def image(db: None) -> Image:
    """Small: to draw the renditions of a large one takes longer than everything else."""
    return ImageFactory.create(file__width=80, file__height=50)
