"""Plates that show the country or a part of it."""

from math import cos, radians, sin

from analysis.demo.plates.country import (
    OUTLINE,
    PROVINCES,
    TOWNS,
    View,
    boundary,
    draw_islands,
    draw_rivers,
    draw_sea,
)
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

TINTS = {
    "North": mix(SAGE, PAPER, 0.35),
    "Coast": mix(OCHRE, PAPER, 0.55),
    "Upper Maren": mix(SAND, PAPER, 0.2),
    "Odrun Valley": mix(SAGE, PAPER, 0.6),
    "Sallow": mix(BRICK, PAPER, 0.72),
}
HEARTS: dict[str, Point] = {
    "North": (760, 236),
    "Coast": (668, 540),
    "Upper Maren": (1010, 510),
    "Odrun Valley": (952, 736),
    "Sallow": (640, 800),
}
PARTIES = {"Labour": BRICK, "Union": INK, "Harvest": SAGE, "Open": OCHRE, "North": SLATE, "others": MIST}
# Seats won in each council of 43, in the order of PARTIES.
COUNCILS: dict[str, tuple[int, ...]] = {
    "North": (12, 10, 0, 2, 17, 2),
    "Coast": (21, 12, 3, 6, 0, 1),
    "Upper Maren": (10, 20, 5, 4, 3, 1),
    "Odrun Valley": (9, 11, 18, 3, 0, 2),
    "Sallow": (16, 11, 6, 7, 1, 2),
}


def kestria(sheet: Sheet) -> None:
    view = View()
    _abroad(sheet)
    draw_sea(sheet, view, water=INK, shore=mix(INK, MIST, 0.35))
    draw_islands(sheet, view, land=TINTS["Coast"])
    _provinces(sheet, view, TINTS)
    draw_rivers(sheet, view, ink=mix(INK, SAGE, 0.15), width=5)
    sheet.line(view(boundary(OUTLINE)), INK, 4)
    for town, at in TOWNS.items():
        sheet.disc(at, 20 if town == "Talmere" else 9, BRICK if town == "Talmere" else INK)
    sheet.ring(TOWNS["Talmere"], 32, BRICK, 4)


def councils(sheet: Sheet) -> None:
    """Forty-three seats in each of five provinces, one dot a seat."""
    view = View(centre=(800, 504), scale=1.08)
    sheet.box(0, 0, 1600, 1000, mix(SAGE, NIGHT, 0.72))
    draw_sea(sheet, view, water=NIGHT, shore=mix(NIGHT, SLATE, 0.4))
    draw_islands(sheet, view, land=PAPER)
    _provinces(sheet, view, {name: mix(PAPER, CHALK, 0.3) for name in PROVINCES}, border=mix(PAPER, INK, 0.35))
    for province, seats in COUNCILS.items():
        inks = [ink for ink, won in zip(PARTIES.values(), seats, strict=True) for _ in range(won)]
        for number, ink in enumerate(inks):
            sheet.disc(_seed(view.point(HEARTS[province]), number), 9, ink)


def _seed(centre: Point, number: int) -> Point:
    """Place in a sunflower head: the golden angle packs a disc evenly."""
    reach, angle = 14.4 * (number + 0.6) ** 0.5, radians(137.508 * number)
    return (centre[0] + 1.25 * reach * cos(angle), centre[1] + 0.82 * reach * sin(angle))


def sallow_rings(sheet: Sheet) -> None:
    """The depot on its cape and the circles within which people had to leave."""
    view = View(centre=(430, 800), scale=4.4)
    draw_sea(sheet, view, water=INK, shore=mix(INK, MIST, 0.3))
    land = view(boundary(PROVINCES["Sallow"]))
    sheet.area(land, mix(SAND, PAPER, 0.4))
    centre = view.point((384, 794))
    with sheet.overprint():
        for radius, share in ((620, 0.82), (430, 0.72), (260, 0.6)):
            sheet.disc(centre, radius, mix(BRICK, "#ffffff", share))
    for radius in (260, 430, 620):
        sheet.ring(centre, radius, BRICK, 4)
    for house in _houses(sheet, land, count=260):
        sheet.box(house[0] - 7, house[1] - 7, house[0] + 7, house[1] + 7, INK)
    sheet.disc(centre, 34, NIGHT)
    sheet.disc(centre, 16, OCHRE)


def _houses(sheet: Sheet, land: list[Point], *, count: int) -> list[Point]:
    villages = [(760, 330), (1010, 620), (1240, 420), (1120, 800), (830, 700), (1420, 640)]
    houses = []
    for number in range(count):
        x, y = villages[number % len(villages)]
        at = (x + sheet.chance.gauss(0, 62), y + sheet.chance.gauss(0, 44))
        if inside(at, land):
            houses.append(at)
    return houses


def inside(at: Point, outline: list[Point]) -> bool:
    """Whether a ray to the right crosses the outline an odd number of times."""
    crossings = 0
    for (x1, y1), (x2, y2) in zip(outline, [*outline[1:], outline[0]], strict=True):
        if (y1 > at[1]) != (y2 > at[1]):
            crossings += at[0] < x1 + (at[1] - y1) / (y2 - y1) * (x2 - x1)
    return crossings % 2 == 1


def transfers(sheet: Sheet) -> None:
    """What flows from the capital to five provinces, and the tenth that was cut off."""
    capital: Point = (330, 500)
    widths = {"North": 120, "Coast": 150, "Upper Maren": 96, "Odrun Valley": 84, "Sallow": 74}
    inks = (SAGE, OCHRE, SLATE, mix(SAGE, INK, 0.4), mix(OCHRE, BRICK, 0.5))
    leaving, arriving = 500 - sum(widths.values()) / 2, 70.0
    for ink, width in zip(inks, widths.values(), strict=True):
        flow = _flow((capital[0], leaving + width / 2), (1330, arriving + width / 2))
        sheet.ribbon([(x, y - width * 0.05) for x, y in flow], ink, width * 0.9)
        cut = [(x, y + width * 0.45 + 48 * (step / len(flow)) ** 3) for step, (x, y) in enumerate(flow)]
        sheet.ribbon(cut, BRICK, max(9, width * 0.1))
        sheet.box(1330, arriving, 1420, arriving + width * 0.9, INK)
        leaving, arriving = leaving + width, arriving + width + 86
    sheet.disc(capital, 292, INK)
    sheet.ring(capital, 250, PAPER, 4)
    sheet.disc(capital, 60, BRICK)


def _flow(start: Point, end: Point, *, steps: int = 80) -> list[Point]:
    points = []
    for step in range(steps + 1):
        part = step / steps
        eased = part * part * (3 - 2 * part)
        points.append((start[0] + (end[0] - start[0]) * part, start[1] + (end[1] - start[1]) * eased))
    return points


def league_arcs(sheet: Sheet) -> None:
    """Six members joined each to each; a seventh place, drawn but not yet filled."""
    centre: Point = (800, 500)
    places = circle(centre, 360, steps=7)
    places = [(800 + (x - 800) * 1.45, y) for x, y in places]
    newcomer, members = places[4], [place for number, place in enumerate(places) if number != 4]
    for number, first in enumerate(members):
        for second in members[number + 1 :]:
            sheet.line([first, second], mix(SAGE, INK, 0.55), 4)
    for member in members:
        sheet.dashes(_flow(newcomer, member, steps=48), CHALK, 4, dash=1, gap=1)
    for member, ink in zip(members, (INK, OCHRE, PAPER, NIGHT, SLATE, SAND), strict=True):
        sheet.disc(member, 92, ink)
        sheet.ring(member, 104, mix(SAGE, INK, 0.55), 4)
    sheet.disc(newcomer, 104, SAGE)
    sheet.ring(newcomer, 104, BRICK, 18)
    sheet.disc(newcomer, 30, BRICK)


def _abroad(sheet: Sheet) -> None:
    sheet.box(0, 0, 1600, 1000, mix(PAPER, MIST, 0.45))
    whole = [(0.0, 0.0), (1600.0, 0.0), (1600.0, 1000.0), (0.0, 1000.0)]
    sheet.hatch(whole, mix(PAPER, MIST, 0.75), spacing=14, width=1.5)


def _provinces(sheet: Sheet, view: View, tints: dict[str, str], *, border: str = CHALK) -> None:
    for name, borders in PROVINCES.items():
        sheet.area(view(boundary(borders)), tints[name])
    for borders in PROVINCES.values():
        sheet.line(view(boundary(borders)), border, 3)
