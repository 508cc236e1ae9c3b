from typing import Any

from django.db import transaction

from analysis.models import Article, Finding, Level


def examine(content: dict[str, Any], *, language: str, article_pk: int | None) -> list[Finding]:
    """What the rules say about a content (see `Article.content()`), saved or not."""
    return []


def blocks(article: Article) -> list[Finding]:
    return [finding for finding in _of(article) if finding.level == Level.BLOCK]


def keep(*, article: Article) -> None:
    """Stores what the rules say about the working copy, in place of what they said before."""
    with transaction.atomic():
        article.findings.all().delete()
        Finding.objects.bulk_create(_of(article))


def sentence(finding: Finding) -> str:
    return finding.rule


def _of(article: Article) -> list[Finding]:
    found = examine(article.content(), language=article.language, article_pk=article.pk)
    for finding in found:
        finding.article = article
    return found
