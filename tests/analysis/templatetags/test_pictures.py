import pytest
from django.utils.translation import override

from analysis.models import Image, Topic
from analysis.templatetags.pictures import fallback_language, shown_width


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


def test_words_in_another_language_than_the_page_are_known() -> None:
    topic = Topic(description_en="Prices", description_ru="Цены")
    shown = {}
    for language in ("en", "ru", "be"):
        with override(language):
            shown[language] = fallback_language(topic, "description")
    assert shown == {"en": "", "ru": "", "be": "en"}


def test_nothing_is_in_no_language() -> None:
    with override("be"):
        assert fallback_language(Topic(), "description") == ""
