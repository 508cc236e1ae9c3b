import json

import pytest

from analysis.printing.bodies import blocks_of
from analysis.printing.runs import Block
from analysis.text.sanitising import clean_body
from tests.analysis.printing.documents import setting


def blocks(html: str, **given: object) -> list[Block]:
    return blocks_of(clean_body(html), setting(**given))


def test_paragraphs_keep_their_words_and_what_is_stressed_in_them() -> None:
    assert blocks("<p>One <strong>two</strong>\n three</p><p> </p>") == [
        {"is": "paragraph", "content": ["One ", {"is": "strong", "content": ["two"]}, " three"]}
    ]


@pytest.mark.parametrize(
    ("language", "said"), [("en", "She said “no”."), ("ru", "She said «no»."), ("be", "She said «no».")]
)
def test_a_quotation_has_the_marks_of_its_language(language: str, said: str) -> None:
    [paragraph] = blocks("<p>She said <q>no</q>.</p>", language=language)
    before, quotation, after = paragraph["content"]
    assert "".join([before, *quotation["content"], after]) == said


def test_words_outside_of_any_paragraph_are_not_lost() -> None:
    kinds = [
        (block["is"], block["content"]) for block in blocks("Loose <ul><li>item</li></ul> end") if "content" in block
    ]
    assert kinds == [("paragraph", ["Loose"]), ("paragraph", ["end"])]


def test_no_heading_skips_a_level() -> None:
    levels = [block["level"] for block in blocks("<h4>a</h4><h2>b</h2><h4>c</h4><h3>d</h3>")]
    assert levels == [2, 2, 3, 3]


def test_a_heading_inside_of_a_quotation_is_a_line_in_bold() -> None:
    [quotation] = blocks("<blockquote><h2>Said</h2><p>Words.</p></blockquote>")
    assert [block["is"] for block in quotation["content"]] == ["label", "paragraph"]


def test_only_the_first_mark_of_a_source_is_what_the_source_leads_back_to() -> None:
    marked = setting()
    mark = '<sup><a href="#source-1" data-source="1">1</a></sup>'
    written = json.dumps(blocks_of(clean_body(f"<p>A{mark} b{mark}</p>"), marked))
    assert written.count('"first": true') == written.count('"first": false') == 1
    assert marked.marked == {1}


def test_a_mark_of_a_source_that_is_not_there_leads_nowhere() -> None:
    [paragraph] = blocks('<p>A<a data-source="9">9</a></p>')
    assert paragraph["content"] == ["A", "9"]


@pytest.mark.parametrize(
    ("words", "note"),
    [
        ("https://www.example.com/rates/2026/", ""),
        ("example.com/rates/2026", ""),
        ("Example.com/rates/2026", ""),
        ("2026", "a"),
        ("rates/2026", "a"),
        ("example.com", "a"),
    ],
)
def test_only_words_that_are_the_whole_address_need_no_letter(words: str, note: str) -> None:
    html = f'<p><a href="https://www.example.com/rates/2026">{words}</a></p>'
    [paragraph] = blocks(html)
    assert paragraph["content"][0]["note"] == note


def test_each_address_has_one_letter_and_internal_ones_are_complete() -> None:
    used = setting()
    ours, theirs = '<a href="/security/x/">here</a>', '<a href="https://example.com/">there</a>'
    links = [
        run
        for run in blocks_of(clean_body(f"<p>{ours} {theirs} {ours}</p>"), used)[0]["content"]
        if isinstance(run, dict)
    ]
    assert [link["note"] for link in links] == ["a", "b", "a"]
    assert used.letters == {"https://example.org/security/x/": "a", "https://example.com/": "b"}


def test_an_address_that_is_written_out_needs_no_note() -> None:
    [paragraph] = blocks(
        '<p><a href="https://example.com/a/">example.com/a</a> <a href="mailto:a@example.com">mail</a></p>'
    )
    assert [run["note"] for run in paragraph["content"] if isinstance(run, dict)] == ["", ""]


def test_pictures_leave_the_paragraph_and_take_the_caption_of_their_figure() -> None:
    picture = {"is": "picture", "caption": []}
    figure = '<figure><img src="/images/7/" alt="Seen"><figcaption lang="ru">Подпись</figcaption></figure>'
    found = blocks(
        f'{figure}<p>A <img src="/images/8/"> b</p>',
        picture=lambda number, alt: {**picture, "number": number, "alt": alt},
    )
    assert [block["is"] for block in found] == ["picture", "paragraph", "picture"]
    assert found[0]["alt"] == "Seen"
    assert found[0]["caption"] == [{"is": "span", "lang": "ru", "content": ["Подпись"]}]


def test_a_picture_that_has_gone_leaves_its_caption() -> None:
    assert [block["is"] for block in blocks('<figure><img src="/images/7/"><figcaption>So</figcaption></figure>')] == [
        "caption"
    ]


def test_a_quotation_in_another_language_says_so() -> None:
    [quotation] = blocks('<blockquote lang="be-tarask"><p>Так.</p></blockquote>')
    assert quotation["lang"] == "be"


def test_a_language_that_is_none_says_nothing() -> None:
    [paragraph] = blocks('<p lang="gibberish">So</p>')
    assert "lang" not in paragraph


def test_a_table_places_every_cell_within_itself() -> None:
    html = (
        "<table><thead><tr><th colspan='2'>Head</th></tr></thead>"
        "<tbody><tr><td rowspan='99'>a</td><td colspan='500'>b</td></tr><tr><td>c</td></tr></tbody></table>"
    )
    [table] = blocks(html)
    places = [(cell["x"], cell["y"], cell["colspan"], cell["rowspan"]) for cell in table["cells"]]
    assert (table["columns"], table["heads"]) == (3, 1)
    assert places == [(0, 0, 2, 1), (0, 1, 1, 2), (1, 1, 2, 1), (1, 2, 1, 1)]


def test_a_table_too_wide_for_a_page_is_set_cell_by_cell() -> None:
    found = blocks(f"<table><tr>{'<td>word</td>' * 40}</tr></table>")
    assert [block["is"] for block in found] == ["paragraph"] * 40


def test_however_deep_it_is_nested_a_body_stays_shallow_and_loses_no_word() -> None:
    html = "<ul><li>" * 40 + "deep" + "</li></ul>" * 40
    written = json.dumps(blocks(html))
    assert "deep" in written
    assert written.count('"list"') <= 6
