from datetime import date, timedelta

import pytest
from django.utils.translation import override

from analysis.trends.readings import Trend
from analysis.trends.strip import HALF_A_YEAR, REASONS, Line, around, by_year, of_all_trends
from analysis.trends.wording import streak_in_words
from tests.analysis.trends.readings import AT, MONDAY, reading, trend, weekly

WEEK = timedelta(weeks=1)
SIGNS = {"improved": "▲", "unchanged": "■", "worsened": "▼", "gap": "·", "outside": ""}


def drawn(line: Line) -> str:
    return "".join(SIGNS.get(cell.kind, "–") for cell in line.cells)


def lines(*trends: Trend) -> list[str]:
    strip = of_all_trends(trends, AT)
    assert strip
    return [drawn(line) for line in strip.lines]


# --- Half a year ----------------------------------------------------------------------------------------------


def test_each_trend_has_a_line_and_each_week_a_cell_and_what_is_missing_is_a_gap() -> None:
    economy = trend(*weekly("improved", "", "worsened", "unchanged"))
    assert lines(economy, trend(slug="security")) == ["·" * 22 + "■▼·▲", "·" * 26]


def test_nothing_is_drawn_where_nothing_was_assessed_for_half_a_year() -> None:
    assert of_all_trends([trend(), trend(reading(MONDAY - (HALF_A_YEAR + 1) * WEEK))], AT) is None


def test_the_week_before_the_present_one_is_a_gap_only_when_it_is_a_week_late() -> None:
    before = trend(reading(MONDAY - WEEK, "improved"))
    assert lines(before)[0].endswith("·▲")
    older = trend(reading(MONDAY - 2 * WEEK, "improved"))
    assert lines(older)[0].endswith("▲·")


def test_a_week_that_two_texts_assess_counts_once_and_as_it_was_assessed_last() -> None:
    first = reading(MONDAY, "improved")
    last = reading(MONDAY + timedelta(days=1), "worsened", days=3, published_at=AT + timedelta(hours=1))
    assert lines(trend(last, first))[0].endswith("·▼")


def test_a_longer_period_leads_up_to_one_sign_and_yields_to_other_texts() -> None:
    month = reading(MONDAY - 3 * WEEK, "worsened", days=28)
    assert lines(trend(month))[0].endswith("·–––▼")
    assert lines(trend(month, reading(MONDAY - WEEK, "improved")))[0].endswith("·––▲▼")


def test_what_is_about_a_week_to_come_waits_for_it() -> None:
    coming = reading(MONDAY + 3 * WEEK, "improved")
    assert lines(trend(coming, reading(MONDAY)))[0].endswith("·■")


def test_months_are_named_where_they_begin_in_the_language_of_the_page() -> None:
    expected = {"en": ["Jun", "Jul", "Aug", "Sep", "Oct", "Nov"], "be": ["Чэр", "Ліп", "Жні", "Вер", "Кас", "Ліс"]}
    for language, names in expected.items():
        with override(language):
            strip = of_all_trends([trend(reading(MONDAY))], AT)
        assert strip
        assert [cell.month for cell in strip.lines[0].cells if cell.month] == names


def test_a_page_tells_the_newest_reasons_whatever_their_trend() -> None:
    trends = [trend(*weekly(*["improved"] * HALF_A_YEAR), slug=slug) for slug in ("a", "b", "c")]
    strip = of_all_trends(trends, AT)
    assert strip
    told = [[cell.has_reason for cell in line.cells] for line in strip.lines]
    assert sum(map(sum, told)) == REASONS
    assert all(reasons == sorted(reasons) for reasons in told)


# --- By year --------------------------------------------------------------------------------------------------


def years(one: Trend) -> list[tuple[int, str]]:
    strip = by_year(one, AT)
    return [(line.year, drawn(line)) for line in strip.lines] if strip else []


def test_the_newest_year_comes_first_and_nothing_is_missing_before_the_first_week() -> None:
    readings = [reading(date(2025, 12, 22), "improved"), reading(date(2026, 1, 5), "worsened"), *weekly("unchanged")]
    assert years(trend(*readings)) == [(2026, "·▼" + "·" * 44 + "■"), (2025, "▲")]


def test_a_year_ends_with_its_last_week_and_one_alone_begins_with_its_first_text() -> None:
    alone, longer = trend(*weekly("improved", "", "worsened")), trend(reading(date(2025, 12, 22)), *weekly("unchanged"))
    strip = by_year(alone, AT)
    assert strip
    assert [(line.year, drawn(line)) for line in strip.lines] == [(2026, "▼·▲")]
    assert [name for name, _cells in strip.rows] == ["Week 45", "Week 46", "Week 47"]
    assert years(longer) == [(2026, "·" * 46 + "■"), (2025, "■")]
    month = reading(MONDAY - 3 * WEEK, "worsened", days=28)
    assert years(trend(month)) == [(2026, "–––▼")]


def test_the_turn_of_the_year_falls_where_iso_8601_puts_it() -> None:
    last, first = reading(date(2020, 12, 28), "worsened"), reading(date(2024, 12, 30), "improved")
    strip = by_year(trend(first, last), AT)
    assert strip
    cells = {line.year: line.cells for line in strip.full_lines}
    assert len(cells[2020]) == 53
    assert cells[2020][52].reading == last
    assert cells[2025][0].reading == first
    assert [name for name, _cells in strip.rows][-1] == "Week 53"
    assert strip.rows[-1][1] == [None, cells[2020][52]]


def test_years_without_an_assessment_are_one_line() -> None:
    strip = by_year(trend(reading(date(2019, 5, 6)), reading(date(2015, 5, 4))), AT)
    assert strip
    spans = [(line.first_year or line.year, line.year, bool(line.cells)) for line in strip.lines]
    assert spans == [(2020, 2026, False), (2019, 2019, True), (2016, 2018, False), (2015, 2015, True)]


def test_impossible_years_break_nothing_and_cost_little() -> None:
    ages = trend(reading(date(1, 1, 1), days=3_652_059), reading(date(1, 1, 1)), reading(date(9999, 12, 27), days=5))
    strip = by_year(ages, AT)
    assert strip
    assert len(strip.lines) == 3
    assert of_all_trends([ages], AT) is None
    assert all(around(one, ages, AT) for one in ages.readings)


def test_a_trend_without_weeks_has_no_history() -> None:
    assert by_year(trend(), AT) is None
    assert by_year(trend(reading(None)), AT) is None


# --- An article's ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("weeks_ago", "place"), [(0, 25), (25, 0), (26, 12), (100, 12)])
def test_an_article_is_shown_in_the_last_half_year_or_in_its_own(weeks_ago: int, place: int) -> None:
    readings = weekly(*["unchanged"] * 110)
    strip = around(readings[weeks_ago], trend(*readings), AT)
    assert strip
    (line,) = strip.lines
    assert [cell.is_here for cell in line.cells].index(True) == place
    assert line.cells[place].reading == readings[weeks_ago]
    assert len(line.cells) == HALF_A_YEAR


def test_an_article_without_a_week_has_no_place_in_the_strip() -> None:
    alone = reading(None)
    assert around(alone, trend(alone), AT) is None
    assert around(None, trend(), AT) is None


# --- The streak -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("assessments", "words"),
    [
        (["worsened", "worsened", "worsened", "improved"], "3 weeks in a row"),
        (["worsened"] * 52 + ["improved"], "52 weeks in a row"),
        (["worsened"] * 53, "for more than a year"),
        (["worsened", "improved"], ""),
        (["worsened", "", "worsened"], ""),
        ([], ""),
    ],
)
def test_a_streak_is_said_from_the_second_week_on(assessments: list[str], words: str) -> None:
    assert streak_in_words(trend(*weekly(*assessments))) == words


def test_an_article_says_for_how_long_it_had_been_so_in_its_week() -> None:
    readings = weekly("improved", "worsened", "worsened", "worsened")
    assert streak_in_words(trend(*readings), until=readings[1]) == "3 weeks in a row"
    assert streak_in_words(trend(*readings), until=readings[2]) == "2 weeks in a row"


def test_a_text_that_does_not_count_has_no_streak() -> None:
    newest, before = weekly("worsened", "worsened")
    replaced = reading(MONDAY, "worsened", published_at=AT - timedelta(days=1))
    assert streak_in_words(trend(newest, before, replaced), until=replaced) == ""
