"""The archive beside the form, and the page on which editors decide what readers see below a text."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from analysis.models import Article, Publication, Suggestion
from analysis.related import rebuilding
from tests.analysis.admin.filled_forms import filled_in
from tests.factories import NOON, ArticleFactory, AuthorFactory, published

pytestmark = pytest.mark.django_db
SIMILAR = "/admin/analysis/article/similar/"
RIVER = "<p>Low water in the Maren stopped the barges, and the hydrologists measured the river daily.</p>"
LOCK = "<p>Low water keeps the barges at the lock; bread and milk arrive late, the hydrologists say.</p>"
SignIn = Callable[[User], Client]


@pytest.fixture
def river() -> Publication:
    for number in range(4):
        published(title=f"Prices, month {number}", body=f"<p>Bread and milk went up, reading {number}.</p>")
    published(title="Barges wait", body=RIVER)
    made = published(title="The Maren falls", body=LOCK)
    rebuilding.rebuild(at=NOON)
    return made


def similar(client: Client, article: Article | None = None, **changes: str) -> str:
    address = f"{SIMILAR}?article={article.pk}" if article else SIMILAR
    response = client.post(address, filled_in(article, **changes))
    assert response.status_code == 200
    return response.text


def suggestions(article: Article) -> str:
    return f"/admin/analysis/article/{article.pk}/suggestions/"


# --- While somebody writes -----------------------------------------------------------------------------------


def test_a_new_text_finds_what_the_archive_has_on_its_matter(desk: Client, river: Publication) -> None:
    answer = similar(desk, title="Water in the Maren", standfirst="The barges wait again.", body=RIVER)
    assert "Barges wait" in answer
    assert "Prices" not in answer
    assert river.get_absolute_url() in answer
    assert "<html" not in answer


def test_a_text_does_not_find_itself_nor_what_it_links_to(desk: Client, river: Publication) -> None:
    barges = Publication.objects.get(title="Barges wait")
    assert "Barges wait" in similar(desk, river.article)
    assert "The Maren falls" not in similar(desk, river.article)
    linked = f'{RIVER}<p><a href="{barges.get_absolute_url()}">Before</a></p>'
    assert "Barges wait" not in similar(desk, river.article, body=linked)


def test_who_wrote_about_it_is_told_so(analyst: User, at_desk: SignIn) -> None:
    author = AuthorFactory.create(user=analyst)
    published(title="Barges wait", body=RIVER, author=author)
    for number in range(2):
        published(title=f"Prices, month {number}", body="<p>Bread and milk, low as they were, arrive late.</p>")
    published(title="Others on barges", body=LOCK)
    rebuilding.rebuild(at=NOON)
    answer = similar(at_desk(analyst), title="Barges", body=RIVER)
    assert answer.count("You wrote about this on") == 1
    assert "Others on barges" in answer


def test_words_in_another_language_find_nothing_and_it_says_so(desk: Client, river: Publication) -> None:
    assert "nothing like it" in similar(desk, title="The Maren falls", body=RIVER, language="ru")


def test_an_empty_or_broken_form_is_no_trouble(desk: Client) -> None:
    assert "nothing like it" in similar(desk, title="", primary_topic="no number", period_start="never")


def test_a_text_of_others_is_not_looked_at_for_strangers(analyst: User, at_desk: SignIn, river: Publication) -> None:
    theirs = ArticleFactory.create(author=AuthorFactory.create())
    assert at_desk(analyst).post(f"{SIMILAR}?article={theirs.pk}", filled_in(theirs)).status_code == 403


# --- What readers see ----------------------------------------------------------------------------------------


def test_an_editor_pins_orders_bans_and_takes_back(desk: Client, river: Publication) -> None:
    address = suggestions(river.article)
    third, first = (Publication.objects.get(title=f"Prices, month {month}") for month in (3, 1))
    for verb, each in (("pin", third), ("pin", first), ("up", first)):
        assert desk.post(address, {"verb": verb, "suggested": each.article_id}).status_code == 302
    pins = Suggestion.objects.filter(kind="pin").values_list("suggested", flat=True)
    assert list(pins) == [first.article_id, third.article_id]
    desk.post(address, {"verb": "ban", "suggested": third.article_id})
    desk.post(address, {"verb": "leave", "suggested": first.article_id})
    page = desk.get(address)
    assert [each.suggested_id for each in page.context["bans"]] == [third.article_id]
    assert page.context["pins"] == []


def test_it_shows_what_readers_see_and_what_would_follow(desk: Client, river: Publication) -> None:
    page = desk.get(suggestions(river.article))
    assert page.context["rows"][0].publication.title == "Barges wait"
    assert "Similar words" in page.text or "Same" in page.text


def test_of_a_draft_it_shows_what_readers_would_see(desk: Client, river: Publication) -> None:
    draft = ArticleFactory.create(title="Water again", body=RIVER)
    titles = [row.publication.title for row in desk.get(suggestions(draft)).context["rows"]]
    assert titles[:2] == ["Barges wait", "The Maren falls"]


def test_another_text_is_found_by_words_and_only_if_readers_can_see_it(desk: Client, river: Publication) -> None:
    ArticleFactory.create(title="Prices, a draft")
    found = desk.get(suggestions(river.article), {"q": "prices"}).context["found"]
    assert {each.title for each in found} == {f"Prices, month {month}" for month in range(4)}


def test_a_pin_that_is_not_public_now_says_so(desk: Client, river: Publication) -> None:
    draft = ArticleFactory.create(title="Not out yet")
    desk.post(suggestions(river.article), {"verb": "pin", "suggested": draft.pk})
    assert "not public now" in desk.get(suggestions(river.article)).text


def test_a_refusal_is_told(desk: Client, river: Publication) -> None:
    address = suggestions(river.article)
    answer = desk.post(address, {"verb": "pin", "suggested": river.article_id}, follow=True)
    assert "A text is not suggested beside itself." in answer.text


@pytest.mark.parametrize("given", [{}, {"verb": "pin"}, {"verb": "erase", "suggested": "1"}, {"suggested": "x" * 99}])
def test_nonsense_changes_nothing(desk: Client, river: Publication, given: dict[str, str]) -> None:
    assert desk.post(suggestions(river.article), given).status_code == 302
    assert not Suggestion.objects.exists()


def test_an_analyst_reads_it_and_decides_nothing(analyst: User, at_desk: SignIn, river: Publication) -> None:
    client, address = at_desk(analyst), suggestions(river.article)
    page = client.get(address)
    assert "Barges wait" in page.text
    assert 'name="verb"' not in page.text
    barges = Publication.objects.get(title="Barges wait")
    assert client.post(address, {"verb": "ban", "suggested": barges.article_id}).status_code == 403
    assert not Suggestion.objects.exists()
