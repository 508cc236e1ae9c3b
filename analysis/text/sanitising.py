"""Makes a body of any HTML.

A body is cleaned when it is saved and again when it is rendered, so cleaning settles:
`clean_body(clean_body(html)) == clean_body(html)`.
"""

import re
from functools import lru_cache
from typing import Final

import nh3

from analysis.text.body_rules import (
    ATTRIBUTES,
    ELEMENTS,
    LEFT_OUT_WITH_CONTENT,
    RULES,
    STANDARD_NAMES,
    AttributeRule,
    image_address,
)
from analysis.text.markup import VOID, Token, names, tokens
from analysis.text.slugs import normalise

MAX_CHARACTERS: Final = 300_000
# The parser looks through every open element at most tags: its time grows with their square.
MAX_TAGS: Final = 10_000
MAX_DEPTH: Final = 100
_MAX_PASSES: Final = 10

# A parser repeats unclosed formatting in every later paragraph, once for each set of attributes.
# They are of no use here, and without them it repeats three at most.
_FORMATTING: Final = names("big code em font nobr s small strike strong tt u")
_BARE: Final = re.compile(
    rf"<(/?)({'|'.join([*STANDARD_NAMES, *_FORMATTING])})(?=[ \t\n\r\f/>])[^>]*+>?", re.IGNORECASE
)
# A parser drops the first one each time it reads them.
_NEWLINES_IN_PRE: Final = re.compile(r"(<pre(?:[ \t\n/][^<>]*)?>)\n+", re.IGNORECASE)
_NOTHING_WHEN_EMPTY: Final = names("p h2 h3 h4 ul ol li dl blockquote figure figcaption aside")


class UnusableBody(ValueError):
    """No body can be made of this HTML."""


class BodyTooLarge(UnusableBody):
    """More characters, tags or levels than any article has."""


class BodyNeverSettles(UnusableBody):
    """Reads differently each time it is parsed: made to get past sanitisers, not to be read."""


def clean_body(html: str, *, new_image_address: AttributeRule = image_address) -> str:
    """Safe, plain HTML. An import passes what gives the pictures of its source their address here.

    Raises UnusableBody.
    """

    def moved_image(source: str) -> str | None:
        return image_address(new_image_address(source) or "")

    image_rule: AttributeRule = moved_image
    for _ in range(_MAX_PASSES):
        cleaned = _parsed_once(html, image_rule)
        if cleaned == html:
            return html
        html, image_rule = cleaned, image_address
    raise BodyNeverSettles(f"the body still changes after being parsed {_MAX_PASSES} times")


def written_addresses(html: str, *, element: str, attribute: str) -> list[str]:
    """
    The "src" of every "img", or another attribute of another element, of raw HTML: each once, in the words in which
    `clean_body` asks for it.

    Found by its parser, which alone knows where a tag begins and ends. None where no body can be made of the HTML.
    """
    if f"<{element}" not in html.lower() or _is_too_large(html):
        return []
    found: dict[str, None] = {}

    def take_down(its_element: str, its_attribute: str, value: str) -> None:
        if (its_element, its_attribute) == (element, attribute):
            found[value] = None

    nh3.Cleaner(
        tags={element},
        clean_content_tags=LEFT_OUT_WITH_CONTENT - {element},
        attributes={element: {attribute}},
        attribute_filter=take_down,
        link_rel=None,
    ).clean(_prepared(html))
    return list(found)


def _parsed_once(html: str, image_rule: AttributeRule) -> str:
    _refuse_too_large(html)
    cleaned = _tidied(_cleaner(image_rule).clean(_prepared(html)))
    _refuse_too_large(cleaned)
    return cleaned


def _prepared(html: str) -> str:
    return _NEWLINES_IN_PRE.sub(r"\1", _BARE.sub(_bare_tag, normalise(html)))


def _is_too_large(html: str) -> bool:
    return len(html) > MAX_CHARACTERS or html.count("<") > MAX_TAGS


def _refuse_too_large(html: str) -> None:
    if len(html) > MAX_CHARACTERS:
        raise BodyTooLarge(f"the body has {len(html):,} characters, more than {MAX_CHARACTERS:,}")
    if (tags := html.count("<")) > MAX_TAGS:
        raise BodyTooLarge(f"the body has {tags:,} tags, more than {MAX_TAGS:,}")


def _bare_tag(tag: re.Match[str]) -> str:
    name = tag[2].lower()
    return f"<{tag[1]}{STANDARD_NAMES.get(name, name)}>"


@lru_cache(maxsize=2)
def _cleaner(image_rule: AttributeRule) -> nh3.Cleaner:
    rules = RULES | {"src": image_rule}

    def keep(_element: str, attribute: str, value: str) -> str | None:
        # Asked about attributes of elements, too, that will not stay.
        return rules[attribute](value) if attribute in rules else None

    return nh3.Cleaner(
        tags=ELEMENTS,
        clean_content_tags=LEFT_OUT_WITH_CONTENT,
        attributes=ATTRIBUTES,
        attribute_filter=keep,
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )


def _tidied(html: str) -> str:
    """The rest, which a look at one attribute at a time cannot decide."""
    written: list[str] = []
    unwrapped: list[bool] = []  # of every open element: are its tags left out
    for token in tokens(html):
        if token.is_end:
            if unwrapped.pop() or _dropped_as_empty(written, token.name):
                continue
        elif token.name and token.name not in VOID:
            unwrapped.append(_means_nothing(token))
            if len(unwrapped) > MAX_DEPTH:
                raise BodyTooLarge(f"the body has elements nested deeper than {MAX_DEPTH} levels")
            if unwrapped[-1]:
                continue
        written.append(_completed(token))
    return "".join(written)


def _means_nothing(start: Token) -> bool:
    if start.name == "a":
        return not start.attributes.keys() & {"href", "data-source"}
    return start.name == "span" and not start.attributes


def _dropped_as_empty(written: list[str], name: str) -> bool:
    if name not in _NOTHING_WHEN_EMPTY:
        return False
    start = len(written) - 1
    while start >= 0 and _is_blank(written[start]):
        start -= 1
    if start < 0 or not written[start].startswith((f"<{name}>", f"<{name} ")):
        return False
    del written[start:]
    return True


def _is_blank(piece: str) -> bool:
    return piece == "<br>" or not piece.replace("&nbsp;", " ").strip()


def _completed(token: Token) -> str:
    if token.is_end or token.name not in {"a", "img"}:
        return token.source
    attributes = token.attributes
    if token.name == "img":
        return _with_attribute(token, "alt", "") if "src" in attributes else ""
    # Where a reader comes from is nobody's business; "noreferrer" implies "noopener".
    is_external = attributes.get("href", "").lower().startswith("http")
    return _with_attribute(token, "rel", "noreferrer") if is_external else token.source


def _with_attribute(start: Token, name: str, value: str) -> str:
    return start.source if name in start.attributes else f'{start.source[:-1]} {name}="{value}">'
