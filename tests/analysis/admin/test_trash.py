from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from analysis import publishing
from analysis.models import Article, AuditEntry
from analysis.tasks import discard_old_trash
from tests.factories import NOON, ArticleFactory, AuthorFactory, published

pytestmark = pytest.mark.django_db
LIST = "/admin/analysis/article/"
TRASH = f"{LIST}trash/"
AtDesk = Callable[[User], Client]


def thrown_away(title: str = "Old idea", *, days_ago: float = 0) -> Article:
    article = ArticleFactory.create(title=title)
    publishing.throw_away(article=article, by=None, at=timezone.now() - timedelta(days=days_ago))
    return article


def exists(article: Article) -> bool:
    return Article.objects.filter(pk=article.pk).exists()


def test_a_draft_goes_to_the_trash_and_comes_back(desk: Client, editor: User) -> None:
    article = ArticleFactory.create(title="Old idea")
    assert "is in the trash" in desk.post(f"{LIST}{article.pk}/trash/", follow=True).text
    assert "Old idea" not in [row.title for row in desk.get(LIST).context["cl"].result_list]
    page = desk.get(TRASH).text
    assert "Old idea" in page
    assert "Edith Editor" in page
    assert "90 days" in page
    assert "was taken out of the trash" in desk.post(f"{LIST}{article.pk}/take-out/", follow=True).text
    article.refresh_from_db()
    assert article.trashed_at is None
    assert desk.get(TRASH).context["rows"] == []


def test_what_was_ever_public_is_not_thrown_away(desk: Client) -> None:
    article = published().article
    assert desk.post(f"{LIST}{article.pk}/trash/").status_code == 403
    article.refresh_from_db()
    assert article.trashed_at is None


def test_nobody_throws_away_or_takes_out_what_is_not_theirs(analyst: User, at_desk: AtDesk) -> None:
    foreign = ArticleFactory.create(author=AuthorFactory.create())
    client = at_desk(analyst)
    assert client.post(f"{LIST}{foreign.pk}/trash/").status_code == 403
    publishing.throw_away(article=foreign, by=None, at=NOON)
    assert client.post(f"{LIST}{foreign.pk}/take-out/").status_code == 403
    assert "Take out" not in client.get(TRASH).text


def test_looking_changes_nothing(desk: Client) -> None:
    article = ArticleFactory.create()
    assert desk.get(f"{LIST}{article.pk}/trash/").status_code == 405
    assert desk.get(f"{LIST}{article.pk}/take-out/").status_code == 405


def test_a_text_in_the_trash_says_so_and_cannot_be_saved(desk: Client) -> None:
    article = thrown_away()
    page = desk.get(f"{LIST}{article.pk}/change/").text
    assert "This text is in the trash" in page
    assert f'action="{LIST}{article.pk}/take-out/"' in page
    assert 'name="_save"' not in page
    assert desk.post(f"{LIST}{article.pk}/change/", {"title": "Other"}).status_code == 403


def test_only_administrators_empty_it(desk: Client, administrator: User, at_desk: AtDesk) -> None:
    article = thrown_away()
    for address in (f"{TRASH}empty/", f"{LIST}{article.pk}/delete-for-good/"):
        assert desk.get(address).status_code == 403
        assert desk.post(address, {"article": article.pk}).status_code == 403
    assert "Empty the trash" not in desk.get(TRASH).text
    assert "Empty the trash" in at_desk(administrator).get(TRASH).text


def test_emptying_asks_once_more_and_names_the_number(administrator: User, at_desk: AtDesk) -> None:
    articles = [thrown_away("One"), thrown_away("Two")]
    client = at_desk(administrator)
    asked = client.get(f"{TRASH}empty/")
    assert "2 articles, with their histories" in asked.text
    later = thrown_away("Three")
    done = client.post(f"{TRASH}empty/", {"until": asked.context["until"]}, follow=True)
    assert "2 articles were deleted for good." in done.text
    assert [exists(article) for article in (*articles, later)] == [False, False, True]
    assert AuditEntry.objects.filter(verb="discard_for_good", by=administrator).count() == 2


def test_one_is_deleted_for_good(administrator: User, at_desk: AtDesk) -> None:
    article, other = thrown_away("One"), thrown_away("Two")
    client = at_desk(administrator)
    assert "1 article, with its history" in client.get(f"{LIST}{article.pk}/delete-for-good/").text
    client.post(f"{LIST}{article.pk}/delete-for-good/")
    assert [exists(article), exists(other)] == [False, True]


def test_nothing_that_is_not_in_the_trash_is_deleted(administrator: User, at_desk: AtDesk) -> None:
    kept, trashed = ArticleFactory.create(), thrown_away()
    client = at_desk(administrator)
    assert client.post(f"{LIST}{kept.pk}/delete-for-good/").status_code == 404
    for until in ("", "x", "2026-11-16", "9" * 30):
        assert client.post(f"{TRASH}empty/", {"until": until}).status_code == 302
    assert exists(kept)
    assert exists(trashed)


def test_after_90_days_it_goes_by_itself_and_once() -> None:
    old, young = thrown_away(days_ago=90.01), thrown_away(days_ago=89.9)
    for _again in range(2):
        discard_old_trash(0)
    assert [exists(old), exists(young)] == [False, True]
    assert AuditEntry.objects.filter(verb="discard_for_good").count() == 1


@time_machine.travel(NOON, tick=False)
@pytest.mark.parametrize(("ago", "left"), [(0, 90), (0.5, 90), (89, 1), (89.5, 1), (90, 0), (95, 0)])
def test_the_days_that_are_left_are_counted(desk: Client, ago: float, left: int) -> None:
    thrown_away(days_ago=ago)
    assert desk.get(TRASH).context["rows"][0][1] == left


def test_twice_the_rows_cost_the_same_number_of_queries(desk: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert desk.get(TRASH).status_code == 200
        return len(captured)

    for _ in range(5):
        thrown_away()
    queries()
    five = queries()
    for _ in range(5):
        thrown_away()
    assert queries() == five
