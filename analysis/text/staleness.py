"""What has become of an original since its paragraphs were translated, row by row.

What is remembered of each paragraph: what stood in the original when it was translated, what stands there now, and
its translation. Only a person says that a translation is up to date again; editing it does not.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from hashlib import sha256
from html import escape
from typing import Any, Final, Literal, NamedTuple

from analysis.text.correspondence import Pairs, completed, same
from analysis.text.fingerprints import fingerprint
from analysis.text.markup import blocks, reading_text
from analysis.text.merging import split
from analysis.text.word_diff import Words, likeness, words_of

State = Literal["current", "stale", "new", "gone", "untranslated"]
# What an article says besides its body: a row each.
FIELDS: Final = ("title", "standfirst", "assessment_reason", "dateline")
BODY: Final = "body"
# How much of its copy a paragraph has that nobody has translated; of a neighbouring language it may share half.
_UNTOUCHED: Final = 0.75
_LETTERS: Final = re.compile(r"[^\W\d_]+")
# By name: FIELDS as plain text, the body as cleaned HTML.
Text = Mapping[str, str]


class Row(NamedTuple):
    """
    A paragraph of the original and what stands for it in the translation, as HTML.

    `settled` is what the translation renders (None: nothing yet), `now` what the original says (None: no longer
    anything). `is_copy`: in the translation still stands what was copied there, `settled`, when it was begun.
    `is_edited`: the translation was edited after it had gone stale.
    """

    part: str
    settled: str | None
    now: str | None
    translated: tuple[str, ...] = ()
    is_copy: bool = False
    is_edited: bool = False

    @property
    def state(self) -> State:
        if self.now is None:
            return "current" if self.settled is None else "gone"
        if self.is_copy:
            return "untranslated"
        if self.settled is None:
            return "new"
        return "current" if self.settled == self.now else "stale"


class Tally(NamedTuple):
    """`stale` are those that changed in the original, are new there or gone from it."""

    total: int
    stale: int
    untranslated: int

    @property
    def is_done(self) -> bool:
        return not self.stale and not self.untranslated


def paragraphs_of(body: str) -> list[str]:
    """The outermost elements of a cleaned body that have words or pictures."""
    return [part.strip() for part in split(body) if next(blocks(part), None)]


def parts_of(text: Text) -> list[tuple[str, str]]:
    """Its fields and paragraphs, each by the name of its part."""
    fields = [(name, escape(text[name])) for name in FIELDS if text[name]]
    return fields + [(BODY, html) for html in paragraphs_of(text[BODY])]


def copied(original: Text) -> list[Row]:
    """A translation that begins as a copy: nothing is translated yet."""
    return [Row(part, html, html, (html,), is_copy=True) for part, html in parts_of(original)]


def paired_off(original: Text, translation: Text) -> list[Row]:
    """One after another, as up to date."""
    rows = [Row(part, html, html) for part, html in parts_of(original)]
    return looked_at(rows, original, translation)


def are_as_many(original: Text, translation: Text) -> bool:
    """Paragraphs of the two bodies."""
    return len(paragraphs_of(original[BODY])) == len(paragraphs_of(translation[BODY]))


def looked_at(rows: Iterable[Row], original: Text, translation: Text) -> list[Row]:
    """The rows as the two texts stand now, in the order of the original; what is gone stays where it stood."""
    rows = list(rows)
    known = {row.part: row for row in rows if row.part != BODY}
    fields = [_field(known.get(name, Row(name, None, None)), original, translation) for name in FIELDS]
    body = _after_original([row for row in rows if row.part == BODY], paragraphs_of(original[BODY]))
    return [row for row in fields if _is_kept(row)] + _after_translation(body, paragraphs_of(translation[BODY]))


def settled(rows: Iterable[Row], keys: Collection[str] | None = None) -> list[Row]:
    """Somebody says that these (None: all) are up to date."""
    found = keyed(rows).items()
    done = [_settled(row) if keys is None or key in keys else row for key, row in found]
    return [row for row in done if row]


def keyed(rows: Iterable[Row]) -> dict[str, Row]:
    """By what each says on both sides: whoever settles a row has seen it so."""
    found: dict[str, Row] = {}
    for row in rows:
        key, number = _hash([row.part, str(row.settled), str(row.now), *row.translated]), 1
        while f"{key}-{number}" in found:
            number += 1
        found[f"{key}-{number}"] = row
    return found


def seen(rows: Iterable[Row]) -> str:
    """Everything on both sides."""
    return _hash(keyed(rows))


def original_hash(rows: Iterable[Row]) -> str:
    return _hash(fingerprint(row.now) for row in rows if row.now is not None)


def tally(rows: Sequence[Row]) -> Tally:
    states = [row.state for row in rows]
    untranslated = states.count("untranslated")
    return Tally(len(states), len(states) - states.count("current") - untranslated, untranslated)


# --- As JSON -----------------------------------------------------------------------------------------------


def dumped(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """What is as usual is left out: nothing is edited or copied, and the original as it was."""
    usual = Row("", None, None)._asdict()
    return [
        {name: value for name, value in row._asdict().items() if value != usual[name] and name != "now"}
        | ({} if row.now == row.settled else {"now": row.now})
        for row in rows
    ]


def loaded(stored: Iterable[Mapping[str, Any]]) -> list[Row]:
    return [_row(**each) for each in stored]


def _row(*, part: str, settled: str | None = None, translated: Sequence[str] = (), **others: Any) -> Row:
    return Row(part, settled, others.pop("now", settled), tuple(translated), **others)


# --- How ---------------------------------------------------------------------------------------------------


def _field(row: Row, original: Text, translation: Text) -> Row:
    now, there = escape(original[row.part]), escape(translation[row.part])
    return _translated(_now(row, now or None), (there,) if there else ())


def _after_original(rows: list[Row], paragraphs: list[str]) -> list[Row]:
    pairs = _followed(rows, paragraphs)
    found = {pairs[place]: row for place, row in enumerate(rows) if place in pairs}
    gone_after: defaultdict[int, list[Row]] = defaultdict(list)
    last = -1
    for place, row in enumerate(rows):
        last = pairs.get(place, last)
        if place not in pairs:
            gone_after[last].append(_now(row, None))
    looked = gone_after[-1]
    for place, html in enumerate(paragraphs):
        looked += [_now(found.get(place, Row(BODY, None, None)), html), *gone_after[place]]
    return looked


def _followed(rows: list[Row], paragraphs: list[str]) -> Pairs:
    """Where each row's paragraph is now. What is as it was when it was translated comes before all else."""
    new = _prints(paragraphs)
    last_seen = _prints([row.now for row in rows])
    if list(last_seen.values()) == list(new.values()):
        return dict(zip(last_seen, new, strict=True))
    pairs: Pairs = {}
    for old in (_prints([row.settled for row in rows]), last_seen):
        taken = set(pairs.values())
        left = {place: text for place, text in old.items() if place not in pairs}
        pairs |= same(left, {place: text for place, text in new.items() if place not in taken})
    return completed(pairs, [row.now or row.settled or "" for row in rows], paragraphs)


def _prints(paragraphs: Iterable[str | None]) -> dict[int, str]:
    return {place: fingerprint(html) for place, html in enumerate(paragraphs) if html is not None}


def _now(row: Row, html: str | None) -> Row:
    is_as_it_was = row.settled is not None and html is not None and fingerprint(html) == fingerprint(row.settled)
    return row._replace(now=html, settled=html if is_as_it_was else row.settled)


def _after_translation(rows: list[Row], paragraphs: list[str]) -> list[Row]:
    if not rows:
        return [Row(BODY, None, None, tuple(paragraphs))] if paragraphs else []
    old = [html for row in rows for html in row.translated]
    owners = [place for place, row in enumerate(rows) for _html in row.translated]
    pairs = completed(same(_prints(old), _prints(paragraphs)), old, paragraphs)
    owner_of = {after: owners[before] for before, after in pairs.items()}
    looked = map(_translated, rows, _shared_out(rows, paragraphs, owner_of))
    return [row for row in looked if _is_kept(row)]


def _shared_out(rows: list[Row], paragraphs: list[str], owner_of: Mapping[int, int]) -> list[tuple[str, ...]]:
    """What nobody knows yet goes to the next row that has nothing, else it stays with the paragraph before it."""
    owners = set(owner_of.values())
    found: list[list[str]] = [[] for _row in rows]
    here = -1
    for place, html in enumerate(paragraphs):
        if place in owner_of:
            here = owner_of[place]
        elif here + 1 < len(rows) and here + 1 not in owners and rows[here + 1].now is not None:
            here += 1
        found[max(here, 0)].append(html)
    return list(map(tuple, found))


def _translated(row: Row, paragraphs: tuple[str, ...]) -> Row:
    is_changed = [*map(fingerprint, paragraphs)] != [*map(fingerprint, row.translated)]
    row = row._replace(translated=paragraphs, is_copy=row.is_copy and _is_untouched(row.settled or "", paragraphs))
    return row._replace(is_edited=row.state in ("stale", "new") and (row.is_edited or is_changed))


def _is_untouched(copy: str, paragraphs: tuple[str, ...]) -> bool:
    """Nothing stands there, or what was copied, perhaps with a word changed. Numbers need no translation."""
    if not paragraphs:
        return True
    return likeness(_words([copy]), _words(paragraphs)) >= _UNTOUCHED


def _words(paragraphs: Iterable[str]) -> Words:
    return words_of(" ".join(_LETTERS.findall("\n".join(map(reading_text, paragraphs)))))


def _is_kept(row: Row) -> bool:
    return row.now is not None or bool(row.translated)


def _settled(row: Row) -> Row | None:
    if row.now is None:
        return None
    return row._replace(settled=row.now, is_copy=False, is_edited=False)


def _hash(parts: Iterable[str]) -> str:
    return sha256("\0".join(parts).encode()).hexdigest()
