import subprocess
import sys

import pytest

from config.env import BASE_DIR

# Threads that hold memory all at the same time; then how many pools the C library says it has.
PROGRAM = """
import ctypes, sys, threading
from config.allocator import hold_less
if sys.argv[1] == "shared":
    hold_less()
together = threading.Barrier(8)
def hold():
    held = bytearray(50_000)
    together.wait(20)
threads = [threading.Thread(target=hold) for _each in range(8)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
libc = ctypes.CDLL(None)
libc.fdopen.restype = ctypes.c_void_p
libc.malloc_info(0, ctypes.c_void_p(libc.fdopen(1, b"w")))
libc.fflush(None)
"""


def pools(way: str) -> int:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, way], cwd=BASE_DIR, capture_output=True, text=True, check=True
    )
    return done.stdout.count("<heap ")


@pytest.mark.skipif(sys.platform != "linux", reason="of the GNU C library")
def test_threads_of_a_web_process_share_their_pools_of_memory() -> None:
    assert pools("shared") <= 2 < pools("as usual")
