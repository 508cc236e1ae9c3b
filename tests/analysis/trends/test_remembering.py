"""What was made of a trend serves as long as its texts say the same."""

from datetime import date, timedelta

import pytest

from analysis.models import Publication, Topic
from analysis.trends.readings import trend, trends_lately
from analysis.trends.strip import by_year, of_all_trends
from analysis.trends.wording import present
from tests.factories import NOON, TopicFactory, published

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 16)


@pytest.fixture(autouse=True)
def economy() -> Topic:
    topic = TopicFactory.create(slug="economy", name_en="Economy", is_trend=True)
    week = {"period_start": MONDAY, "period_end": MONDAY + timedelta(days=6)}
    published(topic=topic, title="The bank cuts", assessment="improved", assessment_reason="It cut.", at=NOON, **week)
    return topic


def test_the_same_texts_are_one_trend_with_one_strip() -> None:
    (one,), (other,) = (trends_lately(NOON, language="en") for _time in range(2))
    assert one is other
    assert present(one) is present(other)
    assert of_all_trends([one], NOON) is of_all_trends([other], NOON)


def test_a_whole_history_is_known_too(economy: Topic) -> None:
    assert by_year(trend(economy, NOON, language="en"), NOON) is by_year(trend(economy, NOON, language="en"), NOON)


def test_another_word_in_a_text_is_another_trend() -> None:
    (before,) = trends_lately(NOON, language="en")
    Publication.objects.update(assessment="worsened")
    (after,) = trends_lately(NOON, language="en")
    assert [each.present.assessment for each in (before, after) if each.present] == ["improved", "worsened"]


def test_another_name_of_the_topic_is_another_trend(economy: Topic) -> None:
    trends_lately(NOON, language="en")
    Topic.objects.update(name_en="Household")
    (after,) = trends_lately(NOON, language="en")
    economy.refresh_from_db()
    assert [str(each.topic.name) for each in (after, trend(economy, NOON, language="en"))] == ["Household"] * 2


def test_a_strip_goes_on_with_the_weeks() -> None:
    (one,) = trends_lately(NOON, language="en")
    now, later = of_all_trends([one], NOON), of_all_trends([one], NOON + timedelta(weeks=9))
    assert now
    assert later
    assert now.columns != later.columns
