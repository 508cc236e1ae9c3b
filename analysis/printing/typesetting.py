"""
Makes the PDF of a document. The typesetter reads the template, which is ours, and the document as data: no word of
an article is ever evaluated. It sees one temporary folder, has no network and fetches no packages.
"""

import json
import logging
import shutil
import tempfile
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Final

import typst

from analysis.models import Image
from analysis.printing.documents import FONTS, TEMPLATE, Data, Document
from analysis.printing.plates import plate_of
from analysis.printing.words import printable

# Tagged and accessible, and held to it by the compiler.
STANDARDS: Final["list[typst.PDFStandard]"] = ["ua-1"]

logger = logging.getLogger(__name__)


@cache
def fonts() -> typst.Fonts:
    """The house's own and the compiler's; what is installed on the machine changes nothing."""
    return typst.Fonts(include_system_fonts=False, font_paths=[str(FONTS)])


def typeset(document: Document) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        missing = lay_out(document.pictures, Path(folder))
        data = {**document.data, "missing": missing}
        try:
            return compiled(data, Path(folder), document.changed_at, STANDARDS)
        except typst.TypstError as error:
            # A character that no font has must not take the document with it: then it is accessible as far as it is.
            logger.warning("The issue does not meet %s: %s", STANDARDS, error.message)
            return compiled(data, Path(folder), document.changed_at, [])


def compiled(data: Data, folder: Path, at: datetime, standards: "list[typst.PDFStandard]") -> bytes:
    template = shutil.copy(TEMPLATE, folder)
    return typst.compile(
        str(template),
        root=str(folder),
        font_paths=fonts(),
        format="pdf",
        sys_inputs={"document": json.dumps(printable(data), ensure_ascii=False)},
        pdf_standards=standards,
        timestamp=int(at.timestamp()),
        package_path=str(folder),
        package_cache_path=str(folder),
    )


def lay_out(pictures: Mapping[str, Image], folder: Path) -> list[str]:
    """The pictures' files in the folder. Gives back the names of those that could not be read."""
    missing = []
    for name, image in pictures.items():
        plate = plate_of(image)
        if plate is None:
            missing.append(name)
        else:
            (folder / name).write_bytes(plate)
    return missing
