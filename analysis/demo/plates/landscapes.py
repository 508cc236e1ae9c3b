"""Plates of the river, the border road, the power station and the harbour."""

from itertools import pairwise
from math import atan2, cos, sin

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
    wave,
)


def low_water(sheet: Sheet) -> None:
    """A thread of water in a bed made for a river; the staff shows how far it fell."""
    start, end = (-160, 770), (1760, 290)
    thread = wave(start, end, swing=128, turns=1.1, phase=30)
    for width, share in ((770, 0.0), (660, 0.3), (550, 0.55), (440, 0.8), (320, 1.0)):
        sheet.ribbon(wave(start, end, swing=150 - width / 9, turns=1.1, phase=30), mix(SAND, INK, 0.28), width + 6)
        sheet.ribbon(wave(start, end, swing=150 - width / 9, turns=1.1, phase=30), mix(SAND, CHALK, share), width)
    sheet.ribbon(thread, INK, 92)
    for shift in (-22, 4, 26):
        current = wave((-160, 770 + shift), (1760, 290 + shift), swing=128, turns=1.1, phase=30)
        sheet.dashes(current, mix(INK, MIST, 0.45), 3, dash=9, gap=5 + abs(shift) // 6)
    _gauge(sheet, left=1180, top=110, bottom=560)


def _gauge(sheet: Sheet, *, left: float, top: float, bottom: float) -> None:
    sheet.box(left - 12, top - 12, left + 72, bottom + 12, CHALK, corner=6)
    marks = 10
    step = (bottom - top) / marks
    for mark in range(marks):
        ink = BRICK if mark % 2 else INK
        y = top + mark * step
        sheet.box(left + (30 if mark % 2 else 0), y, left + 60, y + step, ink)


def two_banks(sheet: Sheet) -> None:
    """Fields of two countries, a full river, one gauge in the middle of it."""
    _fields(sheet, (SAGE, mix(SAGE, PAPER, 0.4), mix(SAGE, INK, 0.25)))
    south = [(-100, 860), (1700, 240), (1700, 1100), (-100, 1100)]
    with sheet.clipped(south):
        _fields(sheet, (OCHRE, SAND, mix(OCHRE, BRICK, 0.35)))
    river = wave((-150, 830), (1750, 190), swing=70, turns=1)
    sheet.ribbon(river, PAPER, 420)
    sheet.ribbon(river, INK, 390)
    for shift in range(-150, 151, 30):
        current = wave((-150, 830 + shift), (1750, 190 + shift), swing=70, turns=1)
        sheet.dashes(current[abs(shift) // 10 :], mix(INK, MIST, 0.4), 3, dash=11, gap=6 + abs(shift) // 30)
    sheet.disc((800, 512), 74, PAPER)
    sheet.ring((800, 512), 74, BRICK, 16)
    sheet.disc((800, 512), 24, BRICK)


def _fields(sheet: Sheet, inks: tuple[str, ...]) -> None:
    """Parcels in a slanting grid, each with its own furrows."""
    for row in range(-2, 9):
        for column in range(-2, 10):
            x, y = column * 230 + row * 60 - 200, row * 170 - column * 62 + 60
            corners: list[Point] = [(x, y), (x + 224, y - 60), (x + 280, y + 104), (x + 56, y + 164)]
            ink = sheet.chance.choice(inks)
            sheet.area(corners, ink)
            _furrows(sheet, corners, mix(ink, INK, 0.18), count=sheet.chance.choice((5, 8, 12)))


def _furrows(sheet: Sheet, corners: list[Point], ink: str, *, count: int) -> None:
    first, second, third, fourth = corners
    for furrow in range(1, count):
        part = furrow / count
        start = (first[0] + (fourth[0] - first[0]) * part, first[1] + (fourth[1] - first[1]) * part)
        end = (second[0] + (third[0] - second[0]) * part, second[1] + (third[1] - second[1]) * part)
        sheet.line([start, end], ink, 2)


def harn_units(sheet: Sheet) -> None:
    """Four cooling towers, two at work."""
    for band in range(14):
        sheet.box(0, band * 56, 1600, band * 56 + 57, mix(PAPER, OCHRE, band / 18))
    sheet.disc((1120, 470), 190, BRICK)
    for number in range(4):
        works = number in (0, 3)
        centre = 250 + number * 366
        if works:
            _steam(sheet, (centre, 300))
        _tower(sheet, centre, ink=INK if works else mix(PAPER, OCHRE, 0.35), idle=not works)
    sheet.box(0, 780, 1600, 1000, INK)
    for row in range(6):
        course = wave((-20, 828 + row * 30), (1620, 828 + row * 30), swing=5, turns=7, phase=row * 50)
        sheet.dashes(course, mix(INK, MIST, 0.4), 3, dash=4 + row, gap=3)


def _tower(sheet: Sheet, centre: float, *, ink: str, idle: bool) -> None:
    right = [(centre + 78 + 70 * ((y - 420) / 360) ** 2, y) for y in range(300, 781, 12)]
    left = [(2 * centre - x, y) for x, y in reversed(right)]
    sheet.area([*right, *left], ink)
    if idle:
        sheet.hatch([*right, *left], INK, spacing=16, width=3)
        sheet.line([*right, *left, right[0]], INK, 5)


def _steam(sheet: Sheet, mouth: Point) -> None:
    for puff in range(9):
        x = mouth[0] + 12 * puff + sheet.chance.uniform(-16, 16)
        sheet.disc((x, mouth[1] - 10 - puff * 40), 66 + puff * 7, CHALK)


def brask_open(sheet: Sheet) -> None:
    """The bridge from above, by night, with traffic both ways."""
    sheet.box(0, 0, 1600, 1000, NIGHT)
    sheet.ribbon(wave((700, -120), (900, 1120), swing=60, turns=1), INK, 460)
    for shift in range(-190, 191, 38):
        current = wave((700 + shift, -120), (900 + shift, 1120), swing=60, turns=1)
        sheet.dashes(current[abs(shift) // 20 :], mix(INK, SLATE, 0.6), 3, dash=8, gap=7)
    sheet.box(-10, 396, 1610, 604, mix(NIGHT, SLATE, 0.55))
    sheet.box(500, 380, 1110, 396, PAPER)
    sheet.box(500, 604, 1110, 620, PAPER)
    for x in range(-20, 1620, 80):
        sheet.box(x, 497, x + 40, 503, MIST)
    for x, body in ((60, SAGE), (470, BRICK), (860, PAPER), (1290, SAGE)):
        _lorry(sheet, x, 448, body=body, ahead=-1)
    for x, body in ((250, PAPER), (660, SAGE), (1090, BRICK), (1450, PAPER)):
        _lorry(sheet, x, 552, body=body, ahead=1)


def _lorry(sheet: Sheet, x: float, y: float, *, body: str, ahead: int) -> None:
    nose = x + ahead * 92
    beam = [(nose, y - 22), (nose + ahead * 150, y - 46), (nose + ahead * 150, y + 46), (nose, y + 22)]
    sheet.area(beam, mix(OCHRE, SLATE, 0.35))
    sheet.area([(nose, y - 20), (nose + ahead * 80, y - 30), (nose + ahead * 80, y + 30), (nose, y + 20)], OCHRE)
    sheet.box(x - 62, y - 30, x + 62, y + 30, body, corner=5)
    cab = sorted((x + ahead * 66, nose))
    sheet.box(cab[0], y - 28, cab[1], y + 28, mix(body, NIGHT, 0.3), corner=7)


def brask_closed(sheet: Sheet) -> None:
    """Day on one side of the barrier, night on the other."""
    sheet.box(0, 0, 1600, 1000, SAND)
    sheet.area([(900, 0), (1600, 0), (1600, 1000), (700, 1000)], NIGHT)
    sheet.area([(900, 0), (900, 0), (700, 1000), (672, 1000), (872, 0)], INK)
    sheet.area([(0, 590), (792, 590), (752, 790), (0, 790)], mix(SAND, INK, 0.3))
    sheet.area([(792, 590), (1600, 590), (1600, 790), (752, 790)], INK)
    for x in range(20, 1600, 130):
        sheet.box(x, 686, x + 66, 694, PAPER if x < 730 else SLATE)
    sheet.disc((1310, 230), 96, OCHRE)
    sheet.disc((1270, 206), 90, NIGHT)
    sheet.disc((300, 250), 130, BRICK)
    for x, ink in ((-150, INK), (70, SAGE), (290, OCHRE)):
        _standing(sheet, x, 700, ink)
    _barrier(sheet, start=(560, 560), end=(1460, 452))


def _standing(sheet: Sheet, x: float, y: float, ink: str) -> None:
    """A lorry from the side."""
    sheet.box(x, y - 170, x + 150, y - 6, ink, corner=4)
    sheet.box(x + 156, y - 112, x + 206, y - 6, mix(ink, NIGHT, 0.35), corner=8)
    sheet.box(x + 180, y - 100, x + 206, y - 64, MIST, corner=4)
    for wheel in (28, 64, 178):
        sheet.disc((x + wheel, y), 17, NIGHT)


def _barrier(sheet: Sheet, *, start: Point, end: Point) -> None:
    sheet.box(start[0] - 46, start[1] - 40, start[0] + 26, 830, INK, corner=8)
    parts = 9
    for part in range(parts):
        ends = [
            (start[0] + (end[0] - start[0]) * share / parts, start[1] + (end[1] - start[1]) * share / parts)
            for share in (part, part + 1)
        ]
        sheet.line(ends, CHALK if part % 2 else BRICK, 40)
    sheet.disc(start, 30, OCHRE)


def brask_queue(sheet: Sheet) -> None:
    """Nine kilometres of lorries, laid on one sheet."""
    rows = 5
    road: list[Point] = []
    for row in range(rows):
        y = 140 + row * 180
        span = [(150 + 13 * step, y) for step in range(101)]
        bend = circle((1450, y + 90), 90)
        half = [(x, turn) for x, turn in bend if x >= 1450]
        half.sort(key=lambda point: point[1])
        mirrored = [(1600 - x, turn) for x, turn in half]
        road += span if row % 2 == 0 else span[::-1]
        road += (half if row % 2 == 0 else mirrored) if row < rows - 1 else []
    sheet.ribbon(road, mix(PAPER, INK, 0.16), 92)
    sheet.line(road, mix(PAPER, INK, 0.24), 4)
    for number, (at, angle) in enumerate(_along(road, spacing=74)[:-1]):
        _parked(sheet, at, angle, BRICK if number == 61 else sheet.chance.choice((INK, INK, SLATE, SAGE, OCHRE)))


def _along(road: list[Point], *, spacing: float) -> list[tuple[Point, float]]:
    places, travelled = [], 0.0
    for (x1, y1), (x2, y2) in pairwise(road):
        travelled += ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5
        if travelled >= spacing:
            places.append(((x2, y2), atan2(y2 - y1, x2 - x1)))
            travelled = 0.0
    return places


def _parked(sheet: Sheet, at: Point, angle: float, ink: str) -> None:
    def turned(x: float, y: float) -> Point:
        return (at[0] + x * cos(angle) - y * sin(angle), at[1] + x * sin(angle) + y * cos(angle))

    sheet.area([turned(-32, -17), turned(10, -17), turned(10, 17), turned(-32, 17)], ink)
    sheet.area([turned(13, -15), turned(28, -15), turned(28, 15), turned(13, 15)], mix(ink, NIGHT, 0.35))


def night_patrol(sheet: Sheet) -> None:
    """Two banks, a dashed line nobody can see on water, a boat on the wrong side of it."""
    sheet.box(0, 0, 1600, 1000, NIGHT)
    river = wave((-150, 620), (1750, 420), swing=90, turns=1, phase=200)
    sheet.ribbon(river, mix(NIGHT, SLATE, 0.3), 520)
    sheet.area([(1180, -20), (700, 640), (1010, 690)], mix(OCHRE, NIGHT, 0.42))
    sheet.area([(1180, -20), (760, 640), (950, 668)], mix(OCHRE, NIGHT, 0.2))
    for shift in range(-210, 211, 35):
        current = wave((-150, 620 + shift), (1750, 420 + shift), swing=90, turns=1, phase=200)
        sheet.dashes(current[abs(shift) // 30 :], mix(NIGHT, SLATE, 0.75), 2.5, dash=6, gap=9)
    sheet.dashes(wave((-150, 620), (1750, 420), swing=90, turns=1, phase=200), PAPER, 9, dash=2, gap=2)
    hull = [(790, 600), (900, 616), (930, 634), (894, 648), (784, 630), (772, 612)]
    sheet.area(hull, BRICK)
    sheet.area([(816, 610), (862, 617), (858, 634), (812, 627)], CHALK)
    sheet.line([(772, 622), (690, 606)], MIST, 3)
    sheet.line([(772, 630), (700, 640)], MIST, 3)


def interconnector(sheet: Sheet) -> None:
    """Three cables over a border; the third is new."""
    sheet.box(0, 0, 860, 1000, PAPER)
    sheet.box(860, 0, 1600, 1000, SAGE)
    sheet.area([(0, 760), (860, 690), (1600, 780), (1600, 1000), (0, 1000)], INK)
    for y in range(0, 1000, 56):
        sheet.box(855, y, 865, y + 30, BRICK)
    feet = [(130, 770), (530, 735), (1190, 745), (1530, 775)]
    for arm, (ink, width) in enumerate(((INK, 5), (INK, 5), (BRICK, 14))):
        for first, second in zip([(-260, 800), *feet], [*feet, (1860, 800)], strict=True):
            height = 540 - arm * 130
            sheet.line(_sagging((first[0], first[1] - height), (second[0], second[1] - height)), ink, width)
    for x, y in feet:
        _pylon(sheet, x, y)


def _sagging(start: Point, end: Point) -> list[Point]:
    points = []
    for step in range(41):
        part = step / 40
        sag = 4 * 70 * part * (1 - part)
        points.append((start[0] + (end[0] - start[0]) * part, start[1] + (end[1] - start[1]) * part + sag))
    return points


def _pylon(sheet: Sheet, x: float, y: float) -> None:
    sheet.line([(x - 70, y + 30), (x - 10, y - 620), (x + 10, y - 620), (x + 70, y + 30)], INK, 9)
    for height, reach in ((540, 100), (410, 130), (280, 100)):
        sheet.line([(x - reach, y - height), (x + reach, y - height)], INK, 9)
    for low, high in ((0, 130), (130, 260), (260, 390)):
        left, right = 66 - low / 11, 66 - high / 11
        sheet.line([(x - left, y - low), (x + right, y - high)], INK, 4)
        sheet.line([(x + left, y - low), (x - right, y - high)], INK, 4)


def port_containers(sheet: Sheet) -> None:
    """The quay at Vessin: what was bought, stacked."""
    for band in range(10):
        sheet.box(0, band * 70, 1600, band * 70 + 71, mix(MIST, PAPER, band / 10))
    for x in (360, 1130):
        _crane(sheet, x)
    inks = (INK, SLATE, SAGE, OCHRE, BRICK, SAND, mix(INK, SAGE, 0.5))
    heights = (3, 5, 4, 6, 2, 3, 5, 4)
    for column, height in enumerate(heights):
        for level in range(height):
            _container(sheet, 16 + column * 200, 806 - level * 92, sheet.chance.choice(inks))
    sheet.box(0, 900, 1600, 1000, NIGHT)
    for row in range(2):
        course = wave((-20, 934 + row * 34), (1620, 934 + row * 34), swing=5, turns=8, phase=row * 80)
        sheet.dashes(course, SLATE, 3, dash=5, gap=4)


def _container(sheet: Sheet, x: float, y: float, ink: str) -> None:
    sheet.box(x, y, x + 194, y + 88, ink)
    for rib in range(1, 12):
        sheet.box(x + rib * 16, y + 10, x + rib * 16 + 4, y + 78, mix(ink, NIGHT, 0.22))


def _crane(sheet: Sheet, x: float) -> None:
    for leg in (-90, 90):
        sheet.line([(x + leg, 900), (x + leg * 0.8, 190)], INK, 14)
    sheet.line([(x - 330, 190), (x + 250, 190)], INK, 16)
    sheet.line([(x - 330, 190), (x, 60), (x + 250, 190)], INK, 6)
    sheet.line([(x - 72, 190), (x, 60), (x + 72, 190)], INK, 8)
    sheet.line([(x - 210, 190), (x - 210, 300)], INK, 4)
    sheet.box(x - 245, 300, x - 175, 322, BRICK)


def dockers(sheet: Sheet) -> None:
    """Nineteen hundred people before two idle cranes: one dot each."""
    for x in (420, 1180):
        _crane(sheet, x)
    sheet.box(0, 520, 1600, 1000, OCHRE)
    people: list[Point] = []
    while len(people) < 1900:
        depth = sheet.chance.random() ** 0.8
        at = (sheet.chance.uniform(-10, 1610), 540 + 460 * depth)
        # The crowd leaves an aisle, which leads the eye to the quay.
        if abs(at[0] - 800) > 40 + 150 * depth:
            people.append(at)
    for at in sorted(people, key=lambda place: place[1]):
        ink = sheet.chance.choice((INK, INK, NIGHT, BRICK, PAPER, SLATE))
        sheet.disc(at, 6 + (at[1] - 540) / 50, ink)


def sallow_smoke(sheet: Sheet) -> None:
    """The cape by night, the fire behind it, the reflection in the bay."""
    for glow in range(7):
        sheet.disc((980, 640), 620 - glow * 80, mix(NIGHT, BRICK, glow / 12))
    for puff in range(26):
        at = (980 - puff * 26 + sheet.chance.uniform(-30, 30), 590 - puff * 20 + sheet.chance.uniform(-24, 24))
        sheet.disc(at, 44 + puff * 6, mix(mix(SLATE, BRICK, 0.5), mix(NIGHT, SLATE, 0.45), min(1, puff / 12)))
    sheet.disc((980, 640), 74, OCHRE)
    cape = [(420, 664), (560, 640), (700, 612), (900, 606), (1060, 622), (1250, 570), (1460, 540), (1620, 520)]
    sheet.area([*cape, (1620, 690), (420, 690)], NIGHT)
    for shed in range(6):
        sheet.box(742 + shed * 66, 584 - (shed % 2) * 6, 790 + shed * 66, 630, NIGHT)
    sheet.box(0, 676, 1600, 1000, mix(NIGHT, INK, 0.7))
    for row in range(9):
        y, half = 706 + row * 34, 210 - row * 16
        course = wave((980 - half, y), (980 + half, y), swing=3, turns=3, phase=row * 70)
        sheet.dashes(course, OCHRE if row % 2 else BRICK, 7, dash=14, gap=7)
