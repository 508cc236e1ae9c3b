"""Another address for a topic. Every public address of its articles is kept, and leads to the new one."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from analysis.models import Address, Article, AuditEntry, Publication, Topic
from analysis.models.articles import article_path
from analysis.publishing.errors import PublishingError
from analysis.publishing.former_slugs import keep_former_slug
from analysis.signals import timeline_changed


def rename_topic(*, topic: Topic, slug: str, at: datetime, by: User | None = None) -> None:
    """However many articles it has, they are read, given their addresses and told of in one statement each."""
    with transaction.atomic():
        # Of two who rename it at once, the second must not take a former address for the present one.
        before = Topic.objects.select_for_update().values_list("slug", flat=True).get(pk=topic.pk)
        topic.slug = slug
        AuditEntry.objects.note(
            verb="rename_topic", about=topic, by=by, at=at, before={"slug": before}, after={"slug": slug}
        )
        topic.save()
        keep_former_slug(topic, before)
        owners = _owners(topic, slug)
        claims = [Address(path=path, article_id=article_id) for path, article_id in sorted(owners.items())]
        Address.objects.bulk_create(claims, ignore_conflicts=True)
        _require_own(owners, slug)
        timeline_changed.send(sender=Article, article_ids=sorted(set(owners.values())), at=at)


def require_room(*, topic: Topic, slug: str) -> None:
    """Before it is tried: would an article of this topic move to an address that belongs to another one?"""
    _require_own(_owners(topic, slug), slug)


def _owners(topic: Topic, slug: str) -> dict[str, int]:
    """By the addresses that are asked for: the articles that were ever public, or will be, with the topic in theirs."""
    known = Publication.objects.filter(primary_topic=topic).order_by().values_list("language", "slug", "article_id")
    return {article_path(language, slug, own): article_id for language, own, article_id in known.distinct()}


def _require_own(owners: dict[str, int], slug: str) -> None:
    claimed = Address.objects.filter(path__in=owners).values_list("path", "article_id")
    if any(owners[path] != article_id for path, article_id in claimed):
        message = _("Under “%(slug)s” other articles have, or had, their addresses.")
        raise PublishingError(message % {"slug": slug}, field="slug")
