import re

import pytest
from django.core.exceptions import BadRequest, PermissionDenied
from django.test import Client, RequestFactory
from pytest_django import DjangoAssertNumQueries

from analysis.views import errors
from tests.factories import TopicFactory, published


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/nothing/", "/no/such/page/", "/a/b/c/d/e/", "/story.html", "/ru/нет/"])
def test_a_missing_page_helps_to_find_another(client: Client, path: str) -> None:
    TopicFactory.create(name_en="Economy")
    published(title="The newest", language="ru" if path.startswith("/ru/") else "en")
    response = client.get(path)
    assert response.status_code == 404
    page = response.content.decode()
    for words in ('name="q"', "The newest", "Economy", 'content="noindex"'):
        assert words in page
    assert response.headers["Cache-Control"] == "public, no-cache"


@pytest.mark.parametrize(
    ("view", "status"),
    [(errors.bad_request, 400), (errors.forbidden, 403), (errors.stale, 403), (errors.server_error, 500)],
)
def test_other_errors_are_told_without_the_database(view: object, status: int, rf: RequestFactory) -> None:
    response = view(rf.get("/"))  # type: ignore[operator]
    page = response.content.decode()
    assert response.status_code == status
    assert response.headers["Cache-Control"] == "no-store"
    assert page.count("<h1") == 1
    assert 'href="/"' in page


@pytest.mark.parametrize("error", [BadRequest("secret detail"), PermissionDenied("secret detail")])
def test_errors_say_nothing_inside(error: Exception, rf: RequestFactory) -> None:
    view = errors.bad_request if isinstance(error, BadRequest) else errors.forbidden
    assert "secret detail" not in view(rf.get("/"), error).content.decode()


@pytest.mark.django_db
def test_a_missing_page_costs_little(client: Client, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    for _number in range(10):
        published()
    with django_assert_max_num_queries(8):
        client.get("/no/such/page/")


@pytest.mark.parametrize(
    ("came_from", "leads_to"),
    [
        ("http://testserver/accounts/login/?next=/admin/", "/accounts/login/?next=/admin/"),
        ("https://elsewhere.example/", "/accounts/login/"),
        ("", "/accounts/login/"),
    ],
)
def test_a_page_of_an_earlier_session_is_opened_anew(came_from: str, leads_to: str) -> None:
    response = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "x"}, headers={"referer": came_from})
    assert response.status_code == 403
    assert response.text.count("<h1") == 1
    links = re.findall(r'href="([^"]*)">Open the page anew', response.text)
    assert links == [leads_to if leads_to == "/accounts/login/" else came_from]
