from html import escape

from hypothesis import given
from hypothesis import strategies as st

from analysis.text.body import image_ids, internal_links, rewrite_links, with_pictures
from analysis.text.sanitising import clean_body

BODY = clean_body(
    '<p>See <a href="/elite/a-vote/?a=1&amp;b=2#top">the vote</a>, <a href="https://example.org/">outside</a>,'
    ' <a href="mailto:desk@example.org">us</a> &amp; <a href="/elite/a-vote/?a=1&amp;b=2#top">again</a>.</p>'
    '<figure><img src="/images/12/" alt="&quot;Turnout&quot; &lt; half"><figcaption>A</figcaption></figure>'
    '<p><img src="/images/7/"> <img src="/images/12/"> <a href="/security/">more</a></p>'
)


def test_pictures_are_listed_once_in_order() -> None:
    assert image_ids(BODY) == [12, 7]


def test_internal_links_are_listed_once_in_order() -> None:
    assert internal_links(BODY) == ["/elite/a-vote/?a=1&b=2#top", "/security/"]


def test_each_picture_is_given_its_number_and_its_plain_alternative_text() -> None:
    asked: list[tuple[int, str]] = []

    def picture(number: int, alt: str) -> str:
        asked.append((number, alt))
        return f"<picture>{number} {escape(alt)}</picture>"

    rendered = with_pictures(BODY, picture)
    assert asked == [(12, '"Turnout" < half'), (7, ""), (12, "")]
    assert "<img" not in rendered
    assert "<figure><picture>12 &quot;Turnout&quot; &lt; half</picture><figcaption>A</figcaption>" in rendered


def test_a_link_moves_where_a_new_address_is_known() -> None:
    moved = rewrite_links(BODY, {"/security/": "/safety/?x=1&y=2"}.get)
    assert internal_links(moved) == ["/elite/a-vote/?a=1&b=2#top", "/safety/?x=1&y=2"]
    assert '<a href="/safety/?x=1&amp;y=2">more</a>' in moved
    assert rewrite_links(moved, {"/safety/?x=1&y=2": "/security/"}.get) == BODY


def test_a_link_rewritten_to_another_site_is_cleaned_like_any_other() -> None:
    moved = clean_body(rewrite_links('<a href="/x/">x</a>', lambda old: f"https://example.org{old}"))
    assert moved == '<a href="https://example.org/x/" rel="noreferrer">x</a>'
    assert clean_body(rewrite_links(moved, lambda _: "javascript:alert(1)")) == "x"


@given(st.text())
def test_a_body_without_pictures_and_new_addresses_stays_as_it_is(text: str) -> None:
    html = clean_body(f'<p>{escape(text)}</p><a href="/x/" title="{escape(text)}">x</a>')
    assert with_pictures(html, lambda number, alt: "") == html
    assert rewrite_links(html, lambda _: None) == html
