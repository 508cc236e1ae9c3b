"""The files of pictures, in a folder or in a bucket: read all, write some. They bear the archive's names, `media/…`."""

import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, default_storage

from config.backups.manifest import BackupError, Member
from config.folder import UNFINISHED

if TYPE_CHECKING:
    from config.bucket import Bucket


class Folder:
    """MEDIA_ROOT."""

    def __init__(self) -> None:
        self.root = Path(settings.MEDIA_ROOT)

    def holds(self, path: Path) -> bool:
        return path.resolve().is_relative_to(self.root.resolve())

    def sizes(self) -> Iterator[tuple[str, int]]:
        """In the order of their names. A link is refused: what it leads to would be missing from the backup."""
        for folder, folders, names in os.walk(self.root, onerror=stop):
            folders.sort()
            # What is being written now will be gone in a moment.
            names = [name for name in names if not name.startswith(UNFINISHED)]
            for path in (Path(folder, name) for name in sorted([*folders, *names])):
                if path.is_symlink() or not (path.is_file() or path.is_dir()):
                    raise BackupError(f"{path} is neither file nor folder: put what it stands for in its place.")
                if path.is_file():
                    yield f"media/{path.relative_to(self.root).as_posix()}", path.stat().st_size

    def place(self, member: str) -> Path:
        path = self.root / own_name(member)
        if not self.holds(path):
            raise BackupError(f"{path} leads out of the media folder: remove the link.")
        return path

    def size(self, member: str) -> int | None:
        path = self.place(member)
        return path.stat().st_size if path.exists() else None

    def open(self, member: str) -> IO[bytes]:
        return self.place(member).open("rb")

    def write(self, member: str, source: IO[bytes]) -> None:
        """Whole or not at all, with the permissions of an upload."""
        path = self.place(member)
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        try:
            with draft.open("xb") as file:
                shutil.copyfileobj(source, file)
            draft.chmod(settings.FILE_UPLOAD_PERMISSIONS)
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)


class Elsewhere:
    """A bucket, to which no path of this machine leads. What is written there is there whole or not at all."""

    def holds(self, _path: Path) -> bool:
        return False

    def sizes(self) -> Iterator[tuple[str, int]]:
        return ((f"media/{name}", size) for name, size in cast("Bucket", default_storage).files())

    def place(self, member: str) -> str:
        return f"{own_name(member)} in the bucket"

    def size(self, member: str) -> int | None:
        try:
            return default_storage.size(own_name(member))
        except FileNotFoundError:
            return None

    def open(self, member: str) -> "File[bytes]":
        return default_storage.open(own_name(member))

    def write(self, member: str, source: IO[bytes]) -> None:
        default_storage.save(own_name(member), File(source))


def media() -> Folder | Elsewhere:
    return Folder() if isinstance(default_storage, FileSystemStorage) else Elsewhere()


def is_there(member: str, expected: Member) -> bool:
    """The same content under the same name."""
    if media().size(member) != expected.size:
        return False
    with media().open(member) as file:
        return digest(file) == expected.sha256


def digest(file: "IO[bytes] | File[bytes]") -> str:
    hashed = hashlib.sha256()
    while chunk := file.read(1 << 20):
        hashed.update(chunk)
    return hashed.hexdigest()


def own_name(member: str) -> str:
    return member.removeprefix("media/")


def stop(error: OSError) -> None:
    if not isinstance(error, FileNotFoundError):  # a new site has no pictures and no folder for them
        raise error
