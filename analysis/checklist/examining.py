from collections.abc import Iterator
from typing import Any

from django.db import transaction

from analysis.checklist.rules import RULES
from analysis.checklist.texts import Text
from analysis.models import Article, Finding, Level


def examine(content: dict[str, Any], *, language: str, article_pk: int | None) -> list[Finding]:
    """What the rules say about a content (see `Article.content()`), saved or not: what blocks comes first."""
    found = list(_found(Text(content, language, article_pk)))
    return sorted(found, key=lambda finding: finding.level != Level.BLOCK)


def findings_for(article: Article) -> list[Finding]:
    """What they say about the working copy as it stands now, whatever was stored."""
    found = examine(article.content(), language=article.language, article_pk=article.pk)
    for finding in found:
        finding.article = article
    return found


def blocks(article: Article) -> list[Finding]:
    return [finding for finding in findings_for(article) if finding.level == Level.BLOCK]


def keep(*, article: Article) -> None:
    """Stores what the rules say about the working copy, in place of what they said before."""
    with transaction.atomic():
        article.findings.all().delete()
        Finding.objects.bulk_create(findings_for(article))


def _found(text: Text) -> Iterator[Finding]:
    for rule in RULES:
        for level, field, details in rule(text):
            yield Finding(rule=rule.__name__, level=level, field=field, details=details)
