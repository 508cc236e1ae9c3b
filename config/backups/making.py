"""Making a backup: first the database, out of one snapshot, then the files.

Files are only ever added and named before a row names them: all that the snapshot knows of is there afterwards.
"""

import tomllib
from datetime import datetime
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryFile

from tqdm import tqdm

from config import env
from config.backups import tables
from config.backups.manifest import CHECKSUM, MANIFEST, BackupError, Manifest, member_of
from config.backups.media import media
from config.backups.reading import checksum_line
from config.backups.schema import latest_migrations
from config.backups.writing import Archive, written_whole


def make_backup(path: Path, *, at: datetime, replace: bool = False) -> Manifest:
    if media().holds(path):
        raise BackupError(f"{path} lies in the media folder, which is what is backed up: choose another place.")
    with written_whole(path, replace=replace) as file:
        archive = Archive(file, made_at=at)
        manifest = add_database(archive, folder=path.parent)
        add_media(archive, manifest)
        seal(archive, manifest)
    return manifest


def add_database(archive: Archive, *, folder: Path) -> Manifest:
    with tables.one_snapshot():
        manifest = Manifest(
            made_at=archive.made_at,
            barometer=version(),
            postgresql=postgresql(),
            migrations=latest_migrations(),
            tables=tables.columns(),
            sequences=tables.sequences(),
        )
        if not manifest.tables:
            raise BackupError("The database is empty: do DATABASE_URL and DATA_DIR name the right one?")
        for table, names in tqdm(manifest.tables.items(), unit="table", desc="database", disable=None):
            # An archive wants to know a member's size first; the disk of the backup has room for it.
            with TemporaryFile(dir=folder) as rows:
                tables.dump(table, names, into=rows)
                manifest.members[member_of(table)] = archive.add(member_of(table), rows)
    return manifest


def add_media(archive: Archive, manifest: Manifest) -> None:
    total = sum(size for _name, size in media().sizes())
    with tqdm(total=total, unit="B", unit_scale=True, desc="media", disable=None) as progress:
        for name, _size in media().sizes():
            with media().open(name) as file:
                manifest.members[name] = archive.add(name, file)
            progress.update(manifest.members[name].size)


def seal(archive: Archive, manifest: Manifest) -> None:
    written = archive.add(MANIFEST, BytesIO(manifest.to_json()))
    archive.add(CHECKSUM, BytesIO(checksum_line(written)))
    archive.tar.close()


def version() -> str:
    project = tomllib.loads((env.BASE_DIR / "pyproject.toml").read_text())["project"]
    return str(project["version"])


def postgresql() -> str:
    return str(tables.ask("SHOW server_version")[0][0])
