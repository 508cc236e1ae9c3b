"""A site whose pictures are in a bucket is backed up and restored like any other, and may move there or back."""

import hashlib
import io
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command

from config.backups import media
from config.backups.manifest import Member
from config.storage import media_storage
from tests.bucket import Store, running
from tests.config.test_backup import another_database, digests, made, refusal, restore
from tests.factories import EditorFactory, ImageFactory, TopicFactory, published

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def folder(settings: LazySettings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


def a_site() -> None:
    EditorFactory.create()
    image = ImageFactory.create(file__width=80, file__height=50)
    published(slug="a-text", topic=TopicFactory.create(slug="budget"), lead_image=image)


def use(settings: LazySettings, url: str) -> None:
    settings.STORAGES = {**settings.STORAGES, "default": media_storage(url)}


def test_all_pictures_come_back_in_another_bucket(bucket: Store, settings: LazySettings, tmp_path: Path) -> None:
    """What is there already is not even sent."""
    a_site()
    backup = made(tmp_path / "site.tar")
    same, changed, *missing = sorted(bucket.files)
    with running(Store()) as other:
        other.files = {same: bucket.files[same], changed: b"other"}
        use(settings, other.url)
        assert f"{len(bucket.files)} files." in restore(backup, "--replace")
        assert other.files == bucket.files
        assert [name for method, name in other.asked if method == "PUT"] == [*missing, changed]
        assert set(other.kinds.values()) == {"image/jpeg", "image/webp"}


def test_a_site_moves_from_its_folder_to_a_bucket(folder: Path, settings: LazySettings, tmp_path: Path) -> None:
    a_site()
    backup = made(tmp_path / "site.tar")
    with running(Store()) as store:
        use(settings, store.url)
        restore(backup, "--replace")
        assert {name: hashlib.sha256(content).hexdigest() for name, content in store.files.items()} == digests(folder)


def test_another_file_of_that_name_is_not_overwritten(bucket: Store, tmp_path: Path) -> None:
    a_site()
    backup = made(tmp_path / "site.tar")
    changed = min(bucket.files)
    bucket.files[changed] = b"other"
    with another_database():
        assert f"{changed} in the bucket has other content" in refusal(backup)
    assert bucket.files[changed] == b"other"


def test_a_lost_bucket_leaves_no_backup_that_lacks_something(bucket: Store, tmp_path: Path) -> None:
    a_site()
    bucket.failing_with = 503
    with pytest.raises(CommandError, match=r"The bucket pictures \(MEDIA_STORAGE_URL\) does not answer"):
        made(tmp_path / "site.tar")
    assert list(tmp_path.glob("site*")) == []


def test_a_bucket_that_is_lost_meanwhile_leaves_the_database_as_it_was(bucket: Store, tmp_path: Path) -> None:
    a_site()
    backup = made(tmp_path / "site.tar")
    bucket.failing_with = 503
    EditorFactory.create(email="since@example.org")
    assert "(MEDIA_STORAGE_URL) does not answer" in refusal(backup, "--replace")
    call_command("migrate", check_unapplied=True, verbosity=0)
    bucket.failing_with = None
    assert EditorFactory._meta.model.objects.filter(email="since@example.org").exists()


def test_the_same_size_is_not_the_same_content(bucket: Store) -> None:
    place = media.media()
    place.write("media/a.webp", io.BytesIO(b"other"))
    assert bucket.files == {"a.webp": b"other"}
    assert not media.is_there("media/a.webp", Member(5, "of something else"))
