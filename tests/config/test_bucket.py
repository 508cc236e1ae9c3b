"""The bucket against a store that computes every signature itself (tests/bucket.py)."""

import logging
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.checks import run_checks
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.test import Client
from pytest_django import Settings

from config.bucket import PIECE, Bucket
from config.embedded.lease import wait_for
from config.storage import from_url
from tests.bucket import LISTED_AT_ONCE, SECRET, Store, running


def a_bucket(store: Store, **other: Any) -> Bucket:
    return Bucket(**{**from_url(store.url), **other})


def complaint(bucket: Bucket) -> str:
    with pytest.raises(ConnectionError) as refused:
        bucket.save("a.webp", ContentFile(b"a"))
    return str(refused.value)


@pytest.fixture
def store() -> Iterator[Store]:
    with running(Store()) as store:
        yield store


def test_what_is_put_in_comes_out(store: Store) -> None:
    bucket = a_bucket(store)
    assert bucket.save("originals/фота 1+1.jpg", ContentFile(b"pixels")) == "originals/фота 1+1.jpg"
    assert store.files == {"originals/фота 1+1.jpg": b"pixels"}
    assert store.kinds == {"originals/фота 1+1.jpg": "image/jpeg"}
    assert bucket.exists("originals/фота 1+1.jpg")
    assert bucket.size("originals/фота 1+1.jpg") == 6
    with bucket.open("originals/фота 1+1.jpg") as file:
        assert file.read() == b"pixels"


def test_what_is_not_there_is_not_found(store: Store) -> None:
    bucket = a_bucket(store)
    assert not bucket.exists("a.webp")
    with pytest.raises(FileNotFoundError):
        bucket.open("a.webp")
    with pytest.raises(FileNotFoundError):
        bucket.size("a.webp")


def test_no_object_gets_rights_of_its_own(store: Store) -> None:
    a_bucket(store).save("a.webp", ContentFile(b"a"))
    assert not [header for header in store.sent_headers if "acl" in header or "grant" in header]


def test_a_site_has_a_part_of_the_bucket(store: Store) -> None:
    store.files = {"of-another/a.webp": b"a"}
    bucket = a_bucket(store, prefix="a-site")
    bucket.save("b.webp", ContentFile(b"bb"))
    assert set(store.files) == {"of-another/a.webp", "a-site/b.webp"}
    assert list(bucket.files()) == [("b.webp", 2)]


def test_all_files_are_listed_but_not_the_marks_of_folders(store: Store) -> None:
    names = [f"{number}.webp" for number in range(2 * LISTED_AT_ONCE + 1)]
    store.files = dict.fromkeys(names, b"a") | {"originals/": b""}
    assert list(a_bucket(store).files()) == [(name, 1) for name in names]


def test_what_is_larger_than_any_picture_goes_in_pieces(store: Store, tmp_path: Path) -> None:
    content = bytes(range(256)) * (PIECE // 128)
    (tmp_path / "large").write_bytes(content)
    bucket = a_bucket(store)
    with (tmp_path / "large").open("rb") as file:
        bucket.save("large", File(file))
    assert store.files["large"] == content
    assert [method for method, name in store.asked if name == "large"] == ["POST", "PUT", "PUT", "POST"]
    with bucket.open("large") as back:
        assert back.read() == content


def test_the_environment_of_other_programs_changes_nothing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither where it asks nor who it is."""
    for name, value in {
        "AWS_ENDPOINT_URL": "http://127.0.0.1:9",
        "AWS_ACCESS_KEY_ID": "another",
        "AWS_SECRET_ACCESS_KEY": "another",
        "AWS_SESSION_TOKEN": "another",
        "AWS_REGION": "us-west-2",
        "AWS_SKIP_SIGNATURE": "true",
        "AWS_VIRTUAL_HOSTED_STYLE_REQUEST": "true",
    }.items():
        monkeypatch.setenv(name, value)
    a_bucket(store).save("a.webp", ContentFile(b"a"))
    assert store.files == {"a.webp": b"a"}


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        ({"key": "another"}, "knows no such key"),
        ({"secret": "another"}, "the secret is not the key's; write %2F"),
        ({"region": "eu-west-1"}, "in another region; say it with ?region="),
        ({"bucket": "another"}, "there is no such bucket; make it first"),
    ],
)
def test_a_refusal_names_the_variable_and_the_cure(store: Store, other: dict[str, str], reason: str) -> None:
    said = complaint(a_bucket(store, **other))
    assert "(MEDIA_STORAGE_URL) refuses: " in said
    assert reason in said
    assert SECRET not in said


def test_a_refusal_is_no_reason_to_turn_others_away(store: Store) -> None:
    bucket = a_bucket(store, pause=3600)
    store.failing_with = 403
    assert "refuses: Forbidden" in complaint(bucket)
    store.failing_with = None
    bucket.save("a.webp", ContentFile(b"a"))


def test_nobody_waits_for_a_store_that_is_known_to_be_lost(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    bucket = a_bucket(store, pause=3600)
    store.failing_with = 503
    assert "does not answer: ServiceUnavailable" in complaint(bucket)
    asked = len(store.asked)
    for _asker in range(3):
        assert "will be asked again in a moment" in complaint(bucket)
    assert len(store.asked) == asked
    assert [record.levelno for record in caplog.records] == [logging.WARNING]


def test_one_asks_whether_it_is_back_while_the_others_go_on(store: Store) -> None:
    bucket = a_bucket(store, pause=0)
    store.failing_with = 503
    complaint(bucket)
    bucket.line.pause = 3600
    store.failing_with = None
    store.answers.clear()
    asked = len(store.asked)
    first = threading.Thread(target=bucket.save, args=("a.webp", ContentFile(b"a")))
    first.start()
    wait_for(lambda: len(store.asked) > asked, seconds=10)
    assert "will be asked again in a moment" in complaint(bucket)
    store.answers.set()
    first.join()
    bucket.save("b.webp", ContentFile(b"b"))
    assert set(store.files) == {"a.webp", "b.webp"}


def test_a_store_that_is_not_there_is_a_sentence() -> None:
    with running(Store()) as store:
        url = store.url
    said = complaint(Bucket(**from_url(url)))
    assert "(MEDIA_STORAGE_URL) does not answer: nobody listens there." in said
    assert SECRET not in said


def test_a_store_that_is_silent_is_not_waited_for_long(store: Store) -> None:
    bucket = a_bucket(store)
    store.answers.clear()
    with pytest.raises(ConnectionError, match="it takes too long"):
        bucket.open("a.webp")


def test_a_check_before_going_live_finds_what_is_wrong(bucket: Store) -> None:
    assert found() == []
    bucket.failing_with = 503
    assert found() == ["The bucket pictures (MEDIA_STORAGE_URL) does not answer: ServiceUnavailable."]


def test_a_bucket_that_is_open_to_anybody_is_found(bucket: Store) -> None:
    bucket.is_public = True
    (said,) = found()
    assert "can be listed by anybody" in said
    assert "make it private" in said


def found() -> list[str]:
    return [message.msg for message in run_checks(include_deployment_checks=True) if message.id == "config.E001"]


@pytest.mark.django_db
def test_the_probe_tells_of_a_lost_bucket_and_asks_nothing_of_it(
    bucket: Store, client: Client, settings: Settings
) -> None:
    assert client.get("/readyz").json()["warnings"] == []
    assert bucket.asked == []
    bucket.failing_with = 503
    with pytest.raises(ConnectionError):
        default_storage.exists("a.webp")
    settings.MEDIA_ROOT = "/nowhere"
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["warnings"] == ["the bucket of the pictures does not answer"]
