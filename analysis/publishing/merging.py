"""Two people's versions of one article and the one both started from, field by field."""

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from analysis.text.footnotes import cited, renumber
from analysis.text.markup import tokens
from analysis.text.merging import Chunk, merge, merge_members, split

Content = dict[str, Any]
Source = dict[str, Any]

# Told paragraph by paragraph, or member by member; every other field is one piece.
BODY = "body"
MEMBERS = ("topics", "bylines", "tags", "sources")
# Two days that mean something together only: one piece, under this name.
PERIOD, DAYS = "period", ("period_start", "period_end")

_KEY = re.compile(r'( data-source="|#source-)[0-9]+(?=")')
# No source has so high a key: marks of sources that are missing stay missing.
_LOST = 900_000_000


class FieldConflict(NamedTuple):
    """`chunks` (of a body) hold what is agreed on as well, in order; other fields have the values only."""

    name: str
    base: Any
    mine: Any
    theirs: Any
    chunks: Sequence[Chunk] = ()


class Merge(NamedTuple):
    """`content` has mine where there is a conflict; `taken` names the fields in which something of theirs was kept."""

    content: Content
    conflicts: list[FieldConflict]
    taken: list[str]


def merge_contents(*, base: Content | None, mine: Content, theirs: Content) -> Merge:
    """Without a base, whatever differs is a conflict."""
    sides, sources = _prepared(base, mine, theirs)
    content, conflicts = _merged(*sides)
    taken = [name for name in content if content[name] != sides[1][name]]
    return Merge(_finished(content, sources), [_told(conflict, sources) for conflict in conflicts], taken)


def resolved(
    *, base: Content | None, mine: Content, theirs: Content, choices: dict[str, str], bodies: dict[int, str]
) -> Content:
    """
    The content that somebody decided on: `choices` says "mine" or "theirs" for each field in conflict, `bodies`
    "mine", "theirs" or "both" for each chunk of the body by its place. Of what nobody decided, fields are mine, and
    of the body both stay.
    """
    sides, sources = _prepared(base, mine, theirs)
    content, conflicts = _merged(*sides)
    for conflict in conflicts:
        if conflict.chunks:
            parts = (_chosen(chunk, bodies.get(place)) for place, chunk in enumerate(conflict.chunks))
            content[conflict.name] = "".join(part for chosen in parts for part in chosen)
        elif choices.get(conflict.name) == "theirs":
            content[conflict.name] = conflict.theirs
    return _finished(content, sources)


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
    return content, conflicts


def _both(name: str, base: Content | None, mine: Content, theirs: Content) -> Any:
    """What comes of two changes of one field, or the conflict."""
    before = base[name] if base else None
    if name == BODY:
        chunks = merge(split(before or ""), split(mine[name]), split(theirs[name]))
        if any(chunk.is_conflict for chunk in chunks):
            return FieldConflict(name, before, mine[name], theirs[name], chunks)
        return "".join(part for chunk in chunks for part in chunk.merged)
    if name in MEMBERS and before is not None:
        members = merge_members(*(list(map(_frozen, side[name])) for side in (base or {}, mine, theirs)))
        if members is not None and (name != "topics" or _are_sound(members)):
            return sorted(members) if name == "tags" else list(map(_thawed, members))
    return FieldConflict(name, before, mine[name], theirs[name])


def _are_sound(topics: list[Any]) -> bool:
    """One is the primary one, and none is there twice."""
    return len({topic for topic, _primary in topics}) == len(topics) and sum(primary for _topic, primary in topics) <= 1


def _frozen(member: Any) -> Any:
    return tuple(member) if isinstance(member, list) else member


def _thawed(member: Any) -> Any:
    return list(member) if isinstance(member, tuple) else member


def _chosen(chunk: Chunk, choice: str | None) -> Sequence[str]:
    if not chunk.is_conflict:
        return chunk.merged
    return {"mine": chunk.mine, "theirs": chunk.theirs}.get(choice or "", (*chunk.theirs, *chunk.mine))


# --- While they are merged a source has one key in all three versions, whatever its number is in each ---------


def _prepared(
    base: Content | None, mine: Content, theirs: Content
) -> tuple[tuple[Content | None, Content, Content], list[Source]]:
    """The three, and the sources that their keys, from 1, stand for."""
    renewed = _renewed(base, mine, theirs)
    sources: dict[str, Source] = {}
    for side in filter(None, (base, theirs, mine)):
        for source in side["sources"]:
            sources.setdefault(renewed.get(_identity(source), _identity(source)), source)
    sources |= {old: json.loads(new) for new, old in renewed.items()}
    keys = {identity: key for key, identity in enumerate(sources, start=1)}
    keys |= {new: keys[old] for new, old in renewed.items()}
    prepared = _with_keys(base, keys) if base else None
    return (prepared, _with_keys(mine, keys), _with_keys(theirs, keys)), list(sources.values())


def _renewed(base: Content | None, mine: Content, theirs: Content) -> dict[str, str]:
    """Sources of which one of the two has corrected something: the new identity, and the one in the base."""
    my_own, their_own = _corrected(base, mine), _corrected(base, theirs)
    mine_by_old, theirs_by_old = ({old: new for new, old in own.items()} for own in (my_own, their_own))
    disputed = {old for old in mine_by_old.keys() & theirs_by_old.keys() if mine_by_old[old] != theirs_by_old[old]}
    return {new: old for new, old in (my_own | their_own).items() if old not in disputed}


def _corrected(base: Content | None, side: Content) -> dict[str, str]:
    before = {_identity(source): source for source in base["sources"]} if base else {}
    after = {_identity(source): source for source in side["sources"]}
    gone = {old: source for old, source in before.items() if old not in after}
    found: dict[str, str] = {}
    for new, source in after.items():
        old = next((old for old in gone if _are_alike(gone[old], source)), None) if new not in before else None
        if old:
            found[new] = old
            del gone[old]
    return found


def _are_alike(one: Source, other: Source) -> bool:
    return one["title"] == other["title"] or bool(one["url"] and one["url"] == other["url"])


def _identity(source: Source) -> str:
    return json.dumps(source, sort_keys=True, ensure_ascii=False)


def _with_keys(content: Content, keys: dict[str, int]) -> Content:
    own = [keys[_identity(source)] for source in content["sources"]]
    prepared = {name: value for name, value in content.items() if name not in DAYS}
    return prepared | {
        PERIOD: [content[day] for day in DAYS],
        "sources": list(dict.fromkeys(own)),
        BODY: "".join(_rekeyed(content[BODY], dict(enumerate(own, start=1)))),
    }


def _rekeyed(body: str, keys: dict[int, int]) -> Iterator[str]:
    """Each token, its mark's number changed to the key; an author's own words as a mark stay."""
    marked = 0
    for token in tokens(body):
        number = int(token.attributes.get("data-source", 0)) if token.name == "a" and not token.is_end else 0
        if number:
            marked = keys.get(number, _LOST + number)
            yield _KEY.sub(rf"\g<1>{marked}", token.source)
            continue
        yield str(marked) if marked and token.source.strip().isdecimal() else token.source
        marked = 0


def _finished(content: Content, sources: list[Source]) -> Content:
    """Keys become numbers again; a source that the text still points to stays, whoever removed it."""
    keys = list(dict.fromkeys([*content["sources"], *(key for key in cited(content[BODY]) if key <= len(sources))]))
    body, order = renumber(content[BODY], keys)
    finished = {name: value for name, value in content.items() if name != PERIOD}
    days = dict(zip(DAYS, content[PERIOD], strict=True))
    return finished | days | {BODY: body, "sources": [sources[key - 1] for key in order]}


def _told(conflict: FieldConflict, sources: list[Source]) -> FieldConflict:
    if conflict.name != "sources":
        return conflict
    base, mine, theirs = ([sources[key - 1] for key in side or ()] for side in conflict[1:4])
    return conflict._replace(base=base, mine=mine, theirs=theirs)
