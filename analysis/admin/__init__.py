"""The desk. Importing a module registers what it is about."""

from analysis.admin import (
    articles,
    authors,
    house_names,
    images,
    issues,
    log,
    mastheads,
    names,
    search_misses,
    subscriptions,
    tags,
    topics,
    users,
)

__all__ = [
    "articles",
    "authors",
    "house_names",
    "images",
    "issues",
    "log",
    "mastheads",
    "names",
    "search_misses",
    "subscriptions",
    "tags",
    "topics",
    "users",
]
