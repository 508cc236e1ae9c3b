"""A hundred random edits by two people, each of whom may have opened the text long ago: nothing is lost."""

import random
from itertools import count
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.models import User
from analysis import publishing
from analysis.models import Article, Revision
from analysis.models.articles import content_hash
from analysis.publishing.merging import DAYS, MEMBERS, PERIOD, Content, Merge
from analysis.text.merging import split
from tests.factories import NOON, ArticleFactory, AuthorFactory, EditorFactory, TopicFactory, UserFactory

EDITS = 100
WORDS = ("bank", "budget", "cabinet", "court", "harbour", "minister", "parliament", "price", "rate", "river", "vote")
LINES = ("title", "standfirst", "dateline", "seo_title", "search_description", "assessment_reason")
PERIODS = (("2026-11-02", "2026-11-08"), ("2026-11-09", "2026-11-15"), ("2026-11-16", "2026-11-22"), (None, None))


class Newsroom:
    """One article, two people with a copy each, and what they know of every paragraph they ever wrote."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - a game, no secret
        self.names = (f"p{number}" for number in count())
        self.topics = [TopicFactory.create().pk for _ in range(4)]
        self.authors = [AuthorFactory.create().pk for _ in range(3)]
        self.article = ArticleFactory.create(body="".join(self.paragraph() for _ in range(6)))
        self.people = [UserFactory.create(), EditorFactory.create()]
        self.copies = {person: self.opened() for person in self.people}
        self.written = set(paragraph_names(self.article.body))
        self.given_up: set[str] = set()
        self.sent: list[Content] = []

    def opened(self) -> tuple[int, Content]:
        article = Article.objects.get(pk=self.article.pk)
        return article.version, article.content()

    def paragraph(self) -> str:
        return f"<p>{next(self.names)} {' '.join(self.chance.choices(WORDS, k=8))}.</p>"

    # --- Editing --------------------------------------------------------------------------------------------

    def edited(self, content: Content) -> Content:
        content = dict(content)
        for edit in self.chance.sample((self.edit_line, self.edit_body, self.edit_list, self.edit_period), k=2):
            edit(content)
        return content

    def edit_line(self, content: Content) -> None:
        content[self.chance.choice(LINES)] = " ".join(self.chance.choices(WORDS, k=3))

    def edit_body(self, content: Content) -> None:
        paragraphs = split(content["body"])
        place = self.chance.randrange(len(paragraphs) + 1)
        match self.chance.choice(("add", "add", "change", "remove", "move")):
            case "add":
                paragraphs.insert(place, self.paragraph())
                self.written.update(paragraph_names(paragraphs[place]))
            case "change" if paragraphs[place:]:
                paragraphs[place] = paragraphs[place].replace(".</p>", f" {self.chance.choice(WORDS)}.</p>")
            case "remove" if paragraphs[place:]:
                self.given_up.update(paragraph_names(paragraphs.pop(place)))
            case "move" if paragraphs[place:]:
                paragraphs.insert(0, paragraphs.pop(place))
        content["body"] = "".join(paragraphs)

    def edit_list(self, content: Content) -> None:
        match self.chance.choice(("topics", "bylines", "tags")):
            case "topics":
                chosen = self.chance.sample(self.topics, k=2)
                content["topics"] = [[topic, topic == chosen[0]] for topic in chosen]
            case "bylines":
                content["bylines"] = [[author, "author"] for author in self.chance.sample(self.authors, k=2)]
            case "tags":
                content["tags"] = sorted({*content["tags"], self.chance.choice(WORDS)})

    def edit_period(self, content: Content) -> None:
        content.update(zip(DAYS, self.chance.choice(PERIODS), strict=True))

    # --- Saving ---------------------------------------------------------------------------------------------

    def edit_and_save(self) -> None:
        person = self.chance.choice(self.people)
        started_from, base = self.copies[person]
        mine, theirs = self.edited(base), Article.objects.get(pk=self.article.pk).content()
        self.sent.append(mine)
        try:
            saved = publishing.save(article=self.article, content=mine, by=person, started_from=started_from, at=NOON)
        except publishing.EditConflict as conflict:
            self.require_in_history(mine)
            self.decide(conflict.set_aside, person)
        else:
            joined = self.opened()[1]
            assert saved.revision.content == joined
            assert_both_are_there(base, mine, theirs, joined)
        # The page opens anew after a save; some go on in another window, which they had opened before.
        if self.chance.random() < 0.8:
            self.copies[person] = self.opened()

    def decide(self, aside: Revision, person: User) -> None:
        version, theirs = self.opened()
        merge = publishing.merge_of(article=self.article, aside=aside)
        choices = {conflict.name: self.chance.choice(("mine", "theirs")) for conflict in merge.conflicts}
        bodies = {place: self.chance.choice(("mine", "theirs", "both")) for place in range(200)}
        self.given_up |= refused(merge, bodies)
        publishing.resolve(aside=aside, choices=choices, bodies=bodies, by=person, started_from=version, at=NOON)
        after = self.opened()[1]
        for conflict in merge.conflicts:
            if not conflict.chunks and conflict.name != "sources":
                chosen = conflict.mine if choices[conflict.name] == "mine" else conflict.theirs
                assert pieces(after)[conflict.name] == chosen
        open_fields = {conflict.name for conflict in merge.conflicts}
        for name, value in pieces(merge.content).items():
            assert name in open_fields or pieces(after)[name] == value
        self.require_in_history(theirs)

    # --- Nothing is lost ------------------------------------------------------------------------------------

    def require_in_history(self, content: Content) -> None:
        assert self.article.revisions.filter(content_hash=content_hash(content)).exists()

    def require_that_nothing_is_lost(self) -> None:
        kept = [revision.content for revision in self.article.revisions.all()]
        names = {name for content in kept for name in paragraph_names(content["body"])}
        assert self.written <= names
        for line in LINES:
            assert {content[line] for content in self.sent} <= {content[line] for content in kept}
        assert self.written - self.given_up <= set(paragraph_names(self.opened()[1]["body"]))


def paragraph_names(body: str) -> list[str]:
    return [paragraph.removeprefix("<p>").split(" ")[0] for paragraph in split(body)]


def pieces(content: Content) -> dict[str, Any]:
    """A content by the names that a merge has for its fields."""
    rest = {name: value for name, value in content.items() if name not in DAYS}
    return rest | {PERIOD: [content[day] for day in DAYS]}


def refused(merge: Merge, bodies: dict[int, str]) -> set[str]:
    """The paragraphs that somebody saw and chose against."""
    gone: set[str] = set()
    for conflict in merge.conflicts:
        for place, chunk in enumerate(conflict.chunks):
            if chunk.is_conflict and bodies[place] != "both":
                other = chunk.theirs if bodies[place] == "mine" else chunk.mine
                gone |= {name for part in other for name in paragraph_names(part)}
    return gone


def assert_both_are_there(base: Content, mine: Content, theirs: Content, joined: Content) -> None:
    """What only one of them changed is as that one left it."""
    sides = [pieces(side) for side in (base, mine, theirs, joined)]
    for name, before in sides[0].items():
        my_own, their_own, result = (side[name] for side in sides[1:])
        if my_own == before:
            assert result == their_own
        elif their_own == before:
            assert result == my_own
        elif name in MEMBERS:
            for member in [*my_own, *their_own]:
                assert member in result or member in before


@pytest.mark.django_db
@settings(max_examples=8)
@given(st.integers(min_value=0))
def test_nothing_is_lost_in_a_hundred_edits(seed: int) -> None:
    with transaction.atomic():
        newsroom = Newsroom(seed)
        for _edit in range(EDITS):
            newsroom.edit_and_save()
        newsroom.require_that_nothing_is_lost()
        transaction.set_rollback(True)
