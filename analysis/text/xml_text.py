"""Text for XML, which has no place for some characters, not even escaped."""

import re
from typing import Final

_IMPOSSIBLE: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """Without the control characters, halves of characters and non-characters that XML 1.0 cannot hold."""
    return _IMPOSSIBLE.sub("", text)
