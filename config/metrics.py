"""
What Prometheus is told at `/metrics`: requests by route, jobs by task, memory. Nothing of readers.

prometheus-client rather than code of our own: its counts live in files that all web processes map into memory, so that
any of them answers for all, and a reload or a killed process loses nothing. `config/gunicorn.py` makes the folder.
"""

import ipaddress
import os
from collections.abc import Iterator
from typing import Final

import psutil
from django.conf import settings
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, Metric, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from analysis.lateness import Queue, queues

FOLDER: Final = "PROMETHEUS_MULTIPROC_DIR"
REQUESTS: Final = Histogram(
    "barometer_request_seconds",
    "Time until an answer began, by URL pattern and class of status.",
    ["route", "status"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
)
PAGES: Final = Counter(
    "barometer_pages",
    "Pages that may be kept: `hit` from memory (and then in no other count), `waited` while another made it, `miss`.",
    ["route", "outcome"],
)


@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """For METRICS_ALLOWED; for everybody else there is no such page."""
    if not may_read(request):
        raise Http404
    return HttpResponse(generate_latest(registry()), content_type=CONTENT_TYPE_LATEST)


def may_read(request: HttpRequest) -> bool:
    # Behind a proxy that nobody told us of, all the world has its address.
    if request.META.get("UNKNOWN_PROXY"):
        return False
    visitor = ipaddress.ip_address(request.META["REMOTE_ADDR"])
    return any(visitor in ipaddress.ip_network(network) for network in settings.METRICS_ALLOWED)


def registry() -> CollectorRegistry:
    found = CollectorRegistry()
    if FOLDER in os.environ:
        MultiProcessCollector(found)  # type: ignore[no-untyped-call]
    else:
        found.register(REQUESTS)
        found.register(PAGES)
    found.register(Present())
    return found


class Present(Collector):
    """What is not counted as it happens but asked for now."""

    def describe(self) -> list[Metric]:
        return []  # or else registering would collect

    def collect(self) -> Iterator[Metric]:
        yield GaugeMetricFamily("barometer_memory_bytes", "Resident memory of all web processes.", value=memory())
        try:
            found = queues(timezone.now())
        except DatabaseError:
            yield GaugeMetricFamily("barometer_database_up", "Whether the database answers.", value=0)
            return
        yield GaugeMetricFamily("barometer_database_up", "Whether the database answers.", value=1)
        yield from jobs(found)


def jobs(found: list[Queue]) -> Iterator[Metric]:
    """`late` are consequences of what was decided (mail, similar articles) that have not been drawn in time."""
    depth = GaugeMetricFamily("barometer_jobs", "Jobs that are not done, by task and state.", labels=["task", "state"])
    waited = GaugeMetricFamily("barometer_job_lateness_seconds", "How long the oldest has been due.", labels=["task"])
    for queue in found:
        for state in ("due", "coming", "failed", "late"):
            depth.add_metric([queue.task, state], getattr(queue, state))
        waited.add_metric([queue.task], queue.waited.total_seconds())
    return iter((depth, waited))


def memory() -> int:
    """Of gunicorn and its workers; of this process alone where there is no gunicorn."""
    own = psutil.Process()
    family = [own]
    if FOLDER in os.environ and (parent := own.parent()):
        family = [parent, *parent.children()]
    return sum(resident(process) for process in family)


def resident(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.Error:  # it has just ended
        return 0
