"""Learns the few weights on the site's own links: whoever set one said what belongs together."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from html import unescape
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from analysis.related.arrays import Scores
from analysis.related.candidates import candidates, read
from analysis.related.evaluation import fill, scratch_tables
from analysis.related.likeness import Weights, sorts_of_likeness
from analysis.related.models import Learnt, Profile
from analysis.related.texts import read as read_texts
from analysis.related.texts import texts
from analysis.related.vectors import Text
from analysis.related.weighing import weights_now
from analysis.text.markup import tokens

FEWEST_LINKS: Final = 200
# How much better they must be on links they were not learnt from.
MARGIN: Final = 0.005
_MOST_TEXTS: Final = 10_000
_MOST_QUERIES: Final = 2_000
_TRIALS: Final = 400
_SHOWN: Final = 5
_SEED: Final = 20_161_128


class Case(NamedTuple):
    """Of one article: the sorts of likeness of each candidate, which of them it links to, and to how many in all."""

    sorts: Scores
    linked: NDArray[np.bool_]
    links: int


class Outcome(NamedTuple):
    weights: Weights
    links: int
    before: float
    after: float

    @property
    def is_better(self) -> bool:
        return self.after >= self.before + MARGIN


def fit(*, at: datetime, visibly: bool = False) -> Outcome | None:
    """None where the site has too few links to learn from."""
    bodies = list(_without_link_texts(at))
    linking = [text for text in bodies if text.links_to]
    links = sum(len(text.links_to) for text in linking)
    if links < FEWEST_LINKS:
        return None
    chance = np.random.default_rng(_SEED)
    chosen = [linking[place] for place in chance.permutation(len(linking))[:_MOST_QUERIES]]
    in_use = weights_now()
    with scratch_tables():
        fill(bodies)
        cases = [_case(text) for text in tqdm(chosen, desc="links", disable=None if visibly else True)]
    learn, check = cases[::2], cases[1::2]
    learnt = _climb(learn, in_use, chance, tqdm(range(_TRIALS), desc="weights", disable=None if visibly else True))
    return Outcome(learnt, links, gain(check, in_use), gain(check, learnt))


def keep(outcome: Outcome, *, at: datetime) -> None:
    weights, links, before, after = outcome
    Learnt.objects.create(weights=weights._asdict(), links=links, before=before, after=after, learnt_at=at)


def gain(cases: Sequence[Case], weights: Weights) -> float:
    """Mean nDCG@5."""
    factors = weights.of_sorts()
    discounts = 1 / np.log2(np.arange(_SHOWN) + 2)
    gains = []
    for case in cases:
        best = np.argsort(-(case.sorts @ factors), kind="stable")[:_SHOWN]
        ideal = discounts[: min(_SHOWN, case.links)].sum()
        gains.append(float(discounts[: len(best)][case.linked[best]].sum() / ideal))
    return sum(gains) / max(len(gains), 1)


def _climb(cases: Sequence[Case], weights: Weights, chance: np.random.Generator, trials: Any) -> Weights:
    """Small steps at random; one that makes it better is kept. Weights stay small and positive: so they hold."""
    best, reached = weights, gain(cases, weights)
    for _trial in trials:
        factors = np.array(best[:-1])
        which = chance.integers(len(factors), size=2)
        step = chance.normal(0, chance.choice([0.02, 0.1]), size=2)
        factors[which] = np.clip(factors[which] + step, 0, 0.5)
        tried = Weights._make([*(round(float(each), 3) for each in factors), best.likeness])
        if (reaches := gain(cases, tried)) > reached:
            best, reached = tried, reaches
    return best


def _case(text: Text) -> Case:
    """Among older articles. What it links to itself is not counted as a link that was known before."""
    profile = Profile.objects.get(pk=text.id)
    found = read(candidates(profile, before=text.published_at), beside=profile)
    linked = np.isin(found.texts.ids, text.links_to)
    known = found.texts._replace(links_in=np.maximum(found.texts.links_in - linked, 0))
    sorts = sorts_of_likeness(known, found.place(text.id))
    others = found.texts.ids != text.id
    return Case(sorts[others], linked[others], len(text.links_to))


def _without_link_texts(at: datetime) -> Iterator[Text]:
    """The newest ones, each once. The words of a link are those of the other article: they would give it away."""
    newest = texts(at).order_by("-first_published_at", "-id")[:_MOST_TEXTS]
    bodies: dict[int, str] = dict(newest.values_list("article_id", "body"))
    seen: set[int] = set()
    for text in read_texts(newest):
        if text.id not in seen:
            seen.add(text.id)
            yield text._replace(body=without_link_texts(bodies[text.id]))


def without_link_texts(html: str) -> str:
    """The words of a body, except those of links to articles."""
    words, is_inside = [], False
    for token in tokens(html):
        if token.name == "a":
            is_inside = not token.is_end and token.attributes.get("href", "").startswith("/")
        elif not token.name and not is_inside:
            words.append(unescape(token.source))
        else:
            words.append(" ")
    return "".join(words)
