"""Who is meant by "@name" in a note."""

import re
from collections import defaultdict
from collections.abc import Hashable, Mapping
from typing import TypeVar

from analysis.text.slugs import normalise

K = TypeVar("K", bound=Hashable)


def mentioned(text: str, names: Mapping[str, K]) -> list[K]:
    """In the order of the text, each once. Names are full names and local parts of e-mail addresses.

    The longest name counts, a first name where only one person has it; a name of two people is nobody's.
    """
    people = _people(names)
    if not people:
        return []
    longest_first = map(re.escape, sorted(people, key=len, reverse=True))
    # Not within an address ("x@example.org"), and not the beginning of a longer name ("@Anna-Maria").
    mention = re.compile(rf"(?<![\w.+@/])(?<!\w-)@({'|'.join(longest_first)})(?!\w|[.+@-]\w)")
    meant = [people[match[1]] for match in mention.finditer(_folded(text))]
    return list(dict.fromkeys(person for group in meant if len(group) == 1 for person in group))


def _people(names: Mapping[str, K]) -> dict[str, set[K]]:
    whole: defaultdict[str, set[K]] = defaultdict(set)
    first: defaultdict[str, set[K]] = defaultdict(set)
    for written, person in names.items():
        if name := _folded(written):
            whole[name].add(person)
            first[name.split()[0]].add(person)
    return {**first, **whole}


def _folded(text: str) -> str:
    return " ".join(normalise(text).casefold().split())
