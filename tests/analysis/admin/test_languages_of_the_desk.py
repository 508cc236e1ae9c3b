"""The desk in Russian and Belarusian, Django's own words on it included."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from accounts.models import User
from analysis.models import AuditEntry, Topic
from tests.factories import IssueFactory, TopicFactory

pytestmark = pytest.mark.django_db
TOPICS = "/admin/analysis/topic/"
AtDesk = Callable[[User], Client]


@pytest.fixture
def desk_in(administrator: User, at_desk: AtDesk) -> Callable[[str], Client]:
    def speaking(language: str) -> Client:
        administrator.language = language
        administrator.save(update_fields=["language"])
        return at_desk(administrator)

    return speaking


DeskIn = Callable[[str], Client]


def renamed(desk: Client, topic: Topic) -> Topic:
    names = {"name_en": topic.name_en, "name_ru": "Власть", "name_be": "Улада", "slug": topic.slug, "position": 0}
    blank = dict.fromkeys(("parent", "description_en", "description_ru", "description_be"), "")
    rows = {"key_texts-TOTAL_FORMS": 0, "key_texts-INITIAL_FORMS": 0}
    desk.post(reverse("admin:analysis_topic_change", args=[topic.pk]), names | blank | rows)
    topic.refresh_from_db()
    return topic


@pytest.mark.parametrize(("language", "says"), [("en", "Topics: 5"), ("ru", "Темы: 5"), ("be", "Тэмы: 5")])
def test_a_list_is_counted_without_bending_its_name(desk_in: DeskIn, language: str, says: str) -> None:
    TopicFactory.create_batch(5)
    assert says in desk_in(language).get(TOPICS).text


@pytest.mark.parametrize(("language", "says"), [("en", "Topics"), ("ru", "Темы"), ("be", "Тэмы")])
def test_a_list_is_titled_as_it_is_headed(desk_in: DeskIn, language: str, says: str) -> None:
    assert f"<title>{says} · Barometer</title>" in desk_in(language).get(TOPICS).text


@pytest.mark.parametrize(
    ("language", "says"), [("en", "New topic"), ("ru", "Добавление: тема"), ("be", "Дадаванне: тэма")]
)
def test_a_form_is_titled_as_it_is_headed(desk_in: DeskIn, language: str, says: str) -> None:
    page = desk_in(language).get(f"{TOPICS}add/").text
    assert f"<title>{says} · Barometer</title>" in page
    assert f"<h1>{says}</h1>" in page


@pytest.mark.parametrize(("language", "says"), [("ru", "Изменено: тема «Власть»."), ("be", "Зменена: тэма «Улада».")])
def test_what_was_saved_is_told_whatever_its_gender(desk_in: DeskIn, language: str, says: str) -> None:
    desk = desk_in(language)
    renamed(desk, TopicFactory.create())
    assert says in strip_tags(desk.get(TOPICS).text)


@pytest.mark.parametrize(("language", "says"), [("ru", "История: Власть"), ("be", "Гісторыя: Улада")])
def test_a_history_is_told_in_the_language_of_the_desk(desk_in: DeskIn, language: str, says: str) -> None:
    desk = desk_in(language)
    topic = renamed(desk, TopicFactory.create())
    page = desk.get(reverse("admin:analysis_topic_history", args=[topic.pk])).text
    assert f"<h1>{says}</h1>" in page
    assert "Changes" not in page
    assert "None" not in page


@pytest.mark.parametrize(
    ("language", "says"), [("en", "Monitored week"), ("ru", "Неделя мониторинга"), ("be", "Тыдзень назірання")]
)
def test_the_weeks_of_issues_have_a_heading(desk_in: DeskIn, language: str, says: str) -> None:
    IssueFactory.create()
    assert says in desk_in(language).get("/admin/analysis/issue/").text


@pytest.mark.parametrize(
    ("language", "says"),
    [("en", "The present password stops"), ("ru", "Нынешний пароль сразу"), ("be", "Цяперашні пароль адразу")],
)
def test_whoever_removes_a_password_reads_what_that_means(
    desk_in: DeskIn, analyst: User, language: str, says: str
) -> None:
    page = desk_in(language).get(f"/admin/accounts/user/{analyst.pk}/password/").text
    assert says in page
    assert "LDAP" not in page


def test_an_entry_of_the_log_is_headed_with_the_time_of_whoever_reads(desk_in: DeskIn) -> None:
    entry = AuditEntry.objects.create(at=datetime(2026, 11, 30, 23, 30, tzinfo=UTC), verb="save", subject="Budget")
    assert (
        "<h1>01.12.2026 00:30 · Budget</h1>" in desk_in("ru").get(f"/admin/analysis/auditentry/{entry.pk}/change/").text
    )


def test_a_search_that_needs_no_words_gives_none(desk_in: DeskIn) -> None:
    assert 'title="None"' not in desk_in("en").get("/admin/analysis/searchmiss/").text
