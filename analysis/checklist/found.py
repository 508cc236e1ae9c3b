from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from analysis.checklist.texts import Text
from analysis.models import Level


class Found(NamedTuple):
    """`details` are what a sentence names, as JSON. A `quote` in them is where in the field it is."""

    level: Level
    field: str
    details: dict[str, Any] = {}


# So much of a text is quoted in a sentence, or looked for in its field.
QUOTED = 80

Rule = Callable[[Text], Iterator[Found]]
