"""What the variables of the environment may say, and what somebody is told who has made a mistake."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from environs import ValidationError

from config.database import databases
from config.mail import settings_of
from config.values import contact, hosts, networks, site, zone

ROOT = Path(settings.BASE_DIR)
SHELL = ("shell", "--verbosity=0", "--command")


@pytest.mark.parametrize(
    ("said", "understood"),
    [
        ("", ""),
        ("https://weekly.example", "https://weekly.example"),
        ("https://weekly.example/", "https://weekly.example"),
        ("https://Weekly.Example", "https://weekly.example"),
        ("https://weekly.example:443", "https://weekly.example"),
        ("http://weekly.example:80/", "http://weekly.example"),
        ("https://weekly.example:8443", "https://weekly.example:8443"),
        ("https://тыднёвік.бел", "https://xn--b1adtkx8c2b1b.xn--90ais"),
        ("http://[::1]:8000", "http://[::1]:8000"),
    ],
)
def test_the_canonical_address_is_what_browsers_say(said: str, understood: str) -> None:
    """Or else every request would be for another host, and redirected for ever."""
    assert site(said) == understood


@pytest.mark.parametrize(
    "said",
    ["weekly.example", "https://", "https://weekly.example/news", "ftp://weekly.example", "https://weekly.example:x"],
)
def test_an_address_that_no_site_can_have_is_refused(said: str) -> None:
    with pytest.raises(ValidationError, match=r"such as https://weekly\.example\.org"):
        site(said)


def test_what_is_no_network_no_host_no_zone_and_no_contact_is_told_what_to_write() -> None:
    networks(["10.0.0.5", "10.1.0.0/16", "::1"])
    with pytest.raises(ValidationError, match=r"such as 10\.0\.0\.5,10\.1\.0\.0/16"):
        networks(["::1", "proxy"])
    with pytest.raises(ValidationError, match=r"such as www\.example\.org"):
        hosts(["weekly.example", "https://weekly.example"])
    with pytest.raises(ValidationError, match="such as Europe/Warsaw"):
        zone("Europe/Talmere")
    with pytest.raises(ValidationError, match=r"such as mailto:security@example\.org"):
        contact("security@example.org")


@pytest.mark.parametrize("name", ["localtime", "posixrules", "Factory", "right/UTC", "europe/warsaw", "../etc/passwd"])
def test_what_is_another_zone_elsewhere_or_none_at_all_is_no_zone(name: str) -> None:
    with pytest.raises(ValidationError, match="such as Europe/Warsaw"):
        zone(name)


@pytest.mark.parametrize("name", ["", "UTC", "Europe/Warsaw", "America/Argentina/Buenos_Aires"])
def test_a_zone_that_every_machine_has_is_taken(name: str) -> None:
    zone(name)


@pytest.mark.parametrize(
    ("url", "port", "is_tls_after_hello", "is_tls"),
    [
        ("smtp+tls://joe:se%2Fcret@mail.example:2525", 2525, True, False),
        ("smtp+tls://joe:se%2Fcret@mail.example", 587, True, False),
        ("smtp+ssl://joe:se%2Fcret@mail.example", 465, False, True),
        ("smtp://joe:se%2Fcret@mail.example", 25, False, False),
    ],
)
def test_mail_leaves_as_its_address_says(url: str, port: int, is_tls_after_hello: bool, is_tls: bool) -> None:
    found = settings_of(url)
    assert found["EMAIL_BACKEND"] == "django.core.mail.backends.smtp.EmailBackend"
    assert (found["EMAIL_HOST"], found["EMAIL_PORT"]) == ("mail.example", port)
    assert (found["EMAIL_HOST_USER"], found["EMAIL_HOST_PASSWORD"]) == ("joe", "se/cret")
    assert (found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == (is_tls_after_hello, is_tls)


def test_a_mail_server_that_says_nothing_does_not_hold_the_worker_for_ever() -> None:
    assert 0 < settings_of("smtp+tls://mail.example")["EMAIL_TIMEOUT"] <= 60
    assert settings_of("smtp+tls://mail.example?timeout=5")["EMAIL_TIMEOUT"] == 5


@pytest.mark.parametrize(
    "url",
    [
        "mail.example",
        "smtp+starttls://joe:hidden@mail.example",
        "smtp+tls://joe:hid/den@mail.example:587",
        "smtp+tls://joe:hidden@mail.example:port",
        "smtp+tls://",
    ],
)
def test_an_address_that_mail_cannot_leave_by_is_refused_without_the_password(url: str) -> None:
    with pytest.raises(ImproperlyConfigured) as refused:
        settings_of(url)
    said = str(refused.value)
    assert said.startswith("EMAIL_URL ")
    assert "write smtp+tls://USER:PASSWORD@HOST:PORT" in said
    assert "hid" not in said


def test_an_address_of_no_database_is_refused_without_the_password(tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured) as refused:
        databases("postgres//joe:hidden@there/barometer", replica_url="", data_dir=tmp_path)
    assert str(refused.value).startswith("DATABASE_URL is not a PostgreSQL address: write postgresql://USER:PASSWORD@")
    assert "hidden" not in str(refused.value)


def said(tmp_path: Path, *arguments: str, **variables: str) -> list[str]:
    """The lines of a command that starts with these variables."""
    ours = {"DATA_DIR": str(tmp_path / "data"), "SECRET_KEY": "", "SECRET_KEY_FILE": "", "SITE_URL": "", "DEBUG": "0"}
    command = [sys.executable, str(ROOT / "manage.py"), *arguments]
    done = subprocess.run(command, env=os.environ | ours | variables, capture_output=True, text=True, check=False)
    return (done.stdout + done.stderr).splitlines()


@pytest.mark.parametrize(
    ("name", "value", "cure"),
    [
        ("PORT", "99999", "less than or equal to 65535"),
        ("WEB_CONCURRENCY", "0", "greater than or equal to 1"),
        ("TRUSTED_PROXIES", "10.0.0.1/8", "such as 10.0.0.5,10.1.0.0/16"),
        ("SECRET_KEY_FILE", "/nowhere/key", "No such file or directory"),
        ("EMAIL_URL", "mail.example", "write smtp+tls://"),
        ("TIME_ZONE", "localtime", "such as Europe/Warsaw"),
    ],
)
def test_a_mistake_is_one_line_with_the_variable_and_the_cure(tmp_path: Path, name: str, value: str, cure: str) -> None:
    (line,) = said(tmp_path, "check", **{name: value})
    assert name in line
    assert cure in line


def test_a_web_server_that_has_no_key_ends_and_does_not_try_for_ever(tmp_path: Path) -> None:
    ours = {"DATA_DIR": str(tmp_path), "SECRET_KEY": "", "SECRET_KEY_FILE": "/nowhere/key", "WEB_CONCURRENCY": "1"}
    command = [sys.executable, "-m", "gunicorn", "--config=python:config.gunicorn", "--bind=127.0.0.1:0"]
    done = subprocess.run(command, cwd=ROOT, env=os.environ | ours, capture_output=True, text=True, timeout=120)
    assert done.returncode != 0
    assert "SECRET_KEY_FILE names /nowhere/key, which cannot be read" in done.stderr


def test_what_is_empty_counts_as_not_set_and_spaces_as_not_written(tmp_path: Path) -> None:
    code = "from config import env; print(env.DATA_DIR, env.HOST, env.TIME_ZONE, env.METRICS_ALLOWED)"
    empty = {"DATA_DIR": "", "HOST": "", "TIME_ZONE": "", "SECRET_KEY": "x" * 50}
    lines = said(tmp_path, *SHELL, code, **empty, METRICS_ALLOWED="10.0.0.5, ::1")
    assert lines == [f"{ROOT / 'var'} 127.0.0.1 Europe/Warsaw ['10.0.0.5', '::1']"]


def test_an_address_of_version_six_is_told_from_its_port(tmp_path: Path) -> None:
    code = "from config import env, gunicorn; print(gunicorn.bind, env.CANONICAL_ADDRESS, env.canonical_host())"
    assert said(tmp_path, *SHELL, code, HOST="::1", PORT="8000") == ["[::1]:8000 http://[::1]:8000 [::1]"]
