"""Keeps the processes of `serve` running, and leaves none behind."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from types import FrameType

from config.children import die_with
from config.env import BASE_DIR

GLANCE_SECONDS = 0.2
LONGEST_PAUSE = 5.0
# A child that has lived this long may be started again at once.
SETTLED_SECONDS = 10.0
STOP_SECONDS = 20.0


class WebServerError(Exception):
    """A child without which there is nothing to serve could not start."""


@dataclass
class Child:
    command: Sequence[str]
    inherits: Sequence[int] = ()
    # What the kernel sends it should we be killed.
    farewell: signal.Signals = signal.SIGTERM
    process: "subprocess.Popen[bytes] | None" = None
    started_at: float = 0.0
    pause: float = 0.0

    def start(self) -> None:
        self.started_at = time.monotonic()
        self.process = subprocess.Popen(
            self.command,
            cwd=BASE_DIR,
            stdin=subprocess.DEVNULL,
            pass_fds=self.inherits,
            start_new_session=True,  # Ctrl-C is for us: we stop them in order
            preexec_fn=partial(die_with, os.getpid(), self.farewell),
        )

    @property
    def runs(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def keep_up(self) -> None:
        """Start it again, the faster it fails the later."""
        age = time.monotonic() - self.started_at
        if self.runs:
            self.pause = 0.0 if age > SETTLED_SECONDS else self.pause
        elif age > self.pause:
            self.pause = min(2 * self.pause + 0.5, LONGEST_PAUSE)
            self.start()

    def signal(self, signum: signal.Signals) -> None:
        if self.process is not None and self.runs:
            self.process.send_signal(signum)


@dataclass
class Supervisor:
    web: Child
    worker: Child
    is_ready: Callable[[], bool]
    announce: Callable[[], None]
    # Asked all the time: whether the worker must be started afresh, its code having changed.
    is_stale: Callable[[], bool]
    announced: bool = False
    stopping: bool = False
    patience: float = field(default=STOP_SECONDS)

    def run(self) -> None:
        """Until a signal asks to stop, or the web server fails before it was ready."""
        for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(signum, self.on_signal)
        try:
            self.web.start()
            self.worker.start()
            while not self.stopping:
                self.glance()
                time.sleep(GLANCE_SECONDS)
        finally:
            self.stop()

    def on_signal(self, _signum: int, _frame: FrameType | None) -> None:
        # Asked twice, we do not wait for anybody.
        self.patience = 0.0 if self.stopping else self.patience
        self.stopping = True

    def glance(self) -> None:
        if not self.announced and self.is_ready():
            self.announced = True
            self.announce()
        if not self.announced and not self.web.runs:
            raise WebServerError
        if self.is_stale():
            self.worker.signal(signal.SIGTERM)
        self.web.keep_up()
        self.worker.keep_up()

    def stop(self) -> None:
        children, asked_at = (self.web, self.worker), time.monotonic()
        for child in children:
            child.signal(signal.SIGTERM)
        while any(child.runs for child in children):
            if time.monotonic() - asked_at > self.patience:
                for child in children:
                    child.signal(signal.SIGKILL)
            time.sleep(0.02)
