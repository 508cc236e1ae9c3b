"""How to cite an article, in the styles that authors are asked for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, NamedTuple

from analysis.text.names import Name, name_of
from analysis.text.periods import NO_BREAK_SPACE, format_date, month_name

# The address and the day of the version say what was read; the day of reading would say less, and change daily.
_ENDINGS: Final = (".", "?", "!", "…")
_MLA_MONTHS: Final = "Jan. Feb. Mar. Apr. May June July Aug. Sept. Oct. Nov. Dec.".split()  # noqa: SIM905


@dataclass(frozen=True, kw_only=True)
class Work:
    """`authors` as they are shown, `version` the day of the last change."""

    key: str
    title: str
    authors: Sequence[str]
    site: str
    language: str
    address: str
    published: date | None
    version: date | None

    @property
    def names(self) -> list[Name]:
        return [name_of(author) for author in self.authors if author.strip()]

    @property
    def later_version(self) -> date | None:
        return self.version if self.version != self.published else None


class Part(NamedTuple):
    """Words of the style, or the work's own; the name of the site is set in italics."""

    text: str
    kind: Literal["style", "own", "site"] = "style"


class Citation(NamedTuple):
    style: str
    language: str
    parts: tuple[Part, ...]

    @property
    def text(self) -> str:
        return "".join(part.text for part in self.parts)


def citations(work: Work) -> list[Citation]:
    """Four of them. Where the page's language has a standard of its own, it comes first."""
    home = _HOME_STYLES.get(work.language)
    chosen = [home, *_STYLES[:2], _STYLES[3]] if home else _STYLES
    return [
        Citation(name, language, tuple(part for part in style(work) if part.text)) for name, language, style in chosen
    ]


# --- English styles ------------------------------------------------------------------------------------------


def _chicago(work: Work) -> list[Part]:
    names = [name.straight for name in work.names]
    authors = f"{names[0]} et al." if len(names) > 2 else " and ".join(names)
    day = f", {_month_first(work.published)}" if work.published else ""
    version = f", version of {_month_first(work.later_version)}" if work.later_version else ""
    return [
        _own(authors, ", "),
        _own(f"“{_inner(work.title)},” "),
        Part(work.site, "site"),
        Part(f"{day}{version}, {work.address}."),
    ]


def _apa(work: Work) -> list[Part]:
    names = [_with_initials(name, ", ") for name in work.names]
    later = f"(version of {_month_first(work.later_version)}). " if work.later_version else ""
    title = [_own(work.title if later else _stopped(work.title), " "), Part(later)]
    day = work.published
    when = Part(f"({day.year}, {month_name(day.month, language='en')} {day.day}). " if day else "(n.d.). ")
    heading = [_own(_stopped(_apa_names(names)), " "), when, *title] if names else [*title, when]
    return [*heading, Part(work.site, "site"), Part(f". {work.address}")]


def _mla(work: Work) -> list[Part]:
    names = work.names
    second = f", and {names[1].straight}" if len(names) == 2 else ", et al." if names[2:] else ""
    authors = _stopped(names[0].inverted + second) if names else ""
    day = work.published
    when = f", {day.day} {_MLA_MONTHS[day.month - 1]} {day.year}" if day else ""
    return [
        _own(authors, " "),
        _own(f"“{_stopped(_inner(work.title))}” "),
        Part(work.site, "site"),
        Part(f"{when}{_version(work)}, {work.address}."),
    ]


def _harvard(work: Work) -> list[Part]:
    names = [_with_initials(name, ", ") for name in work.names]
    authors = f"{names[0]} et al." if len(names) > 3 else _listed(names, " and ")
    year = f"({work.published.year if work.published else 'no date'}) "
    title = _own(f"‘{work.title}’", ", " if names else " ")
    day = f", {work.published.day} {month_name(work.published.month, language='en')}" if work.published else ""
    heading = [_own(authors, " "), Part(year), title] if names else [title, Part(year)]
    return [*heading, Part(work.site, "site"), Part(f"{day}{_version(work)}. Available at: {work.address}")]


def _version(work: Work) -> str:
    return f", version of {day_first(work.later_version)}" if work.later_version else ""


def day_first(day: date) -> str:
    return f"{day.day} {month_name(day.month, language='en')} {day.year}"


def _month_first(day: date) -> str:
    return format_date(day, language="en").replace(NO_BREAK_SPACE, " ")


def _apa_names(names: list[str]) -> str:
    if len(names) > 20:
        return f"{', '.join(names[:19])}, … {names[-1]}"
    return names[0] if len(names) == 1 else _listed(names, ", & ")


def _listed(names: list[str], last: str) -> str:
    return ", ".join(names[:-1]) + last + names[-1] if len(names) > 1 else "".join(names)


# --- Russian and Belarusian styles ---------------------------------------------------------------------------


def _gost(work: Work) -> list[Part]:
    """GOST R 7.0.5, in its short form."""
    names = work.names
    if len(names) > 3:
        heading, after = "", f" / {_initials_first(names[0])} [и др.]"
    else:
        heading, after = ", ".join(_with_initials(name, " ") for name in names), ""
    year = f" {work.published.year}. {_day_and_month(work.published, 'ru')}." if work.published else ""
    version = f" (версия от {work.version:%d.%m.%Y})" if work.version else ""
    title = f"{work.title}{after} // "
    return [
        _own(_stopped(heading), " "),
        _own(title),
        Part(work.site, "site"),
        Part(f" : [сайт].{year} URL: {work.address}{version}."),
    ]


def _stb(work: Work) -> list[Part]:
    """What STB 7.1 asks for; names first turned, then straight."""
    names = work.names
    heading = "" if len(names) > 3 or not names else _stopped(_with_initials(names[0], ", "))
    told = f"{_initials_first(names[0])} [і інш.]" if len(names) > 3 else ", ".join(map(_initials_first, names))
    day = f" – {work.published.year}. – {_day_and_month(work.published, 'be')}." if work.published else ""
    version = f". – Версія ад {work.version:%d.%m.%Y}" if work.version else ""
    return [
        _own(heading, " "),
        _own(f"{work.title} [Электронны рэсурс]{' / ' if told else ''}{told} // "),
        Part(work.site, "site"),
        Part(f".{day} – Рэжым доступу: {work.address}{version}."),
    ]


def _day_and_month(day: date, language: str) -> str:
    return format_date(day, language=language).removesuffix(f" {day.year}").replace(NO_BREAK_SPACE, " ")


def _initials_first(name: Name) -> str:
    return f"{name.initials} {name.family}".strip()


# --- What styles have in common ------------------------------------------------------------------------------


def _own(text: str, after: str = "") -> Part:
    return Part(f"{text}{after}", "own") if text else Part("")


def _with_initials(name: Name, between: str) -> str:
    return f"{name.family}{between}{name.initials}" if name.given else name.family


def _stopped(text: str) -> str:
    return text if not text or text.endswith(_ENDINGS) else f"{text}."


def _inner(title: str) -> str:
    """Quotation marks within quotation marks."""
    return title.replace("“", "‘").replace("”", "’")


Style = tuple[str, str, Callable[[Work], list[Part]]]
_STYLES: Final[list[Style]] = [
    ("Chicago", "en", _chicago),
    ("APA", "en", _apa),
    ("MLA", "en", _mla),
    ("Harvard", "en", _harvard),
]
_HOME_STYLES: Final[dict[str, Style]] = {"ru": ("ГОСТ Р 7.0.5", "ru", _gost), "be": ("СТБ 7.1", "be", _stb)}
