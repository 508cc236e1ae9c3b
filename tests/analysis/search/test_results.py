import time
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test import override_settings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis import publishing
from analysis.models import Name
from analysis.search import looking_up, reach
from tests.analysis.search.asking import HOUR, found, learn, titles
from tests.factories import NOON, ArticleFactory, AuthorFactory, TopicFactory, copies, published, scheduled

pytestmark = pytest.mark.django_db


# --- What is found -----------------------------------------------------------------------------------------


def test_all_words_must_be_there_and_some_must_not() -> None:
    published(title="River barges")
    published(title="River bridges")
    assert titles("river barge") == ["River barges"]
    assert titles("river -barges") == ["River bridges"]
    assert titles('"barges river"') == []
    assert set(titles("barges or bridges")) == {"River barges", "River bridges"}


def test_a_phrase_counts_the_small_words_between() -> None:
    published(title="The Bank of Kestria waits")
    published(title="Bank waits in Kestria")
    assert titles('"bank of kestria"') == ["The Bank of Kestria waits"]
    assert titles('"bank kestria"') == []


def test_a_whole_sentence_may_be_quoted() -> None:
    sentence = (
        "In the end it is up to each of us to see to it that no one of them is let off for what he did to the coast"
        " and those who live on it, as the commissioner underlined in her unanticipated concluding observations"
    )
    published(title="Quoted", body=f"<p>{sentence}.</p>")
    assert titles(f"“{sentence}”") == titles(sentence) == ["Quoted"]
    assert titles(f'"{sentence.replace("coast", "river").replace("end", "beginning")}"') == []


def test_what_is_written_with_marks_inside_is_a_phrase() -> None:
    published(title="Rate", body="<p>The rate is 9.5 per cent, by X-ray.</p>")
    published(title="Other", body="<p>On 5 May 9 rays of an X.</p>")
    assert titles("9.5") == titles("x-ray") == ["Rate"]


@pytest.mark.parametrize(
    ("language", "title", "asked"),
    [
        ("en", "Elections", "election"),
        ("en", "Lukashenko's café", "lukashenko cafe"),
        ("en", "Belarus’s parties", "Belarus's party"),
        ("ru", "Банк снижает ставку", "ставки банка"),
        ("ru", "Ещё один пересчёт", "еще пересчета"),
        ("ru", "Замок за́мка", "замок"),
        ("be", "Банк зніжае стаўку", "банкам стаўцы"),
        ("be", "Аб’ява пра выбары", "аб'яву выбараў"),
        ("be", "Абʼява пра сям’ю", "аб'ява сямʼі"),
        ("be", "Улада ў Мінску", "ўлады мінск"),
    ],
)
def test_words_are_found_in_the_forms_of_their_language(language: str, title: str, asked: str) -> None:
    published(title=title, language=language)
    published(title=title, language="en" if language != "en" else "ru")
    assert titles(asked, language=language) == [title]


def test_the_reason_of_an_assessment_and_the_sources_are_found_too() -> None:
    article = ArticleFactory(title="The dam", assessment="worsened", assessment_reason="A turbine failed.")
    article.set_sources([{"title": "Register of licences", "publisher": "Bar"}])
    publishing.publish(article=article, by=None, at=NOON)
    assert titles("turbines") == titles("register licence") == ["The dam"]


# --- In which order ----------------------------------------------------------------------------------------


def test_a_title_weighs_more_than_a_standfirst_than_a_name_than_the_text() -> None:
    river = TopicFactory(name_en="The river")
    published(title="In the text", body="<p>The river rose. The river fell.</p>")
    published(title="In the name of its topic", topic=river)
    published(title="In the standfirst", standfirst="A river rises.")
    published(title="The river in the title")
    expected = ["The river in the title", "In the standfirst", "In the name of its topic", "In the text"]
    assert titles("river") == expected


def test_of_two_equal_texts_the_newer_comes_first_but_age_is_a_gentle_factor() -> None:
    published(title="The river, old", at=NOON - timedelta(days=3_000))
    published(title="The river, new")
    published(title="Old", standfirst="The river.", at=NOON)
    assert titles("river") == ["The river, new", "The river, old", "Old"]


def test_by_date_the_newest_comes_first_whatever_it_says() -> None:
    published(title="The river", at=NOON - 2 * HOUR)
    published(title="New", body="<p>A river.</p>", at=NOON - HOUR)
    assert titles("river", by_date=True) == ["New", "The river"]


# --- Filters and what they leave ---------------------------------------------------------------------------


def test_filters_narrow_down_and_facets_count_what_each_would_leave() -> None:
    north, south = TopicFactory(name_en="North"), TopicFactory(name_en="South")
    ada, bel = AuthorFactory(), AuthorFactory()
    published(title="River one", topic=north, author=ada, assessment="improved", assessment_reason="So.")
    published(title="River two", topic=north, author=bel, assessment="worsened", assessment_reason="So.")
    published(title="River three", topic=south, author=bel)
    published(title="Elsewhere", topic=south, author=ada)
    every = found("river")
    assert every.total == 3
    assert every.facets == {
        "topic": [(f"topic:{north.pk}", 2), (f"topic:{south.pk}", 1)],
        "author": [(f"author:{bel.pk}", 2), (f"author:{ada.pk}", 1)],
        "is": [("is:improved", 1), ("is:worsened", 1)],
    }
    northern = found("river", topic=north)
    assert (northern.total, northern.facets["author"]) == (2, [(f"author:{ada.pk}", 1), (f"author:{bel.pk}", 1)])
    assert northern.facets["topic"] == every.facets["topic"]
    assert titles("river", topic=north, author=bel) == ["River two"]
    assert titles("river", assessment="improved") == ["River one"]
    assert titles("", topic=south) == ["Elsewhere", "River three"]


def test_days_are_those_of_the_publication_and_both_included() -> None:
    published(title="River", at=datetime(2026, 11, 16, 22, 30, tzinfo=UTC))
    for start, end, expected in (
        (date(2026, 11, 17), None, ["River"]),
        (None, date(2026, 11, 16), []),
        (date(2026, 11, 17), date(2026, 11, 17), ["River"]),
        (date(2026, 11, 18), None, []),
        (date.min, date.max, ["River"]),
    ):
        with override_settings(TIME_ZONE="Europe/Minsk"):
            assert titles("river", hours=24, start=start, end=end) == expected


def test_a_name_may_say_where_to_look() -> None:
    security = TopicFactory(name_en="Security issues", name_ru="Безопасность", slug="security")
    leda = AuthorFactory(name_en="Leda Karsel", name_ru="Леда Карсель", slug="lkarsel")
    published(title="Hers", topic=security, author=leda)
    published(title="Not hers, on security and Karsel")
    for asked in ("author:karsel", "автор:Карсель", 'author:"Leda Karsel"', "author:lkarsel", "topic:security"):
        assert titles(asked) == ["Hers"]
    assert titles("topic:безопасность") == ["Hers"]
    assert titles("author:nobody") == []
    assert titles("security issue", language="ru") == []
    assert titles("security -author:karsel") == titles("karsel -topic:security") == ["Not hers, on security and Karsel"]


def test_a_renamed_topic_and_a_pseudonym_count_at_once() -> None:
    author = AuthorFactory(name_en="Leda Karsel")
    published(title="Hers", author=author)
    assert titles("karsel") == ["Hers"]
    author.name_en = "A. Pseudonym"
    author.save()
    assert titles("karsel") == []
    assert titles("pseudonym") == ["Hers"]


# --- Names in all their spellings --------------------------------------------------------------------------


def test_any_spelling_of_a_name_finds_all_in_any_language_without_a_rebuild() -> None:
    published(title="Lukashenko speaks")
    published(title="Lukashenka listens")
    published(title="Лукашенко говорит", language="ru")
    published(title="Размова з Лукашэнкам", language="be")
    assert titles("Lukashenko") == ["Lukashenko speaks"]
    Name.objects.create(spellings=["Lukashenko", "Lukashenka", "Лукашенко", "Лукашэнка"])
    for spelling in ("Lukashenko", "lukashenka", "Лукашенко", "Лукашэнкі"):
        assert set(titles(spelling)) == {"Lukashenko speaks", "Lukashenka listens"}
        assert titles(spelling, language="ru") == ["Лукашенко говорит"]
        assert titles(spelling, language="be") == ["Размова з Лукашэнкам"]
    assert titles('"Lukashenko"') == ["Lukashenko speaks"]
    assert titles("speaks or listens -Лукашенко") == []


def test_a_name_of_several_words_is_found_by_another_spelling_of_the_whole() -> None:
    Name.objects.create(spellings=["Harvest and Coast", "Урожай и берег"])
    published(title="Урожай и берег: съезд", language="ru")
    published(title="Берег и урожай", language="ru")
    assert titles("Harvest and Coast", language="ru") == ["Урожай и берег: съезд"]
    assert titles("съезд harvest and coast", language="ru") == ["Урожай и берег: съезд"]
    published(title="The harvest was good on the coast")
    assert titles("Harvest and Coast") == ["The harvest was good on the coast"]


def test_names_that_sound_the_same_are_found_without_a_list() -> None:
    published(title="Mahiliou votes", body="<p>In Mahiliou they voted.</p>")
    published(title="Могилев голосует", language="ru")
    published(title="The cost", body="<p>What does it cost? The Coast pays the cost of the Coast.</p>")
    published(title="The Coast", body="<p>On the Coast nothing happens.</p>")
    learn()
    assert titles("Mogilev") == titles("Могилёв") == ["Mahiliou votes"]
    assert titles("Mahilioŭ", language="ru") == ["Могилев голосует"]
    # An ordinary word is no name, whatever it sounds like.
    assert titles("cost") == ["The cost"]


def test_a_word_typed_in_latin_letters_is_read_back() -> None:
    published(title="Новая коалиция", language="ru")
    published(title="Новая кааліцыя", language="be")
    assert titles("koalitsiya", language="ru") == ["Новая коалиция"]
    assert titles("kaalicyja", language="be") == ["Новая кааліцыя"]


# --- Never -------------------------------------------------------------------------------------------------


def test_only_what_is_public_is_found_to_the_second() -> None:
    withdrawn = published(title="Withdrawn river")
    publishing.withdraw(article=withdrawn.article, at=NOON + HOUR)
    expiring = published(title="Expiring river")
    publishing.expire(publication=expiring, expire_at=NOON + HOUR, at=NOON)
    scheduled(title="Scheduled river", go_live_at=NOON + HOUR)
    ArticleFactory(title="Draft river")
    learn()
    second = 1 / 3_600
    assert set(titles("river", hours=1 - second)) == {"Withdrawn river", "Expiring river"}
    assert found("river", hours=1 - second).facets["topic"][0][1] == 1
    assert titles("river", hours=1) == ["Scheduled river"]
    assert found("river", hours=1).total == 1


@pytest.mark.parametrize(
    "text",
    [
        "the",
        "\x00",
        "river\x00",
        "'; SELECT pg_sleep(9) --",
        "\\' | 'x'",
        "':*",
        "topic:1",
        "title:river",
        "begins:ri",
        "a" * 2**20,
        "word " * 10_000,
        '"' * 500,
        "-" * 500,
        "-(" * 100,
        "a-b-c-d-e-f" * 200,
        "or or or",
        "<->!&|():*",
        "\ud800",
        "river & !bank | (x <-> y):*",
        "𝕽𝖎𝖛𝖊𝖗 🌊",
        "ў" * 300,
        "й\u0306" * 90,
        "author:" * 50,
    ],
)
@pytest.mark.parametrize("language", ["en", "ru", "be"])
def test_whatever_is_typed_there_is_an_answer_at_once(text: str, language: str) -> None:
    published(title="River", language=language)
    started = time.monotonic()
    assert len(titles(text, language=language)) <= 1
    assert time.monotonic() - started < 1


@given(text=st.text(max_size=80))
@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_text_breaks_the_notation(text: str) -> None:
    assert found(text).total == 0


# --- However much there is ---------------------------------------------------------------------------------


def test_of_a_common_word_the_newest_texts_are_looked_at_and_every_title(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reach, "COUNTED", 100)
    monkeypatch.setattr(reach, "LOOKED_AT", 60)
    monkeypatch.setattr(looking_up, "WEIGHED", 30)
    old = published(title="The river, long ago", at=NOON - timedelta(days=4_000))
    common = published(title="Text", body="<p>A river.</p>", at=NOON - timedelta(days=4_000))
    copies(common, [NOON - timedelta(days=10 * number) for number in range(1, 300)])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE analysis_publication")
    every = found("river")
    assert every.is_more
    assert 20 <= every.total < 300
    assert every.ids[0] == old.pk
    assert titles("river", by_date=True)[:2] == ["Text 0", "Text 1"]
    assert not found("long ago").is_more
    # Of a period long over, its newest; and what only the oldest have is found all the same.
    over = found("river", end=NOON.date() - timedelta(days=2_500))
    assert over.ids
    published(title="Far", body="<p>River a b text.</p>", at=NOON - timedelta(days=4_500))
    assert titles('"river a b text"') == ["Far"]
