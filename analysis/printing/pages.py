"""An issue as one page of HTML made for paper."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import urljoin

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import linebreaks
from django.utils.safestring import SafeString, mark_safe

from analysis.models import Image, Publication, Topic
from analysis.printing.contents import Contents, IssueText
from analysis.printing.notes import note_letter
from analysis.printing.trees import tree_of, words_of
from analysis.text.body import with_pictures
from analysis.text.markup import Token, tokens
from analysis.text.sanitising import UnusableBody, clean_body

# Below a text's own title.
LOWER = {"h2": "h3", "h3": "h4", "h4": "h5"}


@dataclass(frozen=True, kw_only=True)
class PrintedText:
    """`name` begins every anchor of the text; `marked`: the sources that a mark leads to; `addresses` by letter."""

    text: IssueText
    topic: Topic
    name: str
    body: SafeString
    marked: set[int]
    addresses: list[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class Marks:
    """Of one text: which sources a mark has led to, and the letters of its addresses."""

    name: str
    sources: int
    seen: set[int] = field(default_factory=set)
    letters: dict[str, str] = field(default_factory=dict)


def printed_texts(contents: Contents, pictures: Mapping[int, Image]) -> list[PrintedText]:
    texts = [(slot.topic, text) for slot in contents.slots for text in slot.texts]
    return [printed_text(text, topic, f"text-{number}", pictures) for number, (topic, text) in enumerate(texts, 1)]


def printed_text(text: IssueText, topic: Topic, name: str, pictures: Mapping[int, Image]) -> PrintedText:
    marks = Marks(name=name, sources=len(text.publication.sources))
    body = body_html(text.publication, marks, pictures)
    addresses = [(letter, address) for address, letter in marks.letters.items()]
    return PrintedText(text=text, topic=topic, name=name, body=body, marked=marks.seen, addresses=addresses)


def body_html(publication: Publication, marks: Marks, pictures: Mapping[int, Image]) -> SafeString:
    try:
        body = "".join(with_marks(clean_body(publication.body), marks))
    except UnusableBody:
        # Stored before the rules were what they are. Its words are still the article.
        return mark_safe(linebreaks(publication.body_text, autoescape=True))  # noqa: S308
    return mark_safe(with_pictures(body, lambda number, alt: picture_html(pictures.get(number), alt)))  # noqa: S308


def picture_html(picture: Image | None, alt: str) -> str:
    return render_to_string("components/issue_picture.html", {"image": picture, "alt": alt}) if picture else ""


def with_marks(body: str, marks: Marks) -> Iterator[str]:
    """Headings below the title's; links with letters behind them, footnote marks that lead to this text's sources."""
    link: list[Token] = []
    for token in tokens(body):
        if token.name == "a" and not token.is_end:
            link = [token]
        elif token.name == "a" and link:
            yield from link_html(link, marks)
            link = []
        elif link:
            link.append(token)
        else:
            yield lowered(token)


def lowered(token: Token) -> str:
    level = LOWER.get(token.name)
    return token.source.replace(token.name, level, 1) if level else token.source


def link_html(link: list[Token], marks: Marks) -> Iterator[str]:
    attributes, inner = link[0].attributes, "".join(token.source for token in link[1:])
    if number := attributes.get("data-source", ""):
        yield source_mark(int(number), inner, marks)
        return
    address = attributes.get("href", "#")
    if address.startswith("#"):
        yield inner
        return
    whole = urljoin(settings.SITE_URL, address)
    letter = note_letter(whole, words_of(tree_of(inner)), marks.letters)
    yield f"{link[0].source}{inner}</a>"
    yield f'<sup class="letter-mark">{letter}</sup>' if letter else ""


def source_mark(number: int, inner: str, marks: Marks) -> str:
    """The first mark of each source is what the source leads back to."""
    if number > marks.sources:
        return inner
    anchor = "" if number in marks.seen else f' id="{marks.name}-mark-{number}"'
    marks.seen.add(number)
    return f'<a href="#{marks.name}-source-{number}"{anchor} role="doc-noteref">{inner}</a>'
