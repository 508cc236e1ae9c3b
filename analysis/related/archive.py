"""The archive for whoever is writing: what is public and like a text that nobody has published yet."""

from datetime import datetime

from analysis.models import Publication
from analysis.related.neighbours import compare
from analysis.related.profiles import profile_of, terminology_for
from analysis.related.reasons import with_what_can_be_shared
from analysis.related.vectors import Text
from analysis.related.weighing import weights_now


def like(text: Text, *, at: datetime, limit: int) -> list[Publication]:
    """The likest first, with their cards and what they may share; none that the text is, or links to."""
    profile = profile_of(text, terminology_for(text), at=at)
    # Twice as many, since some are not public yet.
    nearest = [article_id for article_id, _score in compare(profile, weights=weights_now(), number=2 * limit)]
    found = with_what_can_be_shared(Publication.objects.live(at).filter(article__in=nearest))
    return sorted(found, key=lambda publication: nearest.index(publication.article_id))[:limit]
