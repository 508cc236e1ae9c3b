"""Two people on one article: nothing is lost and nothing is overwritten unseen."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html as parser

from accounts.models import User
from analysis.models import Article
from tests.analysis.admin.filled_forms import filled_in
from tests.factories import ArticleFactory, EditorFactory
from tests.functional.trust.attacks import form_data

pytestmark = pytest.mark.django_db
PLANNED_MEANWHILE = "Somebody has planned it for another day meanwhile."
CHOSEN_MEANWHILE = "Somebody has chosen another language for it meanwhile."


@pytest.fixture
def other_desk(at_desk: Callable[[User], Client]) -> Client:
    return at_desk(EditorFactory.create(name="Olga Other"))


@pytest.fixture
def article() -> Article:
    return ArticleFactory.create(title="The cabinet meets", body="<p>As it was.</p>")


def change(article: Article) -> str:
    return reverse("admin:analysis_article_change", args=[article.pk])


def plan(article: Article) -> str:
    return reverse("admin:analysis_article_plan", args=[article.pk])


def kept_bodies(article: Article) -> list[str]:
    return [revision.content["body"] for revision in article.revisions.all()]


def test_the_second_save_of_one_field_leads_to_a_choice_and_both_are_in_the_history(
    desk: Client, other_desk: Client, article: Article
) -> None:
    mine = filled_in(article, body="<p>My sentence.</p>")
    other_desk.post(change(article), filled_in(article, body="<p>Their sentence.</p>"))

    response = desk.post(change(article), mine, follow=True)

    article.refresh_from_db()
    assert article.body == "<p>Their sentence.</p>"
    assert "Olga Other saved the text on" in response.text
    assert "My sentence" in response.text
    assert {"<p>My sentence.</p>", "<p>Their sentence.</p>"} <= set(kept_bodies(article))


def test_different_fields_are_joined_with_a_word_about_it(desk: Client, other_desk: Client, article: Article) -> None:
    mine = filled_in(article, title="My title")
    other_desk.post(change(article), filled_in(article, standfirst="Their standfirst.", tags="budget"))

    response = desk.post(change(article), mine, follow=True)

    article.refresh_from_db()
    assert (article.title, article.standfirst) == ("My title", "Their standfirst.")
    assert "it was kept: standfirst, tags." in response.text


def test_different_paragraphs_are_joined(desk: Client, other_desk: Client) -> None:
    one, two, three = (f"<p>Paragraph {number} as it was.</p>" for number in "ABC")
    article = ArticleFactory.create(body=one + two + three)
    mine = filled_in(article, body=one.replace("was", "should be") + two + three)
    other_desk.post(change(article), filled_in(article, body=one + two + three + "<p>A fourth.</p>"))
    desk.post(change(article), mine)
    article.refresh_from_db()
    assert article.body == one.replace("was", "should be") + two + three + "<p>A fourth.</p>"


def test_a_day_that_somebody_planned_meanwhile_stays(desk: Client, other_desk: Client) -> None:
    article = ArticleFactory.create(planned_date=date(2026, 11, 18))
    mine = filled_in(article, title="A typo mended")
    other_desk.post(plan(article), {"planned_date": "2026-11-20"})
    answer = desk.post(change(article), mine, follow=True)
    article.refresh_from_db()
    assert (article.title, article.planned_date) == ("A typo mended", date(2026, 11, 20))
    assert PLANNED_MEANWHILE not in answer.text


def test_of_two_who_plan_it_for_different_days_the_second_is_told(desk: Client, other_desk: Client) -> None:
    article = ArticleFactory.create(planned_date=date(2026, 11, 18))
    mine = filled_in(article, title="A typo mended", planned_date="2026-11-19")
    other_desk.post(plan(article), {"planned_date": "2026-11-20"})
    answer = desk.post(change(article), mine, follow=True)
    article.refresh_from_db()
    assert (article.title, article.planned_date) == ("A typo mended", date(2026, 11, 20))
    assert PLANNED_MEANWHILE in answer.text


def test_of_two_who_plan_it_for_one_day_nobody_is_told(desk: Client, other_desk: Client, article: Article) -> None:
    mine = filled_in(article, planned_date="2026-11-20")
    other_desk.post(plan(article), {"planned_date": "2026-11-20"})
    assert PLANNED_MEANWHILE not in desk.post(change(article), mine, follow=True).text


def test_a_language_that_somebody_chose_meanwhile_stays(desk: Client, other_desk: Client, article: Article) -> None:
    mine = filled_in(article, title="A typo mended")
    other_desk.post(change(article), filled_in(article, language="ru"))
    ArticleFactory.create(translation_key=article.translation_key, language="en")
    answer = desk.post(change(article), mine, follow=True)
    article.refresh_from_db()
    assert (article.title, article.language) == ("A typo mended", "ru")
    assert CHOSEN_MEANWHILE not in answer.text


def test_of_two_who_choose_different_languages_the_second_is_told(
    desk: Client, other_desk: Client, article: Article
) -> None:
    mine = filled_in(article, language="be")
    other_desk.post(change(article), filled_in(article, language="ru"))
    answer = desk.post(change(article), mine, follow=True)
    article.refresh_from_db()
    assert article.language == "ru"
    assert CHOSEN_MEANWHILE in answer.text


def test_a_refused_form_still_knows_which_day_it_showed(desk: Client, other_desk: Client) -> None:
    article = ArticleFactory.create(planned_date=date(2026, 11, 18))
    mine = form_data(desk, change(article), title="")
    other_desk.post(plan(article), {"planned_date": "2026-11-20"})
    refused = parser.document_fromstring(desk.post(change(article), mine).text).get_element_by_id("article_form")
    assert refused.fields["initial-planned_date"] == "2026-11-18"


def test_the_same_form_sent_twice_waits_once(desk: Client, other_desk: Client, article: Article) -> None:
    mine = filled_in(article, body="<p>My sentence.</p>")
    other_desk.post(change(article), filled_in(article, body="<p>Their sentence.</p>"))
    assert desk.post(change(article), mine).url == desk.post(change(article), mine).url


def test_a_forged_form_without_a_version_overwrites_nothing(desk: Client, article: Article) -> None:
    desk.post(change(article), filled_in(article, title="Forged", started_from=""))
    article.refresh_from_db()
    assert article.title == "The cabinet meets"


def test_a_form_that_was_open_while_a_text_was_restored_overwrites_nothing(
    desk: Client, other_desk: Client, article: Article
) -> None:
    desk.post(change(article), filled_in(article, title="Second"))
    article.refresh_from_db()
    mine = filled_in(article, title="Third")
    first = article.revisions.last()
    assert first is not None
    restore = reverse("admin:analysis_article_restore", args=[article.pk, first.pk])
    other_desk.post(restore, {"version": article.version})
    desk.post(change(article), mine)
    article.refresh_from_db()
    assert article.title == "The cabinet meets"
    assert "Third" in [revision.content["title"] for revision in article.revisions.all()]


@pytest.mark.parametrize("decision", ["publish", "withdraw", "embargo"])
def test_a_decision_about_an_older_version_says_so_and_loses_nothing(
    desk: Client, other_desk: Client, article: Article, decision: str
) -> None:
    seen = article.version
    other_desk.post(change(article), filled_in(article, body="<p>Their sentence.</p>"))
    answer = desk.post(reverse(f"admin:analysis_article_{decision}", args=[article.pk]), {"version": seen})
    article.refresh_from_db()
    assert "Olga Other saved it on" in answer.text
    assert article.body == "<p>Their sentence.</p>"
    assert not article.publications.exists()
