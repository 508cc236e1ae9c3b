"""What views say of their answers."""

import ast
from pathlib import Path
from typing import Final

import pytest
from django.conf import settings

VIEWS: Final = Path(settings.BASE_DIR) / "analysis/views"
# Why these are made anew each time.
NOT_KEPT: Final = {
    "articles.moved": "no page",
    "issue_printing.pdf": "a large file, kept on the disk",
    "notices_for_machines.robots": "no query, and nearly no time",
    "notices_for_machines.security": "no query, and nearly no time",
    "search.search": "whatever can be asked",
    "search.titles": "whatever can be asked",
    "sitemaps.news": "it changes as its texts grow old",
}


def reader_pages() -> dict[str, ast.FunctionDef]:
    return {
        f"{path.stem}.{node.name}": node
        for path in sorted(VIEWS.glob("*.py"))
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.FunctionDef)
        and any(ast.unparse(decorator) == "reader_page" for decorator in node.decorator_list)
    }


def test_every_page_is_kept_or_not_for_a_reason() -> None:
    keeps = {name for name, view in reader_pages().items() if "kept(" in ast.unparse(view)}
    assert keeps | set(NOT_KEPT) == set(reader_pages())
    assert not keeps & set(NOT_KEPT)


@pytest.mark.parametrize("name", sorted(set(reader_pages()) - set(NOT_KEPT)))
def test_kept_pages_look_at_no_parameters_but_those_that_the_door_knows(name: str) -> None:
    module = (VIEWS / f"{name.partition('.')[0]}.py").read_text()
    asked = {
        node.args[0].value
        for node in ast.walk(ast.parse(module))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) == "request.GET.get"
        and isinstance(node.args[0], ast.Constant)
    }
    assert asked <= {"before", "after", "letter", "page"}
