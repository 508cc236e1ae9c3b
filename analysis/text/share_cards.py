"""What a share card says: the picture that a link brings along into a letter or a message."""

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Final

SIZE: Final = (1200, 630)
# Part of every digest: raised when a card is drawn in another way.
DESIGN: Final = 1


@dataclass(frozen=True, kw_only=True)
class ShareCard:
    """All words are in the language of the page, and any but the title may be missing."""

    masthead: str = ""
    kicker: str = ""
    title: str
    assessment: str = ""
    words: str = ""
    week: str = ""

    @property
    def digest(self) -> str:
        """Changes with whatever is drawn, so that a card can be kept for ever under it."""
        said = json.dumps([DESIGN, asdict(self)], sort_keys=True)
        return hashlib.sha256(said.encode()).hexdigest()[:16]
