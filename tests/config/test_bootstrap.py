"""Environments from a lock of one package, which is a file beside it: no index is asked."""

import base64
import hashlib
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from config.embedded.lease import ROOT

# As `manage.py` does it, with a command of two words instead of Django.
MANAGE = """
import sys
from config.bootstrap import enter_environment
enter_environment(sys.argv)
import toy
print(toy.VERSION, sys.prefix)
"""


def wheel(folder: Path, version: str) -> str:
    """Makes toy-<version> in the folder; the line for it in a lock."""
    info = f"toy-{version}.dist-info"
    files = {
        "toy.py": f"VERSION = {version!r}\n",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: toy\nVersion: {version}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: hand\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(f"{name},sha256={digest(text)},{len(text)}\n" for name, text in files.items())
    path = folder / f"toy-{version}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in {**files, f"{info}/RECORD": f"{record}{info}/RECORD,,\n"}.items():
            archive.writestr(name, text)
    return f"toy=={version} --hash=sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}\n"


def digest(text: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    checkout = tmp_path_factory.mktemp("checkout")
    (checkout / "config").mkdir()
    shutil.copy(ROOT / "config" / "bootstrap.py", checkout / "config")
    (checkout / "manage.py").write_text(MANAGE)
    (checkout / "requirements.txt").write_text(wheel(checkout, "1.0"))
    (checkout / "requirements-dev.txt").write_text(wheel(checkout, "1.0"))
    # What somebody leaves who loses patience in the middle.
    (checkout / ".venv" / "lib").mkdir(parents=True)
    (checkout / ".venv" / "locks.json").write_text(json.dumps({}))
    return checkout


def start(checkout: Path, *arguments: str, **more: str) -> "subprocess.Popen[str]":
    sources = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(checkout), "PIP_RETRIES": "0"}
    return subprocess.Popen(
        [sys.executable, "manage.py", *arguments],
        cwd=checkout,
        env={**os.environ, **sources, **more},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finish(process: "subprocess.Popen[str]") -> str:
    said, complained = process.communicate(timeout=120)
    assert process.returncode == 0, complained
    return said


def fail(checkout: Path, **more: str) -> str:
    process = start(checkout, "serve", **more)
    _, complained = process.communicate(timeout=120)
    assert process.returncode == 1
    return complained


def test_two_at_once_make_one_environment_of_what_was_cut_short_and_run_in_it(checkout: Path) -> None:
    said = [finish(process) for process in (start(checkout, "serve"), start(checkout, "serve"))]
    assert all(f"1.0 {checkout / '.venv'}" in one for one in said)
    assert sum("Making the environment" in one for one in said) == 1


def test_an_environment_that_is_up_to_date_is_not_touched(checkout: Path) -> None:
    assert finish(start(checkout, "serve")) == f"1.0 {checkout / '.venv'}\n"


def write_locks(checkout: Path, line: str) -> None:
    for lock in ("requirements.txt", "requirements-dev.txt"):
        (checkout / lock).write_text(line)


def test_a_changed_lock_is_installed_and_the_tools_of_a_workbench_serve_as_well(checkout: Path) -> None:
    write_locks(checkout, wheel(checkout, "2.0"))
    assert "2.0" in finish(start(checkout, "test"))
    assert finish(start(checkout, "serve")).splitlines() == [f"2.0 {checkout / '.venv'}"]


def test_a_file_with_another_hash_is_refused_in_one_line_and_nothing_is_lost(checkout: Path) -> None:
    good = (checkout / "requirements.txt").read_text()
    write_locks(checkout, f"toy==1.0 --hash=sha256:{'0' * 64}\n")
    complained = fail(checkout)
    assert len(complained.splitlines()) == 1
    assert "DO NOT MATCH THE HASHES" in complained
    write_locks(checkout, good)
    assert finish(start(checkout, "serve")).splitlines() == [f"2.0 {checkout / '.venv'}"]


def test_a_missing_index_is_said_in_one_line(checkout: Path) -> None:
    good = (checkout / "requirements.txt").read_text()
    write_locks(checkout, good.replace("toy==2.0", "absent==1.0"))
    nowhere = {
        "PIP_NO_INDEX": "0",
        "PIP_INDEX_URL": "http://127.0.0.1:9/",
        "PIP_FIND_LINKS": "",
        "PIP_RETRIES": "1",
    }
    complained = fail(checkout, **nowhere)
    write_locks(checkout, good)
    assert len(complained.splitlines()) == 1
    assert "the package index cannot be reached" in complained
    assert str(checkout / ".venv" / "install.log") in complained


def test_a_python_without_ensurepip_is_told_which_package_to_install(checkout: Path, tmp_path: Path) -> None:
    shutil.copytree(checkout, tmp_path / "other", ignore=shutil.ignore_patterns(".venv"))
    manage = tmp_path / "other" / "manage.py"
    manage.write_text("import sys; sys.modules['ensurepip'] = None\n" + manage.read_text())
    assert "apt install python3-venv" in fail(tmp_path / "other")


def test_the_lock_for_tests_holds_all_of_the_lock_for_serving() -> None:
    def pins(lock: str) -> set[str]:
        return {line for line in (ROOT / lock).read_text().splitlines() if "==" in line}

    assert pins("requirements.txt") <= pins("requirements-dev.txt")
