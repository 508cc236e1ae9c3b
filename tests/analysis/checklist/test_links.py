"""Links: where they lead, and what they are called."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from analysis import publishing
from analysis.checklist.destinations import destinations
from tests.analysis.checklist.contents import said
from tests.factories import (
    NOON,
    ArticleFactory,
    AuthorFactory,
    IssueFactory,
    TagFactory,
    TopicFactory,
    published,
    scheduled,
)

pytestmark = pytest.mark.django_db


def link(address: str, words: str = "elsewhere") -> str:
    return f'<p>See <a href="{address}">{words}</a>.</p>'


def levels(*addresses: str, article_pk: int | None = None) -> list[str]:
    body = "".join(map(link, addresses))
    return [level for level, _field, _words in said("broken_internal_link", body=body, article_pk=article_pk)]


def test_a_link_to_no_page_of_this_site_blocks() -> None:
    sentence = "The link to /elite/no-such-text/ leads nowhere: this site has no such page."
    assert said("broken_internal_link", body=link("/elite/no-such-text/")) == [("block", "body", sentence)]


@pytest.mark.parametrize(
    "address", ["/elites/", "/authors/nobody/", "/tags/none/", "/issues/2031-w09/", "/old/page.html", "/ru/elites/"]
)
def test_it_knows_every_kind_of_page_that_may_be_missing(address: str) -> None:
    assert levels(address) == ["block"]


def test_pages_that_exist_are_fine_in_every_language() -> None:
    topic = TopicFactory.create(slug="elite")
    TagFactory.create(slug="budget")
    AuthorFactory.create(slug="t-veil")
    issue = IssueFactory.create()
    published(topic=topic, slug="a-text")
    addresses = ["/", "/ru/", "/elite/", "/be/elite/", "/tags/budget/", "/authors/t-veil/", f"/issues/{issue.slug}/"]
    addresses += ["/topics/", "/archive/2026/11/", "/search/?q=bank", "/elite/a-text/", "/elite/a-text/#sources"]
    assert not levels(*addresses)


def test_the_sites_own_host_may_be_written_out(settings: Settings) -> None:
    settings.SITE_URL = "https://weekly.example"
    assert levels("https://weekly.example/nowhere/") == ["block"]
    assert levels("http://Weekly.example/nowhere/") == ["block"]
    assert not levels("https://weekly.example/", "https://weekly.example")


def test_other_sites_mail_and_anchors_are_not_looked_at() -> None:
    assert not levels("https://elsewhere.example/nowhere/", "mailto:desk@example.org", "#votes", "http://[broken/")


def test_any_way_of_writing_an_address_is_understood() -> None:
    published(topic=TopicFactory.create(slug="elite"), slug="a-text")
    assert not levels("/Elite/A-Text", "/elite/a%2Dtext/")


@pytest.mark.parametrize("address", ["/%00/", "/a%0Ab/", "/%ff/", "/" + "x" * 3000 + "/", "/authors/%00/"])
def test_strange_addresses_lead_nowhere_and_break_nothing(address: str) -> None:
    assert levels(address) == ["block"]


def test_a_text_that_is_not_public_is_only_pointed_out() -> None:
    topic = TopicFactory.create(slug="elite")
    ArticleFactory.create(topic=topic, slug="draft")
    article = published(topic=topic, slug="withdrawn").article
    publishing.withdraw(article=article, at=NOON + timedelta(hours=1))
    sentence = "The link to /elite/draft/ leads to a text that is not public, or will not stay so."
    assert said("broken_internal_link", body=link("/elite/draft/")) == [("warn", "body", sentence)]
    assert levels("/elite/withdrawn/") == ["warn"]


def test_a_text_that_ends_is_pointed_out() -> None:
    publication = published(topic=TopicFactory.create(slug="elite"), slug="brief")
    publishing.expire(publication=publication, expire_at=NOON + timedelta(days=1), at=NOON)
    assert levels("/elite/brief/") == ["warn"]


def test_texts_of_one_issue_may_link_to_each_other_before_it_comes_out() -> None:
    scheduled(go_live_at=NOON + timedelta(days=1), topic=TopicFactory.create(slug="elite"), slug="next")
    assert not levels("/elite/next/")


def test_a_text_may_link_to_itself_while_it_is_a_draft() -> None:
    draft = ArticleFactory.create(topic=TopicFactory.create(slug="elite"), slug="draft")
    assert not levels("/elite/draft/#votes", article_pk=draft.pk)


def test_an_address_the_text_once_had_is_fine() -> None:
    article = published(topic=TopicFactory.create(slug="elite"), slug="first").article
    article.slug = "second"
    article.save()
    publishing.publish(article=article, by=None, at=NOON + timedelta(hours=1))
    assert not levels("/elite/first/", "/elite/second/")


def test_a_hundred_links_are_looked_up_in_three_queries() -> None:
    paths = [f"/{place}{number}/" for number in range(25) for place in ("", "authors/", "tags/", "trend/")]
    with CaptureQueriesContext(connection) as captured:
        destinations(paths, own=None)
    assert len(captured) == 3


def test_a_link_without_words_is_pointed_out() -> None:
    expected = [("warn", "body", "The link to https://example.org/ has no words.")]
    assert said("empty_link_text", body=link("https://example.org/", " ")) == expected


@pytest.mark.parametrize("words", ["https://example.org/a", "www.example.org", "/elite/a-text/"])
def test_an_address_is_no_name_of_a_link(words: str) -> None:
    expected = [("warn", "body", f"“{words}” is an address. Say in words where the link leads.")]
    assert said("empty_link_text", body=link("https://example.org/a", words)) == expected


def test_words_pictures_and_footnote_marks_are_fine() -> None:
    body = link("https://example.org/", "its report on example.org") + link("/", '<img src="/images/1/" alt="">')
    body += '<p>So it is.<sup><a data-source="1">1</a></sup></p>'
    assert not said("empty_link_text", body=body)
