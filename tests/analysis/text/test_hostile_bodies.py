"""Every line of two public lists of attacks, when they lie beside the checkout."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html as parser

from analysis.text.body_rules import ATTRIBUTES, ELEMENTS
from analysis.text.sanitising import clean_body

HOSTILE = Path(__file__).parents[4] / "shared" / "data" / "hostile"
LISTS = [HOSTILE / "xss" / "xss-payload-list.txt", HOSTILE / "strings" / "blns.txt"]
HARMLESS_ADDRESSES = ("http://", "https://", "mailto:", "/", "#")

pytestmark = pytest.mark.skipif(not HOSTILE.is_dir(), reason="the lists of attacks are not here")


def faults(cleaned: str) -> Iterator[str]:
    for element in parser.fragment_fromstring(cleaned, create_parent="div").iterdescendants():
        if element.tag not in ELEMENTS:
            yield f"element {element.tag!r}"
        for attribute, value in element.items():
            if attribute not in ATTRIBUTES.get(str(element.tag), set()) | {"rel"}:
                yield f"attribute {attribute}"
            if attribute == "href" and not value.lower().startswith(HARMLESS_ADDRESSES):
                yield f"address {value}"
            if attribute == "src" and not value.startswith("/images/"):
                yield f"source {value}"


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_no_line_survives_as_an_attack(path: Path) -> None:
    lines = path.read_text(encoding="utf-8", errors="replace").split("\n")
    assert len(lines) > 500
    left = {line: found for line in lines if (found := list(faults(clean_body(line))))}
    assert left == {}


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_no_line_survives_inside_an_attribute_or_among_the_others(path: Path) -> None:
    text = path.read_text(encoding="utf-8", errors="replace")
    lines = text.split("\n")
    together = ["\n".join(lines[start : start + 40]) for start in range(0, len(lines), 40)]
    quoted = [f'<p title="{line}"><a href="{line}">x</a>' for line in lines[::7]]
    left = {html: found for html in together + quoted if (found := list(faults(clean_body(html))))}
    assert left == {}
