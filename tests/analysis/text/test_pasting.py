import re
import time
from collections import Counter
from contextlib import suppress
from html import escape
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from analysis.text.markup import reading_text
from analysis.text.pasting import MAX_CHARACTERS, clean_pasted
from analysis.text.plain_links import plain_address
from analysis.text.sanitising import BodyTooLarge, UnusableBody, clean_body
from tests.analysis.text.test_hostile_bodies import HOSTILE, LISTS, faults

CLIPBOARD = Path(__file__).parent / "clipboard"
CLIPBOARDS = sorted(path.stem for path in CLIPBOARD.glob("*.html") if ".clean" not in path.name)


def on_clipboard(program: str) -> str:
    with (CLIPBOARD / f"{program}.html").open(encoding="utf-8", newline="") as file:
        return file.read()


@pytest.mark.parametrize("program", CLIPBOARDS)
def test_a_clipboard_becomes_a_plain_body(program: str) -> None:
    expected = (CLIPBOARD / f"{program}.clean.html").read_text(encoding="utf-8").replace(">\n<", "><").strip()
    assert clean_pasted(on_clipboard(program)) == expected


@pytest.mark.parametrize("program", CLIPBOARDS)
def test_a_clean_paste_stays_as_it_is(program: str) -> None:
    cleaned = clean_pasted(on_clipboard(program))
    assert clean_pasted(cleaned) == cleaned == clean_body(cleaned)


@pytest.mark.parametrize(
    ("pasted", "expected"),
    [
        ("", ""),
        ("plain\r\nwords", "<p>plain words</p>"),
        ("one<br><br>two", "<p>one</p><p>two</p>"),
        ("<div>one<div>two</div>three</div>", "<p>one</p><p>two</p><p>three</p>"),
        ("<p>&nbsp;&nbsp; in &nbsp;dent</p><p>&nbsp;</p>", "<p>in dent</p>"),
        ("<p>28&nbsp;ноября</p>", "<p>28&nbsp;ноября</p>"),
        ("<p><b>a</b><b> </b><b>b</b></p>", "<p><strong>a b</strong></p>"),
        ("<h3><b>Bold</b> title</h3>", "<h3>Bold title</h3>"),
        ("<span style='font-weight:600'>a<span style='font-weight:400'>b</span></span>", "<p><strong>a</strong>b</p>"),
        ("<li>a</li><li>b</li>", "<ul><li>a</li><li>b</li></ul>"),
        ("<td>a</td><td>b</td>", "<p>a</p><p>b</p>"),
        ("<ul><li><p>a</p><p>b</p></li></ul>", "<ul><li><p>a</p><p>b</p></li></ul>"),
        ("</body></html>after", "<p>after</p>"),
        ("<p lang=RU>x <span lang=en-US>y</span> <span lang=be>z</span></p>", '<p>x y <span lang="be">z</span></p>'),
        ("<a href='#_Toc12'>Part one</a>", "<p>Part one</p>"),
        ("<a href='#_ftn1'>words of the author</a>", "<p>words of the author</p>"),
        ("<p>x</p><p>Подробнее: https://example.org/</p>", "<p>x</p>"),
    ],
)
def test_what_pages_and_programs_write_in_other_ways_comes_out_the_same(pasted: str, expected: str) -> None:
    assert clean_pasted(pasted) == expected


@pytest.mark.parametrize(
    "body",
    [
        '<p>x<sup><a href="#source-3" data-source="3">3</a></sup> <a href="/elite/a-vote/" title="t">y</a></p>',
        '<figure><img src="/images/12/" alt="A map"><figcaption>Map</figcaption></figure>',
        "<blockquote><p><q>a</q> <cite>b</cite></p></blockquote><pre>  x\n y</pre><hr>",
        '<table><caption>T</caption><thead><tr><th scope="col">a</th></tr></thead>'
        "<tbody><tr><td></td></tr></tbody></table>",
        "<dl><dt>a</dt><dd>b</dd></dl><aside><p><small>a</small> <kbd>b</kbd></p></aside>",
    ],
)
def test_what_was_copied_from_a_body_of_ours_is_kept(body: str) -> None:
    assert clean_pasted(body) == body


def test_notes_are_named_in_the_language_of_the_text() -> None:
    note = "<p>{}</p><p><a href='#_ftnref1'>[1]</a> {}</p>"
    assert clean_pasted(note.format("Words.", "A book")) == "<p>Words.</p><p>Sources</p><p>1. A book</p>"
    assert "<p>Крыніцы</p><p>1. Кніга</p>" in clean_pasted(note.format("Словы.", "Кніга"))


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://www.google.com/url?q=https%3A%2F%2Fexample.org%2F%3Fa%3D1&sa=D", "https://example.org/?a=1"),
        ("https://www.google.com/url?q=javascript:alert(1)", "https://www.google.com/url?q=javascript:alert(1)"),
        ("https://example.org/?utm_source=a&b=2&fbclid=3#c", "https://example.org/?b=2#c"),
        ("https://example.org/?gclid=1", "https://example.org/"),
        ("https://example.org/#/?utm_source=a", "https://example.org/#/?utm_source=a"),
        ("https://example.org/?q=a%20b&yclid=1&empty=", "https://example.org/?q=a%20b&empty="),
        ("https://[broken?gclid=1", "https://[broken"),
    ],
)
def test_a_link_leads_straight_to_its_page(address: str, expected: str) -> None:
    assert plain_address(address) == expected


WRAPPERS = [
    "<p>{}</p>",
    "<div>{}</div>",
    "<b>{}</b>",
    "<i style='font-weight:bold'>{}</i>",
    "<span style='font-weight:700;vertical-align:super'>{}</span>",
    "<b style='font-weight:normal' id='docs-internal-guid-1'>{}</b>",
    "<h1>{}</h1>",
    "<h5>{}</h5>",
    "<p class=MsoTitle>{}</p>",
    "<ul><li>{}</li></ul>",
    "<ol><li aria-level=2><p>{}</p></li></ol>",
    "<ul><ul><li>{}</li></ul></ul>",
    "<li>{}</li>",
    "<p class=MsoListParagraph style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>1.</span>{}</p>",
    "<table><tr><td>{}</td></tr></table>",
    "<table><caption>{}</caption><tbody><tr><th>x1</th></tr></tbody></table>",
    "<td>{}</td>",
    "<blockquote>{}</blockquote>",
    "<figure><img src=https://example.org/a.png><figcaption>{}</figcaption></figure>",
    "<a href=https://example.org/?utm_source=a>{}</a>",
    "<a href='#_ftn1'>[1]</a>{}",
    "<div id=ftn1><p><a href='#_ftnref1'>[1]</a> {}</p></div>",
    "<font face=Arial>{}</font><o:p></o:p>",
    "<ins>{}</ins><del>deleted</del>",
    "<dl><dt>{}</dt><dd>x2</dd></dl>",
    "<pre>{}</pre>",
    "<section><article>{}</article></section>",
    "<!--[if mso]>comment<![endif]-->{}",
    "{}<br>",
    "{}<br><br>",
    "&nbsp;&nbsp;{} ",
    "<sub>{}</sub><hr>",
    "<unknown:tag>{}</unknown:tag>",
    "</div>{}</p>",
    "<html><body>{}</body></html>",
]
words = st.sampled_from(["bank", "банк", "vote", "цэны", "x&amp;y", "Novik"])
pasted = st.recursive(
    words,
    lambda inner: st.one_of(
        st.tuples(st.sampled_from(WRAPPERS), inner).map(lambda pair: pair[0].format(pair[1])),
        st.lists(inner, min_size=2, max_size=4).map(" ".join),
    ),
    max_leaves=12,
)


def visible_words(html: str) -> Counter[str]:
    seen = re.sub(r"<!--.*?-->|<del>.*?</del>|<span style='mso-list:Ignore'>.*?</span>|\[1\]", " ", html)
    return Counter(re.findall(r"[^\W_]+", re.sub(r"<[^>]*>|&amp;|&nbsp;", " ", seen)))


@settings(max_examples=300, deadline=None)
@given(pasted)
def test_no_word_is_lost_and_none_doubled(html: str) -> None:
    found = Counter(re.findall(r"[^\W_]+", reading_text(clean_pasted(html))))
    for added in ("Sources", "Источники", "Крыніцы"):
        found.pop(added, None)
    numbers = {word for word in found if word.isdigit()}  # of the notes
    assert {word: n for word, n in found.items() if word not in numbers} == dict(visible_words(html))


@settings(max_examples=300, deadline=None)
@example("<pre><hr>")
@given(st.one_of(pasted, st.lists(st.sampled_from([p for w in WRAPPERS for p in w.split("{}")] + ["x"])).map("".join)))
def test_cleaning_settles(html: str) -> None:
    cleaned = clean_pasted(html)
    assert clean_pasted(cleaned) == cleaned == clean_body(cleaned)


@pytest.mark.skipif(not HOSTILE.is_dir(), reason="the lists of attacks are not here")
@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_no_attack_survives_being_pasted(path: Path) -> None:
    lines = path.read_text(encoding="utf-8", errors="replace").split("\n")
    together = ["\n".join(lines[start : start + 20]) for start in range(0, len(lines), 20)]
    quoted = [f'<p title="{escape(line)}"><a href="{escape(line)}">x</a>' for line in lines[::7]]
    assert {html: found for html in together + quoted if (found := list(faults(clean_pasted(html))))} == {}


@pytest.mark.parametrize(
    "html",
    [
        "<b>" * 100_000,
        "<div>" * 60_000,
        "<p>x" * 9_000,
        "<ul><li>" * 37_000,
        "<p style='mso-list:l0 level1 lfo1'>x</p>" * 7_000,
        "<p style='mso-list:l0 level9 lfo1'><span style='mso-list:Ignore'>1.</span></p>" * 4_000,
        "<span style='font-weight:bold'>x </span>" * 7_500,
        "<li aria-level=5>x<li aria-level=1>" * 4_500,
        "<br>" * 75_000,
        "x<br>" * 9_000,
        "&nbsp;" * 49_000,
        " &nbsp;<b> </b>" * 18_000,
        "<![if x]>" * 33_000,
        "<p style='" + "a:b;" * 70_000 + "'>x",
        "<a href='https://www.google.com/url?q=" + "%68ttps://" * 20_000 + "'>x</a>",
        "<a href='#_ftnref1'>[1]</a><p>x" * 4_000,
        "<p><a href='#_ftnref1'>1</a></p>" * 50_000,
        "<p " * 100_000,
        "</p>" * 75_000,
        "<html" * 60_000,
        '="data:image/' * 20_000,
    ],
)
def test_no_paste_takes_long(html: str) -> None:
    started = time.process_time()
    with suppress(UnusableBody):
        clean_pasted(html)
    assert time.process_time() - started < 4


def test_a_paste_that_is_large_only_by_its_junk_is_taken() -> None:
    junk = "<p class=MsoNormal style='" + "mso-pagination:widow-orphan;" * 40 + "'><o:p></o:p>word</p>"
    html = junk * 2_000 + f"<img src='data:image/png;base64,{'A' * MAX_CHARACTERS}'>"
    assert clean_pasted(html) == "<p>word</p>" * 2_000


@pytest.mark.parametrize("html", ["x" * (MAX_CHARACTERS + 1), "<p>word</p>" * 30_000, "<b>" * 300 + "deep"])
def test_a_paste_beyond_all_measure_is_refused(html: str) -> None:
    with pytest.raises(BodyTooLarge):
        clean_pasted(html)
