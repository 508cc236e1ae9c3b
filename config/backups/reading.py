"""Reading an archive, and believing nothing of it before every checksum is right."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tarfile import REGTYPE, TarError, TarFile, TarInfo
from typing import IO

from tqdm import tqdm

from config.backups.manifest import CHECKSUM, MANIFEST, BackupError, Manifest, Member, member_of

CHUNK = 1 << 20


class Backup:
    """One that has been verified."""

    def __init__(self, tar: TarFile, manifest: Manifest) -> None:
        self.tar = tar
        self.manifest = manifest

    def open(self, member: str) -> IO[bytes]:
        return contents(self.tar, self.tar.getmember(member))


@contextmanager
def verified(path: Path) -> Iterator[Backup]:
    try:
        with path.open("rb") as file, TarFile(fileobj=file) as tar:
            yield Backup(tar, verify(tar, size=path.stat().st_size))
    except TarError as error:
        raise BackupError(f"{path} is not a backup: {error}.") from error
    except BackupError as error:
        raise BackupError(f"{path}: {error}") from error


def verify(tar: TarFile, *, size: int) -> Manifest:
    found = examined(tar, size=size)
    manifest = manifest_in(tar, found)
    expected = {**manifest.members, **{name: found[name] for name in (MANIFEST, CHECKSUM)}}
    promised = {member_of(table) for table in manifest.tables}
    for name in sorted(expected.keys() | found.keys() | promised):
        if name not in found:
            raise BackupError(f"{name} is missing: take another backup.")
        if name not in expected:
            raise BackupError(f"{name} is not in the manifest: this is no backup of ours.")
        if found[name] != expected[name]:
            raise BackupError(f"{name} is damaged: take another backup.")
    return manifest


def examined(tar: TarFile, *, size: int) -> dict[str, Member]:
    """What the archive holds, each member read to its end."""
    found: dict[str, Member] = {}
    with tqdm(total=size, unit="B", unit_scale=True, desc="verifying", disable=None) as progress:
        for info in tar:
            refuse_evil(info, found)
            found[info.name] = Member(info.size, digest(tar, info))
            progress.update(info.size)
    return found


def refuse_evil(info: TarInfo, found: dict[str, Member]) -> None:
    """Plain files with plain names only, each once."""
    if info.type != REGTYPE or info.issparse():
        raise BackupError(f"{info.name} is not a plain file: this is no backup of ours.")
    path = PurePosixPath(info.name)
    is_ours = path.parts[0] in ("media", "database") if len(path.parts) > 1 else info.name in (MANIFEST, CHECKSUM)
    if not is_ours or str(path) != info.name or ".." in path.parts or info.name in found:
        raise BackupError(f"{info.name} is no name for a member: this is no backup of ours.")


def digest(tar: TarFile, info: TarInfo) -> str:
    hashed = hashlib.sha256()
    try:
        with contents(tar, info) as source:
            while chunk := source.read(CHUNK):
                hashed.update(chunk)
    except TarError as error:
        raise BackupError(f"{info.name} is cut off: take another backup.") from error
    return hashed.hexdigest()


def contents(tar: TarFile, info: TarInfo) -> IO[bytes]:
    source = tar.extractfile(info)
    if source is None:
        raise BackupError(f"{info.name} is not a plain file: this is no backup of ours.")
    return source


def manifest_in(tar: TarFile, found: dict[str, Member]) -> Manifest:
    if MANIFEST not in found or CHECKSUM not in found:
        last = next(reversed(found), "its beginning")
        raise BackupError(f"it ends after {last}, without its manifest: take another backup.")
    if contents(tar, tar.getmember(CHECKSUM)).read() != checksum_line(found[MANIFEST]):
        raise BackupError(f"{MANIFEST} is damaged: take another backup.")
    return Manifest.from_json(contents(tar, tar.getmember(MANIFEST)).read())


def checksum_line(manifest: Member) -> bytes:
    """As sha256sum writes and reads it."""
    return f"{manifest.sha256}  {MANIFEST}\n".encode()
