"""One import from its first line to its last."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Final, TypeVar

from django.db import DatabaseError
from tqdm import tqdm

from analysis.importers.drafting import Drafting
from analysis.importers.fields import BadLine
from analysis.importers.filing import Filing
from analysis.importers.following import follow_now
from analysis.importers.pictures import Pictures
from analysis.importers.planning import Outline, outline, settle
from analysis.importers.preparing import preparing
from analysis.importers.report import Report
from analysis.importers.uniform import UniformArticle, parse, read_lines
from analysis.importers.writing import Entry, Writer
from analysis.publishing import PublishingError
from analysis.text.sanitising import UnusableBody

Item = TypeVar("Item")
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

    def run(self) -> Report:
        outlines = settle(list(self._outlines()), report=self.report)
        planned = {one.old_path: one.path for one in outlines if one.old_path and one.article_id is None}
        drafting = Drafting(pictures=self.pictures, planned=planned, report=self.report)
        changing = {one.line: one for one in outlines if not one.is_unchanged}
        self.report.unchanged = len(outlines) - len(changing)
        try:
            self._bring_in(changing, drafting)
        finally:
            # Also where the import was broken off.
            if self.report.created and not self.dry_run:
                follow_now()
        return self.report

    def _outlines(self) -> Iterator[Outline]:
        lines: dict[str, int] = {}
        for line in read_lines(self.path):
            try:
                article = parse(line.content)
            except BadLine as reason:
                self.report.refuse(line.number, reason)
                continue
            if (first := lines.setdefault(article.id, line.number)) != line.number:
                self.report.refuse(line.number, f"line {first} has the same id")
                continue
            topic = self.filing.primary_topic(article)
            yield outline(line, article, topic=topic, pictures=self.pictures.digests(article))

    def _bring_in(self, changing: dict[int, Outline], drafting: Drafting) -> None:
        # A bar on a terminal, nothing in a log.
        with preparing(len(changing)) as prepare, tqdm(total=len(changing), unit="article", disable=None) as progress:
            batches = ((batch, prepare(drafting.drafts(batch))) for batch in self._batches(changing))
            for batch, bodies in _one_ahead(batches):
                entries = list(self._entries(batch, bodies, changing, drafting))
                self._write(entries)
                progress.update(len(batch))

    def _batches(self, changing: dict[int, Outline]) -> Iterator[dict[int, UniformArticle]]:
        lines = ((line.number, parse(line.content)) for line in read_lines(self.path) if line.number in changing)
        while batch := dict(islice(lines, _BATCH)):
            yield batch

    def _entries(
        self,
        batch: dict[int, UniformArticle],
        bodies: Iterator[str | UnusableBody],
        changing: dict[int, Outline],
        drafting: Drafting,
    ) -> Iterator[Entry]:
        for (line, article), body in zip(batch.items(), bodies, strict=True):
            if isinstance(body, UnusableBody):
                self.report.refuse(line, body)
                continue
            drafting.describe_pictures(article, body)
            lead_image = drafting.lead_image(line, article)
            if drafting.loses_pictures(line, changing[line].article_id, body, lead_image):
                self.report.refuse(line, "the article would lose pictures that it has here: have them all in --images")
                continue
            yield Entry(outline=changing[line], article=article, body=body, lead_image_id=lead_image)

    def _write(self, entries: Sequence[Entry]) -> None:
        if not self.dry_run:
            self.filing.add_missing([entry.article for entry in entries])
        self._create([entry for entry in entries if entry.outline.article_id is None])
        for entry in entries:
            if entry.outline.article_id is not None:
                self._update(entry)

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


def _one_ahead(items: Iterator[Item]) -> Iterator[Item]:
    """Draws an item before the one in front of it is used: so that others can work on it meanwhile."""
    for item in islice(items, 1):
        before = item
        for item in items:
            yield before
            before = item
        yield before
