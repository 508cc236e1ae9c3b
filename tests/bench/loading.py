"""Readers: `wrk` asks a server for addresses as fast as it answers."""

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Final, NamedTuple

WALK: Final = Path(__file__).with_name("walk.lua")
SEED: Final = 11
CONNECTIONS: Final = 4
MISSING: Final = "wrk is not here, and without it nothing is measured (Debian and Ubuntu: apt install wrk)."
# As RFC 9211 has it; up to a parameter that may follow.
HIT: Final = "Barometer; hit"


class Load(NamedTuple):
    """What came of it: milliseconds until half of all, and 99 % of all, were answered; how many the page cache gave."""

    requests: int
    seconds: float
    p50: float
    p99: float
    hits: int


def require_wrk() -> None:
    if shutil.which("wrk") is None:
        sys.exit(MISSING)


def load(
    address: str,
    paths: Iterable[str],
    *,
    seconds: float,
    connections: int = CONNECTIONS,
    cookie: str = "",
    counting: bool = False,
) -> Load:
    """`counting`: hits of the page cache, which makes wrk itself slower. One answer that is an error ends it all."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as listed:
        listed.write("\n".join(paths))
        listed.flush()
        size = ["--threads=1", f"--connections={connections}", f"--duration={max(1, round(seconds))}s", "--timeout=30s"]
        arguments = [listed.name, str(SEED), cookie, HIT if counting else ""]
        done = subprocess.run(
            ["wrk", *size, f"--script={WALK}", address, "--", *arguments], capture_output=True, text=True
        )
    said = next((line for line in done.stdout.splitlines() if line.startswith("{")), None)
    if done.returncode != 0 or said is None:
        sys.exit(f"wrk: {(done.stderr or done.stdout).strip()}")
    return _load(**json.loads(said))


def _load(*, requests: int, microseconds: int, failed: int, p50: int, p99: int, hits: int) -> Load:
    if failed:
        sys.exit(f"Of {requests} requests {failed} failed: what is measured so means nothing.")
    return Load(requests, microseconds / 1e6, p50 / 1e3, p99 / 1e3, hits)
