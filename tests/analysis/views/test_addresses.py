"""What was public once is found for ever, in one hop."""

from datetime import timedelta

import pytest
from django.test import Client

from analysis import publishing
from analysis.models import CorrectionKind, FormerSlug, Topic
from analysis.publishing import Notice
from tests.analysis.views.reading import rename
from tests.factories import NOON, ArticleFactory, AuthorFactory, TagFactory, TopicFactory, published

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("masthead")]


def where(client: Client, path: str) -> str:
    """To which path it leads in one hop."""
    response = client.get(path)
    assert response.status_code == 301, path
    location = response.headers["Location"]
    assert client.get(location).status_code == 200
    return location


def test_a_topic_renamed_twice_is_found_in_one_hop(client: Client) -> None:
    topic = TopicFactory.create(slug="first")
    published(topic=topic, slug="budget")
    for slug in ("second", "third"):
        publishing.rename_topic(topic=topic, slug=slug, at=NOON)
    for former in ("first", "second"):
        assert where(client, f"/{former}/") == "/third/"
        assert where(client, f"/ru/{former}/") == "/ru/third/"
        assert where(client, f"/{former}/feed.atom") == "/third/feed.atom"
        assert where(client, f"/{former.upper()}") == "/third/"
        assert where(client, f"/{former}/budget/") == "/third/budget/"


def test_an_author_renamed_twice_is_found_in_one_hop(client: Client) -> None:
    author = AuthorFactory.create(slug="first")
    published(author=author)
    for slug in ("second", "third"):
        rename(author, slug)
    for former in ("first", "second"):
        assert where(client, f"/authors/{former}/") == "/authors/third/"
        assert where(client, f"/authors/{former}/feed.json") == "/authors/third/feed.json"


def test_a_tag_renamed_twice_is_found_in_one_hop(client: Client) -> None:
    tag = TagFactory.create(slug="first", name="first")
    article = ArticleFactory.create()
    article.tags.set([tag])
    publishing.publish(article=article, by=None, at=NOON)
    for slug in ("second", "third"):
        rename(tag, slug)
    for former in ("first", "second"):
        assert where(client, f"/tags/{former}/") == "/tags/third/"
        assert where(client, f"/tags/{former}/feed.rss") == "/tags/third/feed.rss"


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ("before=1791806400000000.7", "?before=1791806400000000.7"),
        ("after=1791806400000000.7", "?after=1791806400000000.7"),
        ("utm_source=x&before=0001.07&next=//example.org", "?before=1.7"),
        ("before=1.7%0d%0aX", ""),
        ("before=%D9%A3.%D9%A3&letter=A", ""),
        ("page=2", ""),
    ],
)
def test_a_link_to_the_middle_of_a_renamed_list_leads_to_its_middle(client: Client, asked: str, kept: str) -> None:
    topic, author, tag = (
        TopicFactory.create(slug="old"),
        AuthorFactory.create(slug="old"),
        TagFactory.create(slug="old"),
    )
    article = ArticleFactory.create(topic=topic, author=author)
    article.tags.set([tag])
    publishing.publish(article=article, by=None, at=NOON)
    publishing.rename_topic(topic=topic, slug="new", at=NOON)
    rename(author, "new")
    rename(tag, "new")
    for path in ("/{}/", "/authors/{}/", "/tags/{}/"):
        assert where(client, f"{path.format('old')}?{asked}") == path.format("new") + kept
        assert where(client, f"{path.format('OLD')}?{asked}") == path.format("new") + kept
        # A feed has no middle.
        assert where(client, f"{path.format('old')}feed.atom?{asked}") == f"{path.format('new')}feed.atom"


def test_who_takes_a_former_address_has_it(client: Client) -> None:
    old, new = AuthorFactory.create(slug="shared", name_en="Old"), AuthorFactory.create(slug="new", name_en="New")
    published(author=old)
    rename(old, "old")
    assert where(client, "/authors/shared/") == "/authors/old/"
    rename(new, "shared")
    assert client.get("/authors/shared/").status_code == 404
    published(author=new)
    assert "<h1>New</h1>" in client.get("/authors/shared/").content.decode()
    rename(new, "third")
    assert where(client, "/authors/shared/") == "/authors/third/"


def test_who_takes_a_former_address_by_another_door_has_it_too(client: Client) -> None:
    old = AuthorFactory.create(slug="shared")
    published(author=old)
    rename(old, "old")
    AuthorFactory.create(slug="shared")
    assert client.get("/authors/shared/").status_code == 404


def test_what_goes_back_to_its_first_name_leads_from_the_second(client: Client) -> None:
    author = AuthorFactory.create(slug="first")
    published(author=author)
    for slug in ("second", "first"):
        rename(author, slug)
    assert client.get("/authors/first/").status_code == 200
    assert where(client, "/authors/second/") == "/authors/first/"
    assert FormerSlug.objects.count() == 1


def test_a_new_name_that_readers_have_not_seen_is_not_told(client: Client) -> None:
    author = AuthorFactory.create(slug="first")
    ArticleFactory.create(author=author)
    rename(author, "secret-name")
    topic = TopicFactory.create(slug="plain", is_trend=False)
    publishing.rename_topic(topic=topic, slug="secret-topic", at=NOON)
    for path in ("/authors/first/", "/plain/", "/ru/plain/", "/plain/feed.atom"):
        response = client.get(path)
        assert response.status_code == 404
        assert "secret" not in response.content.decode()


def test_names_of_topics_authors_and_tags_are_not_mixed_up(client: Client) -> None:
    topic = TopicFactory.create(slug="first")
    publishing.rename_topic(topic=topic, slug="second", at=NOON)
    assert Topic.objects.get().slug == "second"
    assert client.get("/authors/first/").status_code == client.get("/tags/first/").status_code == 404


def test_what_stands_below_an_article_moves_with_it(client: Client) -> None:
    publication = published(slug="first")
    article, old = publication.article, publication.get_absolute_url()
    article.slug = "second"
    article.save()
    notice = Notice(CorrectionKind.UPDATE, "A better name.")
    new = publishing.publish(article=article, by=None, at=NOON + timedelta(hours=1), notice=notice).get_absolute_url()
    for below in ("versions/", "versions/2/", "cite.bib"):
        assert where(client, f"{old}{below}") == f"{new}{below}"


# --- Gone --------------------------------------------------------------------------------------------------


def test_what_was_retracted_says_why(client: Client) -> None:
    publication = published(title="Gone")
    hour = NOON + timedelta(hours=1)
    publishing.withdraw(article=publication.article, at=hour, retraction="The document was forged.")
    response = client.get(publication.get_absolute_url())
    assert response.status_code == 410
    assert "The document was forged." in response.content.decode()
    assert "Gone" not in response.content.decode()


def test_what_is_gone_in_one_language_may_be_read_in_another(client: Client) -> None:
    english = published(title="In English")
    russian = published(title="По-русски", language="ru", translation_key=english.translation_key)
    publishing.withdraw(article=russian.article, at=NOON + timedelta(hours=1))
    response = client.get(russian.get_absolute_url())
    assert response.status_code == 410
    assert f'href="{english.get_absolute_url()}"' in response.content.decode()


@pytest.mark.parametrize(
    ("path", "guess"),
    [
        ("/economy/the-bank-cutz/", "the bank cutz"),
        ("/ru/эканоміка/банк-зніжае/", "банк зніжае"),
        ("/2019/05/12/the-bank.html", "the bank html"),
        ("/x/%3Cscript%3Ealert(1)/", "script alert"),
        ("/1/2/", ""),
    ],
)
def test_a_missing_page_offers_to_search_for_the_words_of_its_address(client: Client, path: str, guess: str) -> None:
    page = client.get(path).content.decode()
    main = page[page.index("<main") :]
    assert f'value="{guess}"' in main
