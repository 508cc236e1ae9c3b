import time

import pytest

from analysis.text.tails import strip_tails


@pytest.mark.parametrize(
    "tail",
    [
        '<p>Read more: <a href="https://example.org/">https://example.org/</a></p>',
        "<p>Read more: https://example.org/</p>",
        '<p><a href="/x/">Read more</a></p>',
        '<p><strong>Читайте также</strong> <a href="/x/">Почему банк молчит</a></p>',
        "<p>Читать далее: почему банк молчит</p>",
        "<p>Источник: https://example.org/a</p>",
        "<p>Чытаць далей: чаму банк маўчыць</p>",
        '<p>Читайте также:</p><ul><li><a href="/x/">Почему</a></li><li><a href="/y/">Когда</a></li></ul>',
        "<blockquote><p>See also:&nbsp;www.example.org</p></blockquote>",
        "<p>Read also</p><p>Source: www.example.org</p>",
    ],
)
def test_what_was_pasted_at_the_end_is_dropped(tail: str) -> None:
    assert strip_tails(f"<p>The talks resumed.</p>{tail}") == "<p>The talks resumed.</p>"


def test_a_tail_in_the_last_paragraph_is_dropped_with_its_line_breaks() -> None:
    html = "<blockquote><p>The talks resumed.<br><br>Чытаць далей: https://example.org/</p></blockquote>"
    assert strip_tails(html) == "<blockquote><p>The talks resumed.</p></blockquote>"


@pytest.mark.parametrize(
    "html",
    [
        "<p>Read more carefully, the law says nothing.</p>",
        "<p>Подробнее о причинах мы писали неделю назад.</p>",
        "<p>Источник: Министерство финансов</p>",
        "<p>Read more: https://example.org/</p><p>The talks resumed.</p>",
        f"<p>See also: {'the whole argument ' * 30}</p>",
        "The talks resumed. Read more: https://example.org/",
        "",
    ],
)
def test_an_authors_own_words_stay(html: str) -> None:
    assert strip_tails(html) == html


@pytest.mark.parametrize("unit", ["<br>", "<p>Read more:</p>", "<p></p>", "Read more:<br>"])
def test_time_grows_with_the_length_only(unit: str) -> None:
    started = time.process_time()
    strip_tails(unit * 4_900)
    assert time.process_time() - started < 2
