"""What the kernel says that processes have used: processor time and memory."""

import statistics
from collections.abc import Iterator
from contextlib import suppress
from typing import Final, NamedTuple

import psutil
from django.conf import settings

from config.embedded.cluster import Cluster

MEGABYTE: Final = 1_000_000


class Memory(NamedTuple):
    """
    Megabytes of a web process, the mean of all: what is in memory of it, its share of that (what several have together
    counts once), and what it alone has.
    """

    resident: float
    proportional: float
    unique: float


def database() -> psutil.Process:
    """The embedded server's first process, whose children are its sessions."""
    pid, *_rest = (Cluster(settings.DATA_DIR).data / "postmaster.pid").read_text().splitlines()
    return psutil.Process(int(pid))


def seconds_used(first: psutil.Process) -> float:
    """Of processor time: by a process and its children, those included that have ended."""
    own = first.cpu_times()
    return own.user + own.system + own.children_user + own.children_system + sum(_of_children(first))


def _of_children(first: psutil.Process) -> Iterator[float]:
    for child in first.children(recursive=True):
        with suppress(psutil.NoSuchProcess):
            used = child.cpu_times()
            yield used.user + used.system


def memory(first: psutil.Process) -> Memory:
    known = [child.memory_full_info() for child in first.children()]
    columns = zip(*((one.rss, one.pss, one.uss) for one in known), strict=True)
    return Memory(*(statistics.mean(column) / MEGABYTE for column in columns))
