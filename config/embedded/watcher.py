"""Keeps the server up while leases exist: `python -m config.embedded.watcher DATA_DIR` detaches itself."""

import os
import signal
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from subprocess import Popen
from types import FrameType

from config.embedded.cluster import Cluster
from config.embedded.locks import is_current, try_lock
from config.embedded.server import start, stop, trim_log

GLANCE_SECONDS = 0.2
# Commands that follow one another use the same server.
LINGER_SECONDS = 3.0
# A server that does not live this long has not started.
SETTLED_SECONDS = 10.0
ATTEMPTS = 5


@dataclass
class Watch:
    cluster: Cluster
    lock: int
    server: Popen[bytes]
    started_at: float
    used_at: float
    attempts: int = 1
    linger: float = LINGER_SECONDS

    def hurry(self, signum: int, frame: FrameType | None) -> None:
        self.linger = 0.0

    def run(self) -> None:
        try:
            while self.is_in_place() and self.attempts <= ATTEMPTS:
                self.revive()
                if self.is_over():
                    return
                time.sleep(GLANCE_SECONDS)
        finally:
            stop(self.server)

    def is_in_place(self) -> bool:
        """Nobody has removed or replaced the data folder under us."""
        return is_current(self.lock, self.cluster.watcher_lock)

    def revive(self) -> None:
        age = time.monotonic() - self.started_at
        if self.server.poll() is None:
            self.attempts = 1 if age > SETTLED_SECONDS else self.attempts
        elif age > self.attempts - 1:  # at once, then after 1, 2, … seconds
            self.attempts += 1
            self.started_at = time.monotonic()
            self.server = start(self.cluster)

    def is_over(self) -> bool:
        """Nobody has held a lease for a while. From then on nobody gets one until we are gone."""
        alone = try_lock(self.cluster.lease)
        if alone is None:
            self.used_at = time.monotonic()
        elif time.monotonic() - self.used_at >= self.linger:
            return True
        else:
            os.close(alone)
        return False


def detach(log: Path) -> None:
    """Live on without the process that started us, its terminal and its output."""
    if os.fork():
        os._exit(0)
    os.setsid()
    os.chdir("/")
    with log.open("ab") as output:
        os.dup2(output.fileno(), sys.stdout.fileno())
        os.dup2(output.fileno(), sys.stderr.fileno())


def main(data_dir: Path) -> None:
    cluster = Cluster(data_dir)
    lock = try_lock(cluster.watcher_lock)
    if lock is None:
        return
    trim_log(cluster.log)
    detach(cluster.log)
    os.truncate(lock, 0)
    os.write(lock, str(os.getpid()).encode())
    now = time.monotonic()
    watch = Watch(cluster, lock, start(cluster), started_at=now, used_at=now)
    signal.signal(signal.SIGTERM, watch.hurry)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    watch.run()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
