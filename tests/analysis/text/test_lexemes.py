import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.text.lexemes import vector


def written(
    title: str = "", standfirst: str = "", body: str = "", *, language: str = "en", marks: tuple[str, ...] = ()
) -> str:
    return vector(language=language, title=title, standfirst=standfirst, body=body, marks=marks)


def test_words_have_their_places_and_weights_function_words_counted() -> None:
    assert written("The Bank of Kestria") == (
        "'bank':2A 'kestria':4A 'begins:bank' 'begins:kestria' 'title:bank' 'title:kestria'"
    )


def test_no_phrase_goes_from_one_part_into_the_next() -> None:
    assert written("Bank", "waits", "again rises").startswith("'bank':1A 'wait':3B 'rise':6")


def test_marks_say_where_it_is_filed() -> None:
    assert written(marks=("topic:3", "is:improved", "topic:3")) == "'is:improved':1C 'topic:3':1C"


def test_a_very_long_text_keeps_what_postgresql_can_keep() -> None:
    text = written(body="word " * 70_000)
    places = text.partition(":")[2].split(",")
    assert len(places) == 255


@pytest.mark.django_db
@given(text=st.text(max_size=300), language=st.sampled_from(["en", "ru", "be"]))
@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_postgresql_reads_whatever_is_written(text: str, language: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::tsvector", [written(text, text, text, language=language)])
        assert cursor.fetchone() is not None
