import threading
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from hypothesis import given
from hypothesis import settings as properties
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries, Settings

from analysis import publishing
from analysis.models import Image, Publication
from analysis.printing import filing
from tests.factories import (
    NOON,
    ArticleFactory,
    AuthorFactory,
    EditionFactory,
    EditorFactory,
    IssueFactory,
    published,
    scheduled,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("masthead", "folder")]

PRINT, PDF = "/issues/2026-w46/print/", "/issues/2026-w46/issue.pdf"


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path / "data"
    return tmp_path / "data" / "printed"


def issue_with(**article: Any) -> Publication:
    return published(issue=IssueFactory.create(), **article)


def printed_page(client: Client, address: str = PRINT) -> str:
    return client.get(address).content.decode()


def test_one_page_has_the_whole_texts_of_the_issue(client: Client) -> None:
    author = AuthorFactory.create(name_en="Ada Analyst")
    first = issue_with(title="One", body="<p>First body.</p>", author=author, assessment="worsened")
    published(issue=first.issue, title="Two", standfirst="A lead.", body="<h2>Part</h2><p>Second body.</p>")
    page = printed_page(client)
    for words in ("One", "First body.", "Ada Analyst", "▼", "Two", "A lead.", "<h3>Part</h3>", "Second body."):
        assert words in page
    assert 'href="#text-1"' in page
    assert 'id="text-1"' in page


def test_the_page_to_print_is_found_under_the_issue_alone(client: Client) -> None:
    issue_with()
    page = printed_page(client)
    assert '<meta name="robots" content="noindex, follow">' in page
    assert f'rel="canonical" href="{settings.SITE_URL}/issues/2026-w46/"' in page


def test_footnotes_of_each_text_are_its_own_and_lead_there_and_back(client: Client) -> None:
    sources = [{"title": "The gazette", "url": "https://example.org/gazette"}]
    body = '<p>So.<sup><a data-source="1">1</a></sup></p>'
    first = issue_with(body=body)
    published(issue=first.issue, body=body)
    Publication.objects.update(sources=sources)
    page = printed_page(client)
    for text in ("text-1", "text-2"):
        for anchor in (f"{text}-mark-1", f"{text}-source-1"):
            assert page.count(f'id="{anchor}"') == 1
            assert f'href="#{anchor}"' in page


def test_addresses_of_links_are_printed_below_the_text(client: Client) -> None:
    issue_with(body='<p><a href="https://example.org/law">the law</a> and <a href="/security/x/">a text</a></p>')
    page = printed_page(client)
    assert '>the law</a><sup class="letter-mark">a</sup>' in page
    assert "<dt>a</dt><dd>https://example.org/law</dd>" in page
    assert f"<dt>b</dt><dd>{settings.SITE_URL}/security/x/</dd>" in page


def test_no_label_is_printed_without_a_value(client: Client) -> None:
    issue_with(body="", standfirst="")
    page = printed_page(client)
    for label in ("None", "Sources", "Addresses", "By ", "added on", "at a glance"):
        assert label not in page[page.index("<main") : page.index("</main>")]
    assert client.get(PDF).status_code == 200


@pytest.mark.parametrize("address", [PRINT, PDF])
def test_an_issue_that_readers_cannot_see_is_not_printed(client: Client, today: datetime, address: str) -> None:
    issue = IssueFactory.create()
    EditionFactory.create(issue=issue)
    ArticleFactory.create(issue=issue)
    scheduled(go_live_at=today + timedelta(days=1), issue=issue)
    assert client.get(address).status_code == 404
    assert client.get(address.replace("w46", "w99")).status_code == 404
    published(issue=issue, language="ru")
    assert client.get(address).status_code == 404
    assert client.get(f"/ru{address}").status_code == 200


def test_what_is_scheduled_is_printed_from_its_second_on(client: Client, today: datetime, folder: Path) -> None:
    first = issue_with(title="Public")
    scheduled(go_live_at=today + timedelta(seconds=1), issue=first.issue, title="Coming", standfirst="Soon public.")
    before = client.get(PDF).content
    assert "Soon public." not in printed_page(client)
    with time_machine.travel(today + timedelta(seconds=1), tick=False):
        assert "Soon public." in printed_page(client)
        assert client.get(PDF).content != before
    assert client.get(PDF).content == before


def test_what_is_withdrawn_disappears_from_print_and_disk(client: Client, today: datetime, folder: Path) -> None:
    first = issue_with(title="Stays")
    gone = published(issue=first.issue, title="Goes", body="<p>Goes away.</p>")
    before = client.get(PDF).content
    publishing.withdraw(article=gone.article, by=None, at=today)
    assert "Goes away." not in printed_page(client)
    assert client.get(PDF).content != before
    assert [file.read_bytes() for file in folder.iterdir()] == [client.get(PDF).content]


def test_the_last_text_that_is_withdrawn_leaves_nothing_on_the_disk(
    client: Client, today: datetime, folder: Path
) -> None:
    only = issue_with(body="<p>Goes away.</p>")
    assert client.get(PDF).status_code == 200
    publishing.withdraw(article=only.article, by=None, at=today)
    assert client.get(PDF).status_code == 404
    assert not list(folder.iterdir())


def test_what_is_not_public_yet_is_never_on_the_disk(client: Client, today: datetime, folder: Path) -> None:
    first = issue_with(title="Public")
    scheduled(go_live_at=today + timedelta(hours=1), issue=first.issue, title="Coming", standfirst="Soon public.")
    public = client.get(PDF).content
    client.force_login(EditorFactory.create())
    walked = client.get(f"/admin/as-of/{today + timedelta(hours=2):%Y%m%dT%H%M%SZ}{PDF}")
    assert b"".join(walked) != public
    assert [file.read_bytes() for file in folder.iterdir()] == [public]


def test_a_document_comes_though_the_disk_takes_nothing(client: Client, folder: Path) -> None:
    issue_with()
    folder.parent.mkdir()
    folder.write_text("A file where the folder should be.")
    assert client.get(PDF).status_code == 200


def test_a_changed_name_is_another_document(client: Client) -> None:
    author = AuthorFactory.create(name_en="Ada Analyst")
    issue_with(author=author)
    assert b"Ada Analyst" in client.get(PDF).content
    author.name_en = "A Pseudonym"
    author.save()
    pdf = client.get(PDF).content
    assert b"A Pseudonym" in pdf
    assert b"Ada Analyst" not in pdf


def test_a_document_says_what_it_is(client: Client) -> None:
    issue_with(language="be", title="Ўлада і людзі", body="<p>Яшчэ і ўчора.</p>")
    response = client.get(f"/be{PDF}")
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'inline; filename="2026-w46.be.pdf"'
    assert response["Link"] == f'<{settings.SITE_URL}/be/issues/2026-w46/>; rel="canonical"'
    assert "sessionid" not in response.cookies


def test_a_document_is_set_once_however_often_it_is_asked_for(client: Client, folder: Path) -> None:
    issue_with()
    first = client.get(PDF)
    [file] = folder.iterdir()
    file.write_bytes(b"%PDF-kept")
    assert client.get(PDF).content == b"%PDF-kept"
    assert client.get(f"{PDF}?page=7").content == b"%PDF-kept"
    file.unlink()
    assert client.get(PDF).content == first.content


def test_only_so_many_documents_are_kept(client: Client, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filing, "MOST_FILES", 2)
    issue = IssueFactory.create()
    for language in ("en", "ru", "be"):
        published(issue=issue, language=language)
    for prefix in ("", "/ru", "/be"):
        client.get(prefix + PDF)
    assert len(list(folder.iterdir())) == 2


def test_whoever_waits_too_long_is_asked_to_come_again(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    issue_with()
    monkeypatch.setattr(filing, "PATIENCE_SECONDS", 0)
    busy = threading.Lock()
    monkeypatch.setattr(filing, "_one_at_a_time", busy)
    with busy:
        response = client.get(PDF)
    assert (response.status_code, response["Retry-After"]) == (503, "2")
    assert client.get(PDF).status_code == 200


def test_pictures_are_printed_with_their_words(client: Client, image: Image) -> None:
    issue_with(lead_image=image, body=f'<figure><img src="/images/{image.pk}/" alt="Seen"></figure><p>Text</p>')
    with_pictures = client.get(PDF).content
    assert b"/DCTDecode" in with_pictures
    page = printed_page(client)
    assert 'alt="A navy blue plate"' in page
    assert 'alt="Seen"' in page
    image.file.delete(save=False)
    Image.objects.update(file="originals/gone.jpg")
    without = client.get(PDF)
    assert without.status_code == 200
    assert b"/DCTDecode" not in without.content


def test_undated_texts_are_printed_too(client: Client) -> None:
    issue_with(at=datetime(1900, 1, 1, tzinfo=NOON.tzinfo))
    assert client.get(PDF).status_code == 200


def test_a_body_from_before_the_rules_is_printed_in_its_words(client: Client) -> None:
    text = issue_with()
    Publication.objects.filter(pk=text.pk).update(body="<p>" * 20_000, body_text="Its <b>words</b>.")
    assert "Its &lt;b&gt;words&lt;/b&gt;." in printed_page(client)
    assert client.get(PDF).status_code == 200


@properties(max_examples=8)
@given(body=st.text(max_size=200), title=st.text(min_size=1, max_size=200))
def test_no_stored_text_becomes_markup_of_the_page(body: str, title: str) -> None:
    text = issue_with() if not Publication.objects.exists() else Publication.objects.get()
    hostile = f"<script>{body}</script>{title}".replace("\x00", "")
    words = {"title": hostile[:200], "body": hostile, "standfirst": hostile, "assessment_reason": hostile[:300]}
    Publication.objects.filter(pk=text.pk).update(**words)
    assert "<script" not in printed_page(Client())


def test_it_asks_the_same_questions_however_many_texts_there_are(
    client: Client, image: Image, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    issue = IssueFactory.create()
    for _round in range(2):
        for _text in range(4):
            published(issue=issue, lead_image=image, body=f'<p><img src="/images/{image.pk}/">A</p>')
        for address in (PRINT, PDF):
            with django_assert_max_num_queries(4):
                client.get(address)
