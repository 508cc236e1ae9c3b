"""Loads the demo publication: what it has published, what it will, and the people who can sign in to it."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from tqdm import tqdm

from accounts.models import User
from accounts.roles import Role
from analysis import publishing, translating
from analysis.checklist.tasks import ask_for_rebuild
from analysis.demo.editions import load_edition_words, pin_key_texts, release_editions
from analysis.demo.gallery import load_gallery, portraits
from analysis.demo.manuscripts import Manuscript, in_languages, listed, manuscripts
from analysis.demo.names import load_names
from analysis.demo.weeks import LAST_WEEK, Weeks
from analysis.demo.work_in_progress import begin_work, load_house_style
from analysis.models import Article, Author, AuthorLink, BylineRole, Edition, Issue, Masthead, Tag, Topic
from analysis.models.articles import article_path
from analysis.models.masthead import UNNAMED
from analysis.models.revisions import Event
from analysis.text.periods import iso_week_slug

_TRANSLATIONS: Final = uuid.UUID("0f6a1c1e-7a55-4a0e-9a52-3d3e6a1b5a10")
_PEOPLE: Final = (
    ("analyst@example.org", Role.ANALYST, "Oskar Brennick"),
    ("editor@example.org", Role.EDITOR, "Mira Talvane"),
    ("admin@example.org", Role.ADMINISTRATOR, "Administrator"),
)
# Who can sign in as an analyst sees the desk as this author.
_ANALYST_AUTHOR: Final = "oskar-brennick"


def load_accounts(*, password: str) -> list[str]:
    """Those that were made; whoever is there keeps role and password."""
    missing = [person for person in _PEOPLE if not User.objects.filter(email__iexact=person[0]).exists()]
    for email, role, name in missing:
        User.objects.create_user(email, password, role=role, name=name)
    return [email for email, _role, _name in missing]


class NotOurs(Exception):
    """What the demo would take for its own is somebody else's: which, and what to do."""


def load_publication(*, at: datetime) -> int:
    """
    How many articles were loaded: those that were not there. All of them, or on an error none.

    Raises NotOurs.
    """
    known = set(Article.objects.filter(external_id__startswith="demo/").values_list("external_id", flat=True))
    everything = manuscripts()
    missing = [manuscript for manuscript in everything if _external_id(manuscript) not in known]
    if missing:
        with transaction.atomic():
            weeks = _weeks(everything, at=at)
            _require_no_others(weeks, loaded_before=bool(known))
            _Loader(everything, weeks, at=at).load(missing)
            begin_work(at=at)
            ask_for_rebuild()
    load_names(listed("publication.yaml")["names"])
    return len(missing)


def _weeks(everything: Sequence[Manuscript], *, at: datetime) -> Weeks:
    zone = ZoneInfo(settings.TIME_ZONE)
    newest = Issue.objects.filter(number=LAST_WEEK, articles__external_id__startswith="demo/").first()
    return Weeks(newest.coverage_start, zone) if newest else Weeks.before(at, zone, everything)


def _require_no_others(weeks: Weeks, *, loaded_before: bool) -> None:
    """It would write in issues with its numbers or weeks and send them out, and fill trends with its assessments."""
    publication = listed("publication.yaml")
    ours = {one["number"]: iso_week_slug(weeks.day(one["week"], 1)) for one in publication["issues"]}
    issues = Issue.objects.filter(Q(number__in=ours) | Q(slug__in=ours.values()))
    others: list[Issue | Topic] = [one for one in issues if not loaded_before or ours.get(one.number) != one.slug]
    if not loaded_before:
        others += Topic.objects.filter(slug__in=[topic["slug"] for topic in publication["topics"]])
    if others:
        raise NotOurs(
            f"Nothing was loaded: the demo would take what is this site's for its own ({others[0]}). "
            "Load it into an empty site: DATA_DIR names another folder for one."
        )


class _Loader:
    """What the articles need first, then the articles, as if somebody had published them week by week."""

    def __init__(self, everything: Sequence[Manuscript], weeks: Weeks, *, at: datetime) -> None:
        publication = listed("publication.yaml")
        self.at = at
        self.weeks = weeks
        self.editor = User.objects.filter(role=Role.EDITOR).first()
        # What somebody has begun in an issue of ours is theirs to send out.
        self.others = list(Edition.objects.values_list("pk", flat=True))
        self.addresses = {
            (one.language, one.slug): article_path(one.language, one.topics[0], one.slug) for one in everything
        }
        _load_masthead(publication["publication"])
        self.images = load_gallery(listed("pictures.yaml"), portraits(publication["authors"]))
        self.topics = {topic["slug"]: _load_topic(topic) for topic in publication["topics"]}
        self.authors = {author["slug"]: self._load_author(author) for author in publication["authors"]}
        self.issues = {issue["week"]: self._load_issue(issue) for issue in publication["issues"]}
        self.key_texts = _key_texts(publication["topics"], everything)
        self.tags = {tag["slug"]: tag for tag in publication["tags"]}
        load_house_style(publication["house_style"])

    def load(self, missing: Sequence[Manuscript]) -> None:
        published = sorted((one for one in missing if one.is_published), key=self.weeks.published_at)
        others = [one for one in missing if not one.is_published]
        for manuscript in tqdm([*published, *others], unit="article", disable=None):
            self._load_article(manuscript)
        ours = Edition.objects.filter(issue__in=self.issues.values())
        release_editions(ours.exclude(pk__in=self.others), at=self.at)
        for slug, texts in self.key_texts.items():
            pin_key_texts(self.topics[slug], texts)
        self._pair_translations()

    def _pair_translations(self) -> None:
        """What the demo's translators wrote says what its originals say."""
        if self.editor:
            demo = Article.objects.filter(external_id__startswith="demo/")
            originals = {one.translation_key: one for one in demo.filter(language=settings.LANGUAGE_CODE)}
            for article in demo.exclude(language=settings.LANGUAGE_CODE).filter(translation=None):
                if original := originals.get(article.translation_key):
                    translating.correspond(article=article, original=original, by=self.editor, at=self.at)

    def _load_article(self, manuscript: Manuscript) -> None:
        article = self._article(manuscript)
        article.save()
        article.set_topics([(self.topics[slug], slug == manuscript.topics[0]) for slug in manuscript.topics])
        article.set_bylines(
            [(self.authors[one["slug"]], one.get("role", BylineRole.AUTHOR)) for one in manuscript.head["authors"]]
        )
        article.tags.set(self._tags(manuscript))
        article.set_sources(self._sources(manuscript))
        self._publish(article, manuscript)

    def _publish(self, article: Article, manuscript: Manuscript) -> None:
        if manuscript.is_draft:
            publishing.record(article=article, by=None, event=Event.SAVE, at=self.at)
        elif manuscript.is_scheduled:
            go_live_at = self.weeks.next_monday(self.at)
            publishing.schedule(article=article, by=None, go_live_at=go_live_at, at=self.at)
        else:
            publishing.publish(article=article, by=None, at=self.weeks.published_at(manuscript))

    def _article(self, manuscript: Manuscript) -> Article:
        week = manuscript.head["week"]
        return Article(
            external_id=_external_id(manuscript),
            language=manuscript.language,
            translation_key=uuid.uuid5(_TRANSLATIONS, manuscript.head["translation"]),
            slug=manuscript.slug,
            title=manuscript.text("title"),
            standfirst=manuscript.text("standfirst"),
            body=manuscript.html(lambda slug: self.addresses[manuscript.language, slug]),
            dateline=manuscript.text("dateline"),
            lead_image=self.images.get(manuscript.head["image"]),
            issue=self._issue(manuscript),
            period_start=self.weeks.day(week, 1),
            period_end=self.weeks.day(week, 7),
            assessment=manuscript.head["assessment"],
            assessment_reason=manuscript.text("assessment_reason"),
            created_at=self._created_at(manuscript),
        )

    def _created_at(self, manuscript: Manuscript) -> datetime:
        return self.weeks.published_at(manuscript) if manuscript.is_published else self.at

    def _issue(self, manuscript: Manuscript) -> Issue:
        issue = self.issues[manuscript.head["week"]]
        Edition.objects.get_or_create(issue=issue, language=manuscript.language)
        return issue

    def _tags(self, manuscript: Manuscript) -> list[Tag]:
        return [_load_tag(self.tags[slug], manuscript.language) for slug in manuscript.head["tags"]]

    def _sources(self, manuscript: Manuscript) -> list[dict[str, Any]]:
        return [
            {
                "title": source["title"],
                "publisher": source.get("publisher", ""),
                "url": source.get("url", ""),
                "accessed_date": self.weeks.day(manuscript.head["week"], source["accessed_day"]),
                "language": manuscript.language,
            }
            for source in manuscript.head["sources"]
        ]

    def _load_author(self, author: dict[str, Any]) -> Author:
        words = _columns(author, "name", "job_title", "biography")
        fields = words | {"picture": self.images[author["picture"]]}
        loaded, is_new = Author.objects.get_or_create(slug=author["slug"], defaults=fields)
        if is_new:
            _load_author_links(loaded, author["links"])
        return loaded

    def _load_issue(self, issue: dict[str, Any]) -> Issue:
        period = {"coverage_start": self.weeks.day(issue["week"], 1), "coverage_end": self.weeks.day(issue["week"], 7)}
        loaded = Issue.objects.get_or_create(number=issue["number"], defaults=period)[0]
        load_edition_words(loaded, issue, self.topics)
        return loaded


def _columns(thing: dict[str, Any], *names: str) -> dict[str, Any]:
    """Those of its translated fields."""
    return {column: text for name in names for column, text in in_languages(name, thing[name]).items()}


def _key_texts(topics: Iterable[dict[str, Any]], everything: Iterable[Manuscript]) -> dict[str, list[str]]:
    """The external ids of the originals that each topic's editor pinned."""
    ids = {one.head["translation"]: _external_id(one) for one in everything if one.language == settings.LANGUAGE_CODE}
    return {topic["slug"]: [ids[key] for key in topic.get("key_texts", [])] for topic in topics}


def _external_id(manuscript: Manuscript) -> str:
    return f"demo/{manuscript.language}/{manuscript.slug}"


def _load_masthead(masthead: dict[str, Any]) -> None:
    Masthead.objects.get_or_create(pk=1, defaults={"name_en": UNNAMED})
    # A name that somebody has given stays.
    unnamed = Masthead.objects.filter(name_en=UNNAMED)
    unnamed.update(offers_newsletter=True, **_columns(masthead, "name", "strapline", "about"))


def _load_topic(topic: dict[str, Any]) -> Topic:
    fields = {"position": topic["order"], "is_trend": True} | _columns(topic, "name", "description")
    return Topic.objects.get_or_create(slug=topic["slug"], defaults=fields)[0]


def _load_tag(tag: dict[str, Any], language: str) -> Tag:
    """Tags are words, so each language has its own."""
    name = tag["name"][language]
    slug = tag["slug"] if language == settings.LANGUAGE_CODE else f"{tag['slug']}-{language}"
    known: Tag | None = Tag.objects.filter(Q(name=name) | Q(slug=slug)).first()
    return known or Tag.objects.create(name=name, slug=slug)


def _load_author_links(author: Author, urls: Iterable[str]) -> None:
    analyst = User.objects.filter(email=_PEOPLE[0][0], author=None).first()
    if analyst and author.slug == _ANALYST_AUTHOR:
        author.user = analyst
        author.save(update_fields=["user"])
    AuthorLink.objects.bulk_create(
        AuthorLink(author=author, label=urlsplit(url).netloc, url=url, position=position)
        for position, url in enumerate(urls)
    )
