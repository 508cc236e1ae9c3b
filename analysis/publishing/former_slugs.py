"""Addresses of topics, authors and tags: one that was public leads to its page for ever."""

from analysis.models import Author, FormerSlug, Tag, Topic

Named = Topic | Author | Tag


def keep_former_slug(named: Named, former: str) -> None:
    """
    `named` has another slug than `former` now, or is new ("").

    What was left behind by somebody else and is taken again belongs to the new owner.
    """
    kind = named._meta.model_name
    known = FormerSlug.objects.filter(**{f"{kind}__isnull": False})
    known.filter(slug=named.slug).delete()
    if former and former != named.slug:
        known.update_or_create(slug=former, defaults={str(kind): named})


def forget_former_slugs(named: Named) -> None:
    """A byline that becomes a pseudonym must not be found under the name it had."""
    named.former_slugs.all().delete()
