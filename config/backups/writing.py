"""Writing the archive: streams of known size go in, their checksums come out."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tarfile import PAX_FORMAT, TarFile, TarInfo
from typing import IO, BinaryIO

from config.backups.manifest import BackupError, Member


class Hashing:
    """A file that is read once: by the archive, which wants the bytes, and by us."""

    def __init__(self, source: IO[bytes]) -> None:
        self.source = source
        self.hash = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        chunk = self.source.read(size)
        self.hash.update(chunk)
        return chunk


class Archive:
    def __init__(self, file: BinaryIO, *, made_at: datetime) -> None:
        self.made_at = made_at
        self.tar = TarFile(fileobj=file, mode="w", format=PAX_FORMAT)

    def add(self, name: str, source: IO[bytes]) -> Member:
        """All of a file, as long as it is now."""
        info = TarInfo(name)
        info.size = source.seek(0, os.SEEK_END)
        source.seek(0)
        info.mode, info.mtime = 0o600, int(self.made_at.timestamp())
        hashing = Hashing(source)
        self.tar.addfile(info, hashing)
        return Member(info.size, hashing.hash.hexdigest())


@contextmanager
def written_whole(path: Path, *, replace: bool) -> Iterator[BinaryIO]:
    """A file that only its owner reads, under another name until all of it is on the disk."""
    if path.exists() and not replace:
        raise BackupError(f"{path} is there already: choose another name, or say --replace.")
    part = path.with_name(f"{path.name}.part")
    try:
        part.unlink(missing_ok=True)
        # Never opened through something that lies there.
        with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except ConnectionError as error:
        raise BackupError(str(error)) from error
    except OSError as error:
        raise BackupError(f"{error.filename or part}: {error.strerror or error}.") from error
    finally:
        part.unlink(missing_ok=True)
