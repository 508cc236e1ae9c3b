"""Plates of rooms and papers: the cabinet, the registry, the audit, the inspector."""

from math import cos, radians, sin

from analysis.demo.plates.sheet import (
    BRICK,
    CHALK,
    INK,
    MIST,
    NIGHT,
    OCHRE,
    PAPER,
    SAGE,
    SAND,
    SLATE,
    Point,
    Sheet,
    circle,
    mix,
)


def cabinet_table(sheet: Sheet) -> None:
    """A table for sixteen, from above; three chairs have been moved."""
    for number, (x, y) in enumerate(_around(16, across=640, down=372)):
        moved = number in (2, 7, 13)
        away = 1.13 if moved else 1.0
        at = (800 + (x - 800) * away, 500 + (y - 500) * away)
        _chair(sheet, at, BRICK if moved else INK)
    sheet.area(_around(160, across=560, down=292), mix(OCHRE, NIGHT, 0.35))
    sheet.area(_around(160, across=544, down=276), OCHRE)
    sheet.area(_around(160, across=300, down=110), mix(OCHRE, NIGHT, 0.14))
    for number, (x, y) in enumerate(_around(16, across=448, down=206)):
        if number not in (2, 7, 13):
            sheet.box(x - 31, y - 23, x + 31, y + 23, CHALK)
            for line in range(3):
                sheet.box(x - 20, y - 12 + line * 11, x + 20 - line * 8, y - 9 + line * 11, MIST)


def _around(count: int, *, across: float, down: float) -> list[Point]:
    """Places on an oval that is nearer to a rectangle than an ellipse is."""
    places = []
    for number in range(count):
        angle = radians(360 * (number + 0.5) / count)
        x, y = cos(angle), sin(angle)
        squared = (abs(x) ** 3 + abs(y) ** 3) ** (1 / 3)
        places.append((800 + across * x / squared, 500 + down * y / squared))
    return places


def _chair(sheet: Sheet, at: Point, ink: str) -> None:
    sheet.disc(at, 46, mix(ink, NIGHT, 0.3))
    sheet.disc(at, 34, ink)


def paper_stacks(sheet: Sheet) -> None:
    """Three stacks of contracts; in each, the sheets without a tender."""
    sheet.box(0, 870, 1600, 1000, mix(INK, NIGHT, 0.6))
    for left, count, odd in ((120, 26, (5, 14)), (590, 40, (9, 22, 31)), (1060, 33, (18,))):
        for number in range(count):
            shift = sheet.chance.uniform(-12, 12)
            y = 868 - number * 18
            ink = CHALK if number % 2 else PAPER
            if number in odd:
                sheet.box(left + shift + 34, y - 15, left + shift + 470, y, BRICK)
            else:
                sheet.box(left + shift, y - 15, left + shift + 420, y, ink)
            sheet.box(left + shift, y - 2, left + shift + 420, y, mix(PAPER, INK, 0.3))


def card_index(sheet: Sheet) -> None:
    """Cards of an open register; a house is drawn on some."""
    for row in range(5):
        for column in range(4):
            x = 70 + column * 378 + (row % 2) * 60 - 30
            y = 70 + row * 178
            ink = (PAPER, CHALK, SAND)[(row + column) % 3]
            sheet.box(
                x + 30 + (column * 70 + row * 50) % 170,
                y - 32,
                x + 150 + (column * 70 + row * 50) % 170,
                y + 20,
                ink,
                corner=8,
            )
            sheet.box(x, y, x + 340, y + 260, ink, corner=8)
            sheet.box(x, y, x + 340, y + 5, mix(ink, INK, 0.35))
            for line in range(3):
                sheet.box(x + 120, y + 40 + line * 32, x + 300 - line * 34, y + 48 + line * 32, mix(ink, INK, 0.45))
            _house(sheet, (x + 62, y + 84), BRICK if (row * 4 + column) % 3 == 1 else mix(ink, INK, 0.3))


def _house(sheet: Sheet, at: Point, ink: str) -> None:
    x, y = at
    sheet.area([(x - 40, y - 6), (x, y - 46), (x + 40, y - 6)], ink)
    sheet.box(x - 29, y - 6, x + 29, y + 40, ink)
    sheet.box(x - 8, y + 8, x + 8, y + 40, PAPER)


def registry_dark(sheet: Sheet) -> None:
    """Twenty-seven offices, three of them still lit."""
    for number in range(27):
        x, y = 70 + number % 9 * 164, 80 + number // 9 * 292
        lit = number in (4, 11, 21)
        sheet.box(x, y, x + 146, y + 264, mix(NIGHT, SLATE, 0.25), corner=6)
        for drawer in range(4):
            top = y + 10 + drawer * 63
            ink = OCHRE if lit else mix(NIGHT, SLATE, 0.08 + 0.05 * ((number + drawer) % 3))
            sheet.box(x + 10, top, x + 136, top + 55, ink, corner=3)
            sheet.box(x + 52, top + 24, x + 94, top + 31, NIGHT if lit else mix(NIGHT, SLATE, 0.6), corner=3)
        if number == 13:
            sheet.ring((x + 73, y + 132), 52, BRICK, 11)


def inspector(sheet: Sheet) -> None:
    """Ranks that look alike until somebody looks closely."""
    centre: Point = (960, 450)
    _ranks(sheet, inks=(INK,), uneven=0)
    with sheet.clipped(circle(centre, 300)):
        sheet.box(600, 100, 1300, 800, CHALK)
        _ranks(sheet, inks=(INK, OCHRE, SAGE, BRICK, SLATE), uneven=70)
    sheet.ring(centre, 322, BRICK, 30)
    sheet.line([(1196, 688), (1440, 934)], BRICK, 58)
    sheet.line([(1250, 742), (1440, 934)], mix(BRICK, NIGHT, 0.3), 34)


def _ranks(sheet: Sheet, *, inks: tuple[str, ...], uneven: float) -> None:
    for row in range(3):
        for column in range(24):
            x, y = 34 + column * 66, 70 + row * 310
            rise = sheet.chance.uniform(0, uneven) if uneven else 0
            ink = sheet.chance.choice(inks)
            sheet.disc((x + 20, y + rise + 22), 22, ink)
            sheet.box(x - 2, y + rise + 52, x + 42, y + 264, ink, corner=20)


def ballot_boxes(sheet: Sheet) -> None:
    """Two candidates, one count."""
    sheet.box(0, 700, 1600, 1000, INK)
    for left, ink, share in ((210, BRICK, 0.54), (890, OCHRE, 0.46)):
        sheet.box(left, 300, left + 500, 880, CHALK, corner=14)
        filled = 560 * share * 1.5
        sheet.box(left + 20, 860 - filled, left + 480, 860, ink, corner=6)
        for slip in range(int(filled / 26)):
            shift = sheet.chance.uniform(-30, 30)
            y = 856 - slip * 26
            sheet.box(left + 70 + shift, y - 6, left + 420 + shift, y, mix(ink, CHALK, 0.45))
        sheet.box(left - 20, 280, left + 520, 330, NIGHT, corner=8)
        sheet.box(left + 150, 296, left + 350, 310, PAPER, corner=4)
        sheet.area([(left + 190, 296), (left + 250, 120), (left + 390, 160), (left + 330, 296)], PAPER)
        sheet.line([(left + 262, 200), (left + 290, 232), (left + 346, 178)], ink, 12)


def counting_hall(sheet: Sheet) -> None:
    """Forty-six minutes by the light of two lamps."""
    for lamp in (470, 1130):
        sheet.area([(lamp - 40, 150), (lamp + 40, 150), (lamp + 390, 1000), (lamp - 390, 1000)], mix(NIGHT, OCHRE, 0.4))
    for lamp in (470, 1130):
        sheet.area(
            [(lamp - 40, 150), (lamp + 40, 150), (lamp + 230, 1000), (lamp - 230, 1000)], mix(NIGHT, OCHRE, 0.65)
        )
        sheet.line([(lamp, -10), (lamp, 110)], SLATE, 8)
        sheet.area([(lamp - 84, 160), (lamp + 84, 160), (lamp + 40, 96), (lamp - 40, 96)], BRICK)
    for number in range(6):
        x = 120 + number * 236
        lit = number in (1, 4)
        sheet.box(x, 620, x + 180, 860, CHALK if lit else mix(NIGHT, SLATE, 0.4), corner=8)
        sheet.box(x - 10, 596, x + 190, 634, INK if lit else mix(NIGHT, SLATE, 0.6), corner=6)
        sheet.box(x + 50, 609, x + 130, 619, CHALK if lit else NIGHT, corner=4)
        sheet.box(x + 16, 700, x + 164, 844, mix(SAND, PAPER, 0.3) if lit else mix(NIGHT, SLATE, 0.25), corner=4)
    sheet.box(0, 860, 1600, 1000, mix(NIGHT, INK, 0.5))
    sheet.box(0, 860, 1600, 868, SLATE)


def basket(sheet: Sheet) -> None:
    """Twenty-four goods, bought in the same four shops."""
    inks = (INK, BRICK, OCHRE, SLATE, mix(SAGE, INK, 0.3))
    for number in range(24):
        x, y = 165 + number % 6 * 254, 140 + number // 6 * 240
        ink = inks[(number * 3 + number // 6) % len(inks)]
        sheet.box(x - 112, y - 106, x + 112, y + 106, (PAPER, CHALK)[(number + number // 6) % 2], corner=8)
        _good(sheet, (x, y), ink, kind=number * 5 % 6)


def _good(sheet: Sheet, at: Point, ink: str, *, kind: int) -> None:
    x, y = at
    pale = mix(ink, CHALK, 0.5)
    if kind == 0:  # a tin
        sheet.box(x - 44, y - 58, x + 44, y + 58, ink, corner=10)
        sheet.box(x - 44, y - 24, x + 44, y + 26, pale)
    elif kind == 1:  # a bottle
        sheet.box(x - 16, y - 80, x + 16, y, ink, corner=6)
        sheet.box(x - 36, y - 34, x + 36, y + 78, ink, corner=18)
        sheet.box(x - 36, y + 4, x + 36, y + 44, pale)
    elif kind == 2:  # a fruit
        sheet.disc((x, y + 8), 56, ink)
        sheet.line([(x, y - 44), (x + 16, y - 72)], NIGHT, 8)
    elif kind == 3:  # a loaf
        sheet.box(x - 74, y - 28, x + 74, y + 50, ink, corner=34)
        for cut in (-34, 0, 34):
            sheet.line([(x + cut - 10, y + 8), (x + cut + 12, y - 18)], pale, 7)
    elif kind == 4:  # a ticket
        sheet.box(x - 74, y - 40, x + 74, y + 40, ink, corner=6)
        sheet.disc((x - 74, y), 15, CHALK)
        sheet.disc((x + 74, y), 15, CHALK)
        sheet.dashes([(x + 26, y - 34 + step * 4) for step in range(18)], pale, 4, dash=2, gap=2)
    else:  # a wedge of cheese
        sheet.area([(x - 76, y + 50), (x + 76, y + 50), (x + 76, y - 52)], ink)
        for hole, radius in (((x + 40, y + 22), 13), ((x + 2, y + 30), 9), ((x + 58, y - 8), 8)):
            sheet.disc(hole, radius, pale)


def price_tags(sheet: Sheet) -> None:
    """Tags hung one above the other: the same goods, week after week."""
    inks = (mix(OCHRE, PAPER, 0.35), OCHRE, mix(OCHRE, BRICK, 0.45), BRICK)
    for column in range(6):
        x = 60 + column * 256
        sheet.line([(x + 104, -10), (x + 104, 470 - column * 62)], NIGHT, 5)
        for number in range(4):
            y = 640 - column * 62 - number * 118 + (column % 2) * 16
            _tag(sheet, (x, y), inks[number])


def _tag(sheet: Sheet, at: Point, ink: str) -> None:
    x, y = at
    outline = [(x + 104, y - 20), (x + 206, y + 60), (x + 206, y + 300), (x + 2, y + 300), (x + 2, y + 60)]
    sheet.area([(px + 8, py + 10) for px, py in outline], mix(SAGE, NIGHT, 0.35))
    sheet.area(outline, ink)
    sheet.disc((x + 104, y + 34), 17, NIGHT)
    for row in range(3):
        sheet.box(x + 36, y + 130 + row * 46, x + 172 - row * 32, y + 146 + row * 46, mix(ink, NIGHT, 0.35))
