"""A share card as a PNG: paper, a rule, the title, and below it what was assessed and when."""

import io
from typing import Final

from PIL import Image as PillowImage
from PIL import ImageDraw
from PIL.ImageDraw import ImageDraw as Pen

from analysis.cards.typesetting import drawable, face, fitted, shortened
from analysis.models import Assessment
from analysis.templatetags.assessments import glyph
from analysis.text.share_cards import SIZE, ShareCard

# As static/css/tokens.css has them for light paper.
PAPER: Final = "#fbfbf8"
INK: Final = "#16202a"
INK_SOFT: Final = "#4b5965"
RULE: Final = "#cdd5da"
COLOURS: Final = {
    Assessment.IMPROVED: "#17663f",
    Assessment.UNCHANGED: "#4e5d6b",
    Assessment.WORSENED: "#a5321c",
}

SERIF: Final = "Literata-SemiBold"
SANS: Final = "GolosText-Regular"
SANS_STRONG: Final = "GolosText-SemiBold"
EDGE: Final = 76
LEFT, RIGHT = EDGE, SIZE[0] - EDGE
# Baselines and rules, from above.
MASTHEAD, UPPER_RULE, KICKER, TITLE, TITLE_ALONE, LOWER_RULE, FOOT = 92, 122, 184, 210, 160, 528, 580
TITLE_SIZES: Final = (124, 110, 98, 88, 80, 73, 67, 62, 57, 52, 47)
LEADING: Final = 1.16
# From the top of a line's room to its baseline, in parts of the size.
RISE: Final = 0.86


def drawn(card: ShareCard) -> bytes:
    sheet = PillowImage.new("RGB", SIZE, PAPER)
    pen = ImageDraw.Draw(sheet)
    pen.rectangle((0, 0, SIZE[0], 11), fill=COLOURS[Assessment(card.assessment)] if card.assessment else INK)
    draw_head(pen, card)
    draw_title(pen, card)
    draw_foot(pen, card)
    buffer = io.BytesIO()
    # Few colours, and those between them: a table of them makes the file a third as long.
    few_colours = sheet.quantize(64, method=PillowImage.Quantize.MAXCOVERAGE, dither=PillowImage.Dither.NONE)
    few_colours.save(buffer, "PNG")
    return buffer.getvalue()


def draw_head(pen: Pen, card: ShareCard) -> None:
    """The masthead, and where in the scale the assessment is."""
    right: float = RIGHT
    for assessment in reversed(Assessment) if card.assessment else ():
        colour = COLOURS[assessment] if card.assessment == assessment else RULE
        right -= write(pen, (right, MASTHEAD), glyph(assessment), SANS, 32, colour, anchor="rs") + 16
    write(pen, (LEFT, MASTHEAD), card.masthead, SERIF, 38, INK, room=right - LEFT - 24)
    pen.rectangle((LEFT, UPPER_RULE, RIGHT, UPPER_RULE + 2), fill=INK)


def draw_title(pen: Pen, card: ShareCard) -> None:
    write(pen, (LEFT, KICKER), card.kicker, SANS_STRONG, 29, INK_SOFT)
    top = TITLE if card.kicker else TITLE_ALONE
    title, room = drawable(card.title, SERIF), LOWER_RULE - top - 24
    setting = fitted(title, name=SERIF, sizes=TITLE_SIZES, width=RIGHT - LEFT, height=room, leading=LEADING)
    for number, line in enumerate(setting.lines):
        baseline = top + setting.size * (RISE + LEADING * number)
        pen.text((LEFT, baseline), line, font=face(SERIF, setting.size), fill=INK, anchor="ls")


def draw_foot(pen: Pen, card: ShareCard) -> None:
    """What was assessed and when; where nothing was, the three signs of the scale."""
    pen.rectangle((LEFT, LOWER_RULE, RIGHT, LOWER_RULE), fill=RULE)
    if card.assessment:
        left = LEFT + draw_mark(pen, LEFT, Assessment(card.assessment), card.words)
        write(pen, (RIGHT, FOOT), card.week, SANS, 29, INK_SOFT, anchor="rs", room=RIGHT - left - 32)
    elif card.week:
        write(pen, (LEFT, FOOT), card.week, SANS, 29, INK_SOFT)
    else:
        for number, assessment in enumerate(Assessment):
            draw_mark(pen, LEFT + 48 * number, assessment)


def draw_mark(pen: Pen, left: float, assessment: Assessment, words: str = "") -> float:
    """Gives how wide it is."""
    sign = write(pen, (left, FOOT), glyph(assessment), SANS_STRONG, 31, COLOURS[assessment]) + 16
    return sign + write(pen, (left + sign, FOOT), words, SANS_STRONG, 31, COLOURS[assessment])


def write(
    pen: Pen,
    place: tuple[float, float],
    text: str,
    name: str,
    size: int,
    colour: str,
    *,
    anchor: str = "ls",
    room: float = RIGHT - LEFT,
) -> float:
    """One line. Gives how wide it is."""
    font = face(name, size)
    text = shortened(drawable(text, name), font, room)
    pen.text(place, text, font=font, fill=colour, anchor=anchor)
    return font.getlength(text)
