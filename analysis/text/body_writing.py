"""Writes a body in one form, whatever the markup was that its words came from."""

import re
from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby, takewhile
from typing import Final, NamedTuple

from analysis.text.markup import names

HEADINGS: Final = names("h2 h3 h4")
WORDS_ONLY: Final = HEADINGS | names("dt caption figcaption pre")  # no block may stand in these
_NEVER_EMPTY: Final = names("td th")
_PLAIN_WHEN_ALONE: Final = names("li td th dd")
# Loose words where only parts of a list or table may stand.
_WRAPPED: Final = {
    "ul": ("<li>", "</li>"),
    "ol": ("<li>", "</li>"),
    "dl": ("<dd>", "</dd>"),
    "tr": ("<td>", "</td>"),
    **dict.fromkeys(names("table thead tbody"), ("<tr><td>", "</td></tr>")),
}
_SPACES: Final = re.compile("[ \t\n\r\f\u00a0]+")
_SPACE: Final = " \u00a0"

Marks = tuple[str, ...]  # start tags, the outermost first


class _Run(NamedTuple):
    text: str
    marks: Marks
    picture: str = ""

    @property
    def is_break(self) -> bool:
        return not self.text and not self.picture


class _Block(NamedTuple):
    tag: str
    start: str
    pieces: list[str]


_Line = list[_Run]


class BodyWriter:
    """Takes blocks and marked words in reading order.

    Loose words become paragraphs, an empty line ends one, and spaces that only indent are dropped.
    """

    def __init__(self) -> None:
        self._open = [_Block("", "", [])]
        self._runs: _Line = []
        self._paragraph = "<p>"

    @property
    def inside(self) -> str:
        """The innermost open block."""
        return self._open[-1].tag

    def words(self, text: str | None, marks: Marks) -> None:
        if text:
            self._runs.append(_Run(text, tuple(mark for mark in marks if self._is_seen(mark))))

    def line_break(self) -> None:
        self._runs.append(_Run("", ()))

    def picture(self, tag: str, marks: Marks) -> None:
        self._runs.append(_Run("", marks, tag))

    def new_paragraph(self, start: str = "<p>") -> None:
        if self.inside in WORDS_ONLY:
            self.line_break()
            return
        self._end_paragraph()
        self._paragraph = start

    def void(self, tag: str) -> None:
        self.new_paragraph()
        if self.inside not in WORDS_ONLY:
            self._open[-1].pieces.append(f"<{tag}>")

    def start(self, tag: str, start: str) -> None:
        self.new_paragraph()
        self._open.append(_Block(tag, start, []))

    def end(self) -> None:
        self._end_paragraph()
        tag, start, pieces = self._open.pop()
        if tag in _PLAIN_WHEN_ALONE and _is_one_paragraph(pieces):
            pieces[0] = pieces[0].removeprefix("<p>").removesuffix("</p>")
        if pieces or tag in _NEVER_EMPTY:
            self._open[-1].pieces.append("".join([start, *pieces, f"</{tag}>"]))

    def written(self) -> str:
        self._end_paragraph()
        return "".join(self._open[0].pieces)

    def _is_seen(self, mark: str) -> bool:
        return mark != "<strong>" or self.inside not in HEADINGS

    def _end_paragraph(self) -> None:
        runs, self._runs = self._runs, []
        start, self._paragraph = self._paragraph, "<p>"
        self._open[-1].pieces.extend(self._paragraphs(runs, start) if runs else ())

    def _paragraphs(self, runs: _Line, start: str) -> Iterator[str]:
        if self.inside == "pre":
            yield _html(runs)
            return
        lines = list(_lines(runs))
        if self.inside in WORDS_ONLY or (self.inside == "figure" and not any(run.text for run in runs)):
            yield "<br>".join(_html(line) for line in lines if line)
            return
        before, after = _WRAPPED.get(self.inside, (start, "</p>"))
        for has_words, paragraph in groupby(lines, bool):
            if has_words:
                yield before + "<br>".join(map(_html, paragraph)) + after


def start_tag(name: str, attributes: Iterable[tuple[str, str]]) -> str:
    written = "".join(f' {attribute}="{escape(value)}"' for attribute, value in attributes)
    return f"<{name}{written}>"


def _is_one_paragraph(pieces: list[str]) -> bool:
    """Followed at most by lists."""
    return pieces[:1] != [] and pieces[0].startswith("<p>") and all(piece[:3] in ("<ul", "<ol") for piece in pieces[1:])


def _lines(runs: _Line) -> Iterator[_Line]:
    for is_break, line in groupby(runs, lambda run: run.is_break):
        if is_break:
            yield from ([] for _ in list(line)[1:])
        else:
            yield _without_end_space(list(_folded(line)))


def _folded(line: Iterable[_Run]) -> Iterator[_Run]:
    after_space = True
    for run in line:
        text = _SPACES.sub(lambda spaces: spaces[0] if spaces[0] == "\u00a0" else " ", run.text)
        if after_space:
            text = text.lstrip(_SPACE)
        if text or run.picture:
            after_space = text[-1:] in _SPACE and not run.picture
            yield run._replace(text=text)


def _without_end_space(line: _Line) -> _Line:
    while line and not line[-1].picture:
        last = line.pop()
        if text := last.text.rstrip(_SPACE):
            return [*line, last._replace(text=text)]
    return line


def _html(line: Iterable[_Run]) -> str:
    runs = list(line)
    written: list[str] = []
    open_marks: Marks = ()
    for run, following in zip(runs, [*runs[1:], _Run("", ())], strict=True):
        is_space = not run.picture and not run.text.strip(_SPACE)
        marks = open_marks[: _shared(open_marks, following.marks)] if is_space else run.marks
        written += [*_passage(open_marks, marks), run.picture or escape(run.text, quote=False) or "<br>"]
        open_marks = marks
    return "".join([*written, *_passage(open_marks, ())])


def _passage(old: Marks, new: Marks) -> Iterator[str]:
    """The tags between words marked so and words marked otherwise."""
    shared = _shared(old, new)
    yield from (f"</{mark[1:-1].split(' ')[0]}>" for mark in reversed(old[shared:]))
    yield from new[shared:]


def _shared(some: Marks, others: Marks) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(some, others, strict=False)))
