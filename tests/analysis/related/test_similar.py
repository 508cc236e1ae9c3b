from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django.fixtures import DjangoAssertNumQueries

from analysis import publishing
from analysis.models import Publication
from analysis.related import rebuilding, updating
from analysis.related.models import Neighbour, Profile, Vocabulary
from analysis.related.queries import beside_of, similar_to
from tests.factories import NOON, ArticleFactory, TopicFactory, published, scheduled
from tests.jobs import run_jobs

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
RIVER = "<p>Low water in the Maren stopped the barges, and the hydrologists measured the river daily.</p>"
BUDGET = "<p>The deficit in the budget narrows, while the Treasury borrows less and taxes more.</p>"


@pytest.fixture
def river() -> Publication:
    """Among other texts, so that words differ in how telling they are."""
    for number in range(3):
        published(title=f"A budget, reading {number}", body=BUDGET)
        published(title=f"Prices, month {number}", body="<p>Bread, milk and fares went up by a tenth.</p>")
    published(title="Barges wait on the Maren", body=RIVER)
    return published(title="The Maren falls", body=RIVER)


def titles(publication: Publication, *, hours: int = 0) -> list[str]:
    return [similar.title for similar in similar_to(publication, at=NOON + hours * HOUR)]


def test_the_likest_text_comes_first_and_never_the_text_itself(river: Publication) -> None:
    rebuilding.rebuild(at=NOON)
    assert titles(river)[0] == "Barges wait on the Maren"
    assert "The Maren falls" not in titles(river)


def test_a_new_text_is_found_from_both_sides(river: Publication) -> None:
    rebuilding.rebuild(at=NOON)
    new = published(title="Rain on the Maren at last", body=RIVER, at=NOON + HOUR)
    updating.update(article_id=new.article_id, at=NOON + HOUR)
    assert "The Maren falls" in titles(new, hours=1)
    assert "Rain on the Maren at last" in titles(river, hours=1)


def test_only_texts_in_the_same_language_are_similar(river: Publication) -> None:
    published(title="Maren: the river falls", body=RIVER, language="be")
    rebuilding.rebuild(at=NOON)
    assert "Maren: the river falls" not in titles(river)
    assert "Maren: the river falls" not in [text.title for text in similar_to(river, at=NOON, limit=100)]


def test_a_withdrawn_text_disappears_at_its_instant_though_no_job_has_run(river: Publication) -> None:
    rebuilding.rebuild(at=NOON)
    publishing.withdraw(article=Publication.objects.get(title="Barges wait on the Maren").article, at=NOON + HOUR)
    assert "Barges wait on the Maren" in titles(river, hours=0)
    assert "Barges wait on the Maren" not in titles(river, hours=1)


def test_a_scheduled_text_appears_at_its_instant_and_not_before(river: Publication) -> None:
    scheduled(title="The Maren rises", body=RIVER, go_live_at=NOON + HOUR)
    rebuilding.rebuild(at=NOON)
    assert "The Maren rises" not in titles(river, hours=0)
    assert "The Maren rises" in titles(river, hours=1)


def test_while_nothing_is_found_yet_the_newest_stand_in_those_of_the_trend_first() -> None:
    trend = TopicFactory()
    publications = [published(topic=trend, title=f"Text {hour}", at=NOON + hour * HOUR) for hour in range(4)]
    published(title="Another trend", at=NOON + HOUR)
    published(title="Another trend, later", at=NOON + 2 * HOUR)
    published(title="Not yet", topic=trend, at=NOON + 4 * HOUR)
    assert titles(publications[1], hours=3) == ["Text 3", "Text 2", "Text 0", "Another trend, later", "Another trend"]


def test_stand_ins_follow_the_few_that_were_found(river: Publication) -> None:
    newest = published(title="On something else entirely", body="<p>Quite.</p>", at=NOON + HOUR)
    rebuilding.rebuild(at=NOON + HOUR)
    Neighbour.objects.exclude(neighbour__title__contains="Maren").delete()
    assert titles(river, hours=1)[:2] == ["Barges wait on the Maren", newest.title]
    assert len(titles(river, hours=1)) == 5


def test_what_the_body_links_to_is_not_suggested_again(river: Publication) -> None:
    linked = Publication.objects.get(title="Barges wait on the Maren")
    body = f'{RIVER}<p>As <a href="{linked.get_absolute_url()}?from=here">was said</a>.</p>'
    new = published(title="The Maren again", body=body)
    rebuilding.rebuild(at=NOON)
    near = Neighbour.objects.filter(article=new.article).values_list("neighbour__title", flat=True)
    assert "The Maren falls" in near
    assert linked.title not in near
    assert new.title in titles(linked)


@pytest.mark.parametrize("others", [10, 20])
def test_one_query_brings_them_with_their_cards(
    river: Publication, others: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(others):
        published(
            title=f"The Maren, day {number}", body=f"{RIVER}<p>{'bargeman ' * number}waits, day {2000 + number}.</p>"
        )
    rebuilding.rebuild(at=NOON)
    beside = beside_of(river.article_id)
    with django_assert_num_queries(1):
        similar = similar_to(river, at=NOON, beside=beside)
        assert len({each.primary_topic.slug for each in similar}) == 5
        assert not any(each.lead_image for each in similar)


def test_publishing_leaves_one_job_behind_which_may_run_twice(river: Publication) -> None:
    name = "analysis.related.tasks.update_neighbours"
    assert ProcrastinateJob.objects.filter(task_name=name).count() == 8
    run_jobs(name)
    stored = list(Neighbour.objects.order_by("article_id", "neighbour_id").values_list("article_id", "neighbour_id"))
    updating.update(article_id=river.article_id, at=NOON)
    again = list(Neighbour.objects.order_by("article_id", "neighbour_id").values_list("article_id", "neighbour_id"))
    assert stored == again != []


def test_what_is_withdrawn_for_good_is_forgotten(river: Publication) -> None:
    rebuilding.rebuild(at=NOON)
    publishing.withdraw(article=river.article, at=NOON + HOUR)
    updating.update(article_id=river.article_id, at=NOON + HOUR)
    assert not Profile.objects.filter(article=river.article_id).exists()
    assert not Neighbour.objects.filter(neighbour=river.article_id).exists()


def test_a_rebuild_that_was_broken_off_goes_on_where_it_stopped(river: Publication) -> None:
    rebuilding.rebuild(at=NOON)
    Vocabulary.objects.update(finished_at=None)
    Profile.objects.filter(article=river.article_id).delete()
    others = dict(Profile.objects.values_list("article_id", "made_at"))
    rebuilding.rebuild(at=NOON + HOUR)
    made = dict(Profile.objects.values_list("article_id", "made_at"))
    assert made == others | {river.article_id: NOON + HOUR}
    assert Vocabulary.objects.get(language="en").finished_at == NOON + HOUR


def test_a_rebuild_drops_what_no_longer_holds(river: Publication) -> None:
    rebuilding.rebuild(at=NOON)
    publishing.withdraw(article=river.article, at=NOON + HOUR)
    rebuilding.rebuild(at=NOON + HOUR)
    assert not Profile.objects.filter(article=river.article_id).exists()
    assert not Neighbour.objects.filter(article=river.article_id).exists()


def test_a_name_that_came_up_today_is_found_before_words_are_counted_anew(river: Publication) -> None:
    rebuilding.rebuild(at=NOON)
    Vocabulary.objects.update(texts=100)
    for title, body in (("Zubrovich resigns", BUDGET), ("Who follows Zubrovich", RIVER)):
        new = published(title=title, body=body, at=NOON + HOUR)
        updating.update(article_id=new.article_id, at=NOON + HOUR)
    assert "Zubrovich resigns" in titles(new, hours=1)[:3]


def test_the_vocabulary_is_counted_anew_when_it_is_outgrown() -> None:
    for number in range(8):
        publication = published(title=f"Text {number}", body=RIVER)
        updating.update(article_id=publication.article_id, at=NOON)
    assert Vocabulary.objects.get(language="en").texts >= 6


def test_texts_without_words_are_no_trouble() -> None:
    for number in range(2):
        ArticleFactory(title=f"{number}", standfirst="", body="")
        published(title=f"{number}", standfirst="", body="")
    rebuilding.rebuild(at=NOON)
    assert Profile.objects.count() == 2


def test_the_command_says_when_it_is_done(river: Publication) -> None:
    output = StringIO()
    call_command("rebuild", "related", stdout=output)
    assert "found anew" in output.getvalue()
    assert Neighbour.objects.exists()


def test_an_upgrade_that_dropped_what_was_derived_finds_it_anew(river: Publication) -> None:
    call_command("migrate", verbosity=0)
    run_jobs("analysis.related.tasks.rebuild_neighbours")
    assert Vocabulary.objects.filter(language="en", finished_at__isnull=False).exists()
    assert titles(river)[0] == "Barges wait on the Maren"
