"""Where a text belongs: its trend, its week, its assessment, whose it is, and that there is one of it."""

from datetime import date

import pytest

from tests.analysis.checklist.contents import said
from tests.factories import NOON, ArticleFactory, IssueFactory, TopicFactory

pytestmark = pytest.mark.django_db

WEEK = {"period_start": "2026-11-09", "period_end": "2026-11-15"}


def test_a_text_needs_a_primary_topic() -> None:
    topic = TopicFactory.create()
    expected = [("block", "primary_topic", "The text needs a primary topic: it is part of its address.")]
    assert said("no_topic") == expected
    assert said("no_topic", topics=[[topic.pk, False]]) == expected
    assert not said("no_topic", topics=[[topic.pk, True]])


def test_a_text_bears_a_name() -> None:
    assert said("no_byline") == [("warn", "bylines", "The text bears nobody's name.")]
    assert not said("no_byline", bylines=[[1, "author"]])


def test_the_monitored_days_are_those_of_the_issue() -> None:
    issue = IssueFactory.create(number=7)
    other = {"period_start": "2026-11-02", "period_end": "2026-11-08"}
    sentence = "The monitored days are not those of issue 7: November\u00a09–15, 2026."
    assert said("week_and_dates", issue_id=issue.pk, **other) == [("warn", "period_start", sentence)]
    assert not said("week_and_dates", issue_id=issue.pk, **WEEK)
    assert not said("week_and_dates", **other)
    assert not said("week_and_dates", issue_id=issue.pk)


@pytest.mark.parametrize(
    ("language", "wrong", "right"),
    [
        ("en", "Tuesday, November 11", "Wednesday, November 11"),
        ("ru", "во вторник, 11 ноября", "в среду, 11 ноября"),
        ("be", "у аўторак, 11 лістапада", "у сераду, 11 лістапада"),
    ],
)
def test_a_day_has_the_weekday_of_its_year(language: str, wrong: str, right: str) -> None:
    [(level, field, words)] = said("week_and_dates", language=language, body=f"<p>It met {wrong}.</p>", **WEEK)
    assert (level, field) == ("warn", "body")
    assert "11" in words
    assert not said("week_and_dates", language=language, body=f"<p>It met {right}.</p>", **WEEK)


def test_a_date_that_names_no_year_is_not_judged_without_a_week() -> None:
    assert not said("week_and_dates", body="<p>It met on Tuesday, November 11.</p>")
    assert len(said("week_and_dates", body="<p>It met on Tuesday, November 11, 2026.</p>")) == 1


def test_around_new_year_a_date_may_be_of_either_year() -> None:
    week = {"period_start": "2026-12-28", "period_end": "2027-01-03"}
    assert date(2026, 12, 31).strftime("%A") == "Thursday"
    assert date(2027, 1, 1).strftime("%A") == "Friday"
    assert not said("week_and_dates", body="<p>On Thursday, December 31, and on Friday, January 1.</p>", **week)
    assert len(said("week_and_dates", body="<p>On Monday, December 31.</p>", **week)) == 1


def test_an_assessment_has_a_reason() -> None:
    expected = [("warn", "assessment_reason", "The assessment has no reason.")]
    assert said("assessment_without_reason", assessment="worsened", assessment_reason=" ") == expected
    assert not said("assessment_without_reason", assessment="worsened", assessment_reason="Two papers were closed.")


def test_a_week_of_a_trend_has_an_assessment() -> None:
    trend, other = TopicFactory.create(), TopicFactory.create(is_trend=False)
    expected = [("warn", "assessment", "This week of a trend has no assessment.")]
    assert said("assessment_without_reason", topics=[[trend.pk, True]], **WEEK) == expected
    assert not said("assessment_without_reason", topics=[[trend.pk, True]])
    assert not said("assessment_without_reason", topics=[[other.pk, True]], **WEEK)


def test_two_texts_of_one_language_have_two_titles() -> None:
    namesake = ArticleFactory.create(title="The cabinet meets")
    assert said("duplicate_title") == [("warn", "title", "Another text in this language has the same title.")]
    assert not said("duplicate_title", article_pk=namesake.pk)
    assert not said("duplicate_title", language="ru")
    assert not said("duplicate_title", title="The cabinet rests")


def test_what_is_in_the_trash_holds_no_title() -> None:
    ArticleFactory.create(title="The cabinet meets", trashed_at=NOON)
    assert not said("duplicate_title")
