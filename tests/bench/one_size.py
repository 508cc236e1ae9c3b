"""
One site, built and measured in a process of its own, whose environment says where: `python -m tests.bench.one_size`.

Arguments: how many articles, seconds a run, and what is to be measured.
What it finds out goes to DATA_DIR/figures.json.
"""

import json
import os
import sys
from collections.abc import Collection
from dataclasses import asdict
from typing import Any

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
django.setup()

from django.conf import settings  # noqa: E402 - settings first
from django.db import connection  # noqa: E402
from tqdm import tqdm  # noqa: E402

from tests.bench import edge, hit_rate, schedules  # noqa: E402
from tests.bench.accounting import memory  # noqa: E402
from tests.bench.addresses import DESK, READERS, as_staff, working_set  # noqa: E402
from tests.bench.building import BUILT, build  # noqa: E402
from tests.bench.content import Archive  # noqa: E402
from tests.bench.loading import COMPRESSED, fill, load  # noqa: E402
from tests.bench.measuring import beside, measured, settle  # noqa: E402
from tests.bench.serving import DJANGO, HELLO, PRODUCT, Server, serving  # noqa: E402

Found = dict[str, Any]


def measure(archive: Archive, only: Collection[str], seconds: float) -> Found:
    build(archive.size)
    settle()
    found: Found = {"built": BUILT.read_text().strip(), "figures": {}}
    for name, application in {"hello": HELLO, "django": DJANGO}.items():
        with serving(application) as server:
            found["figures"][name] = asdict(measured(server, ["/"], seconds=seconds))
    # Without a page cache every page is made anew.
    with serving(PRODUCT, probe="/healthz", PAGE_CACHE_MEGABYTES="0") as server:
        found["figures"] |= cold(server, archive, only, seconds)
        found["memory_without_cache"] = memory(server.process)
    with serving(PRODUCT, probe="/healthz") as server:
        if "warm" in only:
            found |= from_page_cache(server, archive, seconds)
        if "schedules" in only:
            found["schedules"] = schedules.measure(server.address, archive)
        if "hit-rate" in only:
            found["hit_rate"] = hit_rate.measure(server.address, archive)
    if "edge" in only:
        found["edge"] = edge.measure(archive, seconds)
    return found


def cold(server: Server, archive: Archive, only: Collection[str], seconds: float) -> dict[str, Any]:
    signed_in, figures = [as_staff()], {}
    cases = {name: addresses(archive) for name, addresses in (READERS | DESK).items() if name in only}
    # Our own session is none of theirs.
    connection.close()
    for name, paths in tqdm(cases.items(), desc=f"{archive.size:,} articles", unit="case", disable=None):
        if paths:
            headers = signed_in if name in DESK else ()
            figures[name] = asdict(measured(server, paths, seconds=seconds, headers=headers))
    return figures


def from_page_cache(server: Server, archive: Archive, seconds: float) -> Found:
    """Where there is one: what a page of it costs beside hello world, and what a process takes whose cache is full."""
    paths, headers = working_set(archive), [COMPRESSED]
    if fill(server.address, paths, headers=headers) is None:
        return {}
    with serving(HELLO) as bare:
        warm = beside((server, paths), (bare, ["/"]), seconds=seconds, headers=headers)
    load(server.address, READERS["article"](archive), seconds=seconds)
    return {"warm": warm, "memory": memory(server.process)}


def main() -> None:
    size, seconds, only = sys.argv[1:]
    found = measure(Archive(int(size)), only.split(","), float(seconds))
    (settings.DATA_DIR / "figures.json").write_text(json.dumps(found))


if __name__ == "__main__":
    main()
