"""After a text was published, changed or withdrawn."""

from datetime import datetime
from typing import Final

from django.db import transaction

from analysis.related.models import Profile
from analysis.related.neighbours import forget, join
from analysis.related.profiles import is_outgrown, keep_profiles, terminology_for
from analysis.related.rebuilding import rebuild_language
from analysis.related.texts import read, texts
from analysis.related.weighing import weights_now

# So few are compared anew within seconds; more are left to a job of their own.
_FEW: Final = 500


def update(*, article_id: int, at: datetime) -> bool:
    """Whether its language ought to be rebuilt: since it was counted, a quarter more texts have come."""
    publication = texts(at).filter(article_id=article_id).last()
    if publication is None:
        forget(article_id)
        return False
    (text,) = read([publication])
    if is_outgrown(text.language) and Profile.objects.filter(language=text.language).count() < _FEW:
        rebuild_language(text.language, at=at)
        return False
    with transaction.atomic():
        keep_profiles([text], terminology_for(text), at=at)
        join(article_id, weights=weights_now(), at=at)
    return is_outgrown(text.language)
