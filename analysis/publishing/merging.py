"""Two people's versions of one article and the one both started from, field by field."""

import json
import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from analysis.text.footnotes import renumber
from analysis.text.merging import Chunk, merge, merge_members, split

Content = dict[str, Any]

# Told paragraph by paragraph; every other field is one piece.
BY_PARAGRAPHS = ("body",)
MEMBERS = ("topics", "bylines", "tags", "sources")
# These two mean something together only.
PERIOD = ("period_start", "period_end")
_MARK = re.compile(r'(<a data-source=")(\d+)(")')


class FieldConflict(NamedTuple):
    """`chunks` (of a body) hold what is agreed on as well, in order; other fields have the two values only."""

    name: str
    mine: Any
    theirs: Any
    chunks: Sequence[Chunk] = ()


class Merge(NamedTuple):
    """`content` has mine where there is a conflict; `taken` names the fields in which theirs was kept."""

    content: Content
    conflicts: list[FieldConflict]
    taken: list[str]


def merge_contents(*, base: Content | None, mine: Content, theirs: Content) -> Merge:
    """Without a base, whatever differs is a conflict."""
    base, mine, theirs, sources = _with_common_keys(base, mine, theirs)
    content, conflicts = _merged(base, mine, theirs)
    taken = [name for name in mine if content[name] != mine[name]]
    return Merge(with_sources(content, sources), [_told(conflict, sources) for conflict in conflicts], taken)


def resolved(
    *, base: Content | None, mine: Content, theirs: Content, choices: dict[str, str], bodies: dict[int, str]
) -> Content:
    """
    The content that somebody decided on: `choices` says "mine" or "theirs" for each field in conflict, `bodies`
    "mine", "theirs" or "both" for each chunk of the body by its place. What nobody decided is mine.
    """
    base, mine, theirs, sources = _with_common_keys(base, mine, theirs)
    content, conflicts = _merged(base, mine, theirs)
    for conflict in conflicts:
        if conflict.chunks:
            parts = (_chosen(chunk, bodies.get(place)) for place, chunk in enumerate(conflict.chunks))
            content[conflict.name] = "".join(part for chosen in parts for part in chosen)
        elif choices.get(conflict.name) == "theirs":
            content[conflict.name] = conflict.theirs
    return with_sources(content, sources)


def _merged(base: Content | None, mine: Content, theirs: Content) -> tuple[Content, list[FieldConflict]]:
    content: Content = dict(mine)
    conflicts: list[FieldConflict] = []
    for name in mine:
        if mine[name] == theirs[name] or (base and theirs[name] == base[name]):
            continue
        if base and mine[name] == base[name]:
            content[name] = theirs[name]
            continue
        both = _both(name, base, mine, theirs)
        if isinstance(both, FieldConflict):
            conflicts.append(both)
        else:
            content[name] = both
    _keep_periods_whole(content, mine, theirs)
    return content, conflicts


def _both(name: str, base: Content | None, mine: Content, theirs: Content) -> Any:
    """What comes of two changes of one field, or the conflict."""
    before = base[name] if base else None
    if name in BY_PARAGRAPHS:
        chunks = merge(split(before or ""), split(mine[name]), split(theirs[name]))
        if any(chunk.is_conflict for chunk in chunks):
            return FieldConflict(name, mine[name], theirs[name], chunks)
        return "".join(part for chunk in chunks for part in chunk.merged)
    if name in MEMBERS and before is not None:
        members = merge_members(*(list(map(_frozen, side[name])) for side in (base or {}, mine, theirs)))
        if members is not None and _is_sound(name, members):
            return list(map(_thawed, members))
    return FieldConflict(name, mine[name], theirs[name])


def _is_sound(name: str, members: list[Any]) -> bool:
    """One topic is the primary one, and none is there twice."""
    if name != "topics":
        return True
    topics = [topic for topic, _primary in members]
    return len(set(topics)) == len(topics) and sum(primary for _topic, primary in members) <= 1


def _frozen(member: Any) -> Any:
    return tuple(member) if isinstance(member, list) else member


def _thawed(member: Any) -> Any:
    return list(member) if isinstance(member, tuple) else member


def _keep_periods_whole(content: Content, mine: Content, theirs: Content) -> None:
    start, end = content["period_start"], content["period_end"]
    if bool(start) != bool(end) or (start and end and end < start):
        chosen = mine if mine["period_start"] and mine["period_end"] else theirs
        content.update({name: chosen[name] for name in PERIOD})


# --- Footnotes: numbers differ from version to version, so while merging a source has one key in all three ----


def _with_common_keys(
    base: Content | None, mine: Content, theirs: Content
) -> tuple[Content | None, Content, Content, list[dict[str, Any]]]:
    sources: dict[str, dict[str, Any]] = {}
    for side in filter(None, (base, theirs, mine)):
        for source in side["sources"]:
            sources.setdefault(_identity(source), source)
    keys = {identity: key for key, identity in enumerate(sources, start=1)}
    keyed = [_keyed(side, keys) if side else None for side in (base, mine, theirs)]
    return keyed[0], keyed[1] or {}, keyed[2] or {}, list(sources.values())


def _identity(source: dict[str, Any]) -> str:
    return json.dumps(source, sort_keys=True, ensure_ascii=False)


def _keyed(content: Content, keys: dict[str, int]) -> Content:
    own = [keys[_identity(source)] for source in content["sources"]]

    def key(mark: re.Match[str]) -> str:
        number = int(mark[2])
        return f"{mark[1]}{own[number - 1]}{mark[3]}" if 0 < number <= len(own) else mark[0]

    body = re.sub(r'(<a data-source="\d+">)[^<]*(</a>)', r"\1\2", content["body"])
    return content | {"sources": list(dict.fromkeys(own)), "body": _MARK.sub(key, body)}


def with_sources(content: Content, sources: list[dict[str, Any]]) -> Content:
    """Keys become numbers again; a source that the text still points to stays, whoever removed it."""
    cited = [int(mark[2]) for mark in _MARK.finditer(content["body"])]
    keys = list(dict.fromkeys([*content["sources"], *(key for key in cited if 0 < key <= len(sources))]))
    body, order = renumber(content["body"], keys)
    return content | {"body": body, "sources": [sources[key - 1] for key in order]}


def _told(conflict: FieldConflict, sources: list[dict[str, Any]]) -> FieldConflict:
    if conflict.name != "sources":
        return conflict
    mine, theirs = ([sources[key - 1] for key in side] for side in (conflict.mine, conflict.theirs))
    return conflict._replace(mine=mine, theirs=theirs)


def _chosen(chunk: Chunk, choice: str | None) -> Sequence[str]:
    if not chunk.is_conflict:
        return chunk.merged
    sides = {"theirs": chunk.theirs, "both": (*chunk.mine, *chunk.theirs)}
    return sides.get(choice or "", chunk.mine)
