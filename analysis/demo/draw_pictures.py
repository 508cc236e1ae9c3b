"""Draw every picture of the demo publication: `python -m analysis.demo.draw_pictures [slug …]`."""

import sys
from collections.abc import Callable
from pathlib import Path

from PIL import Image

from analysis.demo.plates import charts, landscapes, maps, offices, portraits
from analysis.demo.plates.sheet import BRICK, INK, MIST, NIGHT, OCHRE, PAPER, SAGE, SAND, SLATE, Sheet

PICTURES = Path(__file__).parent / "pictures"

HEAVIEST = 148_000  # bytes

Plate = Callable[[Sheet], None]

PLATES: dict[str, tuple[str, Plate]] = {
    "kestria-map": (PAPER, maps.kestria),
    "provincial-councils": (PAPER, maps.councils),
    "sallow-rings": (PAPER, maps.sallow_rings),
    "transfers": (PAPER, maps.transfers),
    "league-arcs": (SAGE, maps.league_arcs),
    "low-water": (SAGE, landscapes.low_water),
    "two-banks": (SAGE, landscapes.two_banks),
    "harn-units": (PAPER, landscapes.harn_units),
    "brask-open": (PAPER, landscapes.brask_open),
    "brask-closed": (PAPER, landscapes.brask_closed),
    "brask-queue": (PAPER, landscapes.brask_queue),
    "night-patrol": (PAPER, landscapes.night_patrol),
    "sallow-smoke": (NIGHT, landscapes.sallow_smoke),
    "interconnector": (PAPER, landscapes.interconnector),
    "port-containers": (MIST, landscapes.port_containers),
    "dockers": (MIST, landscapes.dockers),
    "inflation-curve": (PAPER, charts.inflation_curve),
    "turning-point": (PAPER, charts.turning_point),
    "rate-steps": (SAND, charts.rate_steps),
    "three-abstentions": (INK, charts.three_abstentions),
    "korin-columns": (SAGE, charts.korin_columns),
    "budget-columns": (PAPER, charts.budget_columns),
    "poll-curves": (PAPER, charts.poll_curves),
    "refused-lists": (PAPER, charts.refused_lists),
    "assembly-hemicycle": (INK, charts.assembly_hemicycle),
    "cabinet-table": (MIST, offices.cabinet_table),
    "paper-stacks": (INK, offices.paper_stacks),
    "card-index": (SLATE, offices.card_index),
    "registry-dark": (NIGHT, offices.registry_dark),
    "inspector": (MIST, offices.inspector),
    "counting-hall": (NIGHT, offices.counting_hall),
    "basket": (SAND, offices.basket),
    "price-tags": (SAGE, offices.price_tags),
    "ballot-boxes": (SAGE, offices.ballot_boxes),
}
PORTRAITS: dict[str, tuple[str, Plate]] = {
    "author-mira-talvane": (SAND, portraits.mira_talvane),
    "author-oskar-brennick": (SAGE, portraits.oskar_brennick),
    "author-leda-karsel": (OCHRE, portraits.leda_karsel),
    "author-tobin-averel": (MIST, portraits.tobin_averel),
    "author-ines-solmarr": (BRICK, portraits.ines_solmarr),
}


def draw(slug: str) -> Path:
    ground, plate = (PLATES | PORTRAITS)[slug]
    sheet = Sheet(ground=ground, seed=slug, size=(600, 600) if slug in PORTRAITS else (1600, 1000))
    plate(sheet)
    return save(sheet.finished(), PICTURES / f"{slug}.jpg")


def save(picture: Image.Image, target: Path) -> Path:
    """With the best quality that keeps the file small enough to live in a repository."""
    for quality in (86, 80, 74, 68, 62, 56):
        picture.save(target, quality=quality, optimize=True, progressive=True)
        if target.stat().st_size <= HEAVIEST:
            break
    return target


def main(slugs: list[str]) -> None:
    PICTURES.mkdir(exist_ok=True)
    for slug in slugs or [*PLATES, *PORTRAITS]:
        picture = draw(slug)
        sys.stdout.write(f"{picture.name}: {picture.stat().st_size // 1024} KB\n")


if __name__ == "__main__":
    main(sys.argv[1:])
