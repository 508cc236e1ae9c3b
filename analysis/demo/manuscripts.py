"""What lies in `content/`: the README beside this file describes its form."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import frontmatter
import yaml
from markdown_it import MarkdownIt

from analysis.models import Language

CONTENT: Final = Path(__file__).parent / "content"
PICTURES: Final = Path(__file__).parent / "pictures"

_FOOTNOTE: Final = re.compile(r"\[\^(\d+)\]")
_LINK: Final = re.compile(r"\]\(article:([a-z0-9-]+)\)")
_APOSTROPHE: Final = re.compile(r"(?<=\w)'")
_QUOTES: Final = {"en": "“”‘’", "ru": "«»„“", "be": "«»„“"}


@dataclass(frozen=True)
class Manuscript:
    language: str
    slug: str
    head: dict[str, Any]
    markdown: str

    @property
    def topics(self) -> list[str]:
        """Slugs, the primary one first."""
        return [self.head["topic"], *self.head.get("topics", [])]

    @property
    def is_draft(self) -> bool:
        return "draft" in self.head["publish"]

    @property
    def is_scheduled(self) -> bool:
        return "scheduled" in self.head["publish"]

    @property
    def is_published(self) -> bool:
        return not (self.is_draft or self.is_scheduled)

    def text(self, name: str) -> str:
        text: str = self.head.get(name, "")
        return text

    def html(self, address: Callable[[str], str]) -> str:
        """`address` gives the address of an article in the same language, by its slug."""
        markdown = _FOOTNOTE.sub(r'<sup><a href="#source-\1" data-source="\1">\1</a></sup>', self.markdown)
        markdown = _LINK.sub(lambda link: f"]({address(link[1])})", markdown)
        rules = {"html": True, "typographer": True, "quotes": _QUOTES[self.language]}
        return str(MarkdownIt("commonmark", rules).enable(["table", "smartquotes"]).render(markdown))


def manuscripts() -> list[Manuscript]:
    return [
        Manuscript(language, path.stem, *_read(path))
        for language in Language.values
        for path in sorted((CONTENT / language).glob("*.md"))
    ]


def listed(file: str) -> dict[str, Any]:
    """One of the two lists: `publication.yaml`, `pictures.yaml`."""
    content: dict[str, Any] = yaml.safe_load(_as_printed(CONTENT / file))
    return content


def in_languages(name: str, words: dict[str, str]) -> dict[str, str]:
    """The columns of a translated field."""
    return {f"{name}_{language}": text.strip() for language, text in words.items()}


def _read(path: Path) -> tuple[dict[str, Any], str]:
    post = frontmatter.loads(_as_printed(path))
    return post.metadata, post.content


def _as_printed(path: Path) -> str:
    """With the apostrophes of print."""
    return _APOSTROPHE.sub("’", path.read_text())
