"""Pictures on the disk are there whole or not at all."""

import errno
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from pytest_django import Settings

from config.backups.media import media
from config.folder import Folder

NAME = "__processed__/0a1/form.webp"


class OnAFullDisk(ContentFile):
    """As much of it as there is room for."""

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        yield b"half of it"
        raise OSError(errno.ENOSPC, "No space left on device")


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Folder:
    settings.MEDIA_ROOT = tmp_path / "media"
    return Folder()


def content(folder: Folder, name: str = NAME) -> bytes:
    with folder.open(name) as file:
        return bytes(file.read())


def test_a_file_is_kept_under_its_own_name_with_the_permissions_of_an_upload(folder: Folder) -> None:
    assert folder.save(NAME, ContentFile(b"pixels")) == NAME
    assert content(folder) == b"pixels"
    assert Path(folder.path(NAME)).stat().st_mode & 0o777 == 0o644


def test_nothing_is_left_of_a_file_for_which_the_disk_had_no_room(folder: Folder) -> None:
    with pytest.raises(OSError, match="No space"):
        folder.save(NAME, OnAFullDisk(b""))
    assert not folder.exists(NAME)
    assert [path for path in Path(folder.location).rglob("*") if path.is_file()] == []


def test_whoever_draws_the_same_at_the_same_time_leaves_no_copy_beside_it(folder: Folder) -> None:
    folder.save(NAME, ContentFile(b"pixels"))
    assert folder.save(NAME, ContentFile(b"pixels")) == NAME
    assert [path.name for path in Path(folder.location).rglob("*") if path.is_file()] == ["form.webp"]


def test_a_process_that_is_killed_while_it_writes_leaves_nothing_that_is_taken_for_a_picture(folder: Folder) -> None:
    program = f"""
import sys
from django.conf import settings
settings.configure(MEDIA_ROOT={str(folder.location)!r})
from django.core.files.base import ContentFile
from config.folder import Folder
class Slow(ContentFile):
    def chunks(self, chunk_size=None):
        yield b"x" * 2**20
        print("half", flush=True)
        sys.stdin.read()
Folder().save({NAME!r}, Slow(b""))
"""
    with subprocess.Popen(
        [sys.executable, "-c", program], cwd=settings.BASE_DIR, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == b"half\n"
        process.send_signal(signal.SIGKILL)
    assert not folder.exists(NAME)
    assert list(media().sizes()) == []
    folder.save(NAME, ContentFile(b"pixels"))
    assert content(folder) == b"pixels"
