"""Production's settings, tried in a process of its own: this one has those of the tests."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from pytest_django import DjangoDbBlocker

ROOT = Path(settings.BASE_DIR)
SITE = "https://weekly.example"
YEAR = 365 * 24 * 3600

# One of every kind of answer; what stands in braces is filled in by `production.py`.
READER = {
    "home": {"path": "/"},
    "article": {"path": "/a-trend/a-text/"},
    "topic": {"path": "/a-trend/"},
    "author": {"path": "/authors/an-author/"},
    "issue": {"path": "/issues/2026-w46/"},
    "search": {"path": "/search/?q=budget"},
    "archive": {"path": "/archive/2026/11/"},
    "Russian": {"path": "/ru/"},
    "not found": {"path": "/a-trend/no-such-text/"},
    "impossible": {"path": "/a%00b/"},
    "slash": {"path": "/a-trend/a-text"},
    "upper case": {"path": "/A-TREND/"},
    "static": {"path": "/static/img/favicon.svg"},
    "static, not found": {"path": "/static/no-such-file.css"},
    "picture": {"path": "{rendition}"},
    "original": {"path": "{original}"},
    "picture, not found": {"path": "/media/__processed__/000/000/none.webp"},
    "probe": {"path": "/healthz"},
    "post": {"path": "/", "method": "POST"},
    "head": {"path": "/", "method": "HEAD"},
    "other host": {"path": "/a-trend/", "headers": {"host": "127.0.0.1"}},
    "foreign host": {"path": "/a-trend/", "headers": {"host": "evil.example"}},
}
STAFF = {
    "sign-in": {"path": "/accounts/login/"},
    "reset": {"path": "/accounts/password/reset/"},
    "desk, outside": {"path": "/admin/"},
    "desk": {"path": "/admin/", "as": "administrator"},
    "article list": {"path": "/admin/analysis/article/", "as": "editor"},
    "article form": {"path": "/admin/analysis/article/add/", "as": "editor"},
    "forbidden": {"path": "/admin/accounts/user/", "as": "analyst"},
    "desk, not found": {"path": "/admin/no-such-page/", "as": "editor"},
    "own account": {"path": "/accounts/2fa/", "as": "analyst"},
    "picture in a body": {"path": "/images/999999/", "as": "analyst"},
}
PLAIN_HTTP = {"plain": {"path": "/a-trend/a-text", "secure": False}}
KINDS = READER | STAFF
# Variables that the Dockerfile sets, and those that only `serve` reads.
OF_THE_IMAGE, OF_SERVE = {"DATA_DIR", "HOST", "PORT"}, {"DEBUG", "LOAD_DEMO", "DEMO_PASSWORD"}
Answer = dict[str, Any]


def environment(tmp_path: Path, **more: str) -> dict[str, str]:
    named = {"SITE_URL": SITE, "SECRET_KEY": "x" * 40 + "0123456789", "DATA_DIR": str(tmp_path), "DEBUG": "0"}
    return os.environ | named | {"REPLICA_URL": "", "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore"} | more


def database_url() -> str:
    at = connection.settings_dict
    return f"postgresql:///{at['NAME']}?host={at['HOST']}&port={at['PORT']}&user={at['USER']}&password={at['PASSWORD']}"


@pytest.fixture(scope="module")
def answers(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Answer]:
    with django_db_blocker.unblock():
        connection.ensure_connection()
        outcome = subprocess.run(
            [sys.executable, str(ROOT / "tests" / "config" / "production.py")],
            input=json.dumps(list((KINDS | PLAIN_HTTP).values())),
            env=environment(tmp_path_factory.mktemp("production"), DATABASE_URL=database_url()),
            capture_output=True,
            text=True,
            check=False,
        )
    assert outcome.returncode == 0, outcome.stderr[-3000:]
    return dict(zip(KINDS | PLAIN_HTTP, json.loads(outcome.stdout), strict=True))


def manage(tmp_path: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, str(ROOT / "manage.py"), *arguments]
    return subprocess.run(command, env=environment(tmp_path), capture_output=True, text=True, check=False)


def test_production_passes_the_deployment_check_without_a_warning(tmp_path: Path) -> None:
    outcome = manage(tmp_path, "check", "--deploy", "--fail-level", "WARNING")
    assert outcome.returncode == 0, outcome.stderr
    assert "WARNINGS" not in outcome.stderr


def test_passwords_are_kept_with_argon2(tmp_path: Path) -> None:
    code = "from django.contrib.auth.hashers import make_password; print(make_password('x'))"
    assert manage(tmp_path, "shell", "--verbosity=0", "--command", code).stdout.startswith("argon2$")


def test_the_example_names_exactly_the_variables_that_are_read() -> None:
    read = set(re.findall(r"env\.\w+\(\s*\"(\w+)\"", (ROOT / "config" / "env.py").read_text()))
    named = re.findall(r"^#? ?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)
    assert read == set(named)
    assert len(named) == len(set(named))


def test_the_example_of_production_passes_on_every_variable_that_production_reads() -> None:
    """What stands in `.env` reaches its containers in no other way."""
    compose = (ROOT / "docker-compose.yml").read_text().partition("services:")[0]
    passed = set(re.findall(r"^    ([A-Z_]+): ", compose, re.MULTILINE))
    named = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    assert named - passed == OF_THE_IMAGE | OF_SERVE | {"SECRET_KEY_FILE", "STAFF_PASSWORD"}


def test_every_kind_of_answer_is_what_it_should_be(answers: dict[str, Answer]) -> None:
    """Otherwise the tests below would look at something else."""
    statuses = {kind: answer["status"] for kind, answer in answers.items()}
    redirected = {"slash", "upper case", "other host", "plain", "desk, outside"}
    absent = {kind for kind in KINDS if "not found" in kind} | {"impossible", "original", "picture in a body"}
    others = {"forbidden": 403, "post": 405, "foreign host": 400}
    expected = dict.fromkeys(redirected, 301) | {"desk, outside": 302} | dict.fromkeys(absent, 404) | others
    assert statuses == {kind: expected.get(kind, 200) for kind in answers}


@pytest.mark.parametrize("kind", KINDS)
def test_every_answer_carries_the_security_headers(answers: dict[str, Answer], kind: str) -> None:
    headers = answers[kind]["headers"]
    max_age, *rest = headers["Strict-Transport-Security"].split("; ")
    assert int(max_age.removeprefix("max-age=")) >= YEAR
    assert "includeSubDomains" in rest
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert "Access-Control-Allow-Origin" not in headers
    for directive in ("default-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"):
        assert directive in headers["Content-Security-Policy"]


@pytest.mark.parametrize("kind", READER)
def test_readers_get_a_policy_without_unsafe(answers: dict[str, Answer], kind: str) -> None:
    policy = answers[kind]["headers"]["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "nonce" not in policy
    assert "data:" not in policy


@pytest.mark.parametrize("kind", STAFF)
def test_scripts_of_the_desk_need_its_word(answers: dict[str, Answer], kind: str) -> None:
    policy = answers[kind]["headers"]["Content-Security-Policy"]
    assert "unsafe-eval" not in policy
    assert "script-src 'unsafe" not in policy
    assert not re.search(r"(script|style)-src [^;]*'unsafe-inline'", policy)


@pytest.mark.parametrize("kind", READER)
def test_readers_get_no_cookie_and_no_page_of_their_own(answers: dict[str, Answer], kind: str) -> None:
    assert not answers[kind]["cookies"]
    assert "Cookie" not in answers[kind]["headers"].get("Vary", "")


@pytest.mark.parametrize("kind", STAFF)
def test_what_staff_see_is_kept_by_nobody(answers: dict[str, Answer], kind: str) -> None:
    kept = answers[kind]["headers"]["Cache-Control"].split(", ")
    assert "public" not in kept
    assert "no-store" in kept


@pytest.mark.parametrize("kind", ["sign-in", "desk", "article form"])
def test_cookies_belong_to_this_host_and_to_https(answers: dict[str, Answer], kind: str) -> None:
    assert answers[kind]["cookies"]
    for name, cookie in answers[kind]["cookies"].items():
        assert name.startswith("__Host-")
        for attribute in ("HttpOnly", "Path=/", "SameSite=Lax", "Secure"):
            assert attribute in cookie
        assert "Domain" not in cookie


@pytest.mark.parametrize("kind", KINDS)
def test_every_text_says_how_it_is_written(answers: dict[str, Answer], kind: str) -> None:
    kind_of_content = answers[kind]["headers"].get("Content-Type", "")
    if kind_of_content.startswith("text/"):
        assert "charset=" in kind_of_content


def test_a_reader_gets_to_the_canonical_address_in_one_hop(answers: dict[str, Answer]) -> None:
    assert answers["plain"]["headers"]["Location"] == f"{SITE}/a-trend/a-text/"
    assert answers["other host"]["headers"]["Location"] == f"{SITE}/a-trend/"


@pytest.mark.parametrize("kind", KINDS)
def test_an_answer_says_nothing_of_the_inside(answers: dict[str, Answer], kind: str) -> None:
    answer = answers[kind]
    for secret in ("Traceback", "DisallowedHost", "ALLOWED_HOSTS", "django.", "X-Powered-By", str(ROOT)):
        assert secret not in answer["body"]
        assert secret not in str(answer["headers"])
