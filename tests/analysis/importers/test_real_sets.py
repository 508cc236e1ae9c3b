"""Real publications, where they lie beside the checkout: counts, twice, addresses and links."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from analysis.importers.importing import import_file
from analysis.importers.references import internal_links
from analysis.models import Address, Language, Publication
from tests.analysis.importers.lines import NOW

SETS = Path(__file__).parents[4] / "shared" / "data" / "articles"
# Of each set; enough for several batches, and for the processes that prepare them.
FIRST = 250

pytestmark = [pytest.mark.django_db, pytest.mark.skipif(not SETS.is_dir(), reason="the real articles are not here")]


@pytest.mark.parametrize("name", ["us-18f", "us-digitalgov", "opensource-guides", "be-hse"])
def test_all_of_it_comes_in_once_and_keeps_addresses_dates_and_links(name: str, tmp_path: Path) -> None:
    path, lines = beginning_of(name, tmp_path)
    readable = [line for line in lines if line["language"] in Language.values]
    old_paths = {line["url_path"] for line in readable}

    report = import_file(path, images=None, dry_run=False, at=NOW)
    assert (report.created, len(report.refused)) == (len(readable), len(lines) - len(readable))
    assert import_file(path, images=None, dry_run=False, at=NOW).unchanged == len(readable)

    public = {each.article.external_id: each for each in Publication.objects.live(NOW).select_related("article")}
    assert set(Address.objects.values_list("path", flat=True)) >= {path.lower() for path in old_paths}
    assert [public[line["id"]].is_dated for line in readable] == [bool(line["published_at"]) for line in readable]
    assert not links_to(old_paths, public.values())


def beginning_of(name: str, folder: Path) -> tuple[Path, list[dict[str, Any]]]:
    lines = (SETS / name / "articles.jsonl").read_text().strip().split("\n")[:FIRST]
    path = folder / "articles.jsonl"
    path.write_text("\n".join(lines))
    return path, [json.loads(line) for line in lines]


def links_to(old_paths: set[str], publications: Iterable[Publication]) -> list[str]:
    return [link for publication in publications for link in internal_links(publication.body) if link in old_paths]
