"""What the demo's editors wrote around its texts: words of the weekly issues, silences, key texts."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Max

from analysis.models import Article, Edition, Gap, Issue, KeyText, Publication, Topic


def load_edition_words(issue: Issue, words: Mapping[str, Any], topics: Mapping[str, Topic]) -> None:
    """`words`: the issue's entry in publication.yaml. An edition that somebody has written stays."""
    for language, edition_words in words.get("editions", {}).items():
        edition, is_new = Edition.objects.get_or_create(issue=issue, language=language, defaults=edition_words)
        if is_new:
            Gap.objects.bulk_create(
                Gap(edition=edition, topic=topics[slug], reason=reasons[language])
                for slug, reasons in words.get("gaps", {}).items()
            )


def release_editions(editions: Iterable[Edition], *, at: datetime) -> None:
    """As if an editor had sent them out with the last of the texts that are public."""
    for edition in editions:
        public = Publication.objects.live(at).in_language(edition.language).filter(issue=edition.issue)
        edition.released_at = public.aggregate(last=Max("first_published_at"))["last"]
        edition.save(update_fields=["released_at"])


def pin_key_texts(topic: Topic, article_ids: Iterable[str]) -> None:
    """`article_ids`: the external ones, the first text first."""
    if not KeyText.objects.filter(topic=topic).exists():
        articles = {article.external_id: article for article in Article.objects.filter(external_id__in=article_ids)}
        KeyText.objects.bulk_create(
            KeyText(topic=topic, article=articles[external_id], position=position)
            for position, external_id in enumerate(article_ids)
            if external_id in articles
        )
