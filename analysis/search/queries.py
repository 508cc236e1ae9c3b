import re
from datetime import datetime
from typing import Final

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank
from django.db.models import F

from analysis.models import Publication
from analysis.models.publications import PublicationQuerySet
from analysis.search.highlights import END, START
from analysis.text.body_rules import without_markup

# As in the column `Publication.search_vector`. PostgreSQL has no Belarusian.
_CONFIGURATIONS: Final = {"en": "english", "ru": "russian", "be": "simple"}
# Nobody types more; whoever sends more gets an answer to the beginning of it.
_MAX_CHARACTERS: Final = 200
_MAX_WORDS: Final = 20
# Some thirty in a row are too many for PostgreSQL ("tsquery stack too small").
_MINUS_BEFORE_MINUS: Final = re.compile(r"-[\W_]*(?=-)")
# Phones type curly quotes; PostgreSQL takes straight ones for a phrase.
_STRAIGHT_QUOTES: Final = str.maketrans(dict.fromkeys("“”„«»", '"'))


def search(text: str, *, language: str, at: datetime) -> PublicationQuerySet:
    """What is live and has all the words ("…", or, - as elsewhere), best first, with cards and a `headline`."""
    words = readable(text)
    if not words:
        return Publication.objects.live(at).none()
    query = SearchQuery(words, config=_CONFIGURATIONS[language], search_type="websearch")
    found = Publication.objects.live(at).in_language(language).filter(search_vector=query)
    return (
        found.with_card()
        .annotate(rank=SearchRank(F("search_vector"), query), headline=_headline(query, language))
        .order_by("-rank", "-first_published_at", "-id")
    )


def readable(text: str) -> str:
    """What of a query is looked for: plain, and of a length that people type."""
    plain = without_markup(text[:_MAX_CHARACTERS]).translate(_STRAIGHT_QUOTES)
    return _MINUS_BEFORE_MINUS.sub("", " ".join(plain.split()[:_MAX_WORDS]))


def _headline(query: SearchQuery, language: str) -> SearchHeadline:
    return SearchHeadline(
        "body_text",
        query,
        config=_CONFIGURATIONS[language],
        start_sel=START,
        stop_sel=END,
        max_words=35,
        min_words=15,
        max_fragments=2,
        fragment_delimiter=" … ",
    )
