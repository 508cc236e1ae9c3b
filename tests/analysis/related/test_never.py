"""What must never happen, whatever is published, withdrawn or broken off."""

from collections import Counter
from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import publishing
from analysis.models import Publication
from analysis.related import rebuilding, updating
from analysis.related.candidates import read
from analysis.related.likeness import THE_SAME
from analysis.related.models import Neighbour, Profile, Vocabulary
from analysis.related.neighbours import KEPT
from analysis.related.queries import similar_to
from analysis.related.vectors import Facet
from tests.factories import NOON, TopicFactory, published, scheduled

HOUR = timedelta(hours=1)
SUBJECTS = ["The Maren falls and the barges wait", "The budget narrows and the Treasury borrows", "Bread, milk, fares"]
WORDS = ["river", "barge", "budget", "treasury", "bread", "milk", "fare", "council", "school", "harbour", "tax", "rain"]
subjects = st.tuples(st.sampled_from(SUBJECTS), st.sampled_from(["en", "be"]), st.integers(0, 3), st.integers(0, 4))
Subject = tuple[str, str, int, int]


def publish(texts: list[Subject]) -> list[Publication]:
    """Each public from an hour on; some are withdrawn at another."""
    topic, made = TopicFactory(), []
    for number, (subject, language, begins, ends) in enumerate(texts):
        fields: dict[str, Any] = {
            "title": f"{subject} {number}",
            "body": f"<p>{subject}.</p>",
            "language": language,
            "topic": topic,
        }
        if begins:
            made.append(scheduled(go_live_at=NOON + begins * HOUR, **fields))
        else:
            made.append(published(**fields))
            if ends:
                publishing.withdraw(article=made[-1].article, at=NOON + ends * HOUR)
    return made


def stored() -> list[tuple[int, int]]:
    return list(Neighbour.objects.order_by("article_id", "neighbour_id").values_list("article_id", "neighbour_id"))


@pytest.mark.django_db
@settings(max_examples=8)
@given(texts=st.lists(subjects, min_size=1, max_size=8))
def test_never_itself_nor_another_language_nor_what_is_not_public(texts: list[Subject]) -> None:
    with transaction.atomic():
        publications = publish(texts)
        rebuilding.rebuild(at=NOON)
        for hour in (0, 1, 3):
            at = NOON + hour * HOUR
            live = set(Publication.objects.live(at).values_list("pk", flat=True))
            for publication in publications:
                similar = similar_to(publication, at=at)
                assert len({each.article_id for each in similar}) == len(similar) <= 5
                assert {each.pk for each in similar} <= live
                assert publication.article_id not in {each.article_id for each in similar}
                assert {each.language for each in similar} <= {publication.language}
        transaction.set_rollback(True)


@pytest.mark.django_db
@settings(max_examples=8)
@given(bodies=st.lists(st.sets(st.sampled_from(WORDS), min_size=3, max_size=6), min_size=2, max_size=16))
def test_lists_are_short_and_mutual_unless_there_is_no_room_or_the_same_text_is_there(bodies: list[set[str]]) -> None:
    with transaction.atomic():
        for words in {tuple(sorted(words)) for words in bodies}:
            published(title="…", standfirst="", body=f"<p>{' '.join(words)}</p>")
        rebuilding.rebuild(at=NOON)
        pairs = set(stored())
        sizes = Counter(article for article, _neighbour in pairs)
        assert all(size <= KEPT for size in sizes.values())
        for article, other in pairs:
            if (other, article) not in pairs and sizes[other] < KEPT:
                assert any(cosine(article, there) > THE_SAME for one, there in pairs if one == other)
        transaction.set_rollback(True)


def cosine(one: int, other: int) -> float:
    vectors = read([one, other]).texts.vectors
    first, second = (vectors.vector(Facet.TEXT, place) for place in (0, 1))
    _shared, here, there = np.intersect1d(first.terms, second.terms, return_indices=True)
    return float(first.weights[here] @ second.weights[there])


@pytest.mark.django_db
@settings(max_examples=8)
@given(
    texts=st.lists(subjects, min_size=2, max_size=8),
    places=st.sets(st.integers(0, 7)),
    others=st.sets(st.integers(0, 7)),
)
def test_a_rebuild_broken_off_anywhere_ends_as_a_whole_one(
    texts: list[Subject], places: set[int], others: set[int]
) -> None:
    with transaction.atomic():
        publish(texts)
        rebuilding.rebuild(at=NOON)
        whole = stored()
        articles = list(Profile.objects.values_list("article_id", flat=True))
        without_profile = [article for place, article in enumerate(articles) if place in places]
        not_compared = [article for place, article in enumerate(articles) if place in others]
        Vocabulary.objects.update(finished_at=None)
        Neighbour.objects.filter(article__in=without_profile + not_compared).delete()
        Profile.objects.filter(article__in=not_compared).update(compared_at=None)
        Profile.objects.filter(article__in=without_profile).delete()
        rebuilding.rebuild(at=NOON)
        assert stored() == whole
        assert not Vocabulary.objects.filter(finished_at=None).exists()
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_several_processes_find_what_one_finds() -> None:
    for number in range(60):
        published(title=f"{SUBJECTS[number % 3]}, part {number}", body=f"<p>{WORDS[number % 12]}, {number}</p>")
    rebuilding.rebuild(at=NOON)
    alone = stored()
    Vocabulary.objects.update(finished_at=None)
    Profile.objects.update(compared_at=None)
    Neighbour.objects.all().delete()
    rebuilding.rebuild(at=NOON, processes=2)
    assert stored() == alone != []


@pytest.mark.django_db
def test_a_text_that_joins_is_found_from_both_sides_as_in_a_rebuild() -> None:
    for number in range(20):
        published(
            title=f"{SUBJECTS[number % 3]}, part {number}", body=f"<p>{SUBJECTS[number % 3]}, {'so ' * number}</p>"
        )
    rebuilding.rebuild(at=NOON)
    new = published(title="The Maren falls again", body="<p>The Maren falls; barges wait longer.</p>")
    updating.update(article_id=new.article_id, at=NOON)
    mine = set(Neighbour.objects.filter(article=new.article).values_list("neighbour_id", flat=True))
    theirs = set(Neighbour.objects.filter(neighbour=new.article).values_list("article_id", flat=True))
    assert mine
    assert theirs == mine
