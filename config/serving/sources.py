"""Noticing that the code has changed, for `serve --dev`."""

from collections.abc import Callable

from config.env import BASE_DIR

ROOMS = ("accounts", "analysis", "config")


def watch_sources() -> Callable[[], bool]:
    """A function that says whether any module is newer than when it was last asked."""
    seen = newest()

    def changed() -> bool:
        nonlocal seen
        before, seen = seen, newest()
        return seen != before

    return changed


def newest() -> int:
    modules = (path for room in ROOMS for path in (BASE_DIR / room).rglob("*.py"))
    return max(path.stat().st_mtime_ns for path in modules)
