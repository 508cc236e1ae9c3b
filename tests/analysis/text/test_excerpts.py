import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.text.excerpts import excerpt, reading_minutes, word_count
from analysis.text.markup import reading_text


def test_a_short_text_is_its_own_excerpt() -> None:
    assert excerpt(" The talks \n resumed. ", words=5) == "The talks resumed."


def test_whole_sentences_need_no_dots() -> None:
    text = "The talks resumed on Monday. Nobody expected that the delegations would agree so soon."
    assert excerpt(text, words=9) == "The talks resumed on Monday."


def test_a_sentence_that_is_too_long_ends_in_dots_after_a_word() -> None:
    text = "The delegations, which had not met since spring, resumed their talks."
    assert excerpt(text, words=8) == "The delegations, which had not met since spring…"


@pytest.mark.parametrize(
    "text",
    [
        "The note was written by Dr. Novik for the bank",
        "The note was written by A. Novik for the bank",
        "Соглашение подписали в 2016 г. в Минске без огласки",
        "The rate grew to about 4.5 per cent a year",
        "Мы спросили его: «Зачем?» и не услышали ответа никогда",
    ],
)
def test_not_every_full_stop_ends_a_sentence(text: str) -> None:
    assert excerpt(text, words=6).endswith("…")


@given(st.text(alphabet="ab .!?…,«»\n\u00a0Я", max_size=200), st.integers(1, 20))
def test_an_excerpt_is_a_beginning_of_whole_words(text: str, words: int) -> None:
    shown = excerpt(text, words=words)
    assert len(shown.split(" ")) <= words
    whole = " ".join(text.split())
    assert whole.startswith(" ".join(shown.removesuffix("…").split()))


def test_words_are_counted_without_markup_footnote_marks_and_pictures() -> None:
    html = (
        "<h2>State-owned banks</h2><p>It’s <em>over</em>lap, з'езд"
        '<sup><a data-source="1">1</a></sup>.</p><img src="/images/1/" alt="A chart">'
    )
    assert word_count(reading_text(html)) == 5


def test_reading_takes_at_least_a_minute_and_longer_in_russian() -> None:
    assert reading_minutes(0, "en") == 1
    assert reading_minutes(228, "en") == 1
    assert reading_minutes(229, "en") == 2
    assert reading_minutes(800, "ru") == reading_minutes(800, "be") == 5


@pytest.mark.parametrize("unit", ["a", "a ", "a. ", "<p>", "’", "a-", '<p a="'])
def test_time_grows_with_the_length_only(unit: str) -> None:
    started = time.process_time()
    excerpt(unit * 60_000, words=50_000)
    word_count(reading_text(unit * 30_000))
    assert time.process_time() - started < 1
