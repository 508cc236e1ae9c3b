"""Words that must stay words, a scene in which everything says them, and a look at whether they did."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.test import Client
from lxml import html as parser

from analysis import publishing
from analysis.models import Article, AuthorLink, Publication
from tests.factories import (
    ArticleFactory,
    AuthorFactory,
    EditionFactory,
    ImageFactory,
    IssueFactory,
    TagFactory,
    TopicFactory,
)

# Short enough for every field that takes words.
WORDS = "\"'></title><script>alert(1)</script><img src=x onerror=alert(1)>{{91*97}}"

BAD_ADDRESSES = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "java\tscript:alert(1)",
    "java\nscript:alert(1)",
    "\x01javascript:alert(1)",
    "javascript&colon;alert(1)",
    "&#106;avascript:alert(1)",
    "vbscript:msgbox(1)",
    "data:text/html,<script>alert(1)</script>",
    "blob:https://evil.example/1",
    "file:///etc/passwd",
    "//evil.example/",
    "\\\\evil.example/",
    "/\\evil.example/",
)
EVIL_BODY = (
    "<p>Harmless words.</p>"
    + "".join(f'<p><a href="{address}">link</a></p>' for address in BAD_ADDRESSES)
    + "<script>alert(1)</script><img src=x onerror=alert(1)><svg onload=alert(1)><p onclick=alert(1)>text</p>"
    + '<iframe src="javascript:alert(1)"></iframe><a href="https://example.org/" style="position:fixed">x</a>'
    + "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>"
)


def hostile_article(at: datetime, **changes: Any) -> Article:
    """Every text of it, and of all that it refers to, is an attack."""
    author = AuthorFactory.create(name_en=WORDS, job_title_en=WORDS, biography_en=WORDS)
    AuthorLink.objects.bulk_create(AuthorLink(author=author, label=WORDS, url=url) for url in BAD_ADDRESSES)
    words = dict.fromkeys(Article.PLAIN_TEXT_FIELDS, WORDS)
    issue = IssueFactory.create()
    EditionFactory.create(issue=issue, title=WORDS, introduction=WORDS)
    picture = {"caption_en": WORDS, "alt_text_en": WORDS, "credit": WORDS, "source": BAD_ADDRESSES[0]}
    article = ArticleFactory.create(
        **words | {"body": EVIL_BODY, "slug": "a-hostile-text"} | changes,
        lead_image=ImageFactory.create(**picture),
        issue=issue,
        author=author,
        topic=TopicFactory.create(slug="a-hostile-trend", name_en=WORDS, description_en=WORDS),
    )
    article.tags.add(TagFactory.create(name=WORDS, slug="a-hostile-tag"))
    article.set_sources([{"title": WORDS, "publisher": WORDS, "url": url} for url in BAD_ADDRESSES])
    return article


def hostile_publication(at: datetime, **changes: Any) -> Publication:
    return publishing.publish(article=hostile_article(at, **changes), by=None, at=at)


def faults(page: str) -> Iterator[str]:
    """What an attack has achieved in a page."""
    if "8827" in page:
        yield "a template was run"
    for element in parser.document_fromstring(page).iter():
        if element.tag == "script" and "alert(1)" in (element.text or "") and not element.get("type"):
            yield "a script"
        for name, value in element.items():
            if name.startswith("on"):
                yield f"{element.tag} {name}={value}"
            if name in ("href", "src", "action", "formaction", "poster", "srcset") and is_bad(value):
                yield f"{element.tag} {name}={value}"
        if element.tag == "img" and element.get("src") == "x":
            yield "an image"


def is_bad(address: str) -> bool:
    read = "".join(letter for letter in address if letter > " ").lower()
    return read.startswith(("javascript:", "vbscript:", "data:text", "blob:", "file:", "//", "\\", "/\\"))


def form_data(client: Client, path: str, **changes: Any) -> dict[str, Any]:
    """What a browser would send of the form with a title, and whatever else somebody adds by hand."""
    page = parser.document_fromstring(client.get(path).text)
    form = next(form for form in page.forms if "title" in form.fields or "version" in form.fields)
    fields = {name: value for name, value in form.fields.items() if name and value is not None}
    return {name: list(value) if isinstance(value, set) else value for name, value in (fields | changes).items()}
