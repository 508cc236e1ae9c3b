"""A content that nobody has saved, and what one rule says about it."""

from typing import Any

from analysis.checklist import examine, sentence
from analysis.models import Finding

BLANK: dict[str, Any] = {
    "title": "The cabinet meets",
    "slug": "the-cabinet-meets",
    "standfirst": "Ministers agreed on a budget.",
    "body": "<p>The session lasted an hour.</p>",
    "dateline": "",
    "seo_title": "",
    "search_description": "",
    "lead_image_id": None,
    "issue_id": None,
    "period_start": None,
    "period_end": None,
    "assessment": "",
    "assessment_reason": "",
    "topics": [],
    "bylines": [],
    "tags": [],
    "sources": [],
}


def found(rule: str, *, language: str = "en", article_pk: int | None = None, **content: Any) -> list[Finding]:
    findings = examine(BLANK | content, language=language, article_pk=article_pk)
    return [finding for finding in findings if finding.rule == rule]


def said(rule: str, **content: Any) -> list[tuple[str, str, str]]:
    """Level, field and sentence of each."""
    return [(finding.level, finding.field, sentence(finding)) for finding in found(rule, **content)]


def source(title: str = "Annual report") -> dict[str, Any]:
    return {"title": title, "publisher": "", "url": "", "accessed_date": None, "language": ""}
