"""An article as reference managers take it: BibTeX and RIS, in UTF-8."""

from datetime import date
from typing import Final

from analysis.text.citations import Work, day_first
from analysis.text.names import Name
from analysis.text.slugs import normalise

_BIBTEX_SPECIALS: Final = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        # Programs count braces, escaped or not.
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "^": r"\textasciicircum{}",
        "~": r"\textasciitilde{}",
    }
    | {character: f"\\{character}" for character in "$&%#_"}
)
LANGUAGE_IDS: Final = {"en": "english", "ru": "russian", "be": "belarusian"}


def bibtex(work: Work) -> str:
    fields = {
        "author": " and ".join(_bibtex_name(name) for name in work.names),
        "title": f"{{{_bibtex(work.title)}}}",
        "organization": _bibtex(work.site),
        "year": str(work.published.year) if work.published else "",
        "date": _iso(work.published),
        "url": work.address,
        "langid": LANGUAGE_IDS[work.language],
        "note": f"Version of {day_first(work.version)}" if work.version else "",
    }
    written = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return ",\n".join([f"@online{{{work.key}", *written]) + "\n}\n"


def ris(work: Work) -> str:
    lines = [
        ("TY", "ELEC"),
        *(("AU", name.inverted) for name in work.names),
        ("TI", work.title),
        ("T2", work.site),
        ("PY", str(work.published.year) if work.published else ""),
        ("DA", f"{work.published:%Y/%m/%d}" if work.published else ""),
        ("ET", f"Version of {day_first(work.version)}" if work.version else ""),
        ("UR", work.address),
        ("LA", work.language),
    ]
    written = [f"{tag}  - {_one_line(value)}\r\n" for tag, value in lines if value]
    return "".join([*written, "ER  - \r\n"])


def _bibtex_name(name: Name) -> str:
    """A name that is kept whole has braces of its own: else " and " or a comma would part it."""
    parts = [_bibtex(part) for part in (name.family, name.given) if part]
    return ", ".join(parts) if name.given else f"{{{parts[0]}}}"


def _bibtex(text: str) -> str:
    return _one_line(text).translate(_BIBTEX_SPECIALS)


def _one_line(text: str) -> str:
    return " ".join(normalise(text).split())


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
