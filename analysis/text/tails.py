"""Lines that pages add to whatever is copied from them: "Read more: https://…"."""

import re
from html import unescape
from typing import Final

from analysis.text.markup import VOID, Token, tokens
from analysis.text.sanitising import clean_body

_MAX_LENGTH: Final = 400
_MAX_TAILS: Final = 10
_LINK: Final = "→"  # stands for the beginning of a link
_TAIL: Final = re.compile(
    # An invitation ends in a colon, a link or nothing: "Read more carefully, the law says …" is a sentence.
    rf"{_LINK}?(?:read (?:more|also|next|further)|see also|continue reading"
    r"|(?:читать|читайте) (?:далее|также|ещё|еще|полностью)|подробнее"
    r"|(?:чытаць|чытайце) (?:далей|таксама|яшчэ|цалкам)|падрабязней)"
    rf"\s*(?:[:…»{_LINK}]|https?://|www\.|$)"
    # A source in words may be the analyst's own; a bare address was pasted.
    rf"|(?:source|источник|крыніца)\s*:\s*{_LINK}?(?:https?://|www\.)\S+$",
    re.IGNORECASE,
)


def strip_tails(html: str) -> str:
    """A cleaned body without the pasted invitations that end it."""
    stripped = html
    for _ in range(_MAX_TAILS):
        start = max(stripped.rfind("<p>"), stripped.rfind("<p "), stripped.rfind("<br>"))
        tail = list(tokens(stripped[start:])) if start >= 0 else []
        if not _is_pasted(tail):
            break
        stripped = _without_line_breaks(stripped[:start]) + _ends_of_outer_elements(tail)
    return html if stripped == html else clean_body(stripped)


def _is_pasted(tail: list[Token]) -> bool:
    text = "".join(map(_as_text, tail)).strip()
    return len(text) <= _MAX_LENGTH and _TAIL.match(text) is not None


def _as_text(token: Token) -> str:
    if not token.name:
        return unescape(token.source)
    return _LINK if token.name == "a" and not token.is_end else ""


def _without_line_breaks(html: str) -> str:
    while (shorter := html.rstrip().removesuffix("<br>")) != html:
        html = shorter
    return html


def _ends_of_outer_elements(tail: list[Token]) -> str:
    depth, ends = 0, list[str]()
    for token in tail:
        if token.name and token.name not in VOID:
            depth += -1 if token.is_end else 1
        if depth < 0:
            ends.append(token.source)
            depth = 0
    return "".join(ends)
