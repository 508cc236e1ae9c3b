"""Lines of the uniform format, and files of them."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from analysis.importers.importing import import_file
from analysis.importers.report import Report

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def line(name: str = "talks-resume", **fields: Any) -> dict[str, Any]:
    """An article as another system would hand it over."""
    return {
        "id": f"old-{name}",
        "url_path": f"/2016/12/05/{name}/",
        "title": name.replace("-", " ").capitalize(),
        "summary": "Delegations met for the first time since spring.",
        "body_html": "<p>The talks lasted an hour.</p>",
        "language": "en",
        "published_at": "2016-12-05T09:30:00Z",
        "updated_at": None,
        "authors": [{"name": "Ada Novik", "slug": "ada-novik", "bio": "Writes on rivers.", "job_title": "Analyst"}],
        "topics": ["Foreign policy"],
        "tags": ["Talks"],
        "image": None,
        "links": [],
        "translation_of": None,
        **fields,
    }


def bring_in(
    folder: Path,
    *lines: dict[str, Any] | bytes,
    images: Path | None = None,
    dry_run: bool = False,
    at: datetime = NOW,
) -> Report:
    path = folder / "articles.jsonl"
    path.write_bytes(b"\n".join(written(lines)))
    return import_file(path, images=images, dry_run=dry_run, at=at)


def written(lines: Iterable[dict[str, Any] | bytes]) -> list[bytes]:
    return [each if isinstance(each, bytes) else json.dumps(each).encode() for each in lines]
