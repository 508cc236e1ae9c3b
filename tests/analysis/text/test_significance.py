import time

import pytest

from analysis.text.significance import changed_names, changed_numbers, unsourced_numbers


@pytest.mark.parametrize(
    ("language", "old", "new"),
    [
        ("en", "1,200 people", "1 200 people"),
        ("en", "It was 3.5% in 2020", "In 2020, it was 3.5 per cent"),
        ("en", "3.50", "3.5"),
        ("en", "1.2 million", "1,200,000"),
        ("en", "10-12 votes", "10–12 votes"),
        ("ru", "3,5 % и 1 200 человек", "1200 человек и 3.5%"),
        ("ru", "5 млн рублей", "5\u00a0миллионов рублей"),
        ("ru", "12 процентов", "12%"),
        ("be", "2,5 тыс. чалавек", "2500 чалавек"),
        ("be", "7 працэнтаў", "7\u202f%"),
        ("be", "7 адсоткаў", "7 %"),
    ],
)
def test_another_way_to_write_a_number_is_no_change(language: str, old: str, new: str) -> None:
    assert changed_numbers(old, new, language) == ([], [])


@pytest.mark.parametrize(
    ("language", "old", "new", "gone", "came"),
    [
        ("en", "rose by 5%", "rose by 6%", ["5%"], ["6%"]),
        ("en", "rose by 5%", "rose by 5", ["5%"], ["5"]),
        ("en", "a change of 5", "a change of −5", ["5"], ["−5"]),
        ("en", "in 2020", "in 2021", ["2020"], ["2021"]),
        ("en", "3 million", "3 billion", ["3 million"], ["3 billion"]),
        ("en", "1.5", "1,500", ["1.5"], ["1,500"]),
        ("en", "on 12:30 or 24.11.2026", "on 12:45 or 24.11.2026", ["12:30"], ["12:45"]),
        ("en", "5 and 5", "5", ["5"], []),
        ("ru", "на 1,5 %", "на 15 %", ["1,5 %"], ["15 %"]),
        ("be", "5 мільёнаў", "5 мільярдаў", ["5 мільёнаў"], ["5 мільярдаў"]),
    ],
)
def test_a_changed_number_is_told(language: str, old: str, new: str, gone: list[str], came: list[str]) -> None:
    assert changed_numbers(old, new, language) == (gone, came)


@pytest.mark.parametrize(
    ("language", "old", "new"),
    [
        ("en", "He met Oskar Brennick. Then it rained.", "Then it rained. He met Oskar Brennick!"),
        ("en", "The government waits.", "the Government waits, (still)"),
        ("en", "A talk with Brennick.", "Brennick talked."),
        ("en", "Nothing. Everything changed.", "All is well. Nothing changed."),
        ("en", "It is so.", "I say it is so, and I know."),
        ("ru", "Там был Королёв.", "Там был Королев."),
        ("ru", "Он сказал: «Нет». А. Новик ушёл.", "А. Новик ушёл. Он сказал: «Нет»."),
        ("be", "Гаворыць д’Аршан.", "Гаворыць д'Аршан."),
    ],
)
def test_moved_sentences_case_and_punctuation_change_no_name(language: str, old: str, new: str) -> None:
    gone, came = changed_names(old, new, language)
    assert gone == []
    assert came == []


@pytest.mark.parametrize(
    ("language", "old", "new", "gone", "came"),
    [
        ("en", "He met Oskar Brennick.", "He met Oskar Brennik.", ["Oskar Brennick"], ["Oskar Brennik"]),
        ("en", "Yesterday, A. Novik left.", "Yesterday, B. Novik left.", ["A. Novik"], ["B. Novik"]),
        ("en", "He left Korin.", "He left.", ["Korin"], []),
        ("en", "It was Dr. Korin.", "It was Dr. Karin.", ["Korin"], ["Karin"]),
        ("ru", "Встреча в Корине.", "Встреча в Карине.", ["Корине"], ["Карине"]),
        ("be", "Размова з Янам Новікам.", "Размова з Янам Новакам.", ["Янам Новікам"], ["Янам Новакам"]),
    ],
)
def test_a_corrected_name_is_told(language: str, old: str, new: str, gone: list[str], came: list[str]) -> None:
    found_gone, found_new = changed_names(old, new, language)
    assert [name.removeprefix("Dr. ").removeprefix("Dr ") for name in found_gone] == gone
    assert [name.removeprefix("Dr. ").removeprefix("Dr ") for name in found_new] == came


@pytest.mark.parametrize(
    ("paragraph", "figure"),
    [
        ("Prices rose by 4 percent.", "Prices rose by 4 percent."),
        ("The state paid $5 for it.", "The state paid $5 for it."),
        ("It costs 7 rubles a day.", "It costs 7 rubles a day."),
        ("As many as 1,200 people came to the square.", "As many as 1,200 people came to"),
        ("An index of 0.8 is low.", "An index of 0.8 is low."),
        ("Рост составил 3,5 % за год.", "Рост составил 3,5 % за год."),
        ("Прыйшло 15 чалавек.", "Прыйшло 15 чалавек."),
        ("Нужно 5 млрд рублей.", "Нужно 5 млрд рублей."),
    ],
)
def test_a_figure_without_a_source_is_found_with_words_around_it(paragraph: str, figure: str) -> None:
    assert unsourced_numbers(f"<p>{paragraph}</p>") == [figure]


@pytest.mark.parametrize(
    "html",
    [
        '<p>Prices rose by 4 percent.<sup><a data-source="1">1</a></sup></p>',
        '<p>Prices rose by 4 percent, <a href="https://example.org/">it says</a>.</p>',
        "<h2>4 percent</h2><table><tbody><tr><td>40</td><td><p>12 %</p></td></tr></tbody></table>",
        "<p>In 2020 and in 1999–2001, nine of 9 came. The 1990s.</p>",
        "<p>On November 24, 2026, on 24–28 November and on 24.11.2026 or 2026-11-24.</p>",
        "<p>24 ноября 2026 года, 24 лістапада, 24–28 ноября.</p>",
        "<p>The 15th time, в 20-х числах, 12-го, 15-ы.</p>",
        "<p>At 10:30, at 11 a.m., в 10 часов, а 10 гадзіне.</p>",
        "<p>Article 342, ст. 342 УК, артыкул 193, указ № 15, § 12, п. 10.</p>",
        "<p>COVID-19, G20, T-72.</p>",
        "",
    ],
)
def test_what_needs_no_source_is_passed_over(html: str) -> None:
    assert unsourced_numbers(html) == []


def test_each_paragraph_is_judged_for_itself() -> None:
    html = '<ul><li>Now 40 cars<ul><li>and 50 <a href="/x/">more</a></li></ul></li></ul><p>60 left</p>'
    assert unsourced_numbers(html) == ["Now 40 cars", "60 left"]


@pytest.mark.parametrize(
    "unit", ["1", "1 ", "111 ", "a", "A ", "A. ", "1,", "- ", "«", "$", "5 % ", "word ", "24 November "]
)
def test_time_grows_with_the_length_only(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    started = time.process_time()
    changed_numbers(text, text + "7", "en")
    changed_names(text, text + "B", "ru")
    unsourced_numbers(f"<p>{text}</p>")
    assert time.process_time() - started < 6
