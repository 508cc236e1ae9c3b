"""Share cards: 1200 × 630, in the house typefaces, whatever the words are."""

import io
import struct
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image as PillowImage
from PIL import ImageChops, ImageStat

from analysis.cards.drawing import COLOURS, SANS, SANS_STRONG, SERIF, TITLE_SIZES, drawn
from analysis.cards.typesetting import ELLIPSIS, FONTS, Setting, drawable, face, fitted, shortened
from analysis.models import Assessment
from analysis.templatetags.assessments import GLYPHS
from analysis.text.share_cards import SIZE, ShareCard

ENGLISH = "The Bank cuts its rate, “for now”; No. 7 — 1.5 %?"
RUSSIAN = "Съезд № 7: «Ещё один подъём» – вывод эпохи, 28 ноября"
BELARUSIAN = "Ўрад і ўлада: «Ісці ці не?» – з’езд, дзьмуў вецер, 4 снежня"
FACES = (SERIF, SANS, SANS_STRONG)


def opened(card: ShareCard) -> PillowImage.Image:
    return PillowImage.open(io.BytesIO(drawn(card)))


def in_its_place(title: str) -> Setting:
    return fitted(title, name=SERIF, sizes=TITLE_SIZES, width=1048, height=290, leading=1.16)


def characters_of(font: Path) -> set[str]:
    """What the font's own table of characters ("cmap") has: its subtables of formats 4 and 12."""
    content = font.read_bytes()
    tables = {content[at : at + 4]: struct.unpack_from(">L", content, at + 8)[0] for at in range(12, 500, 16)}
    start = tables[b"cmap"]
    (count,) = struct.unpack_from(">H", content, start + 2)
    offsets = [start + struct.unpack_from(">L", content, start + 8 + 8 * number)[0] for number in range(count)]
    return set().union(*(subtable(content, offset) for offset in offsets))


def subtable(content: bytes, offset: int) -> set[str]:
    (kind,) = struct.unpack_from(">H", content, offset)
    if kind == 12:
        (groups,) = struct.unpack_from(">L", content, offset + 12)
        ranges = [struct.unpack_from(">LL", content, offset + 16 + 12 * number) for number in range(groups)]
    elif kind == 4:
        segments = struct.unpack_from(">H", content, offset + 6)[0] // 2
        ends = struct.unpack_from(f">{segments}H", content, offset + 14)
        starts = struct.unpack_from(f">{segments}H", content, offset + 16 + 2 * segments)
        ranges = list(zip(starts, ends, strict=True))
    else:
        return set()
    return {chr(code) for first, last in ranges for code in range(first, last + 1) if code != 0xFFFF}


@pytest.mark.parametrize("name", FACES)
@pytest.mark.parametrize("text", [ENGLISH, RUSSIAN, BELARUSIAN, ELLIPSIS + "".join(GLYPHS.values())])
def test_the_typefaces_have_every_sign_of_our_languages(name: str, text: str) -> None:
    assert set(text) - characters_of(FONTS / f"{name}.ttf") == set()
    assert drawable(text, name) == text


def test_what_a_typeface_lacks_is_left_out_rather_than_boxed() -> None:
    assert drawable("Rice 🍚 and 米 prices\u202e\x07", SERIF) == "Rice and prices"
    lacking = "🍚米ק"
    assert not set(lacking) & characters_of(FONTS / f"{SERIF}.ttf")
    assert drawable(lacking, SERIF) == ""


@pytest.mark.parametrize("assessment", ["", *Assessment])
def test_it_has_the_size_that_programs_ask_for_and_no_metadata(assessment: str) -> None:
    card = opened(ShareCard(masthead="The Weekly", kicker="Economy", title=ENGLISH, assessment=assessment, words="So"))
    assert (card.format, card.size) == ("PNG", SIZE)
    assert card.info.keys() <= {"transparency"}
    assert len(drawn(ShareCard(title=ENGLISH))) < 60_000


@pytest.mark.parametrize("assessment", Assessment)
def test_an_assessment_is_in_its_colour(assessment: Assessment) -> None:
    card = opened(ShareCard(title="Text", assessment=assessment, words=str(assessment.label))).convert("RGB")
    band = card.crop((0, 0, SIZE[0], 10))
    wanted = PillowImage.new("RGB", band.size, COLOURS[assessment])
    assert max(ImageStat.Stat(ImageChops.difference(band, wanted)).mean) < 8


def test_another_word_is_another_picture_under_another_name() -> None:
    one, other = ShareCard(title="The Bank cuts"), ShareCard(title="The Bank waits")
    assert one.digest != other.digest
    assert drawn(one) != drawn(other)
    assert drawn(one) == drawn(ShareCard(title="The Bank cuts"))


def test_a_short_title_is_large_and_a_long_one_is_whole() -> None:
    assert in_its_place("Reserve").size == TITLE_SIZES[0]
    title = "The ministers of the lower house agreed on a budget nobody had asked for, and then adjourned until May"
    setting = in_its_place(title)
    assert setting.size < TITLE_SIZES[0]
    assert " ".join(setting.lines) == title


def test_lines_are_balanced_and_no_line_begins_with_a_dash() -> None:
    title = "Урад абяцае рэформу падзелу – і адкладвае яе на год – бо выйсця няма і не было"
    setting = fitted(title, name=SERIF, sizes=(62,), width=1048, height=400, leading=1.16)
    widths = [face(SERIF, 62).getlength(line) for line in setting.lines]
    assert len(widths) > 1
    assert min(widths) > 0.6 * max(widths)
    assert not [line for line in setting.lines if line.startswith("–")]


@settings(max_examples=40)
@given(text=st.text(alphabet=st.sampled_from("abcwЖўі W-–🍚\u00a0\n"), max_size=260))
def test_no_title_leaves_its_place(text: str) -> None:
    title = drawable(text, SERIF)
    setting = in_its_place(title)
    font = face(SERIF, setting.size)
    assert len(setting.lines) * setting.size * 1.16 <= 290
    assert max(font.getlength(line) for line in setting.lines) <= 1048 + setting.size / 10
    assert font.getlength(shortened(title, font, 500)) <= 500
