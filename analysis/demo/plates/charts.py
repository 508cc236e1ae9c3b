"""Plates that are drawn from the figures of the articles."""

from math import cos, exp, radians, sin

from analysis.demo.plates.maps import PARTIES
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

# (week, per cent): consumer prices and the policy rate, as reported in the economy trend.
INFLATION = [(2, 6.1), (6, 6.4), (11, 7.4), (15, 7.8), (19, 7.1), (24, 6.2)]
POLICY_RATE = [(0, 8.0), (8, 8.0), (8, 9.0), (15, 9.0), (15, 9.5), (24, 9.5), (24, 9.0), (26, 9.0)]
KORIN_PER_CROWN = [12.40, 12.55, 12.71, 12.90, 13.10, 13.31, 13.48, 13.62, 13.34, 13.28, 13.18]
SEATS = {"Labour": 34, "North": 7, "Open": 14, "Harvest": 17, "Union": 48}


def inflation_curve(sheet: Sheet) -> None:
    _rules(sheet)
    curve = [_plotted(week, value) for week, value in _smoothed(INFLATION)]
    floor = [(curve[-1][0], 900.0), (curve[0][0], 900.0)]
    sheet.area([*curve, *floor], mix(OCHRE, PAPER, 0.45))
    sheet.hatch([*curve, *floor], OCHRE, spacing=18, width=3)
    sheet.line([_plotted(week, value) for week, value in POLICY_RATE], INK, 9)
    sheet.line(curve, BRICK, 16)
    for week, value in INFLATION:
        sheet.disc(_plotted(week, value), 17, BRICK)
        sheet.disc(_plotted(week, value), 8, PAPER)
    sheet.ring(_plotted(15, 7.8), 52, BRICK, 6)


def _rules(sheet: Sheet) -> None:
    for percent in range(5, 11):
        y = _plotted(0, percent)[1]
        sheet.line([(150, y), (1500, y)], mix(PAPER, INK, 0.16), 2)
        sheet.text((112, y), str(percent), mix(PAPER, INK, 0.7), 34, anchor="rm")
    for week in range(0, 27, 2):
        x = _plotted(week, 5)[0]
        sheet.line([(x, 900), (x, 914)], INK, 3)
    sheet.line([(150, 900), (1500, 900)], INK, 4)


def _plotted(week: float, percent: float) -> Point:
    return (150 + week * 52, 900 - (percent - 5) * 160)


def _smoothed(values: list[tuple[int, float]], *, steps: int = 24) -> list[Point]:
    """A Catmull-Rom curve through the values."""
    padded = [values[0], *values, values[-1]]
    points: list[Point] = []
    for a, b, c, d in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        for step in range(steps + 1):
            t = step / steps
            y = 0.5 * (2 * b[1] + (c[1] - a[1]) * t + (2 * a[1] - 5 * b[1] + 4 * c[1] - d[1]) * t * t)
            y += 0.5 * (3 * b[1] - a[1] - 3 * c[1] + d[1]) * t**3
            points.append((b[0] + (c[0] - b[0]) * t, y))
    return points


def korin_columns(sheet: Sheet) -> None:
    """Coins needed for one crown, fortnight by fortnight."""
    sheet.box(0, 860, 1600, 1000, mix(SAGE, INK, 0.55))
    for number, rate in enumerate(KORIN_PER_CROWN):
        x = 122 + number * 135.5
        coins = round((rate - 12) * 15) + 3
        highest = rate == max(KORIN_PER_CROWN)
        for coin in range(coins):
            _coin(sheet, (x, 880 - coin * 25), ink=BRICK if highest else OCHRE)


def _coin(sheet: Sheet, at: Point, *, ink: str) -> None:
    def flat(y: float, half: float, colour: str) -> None:
        sheet.area([(px, y + (py - y) * 0.36) for px, py in circle((at[0], y), half)], colour)

    flat(at[1] + 19, 57, mix(ink, NIGHT, 0.55))
    flat(at[1], 57, mix(ink, CHALK, 0.18))
    flat(at[1], 41, ink)


def budget_columns(sheet: Sheet) -> None:
    """Spending above revenue in five budgets: the part without cover is hatched."""
    for number, (revenue, gap) in enumerate(((360, 150), (400, 190), (430, 250), (480, 210), (540, 165))):
        left = 150 + number * 274
        sheet.box(left, 900 - revenue, left + 196, 900, (INK, INK, INK, INK, SLATE)[number])
        top = 900 - revenue - gap
        missing = [(left, top), (left + 196, top), (left + 196, 900 - revenue), (left, 900 - revenue)]
        sheet.area(missing, mix(BRICK, PAPER, 0.7))
        sheet.hatch(missing, BRICK, spacing=17, width=4.5)
        for part in range(1, revenue // 60 + 1):
            y = 900 - part * 60
            sheet.box(left, y, left + 196, y + 3, mix(INK, SLATE, 0.5))
    sheet.line([(90, 902), (1510, 902)], INK, 6)


def poll_curves(sheet: Sheet) -> None:
    """Six parties, each with the spread of chance around its share."""
    inks = (mix(INK, "#ffffff", 0.25), BRICK, SAGE, OCHRE, SLATE, SAND)
    for share, ink in zip((31, 29, 14, 11, 8, 7), inks, strict=True):
        curve = [_chance(x / 10, share, spread=0.9 + share / 20) for x in range(401)]
        with sheet.overprint():
            sheet.area([*curve, (curve[-1][0], 880), (curve[0][0], 880)], ink)
    sheet.line([(60, 881), (1540, 881)], INK, 6)
    for share in range(0, 41, 5):
        sheet.line([(60 + share * 37, 881), (60 + share * 37, 906)], INK, 4)


def _chance(x: float, share: float, *, spread: float) -> Point:
    height = 980 / spread * exp(-((x - share) ** 2) / (2 * spread**2))
    return (60 + x * 37, 880 - height)


def refused_lists(sheet: Sheet) -> None:
    """Four hundred and twelve lists handed in; forty-seven refused, twenty-two of these restored."""
    refused = set(sheet.chance.sample(range(412), 47))
    restored = set(sheet.chance.sample(sorted(refused), 22))
    for number in range(412):
        x, y = 92 + number % 34 * 42, 62 + number // 34 * 70
        if number not in refused:
            sheet.box(x, y, x + 29, y + 48, INK, corner=3)
            continue
        sheet.box(x, y, x + 29, y + 48, BRICK, corner=3)
        if number in restored:
            sheet.box(x + 5, y + 5, x + 24, y + 43, PAPER, corner=1)
        else:
            sheet.line([(x - 5, y + 54), (x + 34, y - 6)], NIGHT, 4)


def turning_point(sheet: Sheet) -> None:
    """A long rise, a summit, the first step down."""
    summit = [(x, 880 - 720 * exp(-(((x - 1150) / 430) ** 2))) for x in range(-20, 1380, 10)]
    for shade in range(5):
        lowered = [(x, y + 60 + shade * 92) for x, y in summit]
        sheet.area([*lowered, (1370, 1000), (-20, 1000)], mix(OCHRE, SAGE, shade / 5))
    sheet.line(summit, BRICK, 18)
    sheet.dashes([(x, 880 - 720 * exp(-(((x - 1150) / 430) ** 2))) for x in range(1380, 1640, 10)], BRICK, 12)
    sheet.disc((1150, 160), 46, PAPER)
    sheet.ring((1150, 160), 46, BRICK, 14)
    sheet.disc((1370, 326), 26, BRICK)


def rate_steps(sheet: Sheet) -> None:
    """Stairs, the last one twice as high; a door that stood open too early."""
    for step, height in enumerate((150, 230, 310, 390, 470, 710)):
        left = 90 + step * 240
        sheet.box(left, 1000 - height, left + 241, 1000, mix(INK, SLATE, step / 8))
        sheet.box(left, 1000 - height, left + 241, 1014 - height, PAPER)
    sheet.box(1330, 60, 1470, 290, BRICK)
    sheet.area([(1330, 60), (1386, 84), (1386, 290), (1330, 290)], NIGHT)
    sheet.area([(1330, 290), (1386, 290), (1140, 530), (1050, 530)], mix(OCHRE, SLATE, 0.25))
    sheet.disc((1450, 184), 8, OCHRE)


def three_abstentions(sheet: Sheet) -> None:
    """Sixty-two, fifty-five, and three who looked at the ceiling."""
    for number, seat in enumerate(_seats()):
        sheet.disc(seat, 27, BRICK if number < 55 else PAPER)
        if number in (56, 60, 63):
            sheet.disc(seat, 27, INK)
            sheet.ring(seat, 27, OCHRE, 7)
    sheet.box(690, 862, 910, 900, OCHRE, corner=6)
    sheet.box(60, 930, 1540, 934, mix(INK, MIST, 0.4))


def assembly_hemicycle(sheet: Sheet) -> None:
    """One hundred and twenty seats; two of the coalition's are ringed."""
    inks = [PARTIES[party] for party, seats in SEATS.items() for _ in range(seats)]
    lightened = {INK: PAPER, SLATE: SLATE, SAGE: SAGE, OCHRE: OCHRE, BRICK: BRICK}
    for number, (seat, ink) in enumerate(zip(_seats(), inks, strict=True)):
        sheet.disc(seat, 27, lightened[ink])
        if number in (57, 61):
            sheet.ring(seat, 39, BRICK, 7)
    sheet.box(690, 862, 910, 900, OCHRE, corner=6)
    sheet.box(60, 930, 1540, 934, mix(INK, MIST, 0.4))


def _seats() -> list[Point]:
    """Seats of all rows, read from left to right, so that parties sit in sectors."""
    rows = [(330, 16), (425, 20), (520, 24), (615, 28), (710, 32)]
    seats = []
    for reach, count in rows:
        for number in range(count):
            angle = radians(180 - 180 * number / (count - 1))
            seats.append((angle, (800 + reach * cos(angle), 850 - reach * sin(angle))))
    return [at for _, at in sorted(seats, key=lambda seat: -seat[0])]
