"""A language that was added half is told of before anything is served."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.checks import run_checks
from django.utils.module_loading import import_string

from analysis.checks import LANGUAGE_TABLES
from analysis.models import Language

# Keyed by languages, and not asked for any other: what is pasted is in one of these, and so is the demo.
NOT_ASKED = {"analysis.text.pasting._SOURCES", "analysis.demo.manuscripts._QUOTES"}


@pytest.mark.parametrize("name", LANGUAGE_TABLES)
def test_a_table_without_a_language_is_named_with_its_file(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert [message for message in run_checks() if message.id == "analysis.E003"] == []
    monkeypatch.delitem(import_string(name), "be")
    (message,) = (message for message in run_checks() if message.id == "analysis.E003")
    module, table = name.rsplit(".", 1)
    assert message.msg == f"{table} in {module.replace('.', '/')}.py has no entry for be."
    assert (settings.BASE_DIR / f"{module.replace('.', '/')}.py").is_file()
    assert LANGUAGE_TABLES[name] in str(message.hint)


def test_no_table_of_languages_goes_unchecked() -> None:
    found = {name for path in (settings.BASE_DIR / "analysis").rglob("*.py") for name in tables_of(path)}
    assert found - LANGUAGE_TABLES.keys() == NOT_ASKED


def tables_of(path: Path) -> Iterator[str]:
    """Dictionaries of a module that have an entry for every language; of those without a name, the line."""
    module = ".".join(path.relative_to(settings.BASE_DIR).with_suffix("").parts)
    tree = ast.parse(path.read_text())
    names = {id(node.value): ast.unparse(node.target) for node in ast.walk(tree) if isinstance(node, ast.AnnAssign)}
    names |= {id(node.value): ast.unparse(node.targets[0]) for node in ast.walk(tree) if isinstance(node, ast.Assign)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Dict) and keys(node) >= set(Language.values):
            yield f"{module}.{names.get(id(node), node.lineno)}"


def keys(node: ast.Dict) -> set[object]:
    return {key.value for key in node.keys if isinstance(key, ast.Constant)}
