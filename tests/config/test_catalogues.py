"""Interface texts: complete in every language, and compiled, since a fresh machine has no gettext."""

import ast
import gettext
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import django
import pytest
from django.apps import apps
from django.conf import settings
from django.utils.translation.trans_real import DjangoTranslation

ROOT = Path(settings.BASE_DIR)
CATALOGUES = sorted(ROOT.glob("config/locale*/*/LC_MESSAGES/*.po"))
ENTRY = re.compile(r'^msgid (?P<id>(?:".*"\s*)+)', re.MULTILINE)
TRANSLATED = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
# What only the classical spelling of Belarusian has: soft signs before soft consonants, "ня" and "бяз", "ґ".
CLASSICAL = re.compile(r"[зс]ь[бвгзклмнпсфх]|ць[бвмнпфц]|ньн|\b[Нн]я\b|\b[Бб]яз\b|[Ґґ]")


def names(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_every_language_but_the_first_has_a_catalogue() -> None:
    translated = {path.parent.parent.name for path in CATALOGUES if path.parent.parent.parent.name == "locale"}
    assert translated == {code for code, _name in settings.LANGUAGES} - {settings.LANGUAGE_CODE}


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=names)
def test_no_text_is_missing_or_fuzzy(catalogue: Path) -> None:
    text = catalogue.read_text()
    empty = re.findall(
        r'^(msgid .*)\n(?:"[^\n]*\n)*(?:msgid_plural .*\n)?msgstr(?:\[\d\])? ""\n(?!")', text, re.MULTILINE
    )
    assert not empty
    assert "#, fuzzy" not in text


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=names)
def test_the_compiled_catalogue_is_the_present_one(catalogue: Path, tmp_path: Path) -> None:
    with catalogue.with_suffix(".mo").open("rb") as compiled:
        messages = gettext.GNUTranslations(compiled)._catalog
    written = {unquoted(match["id"]) for match in ENTRY.finditer(catalogue.read_text())}
    compiled_ids = {without_context(key[0] if isinstance(key, tuple) else key) for key in messages}
    assert written == compiled_ids


@pytest.mark.skipif(not shutil.which("xgettext"), reason="GNU gettext is not installed")
@pytest.mark.parametrize("language", ["ru", "be"])
def test_every_text_of_code_and_templates_is_in_the_catalogue(language: str, tmp_path: Path) -> None:
    copy = tmp_path / "house"
    ignored = shutil.ignore_patterns(".*", "var", "tests", "node_modules", "__pycache__", "*.jpg")
    shutil.copytree(ROOT, copy, ignore=ignored)
    command = f"django makemessages -l {language} --no-location --no-obsolete"
    environment = {**os.environ, "PYTHONPATH": str(copy), "DJANGO_SETTINGS_MODULE": "config.settings"}
    subprocess.run([sys.executable, "-m", *command.split()], cwd=copy, env=environment, check=True)
    extracted = (copy / f"config/locale/{language}/LC_MESSAGES/django.po").read_text()
    present = (ROOT / f"config/locale/{language}/LC_MESSAGES/django.po").read_text()
    assert ids(extracted) - ids(present) == set()


def test_no_text_hides_from_gettext_inside_another() -> None:
    hidden = [
        f"{names(path)}: {ast.unparse(call)}"
        for part in ("accounts", "analysis", "config")
        for path in (ROOT / part).rglob("*.py")
        for text in ast.walk(ast.parse(path.read_text()))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in TRANSLATED
    ]
    assert hidden == []


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_belarusian_that_libraries_bring_is_in_the_official_spelling_too(domain: str) -> None:
    shown = DjangoTranslation("be", domain=domain)
    for place in (Path(django.__path__[0]) / "conf", *(Path(app.path) for app in apps.get_app_configs())):
        for catalogue in place.glob(f"locale/be/LC_MESSAGES/{domain}.mo"):
            with catalogue.open("rb") as compiled:
                keys = gettext.GNUTranslations(compiled)._catalog
            assert [text for key in keys if CLASSICAL.search(text := shown._catalog.get(key, ""))] == []


def ids(text: str) -> set[str]:
    return {unquoted(match["id"]) for match in ENTRY.finditer(text)}


def unquoted(quoted: str) -> str:
    return "".join(re.findall(r'"(.*)"', quoted)).replace('\\"', '"').replace("\\n", "\n").replace("\\\\", "\\")


def without_context(key: str) -> str:
    return key.partition("\x04")[2] or key
