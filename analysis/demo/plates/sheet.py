"""A sheet of paper and five inks: everything the demo pictures are drawn with."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from math import cos, radians, sin
from random import Random

from PIL import Image, ImageChops, ImageColor, ImageDraw, ImageFont

Point = tuple[float, float]

INK = "#1d2f4b"
NIGHT = "#131f33"
PAPER = "#f2e8d5"
CHALK = "#fbf6ea"
BRICK = "#b04a2f"
OCHRE = "#d3a046"
SAGE = "#8d9c7c"
MIST = "#bcc8c6"
SAND = "#dfcba4"
SLATE = "#6d8598"

OVERSAMPLING = 2


def mix(first: str, second: str, share: float) -> str:
    """The ink between two others; `share` is the part of the second, 0 to 1."""
    pairs = zip(ImageColor.getrgb(first), ImageColor.getrgb(second), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


class Sheet:
    """Coordinates are those of the finished picture; it is drawn larger and reduced at the end."""

    def __init__(self, *, ground: str, seed: str, size: tuple[int, int] = (1600, 1000)) -> None:
        self.width, self.height = size
        self.chance = Random(seed)  # noqa: S311 (the same picture every time)
        self.image = Image.new("RGB", (self.width * OVERSAMPLING, self.height * OVERSAMPLING), ground)
        self.pen = ImageDraw.Draw(self.image)

    def area(self, points: Sequence[Point], ink: str) -> None:
        self.pen.polygon(_enlarged(points), fill=ink)

    def box(self, left: float, top: float, right: float, bottom: float, ink: str, *, corner: float = 0) -> None:
        corners = _enlarged([(left, top), (right, bottom)])
        self.pen.rounded_rectangle(corners, radius=corner * OVERSAMPLING, fill=ink)

    def line(self, points: Sequence[Point], ink: str, width: float) -> None:
        self.pen.line(_enlarged(points), fill=ink, width=round(width * OVERSAMPLING), joint="curve")
        # Pillow ends lines squarely and across the axis only: discs make clean round ends.
        if width >= 3:
            for end in (points[0], points[-1]):
                self.disc(end, width / 2, ink)

    def ribbon(self, points: Sequence[Point], ink: str, width: float) -> None:
        """A wide, smooth band: Pillow's own wide lines tear at the joints of a curve."""
        ends = [points[0], *points, points[-1]]
        left, right = [], []
        for (x1, y1), (x2, y2), (x3, y3) in zip(ends, points, ends[2:], strict=False):
            length = max(1e-6, ((x3 - x1) ** 2 + (y3 - y1) ** 2) ** 0.5)
            aside, down = -(y3 - y1) / length * width / 2, (x3 - x1) / length * width / 2
            left.append((x2 + aside, y2 + down))
            right.append((x2 - aside, y2 - down))
        self.area([*left, *right[::-1]], ink)

    def dashes(self, points: Sequence[Point], ink: str, width: float, *, dash: int = 3, gap: int = 2) -> None:
        for start in range(0, len(points) - 1, dash + gap):
            self.line(points[start : start + dash + 1], ink, width)

    def disc(self, centre: Point, radius: float, ink: str) -> None:
        self.pen.ellipse(_frame(centre, radius), fill=ink)

    def ring(self, centre: Point, radius: float, ink: str, width: float) -> None:
        self.pen.ellipse(_frame(centre, radius), outline=ink, width=round(width * OVERSAMPLING))

    def text(self, at: Point, words: str, ink: str, size: float, *, anchor: str = "ls") -> None:
        font = ImageFont.load_default(size * OVERSAMPLING)
        self.pen.text(_enlarged([at])[0], words, fill=ink, font=font, anchor=anchor)

    @contextmanager
    def overprint(self) -> Iterator[None]:
        """What is drawn inside darkens what lies below, as a second ink does in print."""
        below, pen = self.image, self.pen
        self.image = Image.new("RGB", below.size, "white")
        self.pen = ImageDraw.Draw(self.image)
        yield
        below.paste(ImageChops.multiply(below, self.image))
        self.image, self.pen = below, pen

    @contextmanager
    def clipped(self, points: Sequence[Point]) -> Iterator[None]:
        """What is drawn inside stays within the polygon."""
        below, pen = self.image, self.pen
        self.image = below.copy()
        self.pen = ImageDraw.Draw(self.image)
        yield
        mask = Image.new("L", below.size, 0)
        ImageDraw.Draw(mask).polygon(_enlarged(points), fill=255)
        below.paste(self.image, mask=mask)
        self.image, self.pen = below, pen

    def hatch(self, points: Sequence[Point], ink: str, *, spacing: float, width: float, angle: float = 45) -> None:
        along = (cos(radians(angle)), sin(radians(angle)))
        reach = self.width + self.height
        with self.clipped(points):
            for step in range(-int(reach / spacing), int(reach / spacing)):
                x = self.width / 2 - along[1] * step * spacing
                y = self.height / 2 + along[0] * step * spacing
                ends = [
                    (x - along[0] * reach, y - along[1] * reach),
                    (x + along[0] * reach, y + along[1] * reach),
                ]
                self.line(ends, ink, width)

    def finished(self) -> Image.Image:
        picture = self.image.resize((self.width, self.height), Image.Resampling.LANCZOS)
        return ImageChops.multiply(picture, _grain(self.chance, picture.size))


def wave(start: Point, end: Point, *, swing: float, turns: float, phase: float = 0, steps: int = 120) -> list[Point]:
    """A sine line from start to end, `swing` wide on either side."""
    length = max(1.0, ((end[0] - start[0]) ** 2 + (end[1] - start[1]) ** 2) ** 0.5)
    across = (-(end[1] - start[1]) / length, (end[0] - start[0]) / length)
    points = []
    for step in range(steps + 1):
        part = step / steps
        offset = swing * sin(radians(360 * turns * part + phase))
        points.append(
            (
                start[0] + (end[0] - start[0]) * part + across[0] * offset,
                start[1] + (end[1] - start[1]) * part + across[1] * offset,
            )
        )
    return points


def circle(centre: Point, radius: float, *, steps: int = 120) -> list[Point]:
    angles = [radians(360 * step / steps) for step in range(steps)]
    return [(centre[0] + radius * cos(angle), centre[1] + radius * sin(angle)) for angle in angles]


def _enlarged(points: Sequence[Point]) -> list[Point]:
    return [(x * OVERSAMPLING, y * OVERSAMPLING) for x, y in points]


def _frame(centre: Point, radius: float) -> list[Point]:
    return _enlarged([(centre[0] - radius, centre[1] - radius), (centre[0] + radius, centre[1] + radius)])


def _grain(chance: Random, size: tuple[int, int]) -> Image.Image:
    """Paper: faint, soft blotches; finer grain would treble the size of the file."""
    coarse = (size[0] // 4, size[1] // 4)
    noise = Image.frombytes("L", coarse, chance.randbytes(coarse[0] * coarse[1]))
    soft = noise.point(lambda value: 249 + value * 6 // 255).resize(size, Image.Resampling.BICUBIC)
    return Image.merge("RGB", (soft, soft, soft))
