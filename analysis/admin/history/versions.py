"""Two people on one article: each save says which version it started from, and each decision where the text stood."""

from hashlib import sha256

from django.utils.translation import gettext as _

from analysis.admin.instants import in_words
from analysis.models import Article


def locked(article: Article) -> Article:
    """The row as it stands, held until the transaction ends."""
    return Article.objects.held().get(pk=article.pk)


def stage(article: Article) -> str:
    """How far the text is, and when it is public: what people decide, and no clock changes."""
    times = article.publications.order_by("live_from").values_list("pk", "live_from", "live_until")
    decided = [article.status, article.status_changed_at, article.embargo_until, *times]
    return sha256(repr(decided).encode()).hexdigest()[:16]


def last_saved(article: Article) -> str:
    """ "Edith Editor saved it on Monday …": the beginning of a sentence."""
    revision = article.revisions.of_the_text().select_related("created_by").first()
    saved_at = revision.created_at if revision else article.updated_at
    who = revision.created_by if revision and revision.created_by else _("Somebody")
    return _("%(who)s saved it on %(instant)s") % {"who": who, "instant": in_words(saved_at)}
