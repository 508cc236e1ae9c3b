import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.importers.fields import BadLine
from analysis.importers.uniform import LONGEST_LINE, UniformArticle, parse, read_lines
from tests.analysis.importers.lines import line


def parsed(**fields: Any) -> UniformArticle:
    return parse(json.dumps(line(**fields)).encode())


def test_a_whole_line_is_understood() -> None:
    article = parsed(
        assessment="improved",
        assessment_reason="They met.",
        period_start="2016-11-28",
        period_end="2016-12-04",
        sources=[{"title": "Register", "url": "https://example.org/", "accessed_date": "2016-12-01"}],
        image={"file": "bridge.jpg", "alt": "A bridge", "credit": "Ada Novik", "caption": ""},
    )
    assert article.published_at == datetime(2016, 12, 5, 9, 30, tzinfo=UTC)
    assert (article.period_start, article.period_end) == (date(2016, 11, 28), date(2016, 12, 4))
    assert article.image
    assert article.image.credit == "Ada Novik"
    assert article.sources[0]["accessed_date"] == "2016-12-01"
    assert [author.biography for author in article.authors] == ["Writes on rivers."]


def test_only_id_title_and_language_must_be_given() -> None:
    article = parse(b'{"id": 7, "title": "Alone", "language": "be"}')
    assert (article.id, article.standfirst, article.published_at, article.topics) == ("7", "", None, [])


def test_the_summary_is_the_lead_unless_there_is_one() -> None:
    assert parsed(summary="Short.").standfirst == "Short."
    both = parsed(summary="Short.", standfirst="The lead.")
    assert (both.standfirst, both.search_description) == ("The lead.", "Short.")


def test_a_time_without_an_offset_is_on_the_publications_own_clocks() -> None:
    assert parsed(published_at="2016-12-05T09:30").published_at == datetime(2016, 12, 5, 8, 30, tzinfo=UTC)
    assert parsed(published_at="2016-12-05").published_at == datetime(2016, 12, 4, 23, tzinfo=UTC)


def test_what_looks_like_markup_in_a_title_stays_text() -> None:
    assert parsed(title="  <b>Bold</b>\u0000 & \n bad ").title == "<b>Bold</b> & bad"


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"language": "pl"}, "“pl” is not one of this publication's languages (en, ru, be)"),
        ({"title": " "}, "“title” is missing"),
        ({"id": None}, "“id” is missing"),
        ({"title": 5}, "“title” must be text"),
        ({"title": "a" * 201}, "“title” has 201 characters, more than 200"),
        ({"authors": "Ada"}, "“authors” must be a list"),
        ({"authors": ["Ada"]}, "“authors” must be an object"),
        ({"authors": [{"slug": "ada"}]}, "“authors.name” is missing"),
        ({"tags": [1]}, "“tags” must be a list of texts"),
        ({"image": "x.jpg"}, "“image” must be an object"),
        ({"url_path": "https://example.org/x"}, "“url_path” must begin with “/”"),
        ({"published_at": "2016-02-30"}, "“published_at”: 2016-02-30 is not a date"),
        ({"published_at": "yesterday"}, "“published_at”: yesterday is not a date"),
        ({"published_at": "9999-12-31T23:59:59Z"}, "“published_at” lies in the year 9999"),
        ({"published_at": "0001-01-01T00:00:00+14:00"}, "“published_at” lies in the year 1"),
        ({"period_start": "2016-12-04", "period_end": "2016-11-28"}, "the period ends (2016-11-28) before it begins"),
        ({"period_start": "2016-12-04"}, "“period_start” and “period_end” go together"),
        ({"assessment": "better"}, "“better” is not an assessment (improved, unchanged, worsened)"),
        ({"sources": [{"title": "x", "url": "javascript:alert(1)"}]}, "“sources.url” must begin with"),
    ],
)
def test_it_says_what_is_wrong_with_a_line(fields: dict[str, Any], reason: str) -> None:
    with pytest.raises(BadLine) as error:
        parsed(**fields)
    assert reason in str(error.value)


@pytest.mark.parametrize(
    "content",
    [
        b'{"id": "1"',
        b"[]",
        b"null",
        b"\xff\xfe{}",
        b"[" * 100_000,
        b'{"id": ' + b"9" * 5_000 + b"}",
        b'{"a": "' + b"x" * LONGEST_LINE + b'"}',
    ],
)
def test_what_is_no_object_is_no_article(content: bytes) -> None:
    with pytest.raises(BadLine):
        parse(content)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda children: st.lists(children, max_size=3) | st.dictionaries(st.text(max_size=5), children, max_size=3),
    max_leaves=5,
)


@given(st.dictionaries(st.sampled_from([*line(), "sources", "assessment", "period_start"]), _JSON))
def test_whatever_a_field_holds_the_answer_is_an_article_or_a_reason(fields: dict[str, Any]) -> None:
    try:
        parsed(**fields)
    except BadLine as reason:
        assert str(reason)  # noqa: PT017 - either is right


def test_lines_are_counted_as_an_editor_counts_them(tmp_path: Path) -> None:
    path = tmp_path / "articles.jsonl"
    path.write_bytes(b'\xef\xbb\xbf{"a": 1}\r\n\n' + b"x" * (2 * LONGEST_LINE + 10) + b'\n{"b": 2}')
    lines = list(read_lines(path))
    assert [each.number for each in lines] == [1, 3, 4]
    assert (lines[0].content, lines[2].content) == (b'{"a": 1}', b'{"b": 2}')
    with pytest.raises(BadLine, match="longer than 4 MB"):
        parse(lines[1].content)
