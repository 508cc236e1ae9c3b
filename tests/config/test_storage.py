"""What MEDIA_STORAGE_URL may say, and what is said when it says something else."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from config.storage import from_url, media_storage

ADDRESS = "s3://a-key:a%2Fsecret%2B=@store.example/pictures"


def test_without_it_pictures_lie_in_the_folder() -> None:
    assert media_storage("") == {"BACKEND": "config.folder.Folder"}


def test_an_address_names_all_there_is_to_know() -> None:
    assert from_url(f"{ADDRESS}/a-site?region=eu-north-1") == {
        "bucket": "pictures",
        "prefix": "a-site",
        "endpoint": "https://store.example",
        "style": "path",
        "region": "eu-north-1",
        "key": "a-key",
        "secret": "a/secret+=",
    }


@pytest.mark.parametrize(
    ("address", "endpoint"),
    [
        ("s3+http://a:b@10.0.0.5:9000/pictures", "http://10.0.0.5:9000"),
        ("s3+http://a:b@[::1]:9000/pictures", "http://[::1]:9000"),
        ("s3://a:b@store.example/pictures?style=virtual", "https://pictures.store.example"),
    ],
)
def test_the_store_is_found_where_it_is(address: str, endpoint: str) -> None:
    assert from_url(address)["endpoint"] == endpoint


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("pictures", "must begin with s3://"),
        ("https://a-key:hidden@store.example/pictures", "must begin with s3://"),
        ("s3://store.example/pictures", "names no key"),
        ("s3://a-key@store.example/pictures", "names no secret"),
        ("s3://a-key:hidden@/pictures", "names no host"),
        ("s3://a-key:hidden@store.example", "names no bucket"),
        ("s3://a-key:hidden@store.example/?region=x", "names no bucket"),
        ("s3://a-key:hid/den@store.example/pictures", "is not an address"),
        ("s3://a-key:hidden@store.example:port/pictures", "is not an address"),
        ("s3://a-key:hidden@[store.example/pictures", "is not an address"),
        ("s3://a-key:hidden@store.example/pictures?acl=public-read", "knows no acl"),
        ("s3://a-key:hidden@store.example/pictures?style=ours", "knows two styles"),
    ],
)
def test_a_mistake_is_a_sentence_with_the_cure_and_without_the_secret(address: str, reason: str) -> None:
    with pytest.raises(ImproperlyConfigured) as refused:
        from_url(address)
    said = str(refused.value)
    assert said.startswith(f"MEDIA_STORAGE_URL {reason}")
    assert "write s3://KEY:SECRET@HOST/BUCKET?region=REGION, with %2F for a / in the secret" in said
    assert "hid" not in said
    assert "den" not in said


def last_line(tmp_path: Path, *arguments: str, address: str) -> str:
    """What a command of ours says in the end."""
    environment = os.environ | {"DATA_DIR": str(tmp_path), "MEDIA_STORAGE_URL": address}
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    return (done.stdout + done.stderr).strip().splitlines()[-1]


def test_the_library_is_read_only_where_it_is_needed(tmp_path: Path) -> None:
    code = """
import sys
from django.core.files.storage import default_storage
default_storage.url("x")
print("obstore" in sys.modules)
"""
    shell = ("shell", "--verbosity=0", "--command", code)
    assert last_line(tmp_path, *shell, address="") == "False"
    assert last_line(tmp_path, *shell, address=ADDRESS) == "True"


def test_nothing_starts_with_a_mistake(tmp_path: Path) -> None:
    assert "MEDIA_STORAGE_URL names no bucket" in last_line(tmp_path, "check", address="s3://a:b@store.example")
