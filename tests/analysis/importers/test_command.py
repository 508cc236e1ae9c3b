import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from PIL import Image
from pytest_django import Settings

from tests.analysis.importers.lines import line

pytestmark = pytest.mark.django_db


def run(path: Path, *arguments: str) -> str:
    output = StringIO()
    call_command("import_articles", str(path), *arguments, stdout=output, stderr=output)
    return output.getvalue()


def test_it_reports_every_bad_line_and_the_sum(tmp_path: Path) -> None:
    path = tmp_path / "articles.jsonl"
    path.write_text(f"{json.dumps(line(image={'file': 'x.png'}))}\n{json.dumps(line('pl', language='pl'))}\n")
    output = run(path)
    assert "line 2 refused: “pl” is not one of this publication's languages (en, ru, be)" in output
    assert "1 articles come without their pictures" in output
    assert "1 new, 0 changed, 0 unchanged, 1 refused." in output
    assert "1 unchanged" in run(path)


def test_a_dry_run_says_that_it_was_one(tmp_path: Path) -> None:
    path = tmp_path / "articles.jsonl"
    path.write_text(json.dumps(line()))
    assert "nothing was written. There would be 1 new" in run(path, "--dry-run")


@pytest.mark.parametrize("content", ["", "\n\n", "{broken\n"])
def test_it_fails_when_there_is_nothing_to_import(tmp_path: Path, content: str) -> None:
    path = tmp_path / "articles.jsonl"
    path.write_text(content)
    with pytest.raises(CommandError, match="no article"):
        run(path)


def test_it_says_in_a_sentence_what_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No such file"):
        run(tmp_path / "missing.jsonl")
    with pytest.raises(CommandError, match="no folder"):
        run(tmp_path / "missing.jsonl", "--images", str(tmp_path / "missing"))


def test_it_names_what_stopped_it_and_not_the_file_it_reads(tmp_path: Path, settings: Settings) -> None:
    settings.MEDIA_ROOT = tmp_path / "no folder"
    settings.MEDIA_ROOT.write_text("")
    Image.new("RGB", (8, 5)).save(tmp_path / "bridge.png")
    path = tmp_path / "articles.jsonl"
    path.write_text(json.dumps(line(image={"file": "bridge.png"})))
    with pytest.raises(CommandError, match=r"no folder.*Run it again"):
        run(path, "--images", str(tmp_path))
