"""What a change of many articles would do to each of them: shown before it is done."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Prefetch
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from analysis.admin.bulk.kinds import Filing, Given, Kind
from analysis.admin.writing.addresses import Wish, taken
from analysis.models import Article, ArticleTopic, Byline, Issue, Publication, Status, Topic
from analysis.models.articles import ArticleQuerySet, article_path
from analysis.permissions import user_can_edit, user_can_throw_away
from analysis.text.numbers import whole_number
from analysis.text.periods import format_period

LABELS = {
    "planned_date": _("planned for"),
    "issue_id": _("weekly issue"),
    "period_start": _("monitored week"),
    "topics": _("topics"),
    "tags": _("tags"),
}


class Chosen(NamedTuple):
    """An article as it was on the preview: its version, and the plan, which no version counts."""

    pk: int
    version: int
    planned_date: str | None

    @classmethod
    def parse(cls, token: str) -> "Chosen | None":
        """None for what no page of ours has sent."""
        number, of_version, planned = [*token.split(":"), "", ""][:3]
        pk, version = whole_number(number), whole_number(of_version)
        try:
            day = date.fromisoformat(planned).isoformat() if planned else None
        except ValueError:
            return None
        return cls(pk, version, day) if pk is not None and version is not None else None

    @property
    def token(self) -> str:
        return f"{self.pk}:{self.version}:{self.planned_date or ''}"


class Difference(NamedTuple):
    label: Promise
    before: str
    after: str


class Row(NamedTuple):
    """`refusal` says why nothing will be done to this article; `warnings` what else comes of it."""

    article: Article
    differences: list[Difference]
    refusal: str
    warnings: list[str]

    @property
    def token(self) -> str:
        planned = self.article.planned_date
        return Chosen(self.article.pk, self.article.version, planned.isoformat() if planned else None).token


class Change(NamedTuple):
    """What a kind would do to an article: how it is filed, and what of that would be otherwise."""

    article: Article
    before: Filing
    changed: Filing


class Names:
    """Of what a filing holds as numbers: looked up once for all rows."""

    def __init__(self) -> None:
        self.topics = Topic.objects.in_bulk()
        self.issues = Issue.objects.in_bulk()

    def told(self, name: str, filing: Filing) -> str:
        value = filing[name]
        if not value:
            return ""
        if name == "topics":
            return ", ".join(self.topic(*link) for link in value)
        if name == "issue_id":
            return str(self.issues.get(value, ""))
        if name == "period_start":
            start, end = (date.fromisoformat(filing[end]) for end in ("period_start", "period_end"))
            return format_period(start, end, language=get_language() or "en")
        return ", ".join(value) if name == "tags" else date_format(date.fromisoformat(value), "D j M Y")

    def topic(self, pk: int, is_primary: bool) -> str:  # noqa: FBT001
        name = str(self.topics.get(pk, ""))
        return gettext("%s (primary)") % name if is_primary else name


def with_filing(articles: ArticleQuerySet) -> ArticleQuerySet:
    """All that `filing_of()` and the permissions read, in a number of queries that does not depend on that of rows."""
    return articles.defer("body").prefetch_related(
        Prefetch("publications", Publication.objects.only("article")),
        Prefetch("articletopic_set", ArticleTopic.objects.order_by("id"), to_attr="topic_links"),
        Prefetch("bylines", Byline.objects.select_related("author")),
        "tagged_items__tag",
    )


def filing_of(article: Any) -> Filing:
    """Of an article from `with_filing()`."""
    days = {name: getattr(article, name) for name in ("planned_date", "period_start", "period_end")}
    return {
        "issue_id": article.issue_id,
        "topics": [[link.topic_id, link.is_primary] for link in article.topic_links],
        "tags": sorted(item.tag.name for item in article.tagged_items.all()),
        **{name: day.isoformat() if day else None for name, day in days.items()},
    }


def rows(kind: Kind, given: Given, pks: Sequence[int], *, by: User) -> list[Row]:
    """In the order in which they were chosen."""
    found = {article.pk: article for article in with_filing(Article.objects.filter(pk__in=pks))}
    changes = [change_of(kind, given, found[pk]) for pk in pks if pk in found]
    names, crowded = Names(), without_room(changes)
    return [row(kind, change, names, by=by, has_room=change.article.pk not in crowded) for change in changes]


def change_of(kind: Kind, given: Given, article: Article) -> Change:
    before = filing_of(article)
    return Change(article, before, kind.changed(before, given) if kind.changed else {})


def row(kind: Kind, change: Change, names: Names, *, by: User, has_room: bool) -> Row:
    article, before, changed = change
    refusal = why_not(kind, article, changed, by=by, has_room=has_room)
    if refusal:
        return Row(article, [], refusal, [])
    return Row(article, list(differences(before, changed, names)), "", warnings(article, before, changed, names))


def differences(before: Filing, changed: Filing, names: Names) -> Iterable[Difference]:
    after = before | changed
    for name, label in LABELS.items():
        if name in changed:
            yield Difference(label, names.told(name, before), names.told(name, after))


def why_not(kind: Kind, article: Article, changed: Filing, *, by: User, has_room: bool) -> str:
    """Empty where it may be done; `has_room` is what `without_room()` says of the article."""
    if article.trashed_at:
        return gettext("It is in the trash.")
    if not user_can_edit(by, article):
        return gettext("You may not edit it: it is edited by those whose by-line it bears, and by editors.")
    if kind.changed is None:
        public = gettext("It is, was or will be public. Withdraw it instead.")
        return "" if user_can_throw_away(by, article) else public
    if not changed:
        return gettext("Nothing would change.")
    return "" if has_room else gettext("Another article has, or had, the address it would get.")


def without_room(changes: Iterable[Change]) -> set[int | None]:
    """The articles that would get an address of another."""
    moving = [(article, primary(changed.get("topics", []))) for article, _before, changed in changes if article.slug]
    slugs = dict(Topic.objects.filter(pk__in={topic for _article, topic in moving}).values_list("pk", "slug"))
    wishes = [
        Wish(article.language, topic, slugs[topic], article.slug, article.pk)
        for article, topic in moving
        if topic in slugs
    ]
    return {wish.article_pk for wish in taken(wishes)}


def primary(links: list[list[Any]]) -> int | None:
    return next((topic for topic, is_primary in links if is_primary), None)


def warnings(article: Article, before: Filing, changed: Filing, names: Names) -> list[str]:
    told = []
    if article.status == Status.APPROVED and changed.keys() - {"planned_date"}:
        told.append(gettext("It is approved; changed, it goes back to review."))
    topic = primary(changed.get("topics", []))
    if topic and article.slug and topic != primary(before["topics"]):
        path = article_path(article.language, names.topics[topic].slug, article.slug)
        told.append(gettext("When it is next published, its address will be %(path)s") % {"path": path})
    return told
