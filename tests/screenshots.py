"""
Every kind of reader's page, to be looked at: three widths, two colour schemes, three languages, and awkward contents.

    python manage.py serve                                                      # in one terminal
    python manage.py shell -c "from tests.awkward import strain; strain()"      # in another, once, if wanted
    python tests/screenshots.py --out DIR                                       # PNG files and contact sheets
"""

import argparse
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, Page, sync_playwright

WIDTHS = (390, 768, 1280)
SCHEMES = ("light", "dark")
HOMES = {"en": "/", "ru": "/ru/", "be": "/be/"}
LATEST = {"article": "lead__title", "issue": "board__week", "topic": "trends"}
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
SHEET_COLUMNS = 6
AWKWARD = [
    ("awkward-long", "/awkward/long-en/"),
    ("awkward-long-ru", "/ru/awkward/long-ru/"),
    ("awkward-short", "/awkward/short-en/"),
    ("awkward-topic", "/awkward/"),
    ("awkward-empty-trend", "/nothing-yet/"),
    ("awkward-nothing-found", "/search/?q=nothing-has-this-word"),
    ("awkward-found", "/search/?q=minutes"),
    ("awkward-corrections", "/be/corrections/"),
]
ALL_PICTURES_LOADED = """async () => {
  await document.fonts.ready;
  for (const picture of document.images) picture.loading = "eager";
  await Promise.all([...document.images].map((picture) => picture.decode().catch(() => null)));
}"""


class Shot(NamedTuple):
    name: str
    file: Path


def main() -> int:
    asked = arguments()
    asked.out.mkdir(parents=True, exist_ok=True)
    browser_path = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=FLAGS)
        for width in asked.widths:
            for scheme in SCHEMES:
                shots = list(photographed(browser, asked.site, asked.out, width=width, scheme=scheme))
                contact_sheet(browser, shots, asked.out / f"sheet-{width}-{scheme}.png")
        browser.close()
    return 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Photographs every kind of page of a running site.")
    parser.add_argument("--out", type=Path, required=True, help="the folder for the pictures")
    parser.add_argument("--site", default=f"http://127.0.0.1:{os.environ.get('PORT', '8000')}")
    parser.add_argument("--widths", type=int, nargs="+", default=WIDTHS)
    return parser.parse_args()


# --- What is photographed -------------------------------------------------------------------------------------


def photographed(browser: Browser, site: str, out: Path, *, width: int, scheme: str) -> Iterator[Shot]:
    viewport = {"width": width, "height": 900}
    context = browser.new_context(base_url=site, viewport=viewport, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    for name, path in [*every_kind(page), *AWKWARD]:
        page.goto(path)
        page.evaluate(ALL_PICTURES_LOADED)
        file = out / f"{name}-{width}-{scheme}.png"
        page.screenshot(path=file, full_page=True)
        yield Shot(name, file)
    context.close()


def every_kind(page: Page) -> list[tuple[str, str]]:
    """Each kind of page in each language; the articles, issues and so on are those that the first pages lead to."""
    found: list[tuple[str, str]] = []
    for language, home in HOMES.items():
        page.goto(home)
        kinds = {kind: path for kind in LATEST if (path := first_link(page, f".{LATEST[kind]} a"))}
        page.goto(f"{home}authors/")
        kinds |= {"author": path} if (path := first_link(page, ".person__name a, .people a")) else {}
        if "article" in kinds:
            page.goto(kinds["article"])
            kinds |= {"tag": path} if (path := first_link(page, "a[rel=tag]")) else {}
        lists = ("topics", "issues", "authors", "archive", "corrections", "search", "nothing-is-here/at-all")
        kinds |= {"home": home, **{name.partition("/")[0]: f"{home}{name}/" for name in lists}}
        found += [(f"{language}-{kind}", path) for kind, path in sorted(kinds.items())]
    return found


def first_link(page: Page, selector: str) -> str:
    link = page.locator(selector).first
    return (link.get_attribute("href") or "") if link.count() else ""


def contact_sheet(browser: Browser, shots: Sequence[Shot], file: Path) -> None:
    """The tops of all pages side by side."""
    pictures = "".join(
        f'<figure><img src="{shot.file.resolve().as_uri()}"><figcaption>{shot.name}</figcaption></figure>'
        for shot in shots
    )
    style = (
        f"body{{margin:8px;display:grid;grid-template-columns:repeat({SHEET_COLUMNS},1fr);gap:12px;background:#888}}"
        "figure{margin:0;height:380px;overflow:hidden;position:relative}img{width:100%}"
        "figcaption{position:absolute;inset:auto 0 0;padding:4px;background:#888;font:12px sans-serif}"
    )
    made_of = file.with_suffix(".html")
    made_of.write_text(f"<!DOCTYPE html><meta charset='utf-8'><style>{style}</style>{pictures}", encoding="utf-8")
    page = browser.new_page(viewport={"width": 1800, "height": 900})
    page.goto(made_of.resolve().as_uri())
    page.screenshot(path=file, full_page=True)
    page.close()


if __name__ == "__main__":
    sys.exit(main())
