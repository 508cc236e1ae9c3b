"""Readers: `wrk` asks a server for addresses as fast as it answers."""

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

WALK: Final = Path(__file__).with_name("walk.lua")
SEED: Final = 11
CONNECTIONS: Final = 4
MISSING: Final = "wrk is not here, and without it nothing is measured (Debian and Ubuntu: apt install wrk)."
# What every browser reads.
COMPRESSED: Final = "Accept-Encoding: gzip, deflate, br"
# As RFC 9211 has it; up to a parameter that may follow.
HIT: Final = "Barometer; hit"
# Of the answers that are to be hits; and how often that is tried for.
NEARLY_ALL: Final = 0.99
FILLING: Final = 40


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
    paths: Sequence[str],
    *,
    seconds: float,
    connections: int = CONNECTIONS,
    headers: Sequence[str] = (),
    counting: bool = False,
    seed: int = SEED,
) -> Load:
    """`counting`: hits of the page cache, which makes wrk slower. One answer that is an error ends it all."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as listed:
        listed.write("\n".join(paths))
        listed.flush()
        size = ["--threads=1", f"--connections={connections}", f"--duration={max(1, round(seconds))}s", "--timeout=30s"]
        said = [f"--header={header}" for header in headers]
        arguments = [listed.name, str(seed), HIT if counting else ""]
        command = ["wrk", *size, *said, f"--script={WALK}", address, "--", *arguments]
        done = subprocess.run(command, capture_output=True, text=True)
    result = next((line for line in done.stdout.splitlines() if line.startswith("{")), None)
    if done.returncode != 0 or result is None:
        sys.exit(f"wrk: {(done.stderr or done.stdout).strip()}")
    return _load(**json.loads(result))


def fill(address: str, paths: Sequence[str], *, headers: Sequence[str] = ()) -> Load | None:
    """Asks until the page cache of each process has all of them, nearly; nothing where that never comes to be."""
    for attempt in range(FILLING):
        # In another order each time, so that nobody asks for the same few again and again.
        done = load(address, paths, seconds=2, headers=headers, counting=True, seed=SEED + attempt)
        if done.hits >= NEARLY_ALL * done.requests and done.requests > 5 * len(set(paths)):
            return done
        if not done.hits and done.requests > 2 * len(set(paths)):
            return None
    return None


def _load(*, requests: int, microseconds: int, failed: int, p50: int, p99: int, hits: int) -> Load:
    if failed:
        sys.exit(f"Of {requests} requests {failed} failed: what is measured so means nothing.")
    return Load(requests, microseconds / 1e6, p50 / 1e3, p99 / 1e3, hits)
