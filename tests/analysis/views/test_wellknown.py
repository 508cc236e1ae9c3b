from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.test import Client
from pytest_django import Settings

SITE = settings.SITE_URL


def test_whom_to_tell_of_a_hole(client: Client, settings: Settings, today: datetime) -> None:
    settings.SECURITY_CONTACT = "mailto:security@weekly.example.org"
    response = client.get("/.well-known/security.txt")
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    lines = response.content.decode().splitlines()
    fields = dict(line.split(": ", 1) for line in lines)
    assert len(fields) == len(lines)
    assert fields["Contact"] == "mailto:security@weekly.example.org"
    assert fields["Canonical"] == f"{SITE}/.well-known/security.txt"
    assert fields["Preferred-Languages"] == "en, ru, be"
    expires_at = datetime.fromisoformat(fields["Expires"])
    assert today + timedelta(days=180) < expires_at < today + timedelta(days=365)


def test_it_can_be_kept_for_a_while(client: Client) -> None:
    response = client.get("/.well-known/security.txt")
    again = client.get("/.well-known/security.txt", headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304


def test_robots_are_told_what_to_leave_alone_and_where_the_sitemaps_are(client: Client) -> None:
    response = client.get("/robots.txt")
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    lines = response.content.decode().splitlines()
    assert lines[0] == "User-agent: *"
    assert lines[1:6] == [
        f"Disallow: {path}" for path in ("/admin/", "/accounts/", "/search/?", "/ru/search/?", "/be/search/?")
    ]
    assert [line for line in lines if line.startswith("Sitemap:")] == [
        f"Sitemap: {SITE}/sitemap.xml",
        f"Sitemap: {SITE}/news-sitemap.xml",
    ]


@pytest.mark.parametrize("path", ["/robots.txt", "/.well-known/security.txt"])
def test_no_question_is_asked_of_the_database(client: Client, path: str) -> None:
    assert client.get(path).status_code == 200
