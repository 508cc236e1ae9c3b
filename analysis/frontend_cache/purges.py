"""What has changed, in the order in which this process heard of it."""

from collections.abc import Collection
from typing import Final

from analysis.frontend_cache.keeping import SITE

# More tags than these are not told apart any longer: all that was kept before is given up.
MOST: Final = 50_000


class Purges:
    """
    Nothing is looked for and thrown away: a page remembers the number of the last purge before it was made, and is
    good while none of its tags was purged after that. So a page that is still being made when its text changes is
    never kept. One thread writes; any number read.
    """

    def __init__(self) -> None:
        self.number = 0
        self._last: dict[str, int] = {}
        self._everything = 0

    def purge(self, tags: Collection[str]) -> None:
        # The number last: whoever sees it finds all that belongs to it.
        number = self.number + 1
        if SITE in tags or len(self._last) > MOST:
            self._everything, self._last = number, {}
        else:
            self._last.update(dict.fromkeys(tags, number))
        self.number = number

    def concern(self, tags: Collection[str], *, after: int) -> bool:
        """Whether something of these was purged after that number."""
        last = self._last
        return after < self._everything or any(last.get(tag, 0) > after for tag in tags)
