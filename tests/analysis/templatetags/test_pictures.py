import pytest

from analysis.models import Image
from analysis.templatetags.pictures import shown_width


@pytest.mark.parametrize(
    ("size", "asked", "shown"),
    [
        ((2000, 1000), 960, 960),
        ((700, 400), 960, 700),  # never enlarged
        ((1000, 4000), 960, 480),  # never taller than twice the width asked for
        ((1, 50_000), 480, 1),
        ((None, None), 480, 480),
    ],
)
def test_a_browser_is_told_the_width_a_rendition_really_has(
    size: tuple[int | None, int | None], asked: int, shown: int
) -> None:
    assert shown_width(Image(width=size[0], height=size[1]), asked) == shown
