"""Random publishing, and at random instants: the cells of the strips, the counted rows of the files, the live texts."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import publishing
from analysis.models import Article, Assessment, Publication, Topic
from analysis.publishing import PublishingError
from analysis.trends.data import records
from analysis.trends.readings import Trend, trend, trends
from analysis.trends.strip import Strip, by_year, of_all_trends
from analysis.trends.weeks import iso_name
from tests.factories import ArticleFactory, TopicFactory

BEGIN = datetime(2026, 12, 28, tzinfo=UTC)
LANGUAGES = ("en", "ru")
# Hours from the beginning: few, so that what one verb begins another one ends.
hours = st.integers(0, 12)


def instant(hour: int) -> datetime:
    return BEGIN + timedelta(hours=hour)


# Days around the turn of a year with 53 weeks, some of them in one week.
contents = st.fixed_dictionaries(
    {
        "period_start": st.none() | st.integers(0, 30).map(lambda days: date(2026, 12, 8) + timedelta(days=days)),
        "days": st.sampled_from([7, 7, 7, 1, 3, 14, 30]),
        "assessment": st.sampled_from(["", *Assessment.values]),
    }
)
verbs = st.tuples(
    st.sampled_from(["publish", "publish", "schedule", "schedule", "withdraw", "expire"]),
    st.integers(0, 4),
    hours,
    hours,
    contents,
)


@pytest.mark.django_db
@settings(max_examples=12)
@given(sequence=st.lists(verbs, min_size=4, max_size=8), asked=st.lists(hours, min_size=1, max_size=3))
def test_cells_are_counted_rows_and_rows_are_the_live_texts(sequence: list[tuple], asked: list[int]) -> None:
    with transaction.atomic():
        articles = five_articles()
        for verb, number, now, later, content in sorted(sequence, key=lambda one: one[2]):
            with suppress(PublishingError), transaction.atomic():
                carry_out(verb, articles[number], content, instant(now), instant(later))
        for hour in asked:
            for language in LANGUAGES:
                assert_one_truth(instant(hour), language)
        transaction.set_rollback(True)


def five_articles() -> list[Article]:
    """Of two trends and of a topic that nobody assesses, in two languages."""
    economy, security = TopicFactory.create(slug="economy"), TopicFactory.create(slug="security")
    other = TopicFactory.create(slug="budget", is_trend=False)
    filed = [(economy, "en"), (economy, "en"), (security, "en"), (economy, "ru"), (other, "en")]
    return [ArticleFactory.create(topic=topic, language=language) for topic, language in filed]


def carry_out(verb: str, article: Article, content: dict, now: datetime, later: datetime) -> None:
    if verb == "withdraw":
        publishing.withdraw(article=article, at=now)
    elif verb == "expire":
        publication = Publication.objects.live(now).filter(article=article).first()
        if publication:
            publishing.expire(publication=publication, expire_at=later, at=now)
    else:
        write(article, content)
        if verb == "publish":
            publishing.publish(article=article, by=None, at=now)
        else:
            publishing.schedule(article=article, by=None, go_live_at=later, at=now)


def write(article: Article, content: dict) -> None:
    start = content["period_start"]
    article.period_start, article.period_end = start, start and start + timedelta(days=content["days"] - 1)
    article.assessment = content["assessment"]
    article.save()


def assert_one_truth(at: datetime, language: str) -> None:
    told = trends(at, language=language)
    rows = list(records(told, site=""))
    assert sorted(row["article"] for row in rows) == sorted(live_texts(at, language))
    counted = {(row["trend"], row["week"], row["article"]) for row in rows if row["counted"]}
    assert len(counted) == len({(slug, week) for slug, week, _article in counted}), "a week counts twice"
    assert {row["week"] for row in rows if row["week"]} == {week for _slug, week, _article in counted}
    histories = [trend(topic, at, language=language) for topic in Topic.objects.trends()]
    assert [(each.topic, each.readings) for each in histories] == [(each.topic, each.readings) for each in told]
    assert set(cells_of(histories, at)) == counted
    assert in_half_a_year(of_all_trends(told, at)) <= {article for _slug, _week, article in counted}
    assert_the_newest_counts(rows)


def live_texts(at: datetime, language: str) -> list[int]:
    """Found without the house's words for it."""
    return [
        publication.article_id
        for publication in Publication.objects.select_related("primary_topic")
        if publication.live_from <= at and (publication.live_until is None or at < publication.live_until)
        if publication.language == language and publication.assessment and publication.primary_topic.is_trend
    ]


def cells_of(histories: list[Trend], at: datetime) -> Iterator[tuple[str, str, int]]:
    for history in histories:
        strip = by_year(history, at)
        if not strip:
            continue
        for name, cells in strip.rows:
            for line, cell in zip(strip.full_lines, cells, strict=True):
                if cell and cell.reading:
                    week = f"{line.year}-W{int(name.removeprefix('Week ')):02}"
                    yield history.topic.slug, week, cell.reading.article_id
                    assert iso_name(cell.reading.weeks[-1]) == week


def in_half_a_year(strip: Strip | None) -> set[int]:
    lines = strip.lines if strip else []
    return {cell.reading.article_id for line in lines for cell in line.cells if cell.reading}


def assert_the_newest_counts(rows: list[dict]) -> None:
    for row in rows:
        same_week = [one for one in rows if (one["trend"], one["week"]) == (row["trend"], row["week"])]
        newest = max(same_week, key=lambda one: (one["published"], one["article"]))
        assert row["counted"] == (row == newest and row["week"] is not None)
