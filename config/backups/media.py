"""The files under MEDIA_ROOT: read all, write some."""

import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from django.conf import settings

from config.backups.manifest import BackupError, Member


def root() -> Path:
    return Path(settings.MEDIA_ROOT)


def files() -> Iterator[Path]:
    """In the order of their names. A link is refused: what it leads to would be missing from the backup."""
    for folder, folders, names in os.walk(root(), onerror=stop):
        folders.sort()
        for path in (Path(folder, name) for name in sorted([*folders, *names])):
            if path.is_symlink() or not (path.is_file() or path.is_dir()):
                raise BackupError(f"{path} is neither file nor folder: put what it stands for in its place.")
            if path.is_file():
                yield path


def stop(error: OSError) -> None:
    if not isinstance(error, FileNotFoundError):  # a new site has no pictures and no folder for them
        raise error


def member_for(path: Path) -> str:
    return f"media/{path.relative_to(root()).as_posix()}"


def place_of(member: str) -> Path:
    path = root() / member.removeprefix("media/")
    if not path.resolve().is_relative_to(root().resolve()):
        raise BackupError(f"{path} leads out of the media folder: remove the link.")
    return path


def is_there(member: str, expected: Member) -> bool:
    """The same content under the same name."""
    path = place_of(member)
    if not path.is_file() or path.stat().st_size != expected.size:
        return False
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == expected.sha256


def write(member: str, source: IO[bytes]) -> None:
    """Whole or not at all, with the permissions of an upload."""
    path = place_of(member)
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        with draft.open("xb") as file:
            shutil.copyfileobj(source, file)
        draft.chmod(settings.FILE_UPLOAD_PERMISSIONS)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
