"""People at the desk, and the form as their browser would send it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.forms import ModelMultipleChoiceField
from django.test import Client

from accounts.models import User
from analysis.admin.article_form import ArticleForm
from analysis.models import Article
from tests.factories import AdministratorFactory, EditorFactory, UserFactory

Form = dict[str, Any]


@pytest.fixture
def analyst(db: None) -> User:
    return UserFactory(time_zone="Europe/Warsaw")


@pytest.fixture
def editor(db: None) -> User:
    return EditorFactory(time_zone="Europe/Warsaw")


@pytest.fixture
def administrator(db: None) -> User:
    return AdministratorFactory(time_zone="Europe/Warsaw")


@pytest.fixture
def at_desk() -> Callable[[User], Client]:
    """A browser in which this person has signed in."""

    def signed_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return signed_in


@pytest.fixture
def desk(editor: User, at_desk: Callable[[User], Client]) -> Client:
    return at_desk(editor)


def filled_in(article: Article | None = None, **changes: Any) -> Form:
    """What the page about this article would send after these changes."""
    form = ArticleForm(instance=article) if article else ArticleForm()
    sent: Form = {}
    for field in form:
        value = field.value()
        nothing: Any = [] if isinstance(field.field, ModelMultipleChoiceField) else ""
        sent[field.html_name] = field.field.prepare_value(value) if value is not None else nothing
    sent["tags"] = ", ".join(article.tags.names()) if article else ""
    for rows in (form.bylines, form.sources):
        sent |= {f"{rows.prefix}-TOTAL_FORMS": len(rows.forms), f"{rows.prefix}-INITIAL_FORMS": len(rows.initial or [])}
        for row in rows.forms:
            sent |= {
                row.add_prefix(name): row.get_initial_for_field(field, name) or "" for name, field in row.fields.items()
            }
    sent.pop("overwritten", None)
    return sent | changes


def rows(prefix: str, *entered: Form) -> Form:
    """Rows of by-lines or sources in place of those that were there."""
    sent: Form = {f"{prefix}-TOTAL_FORMS": len(entered), f"{prefix}-INITIAL_FORMS": 0}
    for number, row in enumerate(entered):
        sent |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
        sent.setdefault(f"{prefix}-{number}-ORDER", number + 1)
    return sent
