"""Makes body HTML of what a word processor, a mail program or a web page puts on the clipboard."""

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from analysis.text.body_rules import ATTRIBUTES, LEFT_OUT_WITH_CONTENT, STANDARD_NAMES
from analysis.text.body_writing import WORDS_ONLY, BodyWriter, Marks, start_tag
from analysis.text.markup import BLOCKS, image_number, names
from analysis.text.pasted_lists import LISTS, Element, restore_lists, style
from analysis.text.plain_links import plain_address
from analysis.text.sanitising import BodyNeverSettles, BodyTooLarge, clean_body
from analysis.text.slugs import normalise
from analysis.text.tails import strip_tails

# Nine tenths of what Word writes is about looks. What is left is measured as every body is.
MAX_CHARACTERS: Final = 3_000_000
_MAX_PASSES: Final = 10

_EMBEDDED_PICTURES: Final = re.compile(r"""(=\s?["']data:image/)[^"'<>]*""", re.IGNORECASE)
# The parser drops what follows their ends.
_DOCUMENT_TAGS: Final = re.compile(r"</?(?:html|body|head)(?=[\s/>])[^<>]*>|<!doctype[^<>]*>", re.IGNORECASE)

_LEFT_OUT: Final = LEFT_OUT_WITH_CONTENT | names("del")
_MORE_CONTAINERS: Final = names("form fieldset legend hgroup dialog search optgroup option p")
_BLOCK_NAMES: Final = STANDARD_NAMES | {
    **dict.fromkeys(_MORE_CONTAINERS, "p"),
    "tfoot": "tbody",
    "menu": "ul",
    "dir": "ul",
}
_BLOCK_CLASSES: Final = {
    "MsoTitle": "h2",
    "MsoSubtitle": "h3",
    "MsoQuote": "blockquote",
    "MsoIntenseQuote": "blockquote",
    **{f"MsoHeading{level}": f"h{level}" for level in range(1, 10)},
}
_PARENTS: Final = {
    **dict.fromkeys(names("td th"), names("tr")),
    "tr": names("table thead tbody"),
    **dict.fromkeys(names("caption thead tbody"), names("table")),
    **dict.fromkeys(names("dt dd"), names("dl")),
    "li": LISTS,
    "figcaption": names("figure"),
}
_SAME_MARKS: Final = {"b": "strong", "i": "em"}
_PLAIN_MARKS: Final = names("strong em sup sub code q cite small kbd")
_RAISED: Final = {"super": "<sup>", "sub": "<sub>"}

# Word's own notes are marked so, and those of Google Docs and LibreOffice.
_NOTE_LINK: Final = re.compile(
    r"#(?:_?(?:ftn|edn)t?[0-9]+|_?(?:ftn|edn)t?_?ref[0-9]+|sd(?:foot|end)note[0-9]+(?:sym|anc))"
)
_LINK_BACK: Final = re.compile(r"#(?:_?(?:ftn|edn)t?_?ref[0-9]+|sd(?:foot|end)note[0-9]+anc)")
_NOTE_ID: Final = re.compile(r"(?:ftn|edn|sd(?:foot|end)note)[0-9]+")
_NOTE_MARK: Final = re.compile(r"\W*\w{0,5}\W*")
_COMMENT_LINK: Final = re.compile(r"#(?:_msocom_|cmnt)[a-z_]*[0-9]+")
_SOURCES: Final = {"en": "Sources", "ru": "Источники", "be": "Крыніцы"}
_OWN_LANGUAGE: Final = re.compile(r"[a-z]{2,3}")  # programs write "RU" or "ru-RU" beside every word


def clean_pasted(html: str) -> str:
    """As `clean_body` keeps it, lists, notes and links restored, pasted tails removed. Raises UnusableBody."""
    for _ in range(_MAX_PASSES):
        cleaned = _cleaned_once(html)
        if cleaned == html:
            return cleaned
        html = cleaned
    raise BodyNeverSettles(f"the pasted text still changes after being parsed {_MAX_PASSES} times")


def _cleaned_once(html: str) -> str:
    root = _parsed(html)
    if root is None:
        return ""
    restore_lists(root)
    notes = list(dict.fromkeys(_notes(root)))
    body = strip_tails(clean_body(_written(root, leave_out=frozenset(notes))))
    return clean_body(body + "".join(_sources(notes, body))) if notes else body


def _parsed(html: str) -> Element | None:
    html = _EMBEDDED_PICTURES.sub(r"\1", html)
    if len(html) > MAX_CHARACTERS:
        raise BodyTooLarge(f"the pasted text has {len(html):,} characters, more than {MAX_CHARACTERS:,}")
    document = f"<div>{_DOCUMENT_TAGS.sub('', normalise(html))}</div>"
    parser = etree.HTMLParser(encoding="utf-8", remove_pis=True, no_network=True)
    root = etree.fromstring(document.encode(), parser)
    if any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log):
        raise BodyTooLarge("the pasted text has elements nested deeper than 256 levels")
    return root


def _notes(root: Element) -> Iterator[Element]:
    for link in root.iter("a"):
        if _LINK_BACK.search(link.get("href", "")):
            around = [element for element in link.iterancestors() if element.tag in {"div", "p", "li", "aside"}]
            marked = (element for element in around if _NOTE_ID.fullmatch(element.get("id", "")))
            note = next(marked, around[0] if around else None)
            if note is not None and not _is_whole_text(note):
                yield note


def _is_whole_text(element: Element) -> bool:
    parent = element.getparent()
    return element.tag == "div" and (parent is None or parent.tag == "body")


def _sources(notes: list[Element], body: str) -> Iterator[str]:
    """Numbered paragraphs: a mark can only be made where the source is a row of its own."""
    others = frozenset(notes)
    written = [_written(note, leave_out=others) for note in notes]
    texts = [text.removeprefix("<p>").removesuffix("</p>") for text in written if text]
    if texts:
        yield f"<p>{_SOURCES[_language(body + ''.join(texts))]}</p>"
        yield from (f"<p>{number}. {text}</p>" for number, text in enumerate(texts, 1))


def _language(text: str) -> str:
    if re.search("[іў]", text, re.IGNORECASE):
        return "be"
    return "ru" if re.search("[а-я]", text, re.IGNORECASE) else "en"


def _written(root: Element, *, leave_out: frozenset[Element]) -> str:
    """What stands in the root, though it be among those left out."""
    writer = BodyWriter()
    _write(root, (), writer, leave_out)
    return writer.written()


def _write(element: Element, marks: Marks, writer: BodyWriter, leave_out: frozenset[Element]) -> None:
    name = str(element.tag).lower()
    if _is_left_out(element, name):
        return
    if name in {"br", "hr", "img"}:
        _write_void(element, name, marks, writer)
        return
    marks = tuple(_marks(element, _SAME_MARKS.get(name, name), marks))
    block = _block(element, name, writer)
    _begin(element, block, writer)
    writer.words(element.text, marks)
    for child in element:
        if isinstance(child.tag, str) and child not in leave_out:
            _write(child, marks, writer, leave_out)
        writer.words(child.tail, marks)
    if block == "p":
        writer.new_paragraph()
    elif block:
        writer.end()


def _is_left_out(element: Element, name: str) -> bool:
    if name in _LEFT_OUT or (name == "tr" and element.get("height") == "0"):
        return True
    declared = _style(element)
    if "display:none" in declared or "mso-hide:all" in declared or "mso-special-character:comment" in declared:
        return True
    if "mso-element:comment-list" in declared:
        return True
    return name == "a" and _is_mark(element)


def _is_mark(link: Element) -> bool:
    address = link.get("href", "")
    if _COMMENT_LINK.search(address):
        return True
    return _NOTE_LINK.search(address) is not None and _NOTE_MARK.fullmatch("".join(link.itertext())) is not None


def _style(element: Element) -> str:
    return re.sub(r"\s+", "", element.get("style", "").lower())


def _write_void(element: Element, name: str, marks: Marks, writer: BodyWriter) -> None:
    if name == "br":
        writer.line_break()
    elif name == "hr":
        if not any("footnote-list" in _style(outer) for outer in element.iterancestors("div")):
            writer.void("hr")
    elif image_number(element.get("src", "")):
        writer.picture(start_tag("img", [("src", element.get("src", "")), ("alt", element.get("alt", ""))]), marks)


def _block(element: Element, name: str, writer: BodyWriter) -> str:
    """The name of the block to write, "p" for a mere paragraph, nothing for what stands in a line."""
    classes = (_BLOCK_CLASSES[word] for word in element.get("class", "").split() if word in _BLOCK_CLASSES)
    found = next(classes, name)
    if element.get("role") == "heading":
        found = f"h{element.get('aria-level', '2')[:1]}"
    found = _BLOCK_NAMES.get(found, "h4" if re.fullmatch("h[7-9]", found) else found)
    if found not in BLOCKS or found == "p":
        return "p" if found == "p" else ""
    is_misplaced = writer.inside in WORDS_ONLY or writer.inside not in _PARENTS.get(found, {writer.inside})
    is_without_picture = found == "figure" and not any(image_number(img.get("src", "")) for img in element.iter("img"))
    return "p" if is_misplaced or is_without_picture else found


def _begin(element: Element, block: str, writer: BodyWriter) -> None:
    if block:
        allowed = ATTRIBUTES[block] - {"lang"}
        attributes = [(name, value) for name, value in element.items() if name in allowed]
        start = start_tag(block, attributes + _language_attribute(element))
        if block != "p":
            writer.start(block, start)
        else:
            writer.new_paragraph(start if element.tag == "p" else "<p>")


def _language_attribute(element: Element) -> list[tuple[str, str]]:
    language = element.get("lang", "")
    return [("lang", language)] if _OWN_LANGUAGE.fullmatch(language) else []


def _marks(element: Element, name: str, outer: Marks) -> Iterator[str]:
    declared = style(element) if element.get("style") else {}
    added = dict.fromkeys(_named_marks(element, name), True) | dict(_declared_marks(declared, name))
    for mark in outer:
        is_replaced = name == "a" and mark.startswith("<a ")
        if added.pop(mark, True) and not is_replaced:
            yield mark
    yield from (mark for mark, is_on in added.items() if is_on)


def _named_marks(element: Element, name: str) -> Iterator[str]:
    if name in _PLAIN_MARKS:
        yield f"<{name}>"
    elif name == "a":
        attributes = dict(_link_attributes(element))
        if attributes.keys() & {"href", "data-source"}:
            yield start_tag("a", attributes.items())
    elif name == "abbr" and element.get("title"):
        yield start_tag("abbr", [("title", element.get("title", ""))])
    elif name == "span" and (language := _language_attribute(element)):
        yield start_tag("span", language)


def _link_attributes(link: Element) -> Iterator[tuple[str, str]]:
    address, source = link.get("href", ""), link.get("data-source")
    if address and (source or not address.startswith("#")):
        yield "href", plain_address(address)
    if source:
        yield "data-source", source
    if link.get("title"):
        yield "title", link.get("title", "")


def _declared_marks(declared: dict[str, str], name: str) -> Iterator[tuple[str, bool]]:
    if weight := declared.get("font-weight"):
        yield "<strong>", weight.startswith("bold") or weight in {"600", "700", "800", "900"}
    if slant := declared.get("font-style"):
        yield "<em>", slant.startswith(("italic", "oblique"))
    if name not in BLOCKS and (mark := _RAISED.get(declared.get("vertical-align", ""))):
        yield mark, True
