"""The rules of the house, held by machine: what a rule says in prose, a test here says again."""

import ast
import re
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command

ROOT = Path(settings.BASE_DIR)
ROOMS = ("config", "accounts", "analysis")
READING_ROOM = (
    *("views", "search", "related", "trends", "feeds", "printing", "cards"),
    *("metadata.py", "sitemaps.py"),
)
TOP_LEVEL = {"config", "accounts", "analysis", "templates", "static", "tests", "docs"}


def sources(*folders: str) -> Iterator[Path]:
    for folder in folders:
        place = ROOT / folder
        paths = [place] if place.suffix == ".py" else sorted(place.rglob("*.py"))
        yield from (path for path in paths if path.is_file() and "migrations" not in path.parts)


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def nodes(path: Path) -> Iterator[ast.AST]:
    return ast.walk(ast.parse(path.read_text()))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in nodes(path) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def test_each_room_imports_only_from_rooms_below_it() -> None:
    # In a process of its own: it silences the loggers of the one it runs in.
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_top_level_holds_nothing_unexpected() -> None:
    folders = {path.name for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith(".")}
    assert folders - {"var"} <= TOP_LEVEL


def test_the_reading_room_knows_publications_only() -> None:
    named = [
        f"{name_of(path)}:{node.lineno}"
        for path in sources(*(f"analysis/{room}" for room in READING_ROOM))
        for node in nodes(path)
        if (isinstance(node, ast.alias) and node.name.rpartition(".")[2] in ("Article", "Revision"))
        or (isinstance(node, ast.Name) and node.id in ("Article", "Revision"))
    ]
    assert not named


def test_reader_pages_ask_for_what_is_live_and_never_spell_the_filter() -> None:
    offences = [
        f"{name_of(path)}: {match.group(0)}"
        for path in sources(*(f"analysis/{room}" for room in READING_ROOM), "analysis/templatetags")
        for match in re.finditer(
            r"Publication\.objects(?!\.(?:live|ended)\()\S*|live_from__\w+|live_until__\w+", path.read_text()
        )
    ]
    assert not offences


def test_signals_are_sent_by_the_verbs_and_heard_by_handlers_that_defer() -> None:
    names = "|".join(re.findall(r"^(\w+) = Signal\(\)", (ROOT / "analysis/signals.py").read_text(), re.MULTILINE))
    senders = {name_of(path) for path in sources(*ROOMS) if re.search(rf"\b({names})\.send", path.read_text())}
    assert senders
    assert not [sender for sender in senders if not sender.startswith(("analysis/publishing/", "analysis/noting"))]
    listeners = [
        path
        for path in sources(*ROOMS)
        if re.search(rf"@receiver\(\(?({names})|\b({names})\.connect", path.read_text())
    ]
    assert listeners
    for path in listeners:
        assert path.name == "signal_handlers.py", name_of(path)
        for function in functions(path):
            statements = [node for node in function.body if not is_docstring(node)]
            assert len(statements) == 1, f"{name_of(path)}: {function.name} does more than defer"
            assert "defer(" in ast.unparse(statements[0])


def is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def test_tasks_take_keywords_and_do_one_thing() -> None:
    for path in sources(*ROOMS):
        for function in functions(path):
            if any("task" in ast.unparse(decorator) for decorator in function.decorator_list):
                periodic = any("periodic" in ast.unparse(decorator) for decorator in function.decorator_list)
                # The worker gives the context, not who defers.
                positions = [argument.arg for argument in function.args.args if argument.arg != "context"]
                assert periodic or not positions, f"{name_of(path)}: {function.name} takes positions"


def test_modules_and_functions_stay_short() -> None:
    paths = list(sources(*ROOMS))
    long_modules = [name_of(path) for path in paths if len(path.read_text().splitlines()) > 400]
    lengths = sorted(
        function.end_lineno - function.lineno + 1
        for path in paths
        for function in functions(path)
        if function.end_lineno
    )
    assert not long_modules
    assert statistics.median(lengths) <= 9
    assert lengths[int(len(lengths) * 0.9)] <= 30
    assert lengths[-1] <= 60


def test_no_room_is_named_for_leftovers() -> None:
    leftovers = {"utils", "helpers", "services", "common", "misc", "lib", "core"}
    assert not [name_of(path) for path in sources(*ROOMS) if leftovers & set(path.with_suffix("").parts[-2:])]


def test_a_package_with_models_is_an_app_of_its_own() -> None:
    installed = {Path(config.path) for config in apps.get_app_configs()}
    strays = [
        name_of(path)
        for path in sources("analysis", "accounts", "config")
        if (path.name == "models.py" or path.parent.name == "models")
        and not ({path.parent, path.parent.parent} & installed)
    ]
    assert not strays


def test_settings_are_one_file_that_can_be_read() -> None:
    assert len((ROOT / "config/settings.py").read_text().splitlines()) < 300


def test_components_say_what_they_take_and_get_only_that() -> None:
    components = sorted((ROOT / "templates/components").glob("*.html"))
    assert components
    for component in components:
        assert re.match(r"\{%\s*(comment|load)|\{#", component.read_text()), f"{name_of(component)}: no contract on top"
    for template in (ROOT / "templates").rglob("*.html"):
        for include in re.findall(r'\{%\s*include\s+"components/[^%]*%\}', template.read_text()):
            assert " only " in include, f"{name_of(template)}: {include}"


def test_reader_pages_carry_no_inline_script_or_style() -> None:
    pages = [
        ROOT / "templates/base.html",
        *(ROOT / "templates/analysis").rglob("*.html"),
        *(ROOT / "templates/components").rglob("*.html"),
    ]
    offences = [
        name_of(page)
        for page in pages
        if re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", page.read_text())
    ]
    assert not offences


def test_tests_mock_nothing_of_ours_and_do_not_sleep() -> None:
    forbidden = re.compile(
        r"unittest\.mock|monkeypatch\.setattr\(\"?(?:analysis|accounts)|time\.sleep\(|pytest\.mark\.xfail"
    )
    this = Path(__file__)
    assert not [name_of(path) for path in sources("tests") if path != this and forbidden.search(path.read_text())]


@pytest.mark.django_db
def test_migrations_are_complete_and_linear() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
    for folder in ROOT.glob("a*/**/migrations"):
        numbers = [path.name[:4] for path in sorted(folder.glob("0*.py"))]
        assert numbers == [f"{number:04d}" for number in range(1, len(numbers) + 1)], name_of(folder)
