"""The geography of Kestria: one coastline, five provinces, two rivers, used by every map.

Borders are kept as named stretches between junctions, each roughened once from its own name,
so that neighbours share exactly the same line on every map.
"""

from dataclasses import dataclass
from itertools import pairwise
from random import Random

from analysis.demo.plates.sheet import INK, Point, Sheet

Line = list[Point]

JUNCTIONS: dict[str, Point] = {
    "north-west": (556, 92),
    "north-east": (1010, 118),
    "east-north": (1118, 318),
    "east-south": (1206, 640),
    "south-east": (1150, 738),
    "south": (812, 872),
    "south-west": (496, 926),
    "coast-north": (468, 402),
    "coast-south": (512, 704),
    "centre-north": (800, 392),
    "centre-south": (838, 650),
}
# Points between the junctions give a stretch its large form: bays, capes, bends.
STRETCHES: dict[str, tuple[str, list[Point], str]] = {
    "northern-coast": ("north-west", [(506, 150), (540, 214), (470, 262), (492, 330)], "coast-north"),
    "middle-coast": (
        "coast-north",
        [(430, 448), (462, 512), (540, 556), (470, 588), (446, 650)],
        "coast-south",
    ),
    "southern-coast": (
        "coast-south",
        [(470, 748), (366, 774), (352, 806), (430, 830), (452, 884)],
        "south-west",
    ),
    "ardovia-north": ("north-west", [(680, 70), (840, 96)], "north-east"),
    "ardovia-north-east": ("north-east", [(1062, 210)], "east-north"),
    "ardovia-east": ("east-north", [(1190, 400), (1178, 500), (1226, 560)], "east-south"),
    "ardovia-south-east": ("east-south", [(1196, 700)], "south-east"),
    "odrun-east": ("south-east", [(1040, 772), (960, 836), (890, 842)], "south"),
    "odrun-west": ("south", [(720, 850), (640, 908), (560, 902)], "south-west"),
    "north-coast": ("coast-north", [(600, 430), (700, 372)], "centre-north"),
    "north-maren": ("centre-north", [(920, 350), (1020, 356)], "east-north"),
    "coast-maren": ("centre-north", [(842, 470), (810, 560)], "centre-south"),
    "coast-sallow": ("coast-south", [(620, 676), (730, 700)], "centre-south"),
    "maren-odrun": ("centre-south", [(960, 640), (1080, 668)], "east-south"),
    "sallow-odrun": ("centre-south", [(806, 740), (836, 800)], "south"),
}
# A minus sign walks a stretch backwards.
PROVINCES: dict[str, list[str]] = {
    "North": ["ardovia-north", "ardovia-north-east", "-north-maren", "-north-coast", "-northern-coast"],
    "Coast": ["north-coast", "coast-maren", "-coast-sallow", "-middle-coast"],
    "Upper Maren": ["north-maren", "ardovia-east", "-maren-odrun", "-coast-maren"],
    "Odrun Valley": ["maren-odrun", "ardovia-south-east", "odrun-east", "-sallow-odrun"],
    "Sallow": ["coast-sallow", "sallow-odrun", "odrun-west", "-southern-coast"],
}
OUTLINE = [
    "ardovia-north",
    "ardovia-north-east",
    "ardovia-east",
    "ardovia-south-east",
    "odrun-east",
    "odrun-west",
    "-southern-coast",
    "-middle-coast",
    "-northern-coast",
]
TOWNS: dict[str, Point] = {
    "Talmere": (726, 536),
    "Vessin": (544, 560),
    "Harn": (858, 262),
    "Arvel": (1042, 484),
    "Brask": (893, 843),
    "Sallow Point": (372, 790),
}
_MAREN: list[Point] = [
    (1640, 330),
    (1500, 380),
    (1374, 418),
    (1270, 470),
    (1184, 462),
    (1042, 490),
    (930, 520),
]
_MAREN += [(840, 580), (726, 540), (640, 566), (540, 556)]
_SILL: list[Point] = [(960, 150), (900, 214), (852, 268), (866, 380), (906, 456), (930, 520)]


def roughened(points: Line, *, name: str, roughness: float = 0.12, rounds: int = 5) -> Line:
    """Midpoints pushed aside, again and again: a coastline out of a few points."""
    chance = Random(name)  # noqa: S311 (a coastline, not a secret)
    for _ in range(rounds):
        finer = [points[0]]
        for (x1, y1), (x2, y2) in pairwise(points):
            push = chance.uniform(-roughness, roughness)
            finer += [((x1 + x2) / 2 - (y2 - y1) * push, (y1 + y2) / 2 + (x2 - x1) * push), (x2, y2)]
        points = finer
    return points


def stretch(name: str) -> Line:
    start, between, end = STRETCHES[name.removeprefix("-")]
    roughness = 0.2 if name.endswith("coast") and "north-coast" not in name else 0.12
    line = roughened([JUNCTIONS[start], *between, JUNCTIONS[end]], name=name.removeprefix("-"), roughness=roughness)
    return line[::-1] if name.startswith("-") else line


def boundary(names: list[str]) -> Line:
    return [point for name in names for point in stretch(name)]


def rivers() -> dict[str, Line]:
    return {
        "Maren": roughened(_MAREN, name="Maren", roughness=0.16),
        "Sill": roughened(_SILL, name="Sill", roughness=0.16),
        "Odrun": boundary(["odrun-east", "odrun-west"]),
    }


def sea() -> Line:
    """West of the coasts of Ardovia, Kestria and Tamria."""
    north = roughened([(640, -40), (600, 30), JUNCTIONS["north-west"]], name="ardovian coast", roughness=0.2)
    south = roughened([JUNCTIONS["south-west"], (520, 960), (480, 1040)], name="tamrian coast", roughness=0.2)
    coasts = boundary(["northern-coast", "middle-coast", "southern-coast"])
    return [(-2000, -40), *north, *coasts, *south, (-2000, 1040)]


ISLANDS: list[list[Point]] = [
    [(398, 214), (432, 236), (418, 300), (384, 268)],
    [(352, 330), (372, 322), (378, 352), (356, 360)],
    [(330, 640), (356, 628), (372, 668), (340, 690)],
]


@dataclass(frozen=True)
class View:
    """Which part of the country fills the sheet: its centre in country units, and the scale."""

    centre: Point = (800, 500)
    scale: float = 1

    def __call__(self, points: Line) -> Line:
        return [(800 + (x - self.centre[0]) * self.scale, 500 + (y - self.centre[1]) * self.scale) for x, y in points]

    def point(self, at: Point) -> Point:
        return self([at])[0]


def draw_sea(sheet: Sheet, view: View, *, water: str, shore: str) -> None:
    """Water with three lines along the shore, as engravers drew it."""
    coast = sea()[1:-1]
    sheet.area(view(sea()), water)
    islands = [roughened([*island, island[0]], name=f"island {n}", roughness=0.2) for n, island in enumerate(ISLANDS)]
    with sheet.clipped(view(sea())):
        for reach in (44, 28, 14):
            for shoreline in [coast, *islands]:
                sheet.line(view(shoreline), shore, reach * view.scale**0.5)
                sheet.line(view(shoreline), water, (reach - 3) * view.scale**0.5)


def draw_islands(sheet: Sheet, view: View, *, land: str) -> None:
    for number, island in enumerate(ISLANDS):
        sheet.area(view(roughened([*island, island[0]], name=f"island {number}", roughness=0.2)), land)


def draw_rivers(sheet: Sheet, view: View, *, ink: str = INK, width: float = 5) -> None:
    for name, river in rivers().items():
        sheet.line(view(river), ink, width * (0.6 if name == "Sill" else 1) * view.scale**0.5)
