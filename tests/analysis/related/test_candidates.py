"""Which texts are looked at: by way of the database at a publication, by way of the shelf in a rebuild."""

import random

import numpy as np
import pytest
from django.db import connection

from analysis.related.candidates import COMPARED, candidates, holders_of, worth_looking_for
from analysis.related.evaluation import fill, scratch_tables
from analysis.related.models import Profile
from analysis.related.shelf import shelf
from analysis.related.vectors import Text
from tests.bench.words import WORDS
from tests.factories import NOON


def texts(number: int) -> list[Text]:
    """All with one word in common, each with a few of its own."""
    chance = random.Random(5)  # noqa: S311
    bodies = [" ".join(["river", *chance.choices(WORDS[:400], k=30)]) for _each in range(number)]
    return [Text(id=id, language="en", published_at=NOON, title="", body=body) for id, body in enumerate(bodies, 1)]


def test_words_are_looked_for_that_tell_most_for_the_texts_that_have_them() -> None:
    weights, holders = np.array([0.5, 0.1, 0.4]), np.array([20_000, 20_000, 5_000])
    assert worth_looking_for(weights, holders).tolist() == [2, 0]


def test_a_text_of_common_words_is_looked_for_by_one_of_them() -> None:
    assert worth_looking_for(np.array([0.1, 0.2]), np.array([900_000, 900_000])).tolist() == [1]


@pytest.mark.django_db
def test_the_database_knows_about_how_many_texts_have_a_common_word() -> None:
    with scratch_tables():
        fill(texts(200))
        with connection.cursor() as cursor:
            cursor.execute("SELECT word, count(*) FROM related_profile, unnest(telling) AS word GROUP BY word")
            counted = dict(cursor.fetchall())
        commonest = max(counted, key=lambda word: counted[word])
        assert holders_of(np.array([commonest, 1])).tolist() == [counted[commonest], 0]


@pytest.mark.django_db
def test_a_rebuild_looks_at_the_texts_that_a_publication_looks_at() -> None:
    with scratch_tables():
        fill(texts(300))
        with shelf("en") as at_hand:
            for profile in Profile.objects.order_by("pk")[:20]:
                place = int(at_hand.ids.searchsorted(profile.pk))
                on_the_shelf = at_hand.ids[at_hand.candidates(place)].tolist()
                assert set(on_the_shelf) == set(candidates(profile))
                assert profile.pk not in on_the_shelf
                assert len(on_the_shelf) == COMPARED
