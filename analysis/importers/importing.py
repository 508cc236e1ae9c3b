"""One import from its first line to its last."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Final

from django.db import DatabaseError
from tqdm import tqdm

from analysis.importers.bodies import cleaned, linked, picture_number
from analysis.importers.fields import BadLine
from analysis.importers.filing import Filing
from analysis.importers.pictures import Pictures
from analysis.importers.planning import Outline, outline, settle
from analysis.importers.report import Report
from analysis.importers.uniform import UniformArticle, parse, read_lines
from analysis.importers.writing import Entry, Writer
from analysis.publishing import PublishingError
from analysis.related.tasks import compare_everything
from analysis.text.sanitising import UnusableBody

_BATCH: Final = 200


def import_file(path: Path, *, images: Path | None, dry_run: bool, at: datetime) -> Report:
    """Brings the articles of a uniform file in; run again, it changes only what has changed in the file."""
    return _Import(path, images=images, dry_run=dry_run, at=at).run()


class _Import:
    def __init__(self, path: Path, *, images: Path | None, dry_run: bool, at: datetime) -> None:
        self.path = path
        self.dry_run = dry_run
        self.report = Report()
        self.filing = Filing()
        self.pictures = Pictures(images, dry_run=dry_run)
        self.writer = Writer(filing=self.filing, at=at)
        self.addresses: dict[str, str] = {}

    def run(self) -> Report:
        outlines = list(self._outlines())
        settle(outlines, report=self.report)
        self.addresses = {one.old_path: one.path for one in outlines if one.old_path and one.article_id is None}
        changing = {one.line: one for one in outlines if not one.is_unchanged}
        self.report.unchanged = len(outlines) - len(changing)
        try:
            self._bring_in(changing)
        finally:
            # One job for all of them, also where the import was broken off.
            if self.report.created and not self.dry_run:
                compare_everything.defer()
        return self.report

    def _outlines(self) -> Iterator[Outline]:
        lines: dict[str, int] = {}
        for line in read_lines(self.path):
            try:
                article = parse(line.content)
                if (first := lines.setdefault(article.id, line.number)) != line.number:
                    raise BadLine(f"line {first} has the same id")
                topic = self.filing.primary_topic(article)
                yield outline(line, article, topic=topic, pictures=self.pictures.digests(article))
            except BadLine as reason:
                self.report.refuse(line.number, reason)

    def _bring_in(self, changing: dict[int, Outline]) -> None:
        lines = ((changing[line.number], parse(line.content)) for line in read_lines(self.path) if line.number in changing)
        # A bar on a terminal, nothing in a log.
        with tqdm(total=len(changing), unit="article", disable=None) as progress:
            while batch := list(islice(lines, _BATCH)):
                self._bring_in_batch(batch)
                progress.update(len(batch))

    def _bring_in_batch(self, batch: Sequence[tuple[Outline, UniformArticle]]) -> None:
        entries = self._entries(batch)
        if not self.dry_run:
            self.filing.add_missing([entry.article for entry in entries])
        self._create([entry for entry in entries if entry.outline.article_id is None])
        for entry in entries:
            if entry.outline.article_id is not None:
                self._update(entry)

    def _entries(self, batch: Sequence[tuple[Outline, UniformArticle]]) -> list[Entry]:
        bodies: dict[int, str] = {}
        for one, article in batch:
            try:
                bodies[one.line] = cleaned(article, line=one.line, pictures=self.pictures, report=self.report)
            except UnusableBody as reason:
                self.report.refuse(one.line, reason)
        usable = [(one, article) for one, article in batch if one.line in bodies]
        with_links = linked(list(bodies.values()), self.addresses)
        return [
            Entry(outline=one, article=article, body=body, lead_image_id=self._lead_image(one, article))
            for (one, article), body in zip(usable, with_links, strict=True)
        ]

    def _lead_image(self, one: Outline, article: UniformArticle) -> int | None:
        if article.image is None:
            return None
        return picture_number(article.image, article, line=one.line, pictures=self.pictures, report=self.report)

    def _create(self, entries: Sequence[Entry]) -> None:
        try:
            if entries and not self.dry_run:
                self.writer.create(entries)
            self.report.created += len(entries)
        except DatabaseError as error:
            if len(entries) == 1:
                self.report.refuse(entries[0].outline.line, error)
                return
            # One of them spoils the batch: which, and why, shows when each comes alone.
            for entry in entries:
                self._create([entry])

    def _update(self, entry: Entry) -> None:
        try:
            if not self.dry_run and not self.writer.update(entry):
                self.report.note(entry.outline.line, "the article is not public; only its working copy has changed")
            self.report.updated += 1
        except (DatabaseError, PublishingError) as error:
            self.report.refuse(entry.outline.line, error)
