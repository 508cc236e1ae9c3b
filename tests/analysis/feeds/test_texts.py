from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree, html

from analysis.feeds.texts import standing_alone
from analysis.text.xml_text import xml_text

PAGE = "https://weekly.example.org/economy/rates/"


def test_every_address_becomes_whole() -> None:
    text = standing_alone(
        '<p><a href="/ru/x/?a=1#b">x</a> <a href="mailto:a@example.org">m</a></p><img src="/media/p.webp">', PAGE
    )
    assert 'href="https://weekly.example.org/ru/x/?a=1#b"' in text
    assert 'href="mailto:a@example.org"' in text
    assert 'src="https://weekly.example.org/media/p.webp"' in text


def test_a_footnote_mark_leads_to_the_source_on_the_page_and_to_nothing_beside_it() -> None:
    text = standing_alone('<p>So<sup><a href="#source-3" id="mark-3" role="doc-noteref">3</a></sup></p>', PAGE)
    assert text == f'<p>So<sup><a href="{PAGE}#source-3">3</a></sup></p>'


def test_of_a_picture_in_many_widths_one_is_left() -> None:
    text = standing_alone(
        '<figure><picture><source type="image/avif" srcset="/a.avif 480w"><img src="/a.webp" srcset="/a.webp 480w"'
        ' sizes="92vw" loading="lazy" alt="A port" width="8" height="5"></picture>'
        "<figcaption>Port</figcaption></figure>",
        PAGE,
    )
    assert text == (
        '<figure><img src="https://weekly.example.org/a.webp" alt="A port" width="8" height="5">'
        "<figcaption>Port</figcaption></figure>"
    )


def test_text_in_another_language_keeps_saying_so() -> None:
    assert standing_alone('<p lang="ru" class="x">Да</p>', PAGE) == '<p lang="ru">Да</p>'


@settings(max_examples=60)
@given(st.text())
def test_xml_can_hold_what_is_left_of_any_text(text: str) -> None:
    element = etree.Element("title")
    element.text = xml_text(text)
    assert etree.fromstring(etree.tostring(element, encoding="utf-8")).text in (None, *_as_parsed(xml_text(text)))


def _as_parsed(text: str) -> tuple[str, str]:
    return text, text.replace("\r\n", "\n").replace("\r", "\n")


@settings(max_examples=60)
@given(st.text(max_size=200))
def test_words_stay_what_they_are(words: str) -> None:
    escaped = etree.Element("p")
    escaped.text = xml_text(words).replace("\r", " ")
    alone = standing_alone(etree.tostring(escaped, encoding="unicode"), PAGE)
    assert html.fragment_fromstring(alone, create_parent="div").text_content().strip() == (escaped.text or "").strip()
