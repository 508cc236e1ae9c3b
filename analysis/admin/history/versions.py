"""Two people on one article: each save says which version it started from."""

from django.utils.translation import gettext as _

from analysis.admin.instants import in_words
from analysis.models import Article


def locked(article: Article) -> Article:
    """The row as it stands, held until the transaction ends."""
    return Article.objects.held().get(pk=article.pk)


def last_saved(article: Article) -> str:
    """ "Edith Editor saved it on Monday …": the beginning of a sentence."""
    revision = article.revisions.of_the_text().select_related("created_by").first()
    saved_at = revision.created_at if revision else article.updated_at
    who = revision.created_by if revision and revision.created_by else _("Somebody")
    return _("%(who)s saved it on %(instant)s") % {"who": who, "instant": in_words(saved_at)}
