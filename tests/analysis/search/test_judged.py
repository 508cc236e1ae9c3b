"""What readers look for is among the first three: queries judged by hand, over the demo and over real publications."""

from pathlib import Path

import pytest
from django.test import override_settings

from analysis.demo.loader import load_publication
from analysis.importers.importing import import_file
from analysis.indexing import rebuilding
from tests.analysis.importers.lines import NOW
from tests.analysis.search.judging import judged, misses

SETS = Path(__file__).parents[4] / "shared" / "data" / "articles"
pytestmark = pytest.mark.django_db


def test_of_the_demo_every_query_finds_what_a_fair_reader_expects(tmp_path: Path) -> None:
    queries = judged("judged_demo.yaml")
    at = queries["loaded_at"]
    with override_settings(DATA_DIR=tmp_path, MEDIA_ROOT=tmp_path / "media", DEMO_PASSWORD=""):
        load_publication(at=at)
    rebuilding.learn_all()
    assert not misses(queries["queries"], at=at, name_of=lambda publication: publication.slug)


@pytest.mark.skipif(not SETS.is_dir(), reason="the real articles are not here")
@pytest.mark.parametrize("name", ["us-18f", "us-digitalgov", "opensource-guides", "be-hse"])
def test_of_real_publications_every_query_finds_it(name: str) -> None:
    import_file(SETS / name / "articles.jsonl", images=None, dry_run=False, at=NOW)
    rebuilding.learn_all()
    queries = [query for query in judged("judged_shared.yaml")["queries"] if query["set"] == name]
    assert not misses(queries, at=NOW, name_of=lambda publication: str(publication.article.external_id))
