"""Random sequences of verbs against a small reference model: what a reader gets at any instant is what it says.

The model knows no publications, only change points: from this second on, this text, or nothing.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import publishing
from analysis.admin.deciding.timeline import outlook
from analysis.admin.states import CONDITIONS, standing, with_conditions, with_standing
from analysis.models import Article, Publication
from analysis.publishing import PublishingError
from tests.factories import ArticleFactory, TopicFactory

HORIZON = 40


class Refused(Exception):
    pass


@dataclass
class Model:
    """Where a text begins and another ends at once, readers get the text; taken back, it leaves the end behind."""

    begin: dict[int, str] = field(default_factory=dict)
    ends: set[int] = field(default_factory=set)
    embargo_until: int = 0

    def points(self) -> list[int]:
        return sorted(self.begin.keys() | self.ends)

    def at(self, t: int) -> str | None:
        return self.begin.get(max((p for p in self.points() if p <= t), default=-1))

    def texts(self) -> list[int]:
        return sorted(self.begin)

    def end(self, point: int) -> int:
        return min((p for p in self.points() if p > point), default=10**9)

    def next_text(self, point: int) -> int:
        return min((p for p in self.texts() if p > point), default=10**9)

    def settle(self) -> None:
        for p in sorted(self.ends):
            if self.at(p - 1) is None:
                self.ends.discard(p)

    def publish(self, now: int, text: str) -> None:
        refuse(now < self.embargo_until)
        self.begin[now] = text

    def schedule(self, now: int, text: str, start: int, end: int | None) -> None:
        refuse(start <= now or start in self.begin or start < self.embargo_until)
        self.begin[start] = text
        if end is not None:
            self.expire(now, start, end)

    def reschedule(self, now: int, point: int, start: int) -> None:
        crossed = [p for p in self.points() if min(point, start) <= p <= max(point, start) and p != point]
        refuse(point <= now or start <= now or start < self.embargo_until or bool(crossed))
        refuse(start < point and point in self.ends)
        self.begin[start] = self.begin.pop(point)

    def cancel(self, now: int, point: int) -> None:
        refuse(point <= now)
        del self.begin[point]

    def expire(self, now: int, point: int, end: int | None) -> None:
        following = self.next_text(point)
        refuse(self.end(point) <= now)
        refuse(end is not None and (end <= now or end <= point or end > following))
        self.ends -= {p for p in self.ends if point < p <= following}
        if end is not None:
            self.ends.add(end)

    def withdraw(self, now: int) -> None:
        later = [p for p in self.texts() if p > now]
        refuse(self.at(now) is None and not later)
        for p in [*later, now]:
            self.begin.pop(p, None)
        self.ends = {p for p in self.ends if p < now} | {now}

    def embargo(self, now: int, until: int) -> None:
        refuse(any(self.end(p) > now and p < until for p in self.texts()))
        self.embargo_until = until


def refuse(condition: bool) -> None:
    if condition:
        raise Refused


def instant(second: int) -> datetime:
    return datetime(2026, 3, 29, tzinfo=UTC) + timedelta(seconds=second)


class Desk:
    """Carries the same verbs out on the house."""

    def __init__(self, article: Article) -> None:
        self.article = article

    def publish(self, now: int, text: str) -> None:
        publishing.publish(article=self.written(text), by=None, at=instant(now))

    def schedule(self, now: int, text: str, start: int, end: int | None) -> None:
        publishing.schedule(
            article=self.written(text),
            by=None,
            go_live_at=instant(start),
            expire_at=None if end is None else instant(end),
            at=instant(now),
        )

    def reschedule(self, now: int, point: int, start: int) -> None:
        publishing.reschedule(publication=self.beginning(point), go_live_at=instant(start), at=instant(now))

    def cancel(self, now: int, point: int) -> None:
        publishing.cancel(publication=self.beginning(point), at=instant(now))

    def expire(self, now: int, point: int, end: int | None) -> None:
        expire_at = None if end is None else instant(end)
        publishing.expire(publication=self.beginning(point), expire_at=expire_at, at=instant(now))

    def withdraw(self, now: int) -> None:
        publishing.withdraw(article=self.article, at=instant(now))

    def embargo(self, now: int, until: int) -> None:
        publishing.embargo(article=self.article, until=instant(until) if until else None, at=instant(now))

    def written(self, text: str) -> Article:
        self.article.title = text
        self.article.save(update_fields=["title"])
        return self.article

    def beginning(self, point: int) -> Publication:
        return self.article.publications.get(live_from=instant(point))


# Seconds from now: few and close together, so that beginnings, ends and embargoes meet often.
soon = st.integers(0, 6)
maybe_soon = st.none() | st.integers(0, 9)
which = st.integers(-3, -1)
# Verbs that build a timeline come more often than those that clear it: most sequences should get somewhere.
verbs = st.sampled_from(
    ["schedule"] * 5
    + ["publish"] * 3
    + ["reschedule"] * 4
    + ["cancel"] * 3
    + ["expire"] * 2
    + ["wait", "embargo", "withdraw"]
).flatmap(
    {
        "schedule": st.tuples(st.just("schedule"), soon, st.none() | maybe_soon),
        "publish": st.tuples(st.just("publish")),
        "reschedule": st.tuples(st.just("reschedule"), which, soon),
        "cancel": st.tuples(st.just("cancel"), which),
        "expire": st.tuples(st.just("expire"), which, maybe_soon),
        "wait": st.tuples(st.just("wait"), st.integers(1, 3)),
        "embargo": st.tuples(st.just("embargo"), soon),
        "withdraw": st.tuples(st.just("withdraw")),
    }.__getitem__
)


@pytest.mark.django_db
@settings(max_examples=100, deadline=None)
@given(sequence=st.lists(verbs, min_size=8, max_size=12))
def test_readers_get_what_the_reference_model_says_at_every_instant(sequence: list[tuple]) -> None:
    with transaction.atomic():
        play(sequence)
        transaction.set_rollback(True)


@pytest.mark.django_db
@settings(max_examples=30, deadline=None)
@given(sequence=st.lists(verbs, min_size=4, max_size=10))
def test_the_desk_says_the_same_of_a_text_in_its_list_in_its_filters_and_beside_the_form(sequence: list[tuple]) -> None:
    with transaction.atomic():
        article = play(sequence)
        for second in range(0, HORIZON, 3):
            at = instant(second)
            stored = with_conditions(with_standing(Article.objects.all(), at), at)
            state = standing(stored.get(pk=article.pk)).state
            assert outlook(Article.objects.get(pk=article.pk), at).state == state
            assert [kind for kind, condition in CONDITIONS.items() if stored.filter(condition).exists()] == [state]
        transaction.set_rollback(True)


def play(sequence: list[tuple]) -> Article:
    article, model, now = ArticleFactory(topic=TopicFactory()), Model(), 1
    desk = Desk(article)
    before: list[tuple[int, int, str]] = []
    for number, (verb, *arguments) in enumerate(sequence):
        if verb == "wait":
            now += arguments[0]
        elif verb in ("reschedule", "cancel", "expire") and not model.texts():
            continue
        else:
            carry_out(model, desk, verb, now, resolved(verb, arguments, model, now), text=f"Text {number}")
            after = rows(article)
            assert after == runs(model), (verb, arguments, now)
            assert ends_to_come(article, now) == {p for p in model.ends if p > now}, (verb, arguments, now)
            assert seen(after, now - 1) == seen(before, now - 1), "the past was rewritten"
            assert_embargo_holds(after, model, now)
            before = after
    publications = list(article.publications.all())
    for t in range(HORIZON + 6):
        titles = list(Publication.objects.live(instant(t)).filter(article=article).values_list("title", flat=True))
        assert titles == ([model.at(t)] if model.at(t) else []), t
        assert titles == [each.title for each in publications if each.is_live(instant(t))]
    return article


def resolved(verb: str, arguments: list, model: Model, now: int) -> list:
    """Turns "seconds from now" into seconds, and "one of the last" into the beginning it means."""
    chosen = []
    if verb in ("reschedule", "cancel", "expire"):
        texts = model.texts()
        chosen, arguments = [texts[max(arguments[0], -len(texts))]], arguments[1:]
    return chosen + [argument if argument is None else max(now + argument, 0) for argument in arguments]


def carry_out(model: Model, desk: Desk, verb: str, now: int, arguments: list, *, text: str) -> None:
    """Both carry the verb out, or both refuse it; a refusal changes nothing."""
    if verb in ("publish", "schedule"):
        arguments = [text, *arguments]
    before, revisions = (dict(model.begin), set(model.ends)), desk.article.revisions.count()
    try:
        getattr(model, verb)(now, *arguments)
        model.settle()
    except Refused:
        model.begin, model.ends = before
        with pytest.raises(PublishingError), transaction.atomic():
            getattr(desk, verb)(now, *arguments)
    else:
        getattr(desk, verb)(now, *arguments)
    assert desk.article.revisions.count() >= revisions, "a revision was lost"


def runs(model: Model) -> list[tuple[int, int, str]]:
    return [(p, model.end(p), text) for p, text in sorted(model.begin.items())]


def rows(article: Article) -> list[tuple[int, int, str]]:
    publications = article.publications.order_by("live_from")
    return [(second_of(p.live_from), second_of(p.live_until), p.title) for p in publications]


def ends_to_come(article: Article, now: int) -> set[int]:
    """Those that were set, whether or not something begins there."""
    ends = article.publications.filter(expires=True, live_until__gt=instant(now)).values_list("live_until", flat=True)
    return set(map(second_of, ends))


def second_of(moment: datetime | None) -> int:
    return 10**9 if moment is None else round((moment - instant(0)).total_seconds())


def seen(spans: list[tuple[int, int, str]], until: int) -> list[str | None]:
    """What readers got in each second up to `until`."""
    return [next((title for start, end, title in spans if start <= t < end), None) for t in range(until + 1)]


def assert_embargo_holds(spans: list[tuple[int, int, str]], model: Model, now: int) -> None:
    early = [start for start, end, _title in spans if end > now and start < model.embargo_until]
    assert not early, f"public from {early} under an embargo until {model.embargo_until}"
