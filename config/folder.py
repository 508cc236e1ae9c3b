"""Pictures in MEDIA_ROOT, as `config.bucket` keeps them elsewhere: there whole or not at all, under their own names."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, Final

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage

# How files begin that are still being written, or that nobody will write to their end.
UNFINISHED: Final = ".unfinished-"


class Folder(FileSystemStorage):
    """
    Whoever finds a form of a picture takes it for done, and readers keep it for a year: half of one, left behind by a
    killed process or a full disk, would stay for ever. Of two who draw the same, the second puts it in its place again.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"allow_overwrite": True, **options})

    def _save(self, name: str, content: "File[Any]") -> str:
        with self._written(content) as draft:
            return str(super()._save(name, Draft(draft)))  # type: ignore[misc]

    @contextmanager
    def _written(self, content: "File[Any]") -> Iterator[Path]:
        Path(self.location).mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=self.location, prefix=UNFINISHED, delete=False) as file:
            draft = Path(file.name)
            try:
                file.writelines(content.chunks())
                file.flush()
                yield draft
            finally:
                draft.unlink(missing_ok=True)


class Draft(File):  # type: ignore[type-arg]
    """Moved to its place by Django, in one step."""

    def __init__(self, path: Path) -> None:
        super().__init__(None)
        self.path = path

    def temporary_file_path(self) -> str:
        return str(self.path)
