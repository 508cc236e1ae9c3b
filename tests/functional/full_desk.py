"""A desk on a busy day: every state a page of it can be in, made once."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from analysis import noting, publishing
from analysis.admin.translating.translations import start_translation
from analysis.admin.writing.draft_links import share
from analysis.models import (
    Article,
    Autosave,
    DraftLink,
    Event,
    HouseName,
    Image,
    Issue,
    Name,
    Publication,
    Revision,
    SearchMiss,
    Topic,
)
from tests.analysis.newsletters.readers import subscribed
from tests.factories import (
    AdministratorFactory,
    ArticleFactory,
    AuthorFactory,
    ImageFactory,
    IssueFactory,
    TagFactory,
    TopicFactory,
    UserFactory,
)
from tests.functional.at_the_desk import PASSWORD

MARK = '<sup><a data-source="1">1</a></sup>'
BODY = (
    f"<p>The ministry counted 1,200 ships.{MARK}</p><h2>What it says</h2><p>Weil and Veil agreed.</p>"
    '<ul><li>The port</li><li>The <a href="https://example.org/minutes">minutes</a></li></ul>'
)


def at(name: str, *args: object) -> str:
    return reverse(f"admin:{name}", args=args)


def article_page(name: str, *args: object) -> str:
    return at(f"analysis_article_{name}", *args)


@dataclass
class FullDesk:
    """`me` is the administrator at the browser."""

    at: datetime = field(default_factory=timezone.now)

    def __post_init__(self) -> None:
        people = {"password": PASSWORD, "time_zone": "Europe/Warsaw"}
        self.me: User = AdministratorFactory.create(**people)
        self.analyst: User = UserFactory.create(**people)
        self.mine = AuthorFactory.create(user=self.me, name_en="Adam Administrator")
        self.theirs = AuthorFactory.create(user=self.analyst, name_en="Ada Analyst")
        self.trend: Topic = TopicFactory.create(slug="elite", name_en="The ruling elite")
        self.hole: Topic = TopicFactory.create(slug="security", name_en="Security issues")
        self.image: Image = ImageFactory.create(alt_text_en="", caption_en="The port at night")
        week = timezone.localdate(self.at) - timedelta(days=timezone.localdate(self.at).weekday())
        self.week = {"period_start": week, "period_end": week + timedelta(days=6)}
        self.issue: Issue = IssueFactory.create(coverage_start=week, coverage_end=week + timedelta(days=6))
        self.tag = TagFactory.create(name="budget")
        self.house_name = HouseName.objects.create(preferred="Veil", variants="Weil")
        self.name = Name.objects.create(spellings=["Talmere", "Talmeer", "Талмер", "Талмэр"])
        missed = {"language": "ru", "last_date": timezone.localdate(self.at)}
        SearchMiss.objects.create(text="тальмер речной порт", count=71, **missed)
        subscribed("reader@example.org", "ru")
        self.public = self._public()
        self.busy = self._busy()
        self.in_review = self._in_review()
        self.returned = self._returned()
        self.aside = self._aside()
        self.draft_link: DraftLink = share(article=self.busy, recipient="Elna Corvay", days=7, by=self.me, at=self.at)
        self.trashed = self._trashed()
        self.translation = self._translation()

    def _text(self, title: str, **more: Any) -> Article:
        article = ArticleFactory.create(title=title, topic=self.trend, **{"author": self.mine, "body": BODY} | more)
        article.set_sources([{"title": "Minutes of the session", "publisher": "Treasury"}])
        publishing.record(article=article, by=self.me, event=Event.SAVE, at=self.at)
        return article

    def _public(self) -> Publication:
        """With an update scheduled, and a number changed since."""
        article = self._text(
            "Ships are counted",
            slug="ships",
            author=self.theirs,
            **self.week,
            lead_image=self.image,
            assessment="worsened",
            assessment_reason="A minister left.",
        )
        live = publishing.publish(article=article, by=None, at=self.at - timedelta(days=1))
        self._save(article, body=BODY.replace("1,200", "1,100"))
        publishing.schedule(article=article, by=None, go_live_at=self.at + timedelta(days=2), at=self.at)
        publishing.schedule(
            article=self._text("What will come"), by=None, go_live_at=self.at + timedelta(days=1), at=self.at
        )
        return live

    def _busy(self) -> Article:
        """Notes, findings, footnotes, an offer, somebody else in it, a plan."""
        article = self._text(
            "A title of reasonable length about something that happened",
            author=self.theirs,
            lead_image=self.image,
            **self.week,
        )
        today = timezone.localdate(self.at)
        publishing.plan(article=article, planned_date=today + timedelta(days=1), by=self.me, at=self.at)
        late = self._text("It was to come last week")
        publishing.plan(article=late, planned_date=today - timedelta(days=3), by=self.me, at=self.at)
        add = partial(noting.add, article=article, by=self.analyst, at=self.at)
        noting.reply(note=add(body="Which ships, @admin?", quote="1,200 ships"), by=self.me, body="All.", at=self.at)
        add(body="Is it long enough, @Adam Administrator?")
        noting.resolve(note=add(body="This is settled."), by=self.me, at=self.at)
        for user, typed in ((self.me, "Typed, and not saved."), (self.analyst, "Typed elsewhere.")):
            fields = [["title", article.title], ["standfirst", typed], ["body", article.body], ["language", "en"]]
            Autosave.objects.create(user=user, article=article, key=f"{article.pk}.{user.pk}", fields=fields)
        return article

    def _translation(self) -> Article:
        """Some of it is translated, and the original has changed since."""
        original = self._text("Ports are counted", body="<p>Twelve ports.</p><p>Ten of them froze.</p>")
        translation, _is_new = start_translation(original=original, language="ru", by=self.me, at=self.at)
        self._save(translation, body="<p>Двенадцать портов.</p><p>Ten of them froze.</p>")
        self._save(original, body="<p>Thirteen ports.</p><p>Ten of them froze.</p>")
        return translation

    def _in_review(self) -> Article:
        article = self._text("Ada’s text waits", author=self.theirs, lead_image=self.image)
        publishing.submit(article=article, by=self.analyst, at=self.at)
        noting.add(article=article, by=self.me, body="Not before Friday.", is_blocking=True, at=self.at)
        return article

    def _returned(self) -> Article:
        article = self._text("Who signed?")
        publishing.submit(article=article, by=self.me, at=self.at)
        publishing.return_to_author(article=article, by=None, reason="Who signed? Name them.", at=self.at)
        return article

    def _aside(self) -> Revision:
        """Two people have written one paragraph."""
        article = self._text("Two wrote it")
        started_from = article.version
        self._save(article, title="Two people wrote it", body=BODY.replace("agreed", "quarrelled"))
        theirs = article.content() | {"title": "Both wrote it", "body": BODY.replace("agreed", "signed")}
        try:
            publishing.save(article=article, content=theirs, by=self.me, started_from=started_from, at=self.at)
        except publishing.EditConflict as conflict:
            return conflict.set_aside
        raise AssertionError("No conflict.")

    def _save(self, article: Article, **changed: Any) -> None:
        content = article.content() | changed
        publishing.save(article=article, content=content, by=self.analyst, started_from=article.version, at=self.at)

    def _trashed(self) -> Article:
        article = self._text("An old idea")
        publishing.throw_away(article=article, by=self.me, at=self.at)
        return article
