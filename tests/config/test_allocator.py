import subprocess
import sys

import pytest

from config.env import BASE_DIR

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="of the GNU C library")
# What the C library says of its memory, after what is done in between.
PROGRAM = """
import ctypes, sys, threading
from config.allocator import hold_less
if sys.argv[1] == "ours":
    hold_less()
{done}
libc = ctypes.CDLL(None)
libc.fdopen.restype = ctypes.c_void_p
libc.malloc_info(0, ctypes.c_void_p(libc.fdopen(1, b"w")))
libc.fflush(None)
"""
THREADS_THAT_HOLD_MEMORY_AT_ONCE = """
together = threading.Barrier(8)
def hold():
    held = bytearray(50_000)
    together.wait(20)
threads = [threading.Thread(target=hold) for _each in range(8)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
"""
# Otherwise the first makes the C library take the second for usual.
A_LARGE_PIECE_AFTER_A_LARGER_ONE = """
bytearray(20_000_000)
held = bytearray(5_000_000)
"""


def told(way: str, done: str) -> str:
    command = [sys.executable, "-c", PROGRAM.format(done=done), way]
    return subprocess.run(command, cwd=BASE_DIR, capture_output=True, text=True, check=True).stdout


def test_threads_of_a_web_process_share_their_pools_of_memory() -> None:
    ours, usual = (told(way, THREADS_THAT_HOLD_MEMORY_AT_ONCE).count("<heap ") for way in ("ours", "as usual"))
    assert ours <= 2 < usual


def test_large_pieces_of_memory_go_back_to_the_system() -> None:
    ours, usual = (told(way, A_LARGE_PIECE_AFTER_A_LARGER_ONE) for way in ("ours", "as usual"))
    assert lent(ours) >= 5_000_000 > lent(usual)


def lent(said: str) -> int:
    """Bytes that the system has lent for single pieces, which end with them."""
    return int(said.rpartition('<total type="mmap"')[2].partition('size="')[2].partition('"')[0])
