"""Sources and the footnotes that point to them, as the server settles them: no script is needed for any of it."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from analysis.admin.writing.rows import Sources
from analysis.models import Article
from tests.analysis.admin.filled_forms import filled_in, rows
from tests.factories import ArticleFactory

pytestmark = pytest.mark.django_db
MINUTES, BUDGET = {"title": "Minutes"}, {"title": "Budget"}


def mark(key: int) -> str:
    return f'<sup><a data-source="{key}">{key}</a></sup>'


@pytest.fixture
def article() -> Article:
    article: Article = ArticleFactory.create(body=f"<p>One.{mark(1)}</p><p>Two.{mark(2)}</p>")
    article.set_sources([MINUTES, BUDGET])
    return article


def save(client: Client, article: Article, **changes: Any) -> Any:
    response = client.post(reverse("admin:analysis_article_change", args=[article.pk]), filled_in(article, **changes))
    article.refresh_from_db()
    return response


def titles(article: Article) -> list[str]:
    return [source.title for source in article.sources.all()]


def test_saving_numbers_the_sources_as_the_text_uses_them(desk: Client, article: Article) -> None:
    save(desk, article, body=f"<p>Two.{mark(2)}</p><p>One.{mark(1)}</p>")
    assert article.body == f"<p>Two.{mark(1)}</p><p>One.{mark(2)}</p>"
    assert titles(article) == ["Budget", "Minutes"]


def test_a_new_source_is_known_by_its_key(desk: Client, article: Article) -> None:
    entered = rows("sources", MINUTES | {"key": 1}, BUDGET | {"key": 2}, {"title": "Statistics", "key": 7})
    save(desk, article, body=f"<p>New.{mark(7)} Two.{mark(2)}</p>", **entered)
    assert article.body == f"<p>New.{mark(1)} Two.{mark(2)}</p>"
    assert titles(article) == ["Statistics", "Budget", "Minutes"]


def test_a_row_like_one_that_was_saved_meanwhile_is_not_lost(desk: Client, article: Article) -> None:
    sent = rows("sources", MINUTES | {"key": 1}, BUDGET | {"key": 2})
    save(desk, article, **sent)
    assert titles(article) == ["Minutes", "Budget"]


def test_a_mark_without_a_source_is_taken_out(desk: Client, article: Article) -> None:
    save(desk, article, body=f"<p>One.{mark(1)} Three.{mark(3)}</p>")
    assert article.body == f"<p>One.{mark(1)} Three.</p>"


def test_a_source_in_use_is_not_deleted_and_its_row_says_why(desk: Client, article: Article) -> None:
    response = save(desk, article, **{"sources-1-DELETE": "on"})
    assert titles(article) == ["Minutes", "Budget"]
    page = response.content.decode()
    assert "Footnote 2 points to this source. Take the mark out of the text first." in page
    row = response.context["adminform"].form.sources.forms[1]
    assert row.non_field_errors()
    assert "checked" not in str(row["DELETE"])
    assert str(row["key"].value()) == "2"


def test_a_source_goes_with_its_last_mark(desk: Client, article: Article) -> None:
    save(desk, article, body=f"<p>Two.{mark(2)}</p>", **{"sources-0-DELETE": "on"})
    assert article.body == f"<p>Two.{mark(1)}</p>"
    assert titles(article) == ["Budget"]


def test_no_two_rows_share_a_key() -> None:
    sent = rows("sources", MINUTES | {"key": 2}, BUDGET | {"key": 2}, {"title": "Statistics"})
    sources = Sources(sent, prefix="sources")
    assert sources.is_valid()
    assert sources.keys == [2, 3, 4]


def test_a_row_with_nothing_but_a_key_is_empty() -> None:
    sources = Sources(rows("sources", {"key": 3, "title": ""}), prefix="sources")
    assert sources.is_valid()
    assert sources.keys == []
