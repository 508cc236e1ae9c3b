"""The engine beside judged pairs: those of the shared data, and small ones of our own."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from analysis.models import Publication
from analysis.related.evaluation import judged, lines, rank
from analysis.related.fitting import Outcome, fit, keep, without_link_texts
from analysis.related.judging import judge
from analysis.related.likeness import Weights
from analysis.related.models import Profile
from analysis.related.weighing import weights_now
from tests.factories import NOON, published

pytestmark = pytest.mark.django_db
SHARED = Path(settings.BASE_DIR).parent / "shared/data/related"
SUBJECTS = {
    "en": ["barges wait while the river falls", "the treasury borrows and the deficit narrows"],
    "ru": ["баржи ждут пока река мелеет", "казна занимает а дефицит бюджета сокращается"],
    "be": ["баржы чакаюць пакуль рака мялее", "казна пазычае а дэфіцыт бюджэту скарачаецца"],
    "eo": ["la barĝoj atendas dum la rivero falas", "la trezorejo pruntas kaj la deficito malgrandiĝas"],
}


def article(name: str, text: str, **fields: Any) -> dict[str, Any]:
    return {"id": name, "title": name, "text": text, "published_at": "2026-11-16T12:00:00Z"} | fields


def index(language: str) -> list[dict[str, Any]]:
    """Two subjects, four texts each, of which the second are a day older."""
    return [
        article(f"{kind}{number}", f"{SUBJECTS[language][kind]} {'.' * number}", language=language)
        | {"published_at": f"2026-11-{16 - number:02}T12:00:00Z", "title": f"{SUBJECTS[language][kind][:12]} {number}"}
        for kind in range(2)
        for number in range(4)
    ]


@pytest.mark.parametrize("language", SUBJECTS)
def test_it_tells_subjects_apart_in_every_language_known_or_not(language: str) -> None:
    found = rank(index(language), ["00", "10"], older=False, weights=Weights())
    assert found.lists["00"][0][0] == "0"
    assert found.lists["10"][0][0] == "1"


def test_only_older_ones_are_found_when_asked_for_them() -> None:
    found = rank(index("en"), ["02", "03"], older=True, weights=Weights())
    assert set(found.lists["02"]) <= {"03", "13"}
    assert found.lists["03"] == []


def test_fields_may_be_missing_and_languages_stay_apart() -> None:
    rows = [*index("en"), {"id": "bare"}, article("alone", SUBJECTS["be"][0], language="be-tarask", tags=None)]
    found = rank(rows, ["bare", "alone", "nowhere"], older=False, weights=Weights())
    assert found.lists == {"bare": [], "alone": []}


def test_nothing_of_it_stays_behind() -> None:
    rank(index("en"), ["00"], older=False, weights=Weights())
    assert not Profile.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'related%%'")
        assert cursor.fetchone() == (0,)


def test_it_is_judged_by_the_first_five_the_first_ten_and_the_first() -> None:
    outcome = judge([(["a", "b", "c"], {"b"}), (["a"], {"z"}), (["a"], set())])
    assert outcome.queries == 2
    assert (round(outcome.ndcg, 4), outcome.recall, outcome.mrr) == (0.3155, 0.5, 0.25)


def test_the_command_prints_and_writes_what_was_found(tmp_path: Path) -> None:
    rows, queries, run, output = tmp_path / "index", tmp_path / "queries", tmp_path / "run", StringIO()
    rows.write_text("\n".join(json.dumps(row) for row in index("en")))
    queries.write_text(json.dumps({"id": "00", "related": ["01"], "related_older": ["01"]}))
    call_command("evaluate_related", index=rows, queries=queries, run_out=run, stdout=output)
    assert "nDCG@5" in output.getvalue()
    assert "01" in json.loads(run.read_text())["ranked"]
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("evaluate_related", index=tmp_path / "none", queries=queries)
    rows.write_text("no index")
    with pytest.raises(CommandError, match="no index"):
        call_command("evaluate_related", index=rows, queries=queries)


@pytest.mark.skipif(not SHARED.exists(), reason="the judged pairs are not here")
@pytest.mark.parametrize(("name", "least"), [("us-18f", 0.59)])
def test_it_stays_as_good_as_it_was(name: str, least: float) -> None:
    queries = list(lines(SHARED / name / "qrels.dev.jsonl"))
    asked = [each["id"] for each in queries]
    ranking = rank(lines(SHARED / name / "index.jsonl"), asked, older=True, weights=Weights())
    assert judged(ranking, queries, older=True).ndcg >= least


def test_a_site_with_few_links_has_nothing_to_learn_from() -> None:
    first = published(title="First")
    published(title="Second", body=f'<p>See <a href="{first.get_absolute_url()}">the first</a>.</p>')
    output = StringIO()
    call_command("fit_related", stdout=output)
    assert "too few" in output.getvalue()
    assert weights_now() == Weights()


def test_it_learns_from_two_hundred_links_on_texts_it_has_not_seen() -> None:
    for subject in range(20):
        linked: list[Publication] = []
        for number in range(6):
            links = "".join(f'<a href="{each.get_absolute_url()}">{each.title}</a> ' for each in linked)
            body = f"<p>Subject{chr(97 + subject)} was discussed, and word{chr(97 + number)}. {links}</p>"
            linked.append(published(title=f"Part {number}", body=body))
    outcome = fit(at=NOON)
    assert outcome
    assert outcome.links == 300
    assert 0 <= outcome.before <= 1


def test_what_was_learnt_is_used_from_then_on() -> None:
    keep(Outcome(Weights(lead=0.4), 250, 0.4, 0.5), at=NOON)
    assert weights_now() == Weights(lead=0.4)


def test_words_of_links_to_articles_are_not_read_and_others_are() -> None:
    html = '<p>As <a href="/a/b/">told before</a>, <a href="https://example.org/">they</a> <em>wait</em> &amp; see.</p>'
    assert without_link_texts(html).split() == ["As", ",", "they", "wait", "&", "see."]
