"""Whatever stands in a text, it is set as text; what is compiled here is compiled for accessible documents."""

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import typst
from hypothesis import example, given, settings
from hypothesis import strategies as st

from analysis.printing.bodies import blocks_of
from analysis.printing.documents import Document
from analysis.printing.typesetting import STANDARDS, compiled, typeset
from analysis.text.sanitising import UnusableBody, clean_body
from tests.analysis.printing.documents import setting

AT = datetime(2026, 11, 16, tzinfo=UTC)
WORDS = ("issue", "glance", "contents", "nothing", "sources", "addresses")
HOSTILE = [
    "#eval(\"1 + 1\")",
    "#panic()",
    "$x^2$ ] [ { } \\ \" ' ` `` ``` @label <label> *bold* _em_ = Title - item + item / term: // comment /* */ ~ -- ---",
    '#read("/etc/passwd") #include "issue.typ" #import "@preview/x:1.0.0"',
    "\\u{41} \u202e\u200b\ufeff ﬁ",
    "Ў ў І і Ё ё ’ « » „ “ № — –",
    "word " * 50,
    "x" * 3000,
]  # fmt: skip


def text(**given: Any) -> dict[str, Any]:
    plain = dict.fromkeys(("topic", "standfirst", "byline", "added", "dateline", "assessment", "label", "reason"), "")
    lists: dict[str, Any] = {"body": [], "sources": [], "marked": [], "addresses": []}
    return {**plain, **lists, "picture": None, "title": "A title", "address": "https://example.org/a/", **given}


def document(*texts: dict[str, Any], **given: Any) -> Document:
    plain = dict.fromkeys(("strapline", "title", "introduction"), "")
    data = {
        **plain,
        "language": "en",
        "masthead": "The Weekly",
        "number": "No. 1",
        "period": "November 9–15, 2026",
        "address": "https://example.org/issues/2026-w46/",
        "authors": [],
        "glance": [],
        "texts": list(texts),
        "words": {word: word.title() for word in WORDS},
        **given,
    }
    return Document(data=data, changed_at=AT)


def set_strictly(document: Document, folder: Path) -> bytes:
    """Without the second attempt that forgives."""
    typst_data = {**document.data, "missing": []}
    return compiled(typst_data, folder, document.changed_at, STANDARDS)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_words_are_only_words(hostile: str, tmp_path: Path) -> None:
    reading = {"topic": hostile, "marks": [], "reason": hostile}
    source = {"title": hostile, "publisher": hostile, "accessed": "", "to": "https://example.org/"}
    everywhere = text(
        **dict.fromkeys(("title", "topic", "standfirst", "byline", "added", "dateline", "reason"), hostile),
        body=[{"is": "paragraph", "content": [hostile]}, {"is": "code", "text": hostile}],
        sources=[source],
    )
    given = dict.fromkeys(("masthead", "strapline", "title", "introduction", "period", "number"), hostile)
    pdf = set_strictly(document(everywhere, glance=[reading], authors=[hostile], **given), tmp_path)
    assert pdf.startswith(b"%PDF-")


@pytest.mark.parametrize("language", ["en", "ru", "be"])
def test_the_document_is_tagged_dated_and_in_its_language(language: str, tmp_path: Path) -> None:
    pdf = set_strictly(document(text(), language=language, authors=["A. Novik"]), tmp_path)
    assert b"<pdfuaid:part>1" in pdf
    assert f"/Lang({language})".encode() in pdf.replace(b"/Lang (", b"/Lang(")
    assert b"2026-11-16T00:00:00" in pdf
    assert b"A. Novik" in pdf


def test_the_same_issue_gives_the_same_file(tmp_path: Path) -> None:
    body = blocks_of(clean_body("<p>Words.</p><ul><li>more</li></ul>"), setting())
    again = document(text(body=body))
    assert set_strictly(again, tmp_path) == set_strictly(again, tmp_path)


def test_a_character_that_no_font_has_does_not_stop_the_document() -> None:
    assert typeset(document(text(title="龘 \U0001f9ff"))).startswith(b"%PDF-")


def test_the_template_sees_nothing_outside_of_its_folder(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    inner = tmp_path / "inner"
    inner.mkdir()
    (inner / "reads.typ").write_text('#read("../secret.txt")')
    with pytest.raises(typst.TypstError, match="escape the project root"):
        typst.compile(str(inner / "reads.typ"), root=str(inner), output=None)


ELEMENTS = [
    "p",
    "ul",
    "ol",
    "li",
    "table",
    "thead",
    "tr",
    "th",
    "td",
    "blockquote",
    "h2",
    "h4",
    "figure",
    "figcaption",
    "pre",
    "dl",
    "dt",
    "dd",
    "aside",
    "strong",
    "em",
    "sup",
    "a",
    "q",
]
FRAGMENTS = st.sampled_from(
    [
        *(f"<{name}>" for name in ELEMENTS),
        *(f"</{name}>" for name in ELEMENTS),
        *('<td colspan="7">', '<td rowspan="3">', '<a href="https://example.org/x">', '<p lang="ru">', "<br>", "<hr>"),
        *('<span lang="zzz">', '<a data-source="1">', '<a data-source="2">', '<a data-source="77">'),
        *("#panic()", "$", "Ў", " ", "word", "\\", "\ufeff"),
    ]
)


@settings(max_examples=40, deadline=None)
@example("<h2><strong></strong></h2>")
@example('<h2><sup><a data-source="1">1</a></sup></h2>')
@given(st.lists(FRAGMENTS, max_size=40).map("".join))
def test_every_body_that_can_be_stored_can_be_printed(tmp_path_factory: pytest.TempPathFactory, html: str) -> None:
    try:
        body = clean_body(html)
    except UnusableBody:
        return
    used = setting()
    blocks = blocks_of(body, used)
    source = {"title": "A source", "publisher": "", "accessed": "", "to": ""}
    notes = [{"letter": letter, "to": to} for to, letter in used.letters.items()]
    whole = text(body=blocks, sources=[source, source], marked=sorted(used.marked), addresses=notes)
    assert BytesIO(set_strictly(document(whole), tmp_path_factory.mktemp("issue"))).read(5) == b"%PDF-"
