import json
import re
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from analysis.demo.manuscripts import PICTURES, Manuscript, listed, manuscripts
from analysis.demo.weeks import Weeks
from analysis.models import Language

WARSAW = ZoneInfo("Europe/Warsaw")


def manuscript(markdown: str = "", *, language: str = "en", **head: object) -> Manuscript:
    return Manuscript(language, "talks-resume", {"publish": {"day": 2, "time": "09:20"}, "week": 26, **head}, markdown)


def html(markdown: str, *, language: str = "en") -> str:
    return manuscript(markdown, language=language).html(lambda slug: f"/economy/{slug}/").strip()


def test_a_footnote_leads_to_its_source() -> None:
    assert html("Prices rose.[^2]") == ('<p>Prices rose.<sup><a href="#source-2" data-source="2">2</a></sup></p>')


def test_an_article_is_linked_by_its_slug() -> None:
    assert html("As [we wrote](article:prices).") == '<p>As <a href="/economy/prices/">we wrote</a>.</p>'


@pytest.mark.parametrize(("language", "quoted"), [("en", "“Never”"), ("ru", "«Never»"), ("be", "«Never»")])
def test_quotation_marks_are_those_of_the_language(language: str, quoted: str) -> None:
    assert html('"Never"', language=language) == f"<p>{quoted}</p>"


def test_everything_around_the_texts_has_the_apostrophes_of_print() -> None:
    heads = [one.head for one in manuscripts()]
    said = json.dumps([listed("publication.yaml"), listed("pictures.yaml"), heads], ensure_ascii=False)
    assert re.findall(r"\w+'\w*", said) == []
    assert "Kestria’s five provinces" in said


def test_tables_are_tables() -> None:
    assert "<td>640</td>" in html("| Lorries |\n| --- |\n| 640 |")


def test_whatever_a_manuscript_names_is_there() -> None:
    everything = manuscripts()
    publication = listed("publication.yaml")
    slugs = {name: {thing["slug"] for thing in publication[name]} for name in ("topics", "authors", "tags")}
    for one in everything:
        assert set(one.topics) <= slugs["topics"], one.slug
        assert {author["slug"] for author in one.head["authors"]} <= slugs["authors"], one.slug
        assert set(one.head["tags"]) <= slugs["tags"], one.slug
        assert one.head["image"] == "none" or (PICTURES / f"{one.head['image']}.jpg").is_file(), one.slug
        one.html({same.slug: "/" for same in everything if same.language == one.language}.__getitem__)


def test_every_picture_has_words_in_every_language() -> None:
    for slug, picture in listed("pictures.yaml")["pictures"].items():
        assert (PICTURES / f"{slug}.jpg").is_file(), slug
        assert all(picture["alt"].get(language) for language in Language.values), slug


@pytest.mark.parametrize(
    ("at", "newest"),
    [
        ("2026-11-25T12:00", date(2026, 11, 16)),
        ("2026-11-24T09:19", date(2026, 11, 9)),
        ("2026-11-24T09:20", date(2026, 11, 16)),
        ("2026-11-23T00:30", date(2026, 11, 9)),
        ("2027-01-01T12:00", date(2026, 12, 21)),
    ],
)
def test_the_newest_week_is_the_last_one_whose_articles_are_all_out(at: str, newest: date) -> None:
    instant = datetime.fromisoformat(at).replace(tzinfo=WARSAW)
    assert Weeks.before(instant, WARSAW, [manuscript()]).newest == newest


def test_the_scheduled_article_waits_for_the_next_monday_at_nine_on_the_publications_clocks() -> None:
    weeks = Weeks(date(2026, 3, 16), WARSAW)
    assert weeks.next_monday(datetime(2026, 3, 25, tzinfo=UTC)) == datetime(2026, 3, 30, 7, tzinfo=UTC)
    assert weeks.next_monday(datetime(2026, 3, 23, 7, tzinfo=UTC)) == datetime(2026, 3, 23, 8, tzinfo=UTC)
    assert weeks.next_monday(datetime(2026, 3, 23, 8, tzinfo=UTC)) == datetime(2026, 3, 30, 7, tzinfo=UTC)
