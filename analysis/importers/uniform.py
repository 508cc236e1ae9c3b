"""The uniform format: one JSON object a line. README.md beside this file describes it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final, NamedTuple

from analysis.importers.fields import BadLine, Fields
from analysis.models import Assessment, Language

# A body of the greatest length that is kept, every letter written as \uXXXX, and as much again.
LONGEST_LINE: Final = 4 * 2**20
_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"


class Line(NamedTuple):
    number: int
    content: bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class UniformAuthor:
    name: str
    slug: str
    job_title: str
    biography: str


@dataclass(frozen=True, kw_only=True, slots=True)
class UniformPicture:
    file: str
    alt: str = ""
    credit: str = ""
    caption: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class UniformArticle:
    """Checked, but not yet compared with what the database holds. The body is as it came: unsafe."""

    id: str
    url_path: str
    language: str
    title: str
    standfirst: str
    search_description: str
    body_html: str
    published_at: datetime | None
    updated_at: datetime | None
    authors: list[UniformAuthor]
    topics: list[str]
    tags: list[str]
    image: UniformPicture | None
    translation_of: str
    assessment: str
    assessment_reason: str
    period_start: date | None
    period_end: date | None
    sources: list[dict[str, Any]]


def read_lines(path: Path) -> Iterator[Line]:
    """Lines with something in them. One that is too long is cut, so that `parse` says so, and skipped."""
    with path.open("rb") as file:
        number = 0
        while content := file.readline(LONGEST_LINE + 1):
            number += 1
            rest = content
            while len(rest) > LONGEST_LINE and not rest.endswith(b"\n"):
                rest = file.readline(LONGEST_LINE + 1)
            if content.strip():
                yield Line(number, content.removeprefix(_BYTE_ORDER_MARK).strip())


def parse(line: bytes) -> UniformArticle:
    """Raises BadLine."""
    fields = Fields(_json(line))
    standfirst, summary = fields.text("standfirst", longest=5_000), fields.text("summary", longest=5_000)
    period_start, period_end = _period(fields)
    return UniformArticle(
        id=fields.identifier("id", longest=200, required=True),
        url_path=_url_path(fields),
        language=_language(fields),
        title=fields.text("title", longest=200, required=True),
        standfirst=standfirst or summary,
        # Where both are given the summary has no place on the page, but one in its head.
        search_description=summary if standfirst and len(summary) <= 300 else "",
        body_html=fields.html("body_html"),
        published_at=fields.instant("published_at"),
        updated_at=fields.instant("updated_at"),
        authors=[_author(author) for author in fields.objects("authors")],
        topics=fields.texts("topics", longest=120),
        tags=fields.texts("tags", longest=100),
        image=_picture(fields.object("image")),
        translation_of=fields.identifier("translation_of", longest=200),
        assessment=_assessment(fields),
        assessment_reason=fields.text("assessment_reason", longest=300),
        period_start=period_start,
        period_end=period_end,
        sources=[_source(source) for source in fields.objects("sources")],
    )


def _json(line: bytes) -> object:
    if len(line) > LONGEST_LINE:
        raise BadLine(f"the line is longer than {LONGEST_LINE // 2**20} MB")
    try:
        return json.loads(line.decode())
    except UnicodeDecodeError:
        raise BadLine("this is not UTF-8") from None
    except json.JSONDecodeError as error:
        raise BadLine(f"this is not JSON ({error.msg} in column {error.colno})") from None
    except (ValueError, RecursionError):
        raise BadLine("this is not JSON that can be read") from None


def _url_path(fields: Fields) -> str:
    url_path = fields.text("url_path", longest=500)
    if url_path and not url_path.startswith("/"):
        raise BadLine("“url_path” must begin with “/”")
    return url_path


def _language(fields: Fields) -> str:
    language = fields.text("language", longest=40, required=True).lower()
    if language not in Language.values:
        raise BadLine(f"“{language}” is not one of this publication's languages ({', '.join(Language.values)})")
    return language


def _assessment(fields: Fields) -> str:
    assessment = fields.text("assessment", longest=40)
    if assessment and assessment not in Assessment.values:
        raise BadLine(f"“{assessment}” is not an assessment ({', '.join(Assessment.values)})")
    return assessment


def _period(fields: Fields) -> tuple[date | None, date | None]:
    start, end = fields.day("period_start"), fields.day("period_end")
    if (start is None) != (end is None):
        raise BadLine("“period_start” and “period_end” go together, and one is missing")
    if start and end and end < start:
        raise BadLine(f"the period ends ({end}) before it begins ({start})")
    return start, end


def _author(fields: Fields) -> UniformAuthor:
    return UniformAuthor(
        name=fields.text("name", longest=150, required=True),
        slug=fields.text("slug", longest=80),
        job_title=fields.text("job_title", longest=150),
        biography=fields.text("bio", longest=5_000),
    )


def _picture(fields: Fields | None) -> UniformPicture | None:
    if fields is None:
        return None
    return UniformPicture(
        file=fields.text("file", longest=300, required=True),
        # What describes a picture never keeps an article out: the words past the column's end do.
        alt=fields.text("alt", longest=5_000)[:300],
        credit=fields.text("credit", longest=5_000)[:200],
        caption=fields.text("caption", longest=5_000)[:500],
    )


def _source(fields: Fields) -> dict[str, Any]:
    """In the form of `Source.content()`."""
    accessed = fields.day("accessed_date")
    return {
        "title": fields.text("title", longest=300, required=True),
        "publisher": fields.text("publisher", longest=200),
        "url": _web_address(fields),
        "accessed_date": accessed.isoformat() if accessed else None,
        "language": fields.text("language", longest=12),
    }


def _web_address(fields: Fields) -> str:
    url = fields.text("url", longest=500)
    if url and not url.lower().startswith(("http://", "https://")):
        raise BadLine("“sources.url” must begin with “http://” or “https://”")
    return url
