"""Ctrl-C in the middle of a start."""

import signal
from collections.abc import Iterator
from contextlib import suppress

import pytest

from config.serving.stopping import Stopping


@pytest.fixture
def stopping() -> Iterator[Stopping]:
    before = {signum: signal.getsignal(signum) for signum in (signal.SIGINT, signal.SIGTERM)}
    stopping = Stopping()
    stopping.listen()
    yield stopping
    for signum, handler in before.items():
        signal.signal(signum, handler)


@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_what_is_under_way(stopping: Stopping, signum: signal.Signals) -> None:
    stopping.check()
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signum)


@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGTERM])
def test_it_is_not_forgotten_where_an_exception_is_dropped(stopping: Stopping, signum: signal.Signals) -> None:
    with suppress(KeyboardInterrupt):  # as Python does around a finalizer
        signal.raise_signal(signum)
    with pytest.raises(KeyboardInterrupt):
        stopping.check()
