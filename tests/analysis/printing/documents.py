"""What the tests of printing make: settings, and issues to print."""

from typing import Any

from analysis.printing.runs import Block, Setting


def setting(**given: Any) -> Setting:
    return Setting(**{"language": "en", "site": "https://example.org", "sources": 2, "picture": no_picture, **given})


def no_picture(_number: int, _alt: str) -> Block | None:
    return None
