"""A wish to stop while `serve` starts: it ends the long step that is under way, and is not forgotten."""

import signal
from types import FrameType


class Stopping:
    """
    Ctrl-C and SIGTERM raise KeyboardInterrupt. Python drops an exception that meets it while it tidies up after an
    object (a finalizer, a callback of the garbage collection), which happens in migrations: `check` raises it then.
    """

    def __init__(self) -> None:
        self.is_asked = False

    def listen(self) -> None:
        for signum in (signal.SIGINT, signal.SIGTERM):
            signal.signal(signum, self.on_signal)

    def on_signal(self, _signum: int, _frame: FrameType | None) -> None:
        self.is_asked = True
        raise KeyboardInterrupt

    def check(self) -> None:
        if self.is_asked:
            raise KeyboardInterrupt
