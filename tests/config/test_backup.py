"""A rehearsal: what a backup holds comes back in an empty database, and nothing else ever happens to one."""

import hashlib
import io
import shutil
import tarfile
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.conf import LazySettings
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client

from analysis import publishing
from analysis.models import Article, Publication
from analysis.related.rebuilding import rebuild
from config.backups import tables
from config.backups.manifest import CHECKSUM, MANIFEST, Manifest, Member
from config.backups.reading import checksum_line
from tests.factories import (
    NOON,
    ArticleFactory,
    AuthorFactory,
    EditorFactory,
    ImageFactory,
    TopicFactory,
    published,
    scheduled,
)

pytestmark = pytest.mark.django_db(transaction=True)

AN_HOUR_LATER = NOON + timedelta(hours=1)
A_SECOND = timedelta(seconds=1)
# The columns that the database computes are compared, too.
FINGERPRINT = "SELECT count(*), md5(string_agg(t::text, E'\\n' ORDER BY t::text)) FROM {} t"

TRIGGERS = "SELECT tgname, tgenabled FROM pg_trigger WHERE NOT tgisinternal ORDER BY tgname"


@pytest.fixture(autouse=True)
def media(settings: LazySettings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture
def site(media: Path) -> Publication:
    """One text with everything, published twice, and one to come; returns the first."""
    EditorFactory.create(name="Эдита")
    topic = TopicFactory.create(slug="budget")
    image = ImageFactory.create(file__width=80, file__height=50)
    first = published(slug="a-text", topic=topic, author=AuthorFactory.create(), lead_image=image)
    article = first.article
    article.tags.set(["inflation", "порт"])
    article.title = "Tabs\tand \\ lines\nin a title"
    article.save()
    publishing.publish(article=article, by=None, at=NOON + timedelta(minutes=1))
    scheduled(slug="to-come", topic=topic, go_live_at=AN_HOUR_LATER)
    rebuild(at=NOON + timedelta(minutes=2))
    return first


@pytest.fixture
def backup(site: Publication, tmp_path: Path) -> Path:
    return made(tmp_path / "site.tar")


def made(path: Path) -> Path:
    call_command("backup", path, stdout=StringIO())
    return path


def restore(path: Path, *options: str) -> str:
    said = StringIO()
    call_command("restore", path, *options, stdout=said)
    return said.getvalue()


def refusal(path: Path, *options: str) -> str:
    with pytest.raises(CommandError) as refused:
        restore(path, *options)
    return str(refused.value)


@contextmanager
def another_database() -> Iterator[None]:
    """A new and empty one, as on a new machine; without any schema."""
    ours = connection.settings_dict["NAME"]
    another = f"{ours}_another"
    tables.execute(f"CREATE DATABASE {another}")
    connection.close()
    connection.settings_dict["NAME"] = another
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = ours
        tables.execute(f"DROP DATABASE {another} WITH (FORCE)")


def fingerprints() -> dict[str, tuple[int, str]]:
    found = {table: tables.ask(FINGERPRINT.format(tables.quoted(table)))[0] for table in tables.columns()}
    return {**found, **{sequence: (last, "") for sequence, last in tables.sequences().items()}}


def digests(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def page(path: str = "/budget/a-text/") -> str:
    answer = Client().get(path)
    assert answer.status_code == 200
    return answer.text


def rewritten(path: Path, change: Callable[[Manifest, dict[str, bytes]], object]) -> Path:
    """The same backup by somebody who knows how to write checksums."""
    with tarfile.open(path) as tar:
        contents = {info.name: contents_of(tar, info) for info in tar}
    manifest = Manifest.from_json(contents.pop(MANIFEST))
    del contents[CHECKSUM]
    change(manifest, contents)
    manifest.members = {name: member(content) for name, content in contents.items()}
    contents[MANIFEST] = manifest.to_json()
    contents[CHECKSUM] = checksum_line(member(contents[MANIFEST]))
    return written(path, contents)


def written(path: Path, contents: dict[str, bytes]) -> Path:
    with tarfile.open(path, "w") as tar:
        for name, content in contents.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    return path


def contents_of(tar: tarfile.TarFile, info: tarfile.TarInfo) -> bytes:
    source = tar.extractfile(info)
    assert source
    return source.read()


def member(content: bytes) -> Member:
    return Member(len(content), hashlib.sha256(content).hexdigest())


def position(path: Path, name: str) -> tarfile.TarInfo:
    with tarfile.open(path) as tar:
        return tar.getmember(name)


# --- The rehearsal -----------------------------------------------------------------------------------------


def test_everything_comes_back_on_a_new_machine(backup: Path, media: Path) -> None:
    with time_machine.travel(NOON + timedelta(minutes=2), tick=False):
        rows, files, shown = fingerprints(), digests(media), page()
    guards = tables.ask(TRIGGERS)
    assert files
    assert guards
    assert rows["analysis_publication"][0] == 3
    shutil.rmtree(media)
    with another_database():
        assert "is restored" in restore(backup)
        assert fingerprints() == rows
        assert digests(media) == files
        with time_machine.travel(NOON + timedelta(minutes=2), tick=False):
            assert page() == shown
        with time_machine.travel(AN_HOUR_LATER - A_SECOND, tick=False):
            assert Client().get("/budget/to-come/").status_code == 404
        with time_machine.travel(AN_HOUR_LATER, tick=False):
            page("/budget/to-come/")
        assert tables.ask(TRIGGERS) == guards
        new = published(slug="after-it")
        assert new.article.pk > max(Article.objects.exclude(pk=new.article.pk).values_list("pk", flat=True))


def test_a_backup_from_before_an_upgrade_is_migrated_forward(tmp_path: Path) -> None:
    """What somebody has added by hand is left out, and named."""
    before = ("analysis", "0006_names_and_suggestions")
    with another_database():
        past = MigrationExecutor(connection).migrate([before]).apps
        past.get_model("analysis", "Author").objects.create(slug="ada", name_en="Ada")
        tables.execute("CREATE TABLE notes_of_mine AS SELECT 1 AS one")
        made(tmp_path / "old.tar")
    with another_database():
        assert "Left out, because no migration makes them: notes_of_mine." in restore(tmp_path / "old.tar")
        call_command("migrate", check_unapplied=True, verbosity=0)
        assert tables.ask("SELECT slug, name_en FROM analysis_author") == [("ada", "Ada")]


def test_replacing_loses_what_was_written_since(backup: Path, media: Path) -> None:
    """And only that: a file that is there already is not even touched."""
    rows, files = fingerprints(), digests(media)
    ArticleFactory.create(title="Written since")
    same, other = some_files(media)
    untouched_since = same.stat().st_mtime_ns
    other.write_bytes(b"other")
    restore(backup, "--replace")
    assert fingerprints() == rows
    assert digests(media) == files
    assert same.stat().st_mtime_ns == untouched_since


def some_files(media: Path) -> list[Path]:
    return sorted(path for path in media.rglob("*") if path.is_file())[:2]


def test_a_restore_that_fails_leaves_the_database_as_it_was(backup: Path) -> None:
    rows = fingerprints()

    def break_rows(_manifest: Manifest, contents: dict[str, bytes]) -> None:
        contents["database/taggit_tag.copy"] = b"no such row\n"

    assert "the database refuses it" in refusal(rewritten(backup, break_rows), "--replace")
    assert fingerprints() == rows


# --- The file ----------------------------------------------------------------------------------------------


def test_only_its_owner_reads_it_and_nothing_else_is_left(backup: Path, media: Path) -> None:
    assert backup.stat().st_mode & 0o777 == 0o600
    assert {path.name for path in backup.parent.iterdir()} == {"site.tar", "media"}


def test_the_secret_key_is_not_in_it(backup: Path) -> None:
    with tarfile.open(backup) as tar:
        assert not [name for name in tar.getnames() if "secret" in name]


def test_another_file_is_replaced_only_when_told_so(backup: Path) -> None:
    before = backup.read_bytes()
    with pytest.raises(CommandError, match="is there already"):
        made(backup)
    assert backup.read_bytes() == before
    call_command("backup", backup, "--replace", stdout=StringIO())
    assert backup.read_bytes() != before


def test_a_link_among_the_files_is_named(media: Path, tmp_path: Path) -> None:
    media.mkdir()
    (media / "elsewhere").symlink_to(tmp_path)
    with pytest.raises(CommandError, match="elsewhere is neither file nor folder"):
        made(tmp_path / "site.tar")
    assert {path.name for path in tmp_path.iterdir()} == {"media"}


def test_an_empty_database_is_most_likely_the_wrong_one(tmp_path: Path) -> None:
    with another_database(), pytest.raises(CommandError, match="The database is empty"):
        made(tmp_path / "site.tar")


def test_memory_does_not_grow_with_the_files(media: Path, tmp_path: Path) -> None:
    media.mkdir()
    with (media / "large.jpg").open("wb") as file:
        file.truncate(64 << 20)
    tracemalloc.start()
    try:
        made(tmp_path / "site.tar")
        (media / "large.jpg").unlink()
        EditorFactory.create()
        assert "the database holds users" in refusal(tmp_path / "site.tar")
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 16 << 20


# --- Refusals: nothing was touched -------------------------------------------------------------------------


@pytest.fixture
def untouched(backup: Path, media: Path) -> Iterator[None]:
    rows, files = fingerprints(), digests(media)
    yield
    assert fingerprints() == rows
    assert digests(media) == files


@pytest.mark.usefixtures("untouched")
def test_a_database_with_texts_is_not_overwritten(backup: Path) -> None:
    assert "the database holds articles. To lose them, say --replace" in refusal(backup)


@pytest.mark.usefixtures("untouched")
def test_a_file_that_is_cut_off_is_refused_by_name(backup: Path) -> None:
    table = position(backup, "database/analysis_article.copy")
    with backup.open("r+b") as file:
        file.truncate(table.offset_data + table.size // 2)
    assert "database/analysis_article.copy is cut off" in refusal(backup, "--replace")
    with backup.open("r+b") as file:
        file.truncate(table.offset)
    assert "it ends after database/" in refusal(backup, "--replace")


@pytest.mark.usefixtures("untouched")
@pytest.mark.parametrize("kind", ["database/analysis_article.copy", "media/", MANIFEST])
def test_one_changed_byte_is_refused_by_name(backup: Path, kind: str) -> None:
    with tarfile.open(backup) as tar:
        changed = next(info for info in tar if info.name.startswith(kind))
    with backup.open("r+b") as file:
        file.seek(changed.offset_data + changed.size // 2)
        byte = file.read(1)[0]
        file.seek(-1, io.SEEK_CUR)
        file.write(bytes([byte ^ 1]))
    assert f"{changed.name} is damaged" in refusal(backup, "--replace")


@pytest.mark.usefixtures("untouched")
@pytest.mark.parametrize(
    "name",
    ["../evil", "/etc/evil", "media/../../evil", "media//evil", "evil", "database/../media/evil", "media/./evil"],
)
def test_a_member_that_leads_elsewhere_is_refused(backup: Path, name: str) -> None:
    rewritten(backup, lambda _manifest, contents: contents.update({name: b"evil"}))
    assert f"{name} is no name for a member" in refusal(backup, "--replace")


@pytest.mark.usefixtures("untouched")
@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE, tarfile.DIRTYPE])
def test_links_and_devices_are_refused(backup: Path, kind: bytes) -> None:
    with tarfile.open(backup, "a") as tar:
        info = tarfile.TarInfo("media/evil")
        info.type, info.linkname = kind, "/etc/passwd"
        tar.addfile(info)
    assert "media/evil is not a plain file" in refusal(backup, "--replace")


@pytest.mark.usefixtures("untouched")
def test_a_folder_of_the_site_that_leads_elsewhere_is_not_followed(backup: Path, media: Path, tmp_path: Path) -> None:
    (media / "outside").symlink_to(tmp_path)
    rewritten(backup, lambda _manifest, contents: contents.update({"media/outside/evil": b"evil"}))
    assert "leads out of the media folder" in refusal(backup, "--replace")
    assert not (tmp_path / "evil").exists()


@pytest.mark.usefixtures("untouched")
def test_a_member_too_many_is_refused(backup: Path) -> None:
    with tarfile.open(backup, "a") as tar:
        tar.addfile(tarfile.TarInfo("media/one-too-many"))
    assert "media/one-too-many is not in the manifest" in refusal(backup, "--replace")


@pytest.mark.usefixtures("untouched")
def test_a_table_that_is_missing_is_named(backup: Path) -> None:
    rewritten(backup, lambda _manifest, contents: contents.pop("database/taggit_tag.copy"))
    assert "database/taggit_tag.copy is missing" in refusal(backup, "--replace")


@pytest.mark.usefixtures("untouched")
def test_a_newer_schema_is_refused_with_its_migration(backup: Path) -> None:
    rewritten(backup, lambda manifest, _contents: manifest.migrations.update(analysis="0999_the_future"))
    assert "has no analysis.0999_the_future: upgrade first" in refusal(backup, "--replace")


@pytest.mark.usefixtures("untouched")
def test_a_manifest_that_says_something_else_is_refused(backup: Path) -> None:
    written(backup, {MANIFEST: b"[]", CHECKSUM: checksum_line(member(b"[]"))})
    assert "manifest.json cannot be understood" in refusal(backup, "--replace")


@pytest.mark.usefixtures("untouched")
def test_what_is_no_backup_at_all_is_named(backup: Path, tmp_path: Path) -> None:
    (tmp_path / "letter.tar").write_text("Dear all,\n" * 200)
    assert "letter.tar is not a backup" in refusal(tmp_path / "letter.tar", "--replace")
    assert "nowhere.tar: No such file" in refusal(tmp_path / "nowhere.tar", "--replace")


def test_another_file_of_that_name_is_not_overwritten(backup: Path, media: Path) -> None:
    _same, other = some_files(media)
    other.write_bytes(b"other")
    with another_database():
        assert f"{other} has other content" in refusal(backup)
    assert other.read_bytes() == b"other"
