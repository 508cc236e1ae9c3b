"""The checklist at the desk: beside the text, before a decision, and over everything."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from analysis.admin.house_names import HouseNameForm
from analysis.checklist import keep
from analysis.models import Article, Finding, HouseName, Revision
from tests.analysis.admin.filled_forms import filled_in, rows
from tests.factories import ArticleFactory, AuthorFactory, ImageFactory, TopicFactory, published
from tests.jobs import run_jobs

pytestmark = pytest.mark.django_db

CHECK = "/admin/analysis/article/check/"
REPORT = "/admin/analysis/article/checklist/"
SignIn = Callable[[User], Client]


def check(client: Client, article: Article | None = None, **changes: Any) -> str:
    address = f"{CHECK}?article={article.pk}" if article else CHECK
    response = client.post(address, filled_in(article, **changes))
    assert response.status_code == 200
    return response.text


def kept(**article: Any) -> Article:
    made = ArticleFactory.create(**article)
    keep(article=made)
    return made


def texts(response: Any) -> list[str]:
    return [row.article.title for row in response.context["rows"]]


# --- While somebody writes -----------------------------------------------------------------------------------


def test_it_says_what_the_form_lacks_and_stores_nothing(desk: Client) -> None:
    article = ArticleFactory.create(title="The cabinet meets", standfirst="Given.")
    answer = check(desk, article, standfirst="", title="x" * 151)
    assert "The text has no standfirst." in answer
    assert "things to look at, 1 blocks publication" in answer
    article.refresh_from_db()
    assert (article.title, article.standfirst) == ("The cabinet meets", "Given.")
    assert not Revision.objects.exists()
    assert not Finding.objects.exists()


def test_it_answers_with_a_fragment_that_leads_to_the_fields(desk: Client) -> None:
    answer = check(desk, standfirst="")
    assert 'href="#id_standfirst" data-field="standfirst"' in answer
    assert "<html" not in answer


def test_a_new_text_is_looked_at_before_it_is_saved_for_the_first_time(desk: Client) -> None:
    assert "The text needs a primary topic" in check(desk, title="New", primary_topic="")
    assert not Article.objects.exists()


def test_rows_count_before_they_are_saved(desk: Client) -> None:
    article, author = ArticleFactory.create(), AuthorFactory.create()
    assert "bears nobody" in check(desk, article)
    assert "bears nobody" not in check(desk, article, **rows("bylines", {"author": author.pk, "role": "author"}))


def test_keys_of_unsaved_footnotes_are_understood(desk: Client) -> None:
    article = ArticleFactory.create()
    cited = {"body": '<p>Prices rose by 14 percent.<sup><a data-source="7">1</a></sup></p>'}
    answer = check(desk, article, **cited, **rows("sources", {"key": 7, "title": "Report"}))
    assert "footnote" not in answer.lower()


@pytest.mark.parametrize(
    "broken",
    [
        {"title": ""},
        {"title": "x" * 500},
        {"primary_topic": "no number"},
        {"lead_image": "-1"},
        {"period_start": "yesterday"},
        {"language": "xx"},
        {"sources-TOTAL_FORMS": "many"},
        {"bylines-TOTAL_FORMS": "", "body": "<p>" * 20_000},
    ],
)
def test_fields_with_mistakes_are_left_out(desk: Client, broken: dict[str, str]) -> None:
    article = ArticleFactory.create(standfirst="")
    answer = check(desk, article, **broken)
    assert "The text has no standfirst." in answer
    assert not any(f'data-field="{field}"' in answer for field in broken)


def test_what_was_written_is_escaped(desk: Client) -> None:
    HouseName.objects.create(preferred="Veil", variants="Weil")
    answer = check(desk, title="Weil", body='<p><a href="/&lt;b&gt;/">&lt;script&gt;alert(1)&lt;/script&gt;</a></p>')
    assert "<script>" not in answer
    assert "<b>" not in answer


def test_a_text_of_somebody_else_is_not_checked(analyst: User, at_desk: SignIn) -> None:
    article = ArticleFactory.create(author=AuthorFactory.create())
    assert at_desk(analyst).post(f"{CHECK}?article={article.pk}", filled_in(article)).status_code == 403


@pytest.mark.parametrize("number", ["0", "999999999999999999999", "x", "", "-1"])
def test_a_number_that_is_no_articles_breaks_nothing(desk: Client, number: str) -> None:
    assert desk.post(f"{CHECK}?article={number}", filled_in()).status_code in (200, 404)


def test_it_is_asked_by_post_only(desk: Client) -> None:
    assert desk.get(CHECK).status_code == 405


def test_the_page_says_it_without_scripts(desk: Client) -> None:
    article = ArticleFactory.create(standfirst="")
    page = desk.get(reverse("admin:analysis_article_change", args=[article.pk])).text
    assert "The text has no standfirst." in page
    assert f'data-checklist="{CHECK}?article={article.pk}"' in page


def test_a_new_page_does_not_begin_with_reproaches(desk: Client) -> None:
    page = desk.get("/admin/analysis/article/add/").text
    assert "While you write, what is still missing is listed here." in page
    assert "finding-block" not in page


# --- Over everything -----------------------------------------------------------------------------------------


def test_the_report_counts_what_each_rule_found(desk: Client) -> None:
    kept(standfirst="")
    kept(lead_image=ImageFactory.create(alt_text_en=""))
    tallies = desk.get(REPORT).context["tallies"]
    found = {tally.rule: (tally.blocks, tally.warnings, tally.share_of_warnings) for tally in tallies}
    assert found == {"missing_standfirst": (0, 1, 50), "no_byline": (0, 2, 100), "missing_alt_text": (1, 0, 0)}


def test_it_is_narrowed_by_rule_level_language_and_state(desk: Client) -> None:
    kept(title="Bare", standfirst="")
    kept(title="Mute", lead_image=ImageFactory.create(alt_text_en=""))
    kept(title="Рэформа", language="be")
    keep(article=published(title="Public").article)
    asked = {
        "rule": ("missing_standfirst", {"Bare"}),
        "level": ("block", {"Mute"}),
        "language": ("be", {"Рэформа"}),
        "state": ("live", {"Public"}),
    }
    for name, (value, expected) in asked.items():
        assert set(texts(desk.get(REPORT, {name: value}))) == expected, name


def test_only_what_was_asked_for_is_listed_beside_a_text(desk: Client) -> None:
    kept(standfirst="")
    [row] = desk.get(REPORT, {"rule": "no_byline"}).context["rows"]
    assert [line.sentence for line in row.lines] == ["The text bears nobody's name."]


def test_texts_in_the_trash_are_not_reported(desk: Client) -> None:
    article = kept(standfirst="")
    Article.objects.filter(pk=article.pk).update(trashed_at=article.created_at)
    response = desk.get(REPORT)
    assert not texts(response)
    assert not response.context["tallies"]


@pytest.mark.parametrize("name", ["rule", "level", "language", "state", "page"])
@pytest.mark.parametrize("value", ["-1", "9" * 30, "' OR 1=1", "\x00", "٣"])
def test_a_value_that_nothing_has_breaks_nothing(desk: Client, name: str, value: str) -> None:
    kept()
    assert desk.get(REPORT, {name: value}).status_code == 200


def test_twice_the_texts_cost_the_same_number_of_queries(desk: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert desk.get(REPORT, {"state": "other"}).status_code == 200
        return len(captured)

    topic = TopicFactory.create()
    for _ in range(10):
        kept(topic=topic, standfirst="")
    ten = queries()
    for _ in range(10):
        kept(topic=topic, standfirst="")
    assert queries() == ten
    assert ten <= 8


def test_an_analyst_may_read_the_report(analyst: User, at_desk: SignIn) -> None:
    assert at_desk(analyst).get(REPORT).status_code == 200


# --- Names of the house --------------------------------------------------------------------------------------


def house_name(**given: str) -> HouseNameForm:
    return HouseNameForm({"language": "en", "preferred": "Veil", "variants": "Weil"} | given)


@pytest.mark.parametrize("typed", ["Weil,Vejl", " Weil ;; Vejl , Weil", "Weil\nVejl, Veil,"])
def test_variants_are_kept_once_each_and_parted_by_commas(typed: str) -> None:
    form = house_name(variants=typed)
    assert form.is_valid(), form.errors
    assert form.save().variants == "Weil, Vejl"


@pytest.mark.parametrize("typed", ["", ",", "Veil", " Veil , "])
def test_a_name_of_the_house_has_another_spelling(typed: str) -> None:
    assert "variants" in house_name(variants=typed).errors


def test_a_name_is_listed_once_a_language() -> None:
    house_name().save()
    assert "already" in str(house_name().errors)
    assert house_name(language="be").is_valid()


def test_an_editor_keeps_the_list_and_an_analyst_reads_it(desk: Client, analyst: User, at_desk: SignIn) -> None:
    add = reverse("admin:analysis_housename_add")
    sent = {"language": "en", "preferred": "Veil", "variants": "Weil"}
    assert at_desk(analyst).post(add, sent).status_code == 403
    answer = desk.post(add, sent, follow=True).text
    assert "It counts at once for what is written now." in answer
    assert HouseName.objects.get().variants == "Weil"
    listed = at_desk(analyst).get(reverse("admin:analysis_housename_changelist"))
    assert "Weil" in listed.text


def test_a_changed_name_counts_at_once_for_what_is_written(desk: Client) -> None:
    assert "we write" not in check(desk, title="Weil resigns")
    house_name().save()
    assert "“Weil”: we write “Veil”." in check(desk, title="Weil resigns")


def test_a_changed_name_is_looked_for_in_the_texts_that_have_it(desk: Client) -> None:
    texts = [kept(title="Weil resigns"), kept(body="<p>Nobody saw weil leave.</p>"), kept(), kept(language="be")]
    desk.post(
        reverse("admin:analysis_housename_add"), {"language": "en", "preferred": "Veil", "variants": "Weil, Vejl"}
    )
    assert run_jobs("analysis.checklist.tasks.look_for_names") == 1
    assert [text.findings.filter(rule="house_style").count() for text in texts] == [1, 0, 0, 0]

    name = HouseName.objects.get()
    desk.post(reverse("admin:analysis_housename_delete", args=[name.pk]), {"post": "yes"})
    assert run_jobs("analysis.checklist.tasks.look_for_names") == 1
    assert not Finding.objects.filter(rule="house_style").exists()


# --- Before a decision ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("decision", ["submit", "approve", "publish", "schedule"])
def test_who_decides_is_told_what_the_checklist_says(desk: Client, decision: str) -> None:
    article = ArticleFactory.create(lead_image=ImageFactory.create(alt_text_en=""))
    checklist = desk.get(reverse(f"admin:analysis_article_{decision}", args=[article.pk])).context["checklist"]
    assert checklist.summary == "2 things to look at, 1 blocks publication"
    assert checklist.blocks


def test_other_decisions_are_left_in_peace(desk: Client) -> None:
    article = ArticleFactory.create()
    assert desk.get(reverse("admin:analysis_article_embargo", args=[article.pk])).context["checklist"] is None


def test_a_reason_is_asked_for_only_where_something_blocks(desk: Client) -> None:
    sound, unsound = ArticleFactory.create(), ArticleFactory.create(lead_image=ImageFactory.create(alt_text_en=""))
    offered = {
        article: "Why the checklist does not count here"
        in desk.get(reverse("admin:analysis_article_publish", args=[article.pk])).text
        for article in (sound, unsound)
    }
    assert offered == {sound: False, unsound: True}
