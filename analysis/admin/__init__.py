"""The desk. Importing a module registers what it is about."""

from analysis.admin import articles, authors, images, issues, log, mastheads, tags, topics, users

__all__ = ["articles", "authors", "images", "issues", "log", "mastheads", "tags", "topics", "users"]
