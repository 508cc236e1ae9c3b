"""Author portraits: a head, shoulders and one attribute, in flat shapes."""

from analysis.demo.plates.sheet import (
    BRICK,
    CHALK,
    INK,
    MIST,
    NIGHT,
    OCHRE,
    SAGE,
    SAND,
    SLATE,
    Sheet,
    circle,
    mix,
)


def mira_talvane(sheet: Sheet) -> None:
    _shoulders(sheet, BRICK)
    sheet.area(circle((300, 262), 168), NIGHT)
    sheet.box(132, 262, 468, 430, NIGHT, corner=30)
    _face(sheet, mix(SAND, OCHRE, 0.25))
    sheet.area([(190, 250), (410, 250), (400, 150), (300, 112), (200, 150)], NIGHT)


def oskar_brennick(sheet: Sheet) -> None:
    _shoulders(sheet, INK)
    _face(sheet, mix(SAND, BRICK, 0.18))
    sheet.area(
        [(188, 240), (196, 150), (300, 108), (404, 150), (412, 240), (380, 190), (220, 190)],
        mix(OCHRE, BRICK, 0.35),
    )
    sheet.area([(196, 310), (404, 310), (384, 404), (300, 440), (216, 404)], mix(OCHRE, BRICK, 0.35))
    for x in (248, 352):
        sheet.ring((x, 272), 40, NIGHT, 9)
    sheet.line([(288, 268), (312, 268)], NIGHT, 8)


def leda_karsel(sheet: Sheet) -> None:
    _shoulders(sheet, SLATE)
    sheet.disc((300, 108), 62, mix(INK, BRICK, 0.3))
    sheet.area(circle((300, 246), 146), mix(INK, BRICK, 0.3))
    _face(sheet, SAND)
    sheet.area([(188, 262), (210, 160), (300, 126), (390, 160), (412, 262), (300, 178)], mix(INK, BRICK, 0.3))


def tobin_averel(sheet: Sheet) -> None:
    _shoulders(sheet, OCHRE)
    _face(sheet, mix(BRICK, NIGHT, 0.45))
    for x, y in (
        (210, 180),
        (250, 140),
        (300, 126),
        (350, 140),
        (390, 180),
        (230, 170),
        (370, 170),
        (300, 160),
    ):
        sheet.disc((x, y), 42, NIGHT)


def ines_solmarr(sheet: Sheet) -> None:
    _shoulders(sheet, SAGE)
    hair = MIST
    sheet.area(
        [
            (150, 250),
            (190, 120),
            (300, 84),
            (410, 120),
            (450, 250),
            (470, 380),
            (400, 420),
            (200, 420),
            (130, 380),
        ],
        hair,
    )
    _face(sheet, mix(SAND, BRICK, 0.3))
    sheet.area([(188, 250), (206, 150), (300, 112), (394, 150), (412, 250), (350, 172)], hair)


def _shoulders(sheet: Sheet, ink: str) -> None:
    sheet.area(circle((300, 690), 262), ink)
    sheet.area([(236, 440), (364, 440), (300, 560)], CHALK)


def _face(sheet: Sheet, skin: str) -> None:
    sheet.box(250, 360, 350, 480, mix(skin, NIGHT, 0.22), corner=44)
    sheet.box(188, 140, 412, 420, skin, corner=110)
