"""Selects above a report: what is offered, and what an address chooses of it."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.utils.functional import Promise

Words = str | Promise
# A name in the address, a label, and the choices.
Offer = tuple[str, Words, list[tuple[str, Words]]]


class Filter(NamedTuple):
    """A select: what was chosen is one of the choices, or nothing."""

    name: str
    label: Words
    choices: list[tuple[str, Words]]
    chosen: str


def filters_of(offered: Iterable[Offer], asked: Mapping[str, str]) -> list[Filter]:
    return [_filter(asked.get(offer[0], ""), *offer) for offer in offered]


def chosen_by(filters: Iterable[Filter]) -> dict[str, str]:
    return {each.name: each.chosen for each in filters if each.chosen}


def _filter(value: str, name: str, label: Words, choices: list[tuple[str, Words]]) -> Filter:
    return Filter(name, label, choices, value if value in dict(choices) else "")
