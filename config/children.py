"""Child processes that do not outlive us, however we end."""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1
# Loaded before any fork: between fork and exec there is little one may do.
LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


def die_with(parent: int, signum: signal.Signals) -> None:
    """In a new child: the kernel sends us this signal when the parent ends, even by SIGKILL. Linux only."""
    if LIBC is None:
        return
    LIBC.prctl(PR_SET_PDEATHSIG, signum)
    if os.getppid() != parent:  # it ended before we could ask
        os._exit(1)
