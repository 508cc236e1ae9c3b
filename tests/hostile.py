"""Attacks and oddities collected by others. Where they do not lie beside the checkout, they are not tried."""

from pathlib import Path

import pytest

HOSTILE = Path(__file__).parents[2] / "shared" / "data" / "hostile"
needs_hostile_files = pytest.mark.skipif(not HOSTILE.is_dir(), reason="the hostile files are not here")

IMAGES = sorted([*HOSTILE.glob("images-awkward/*"), *HOSTILE.glob("images-made/*")])
MADE = HOSTILE / "images-made"
AWKWARD = HOSTILE / "images-awkward"
