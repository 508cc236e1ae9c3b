"""
Less memory that is held but not used. The C library gives threads pools of their own, up to eight for each processor,
and what is freed in one is of no use to the others; ours take turns in any case, since only one of them runs Python
at a time. And what was taken once for a large piece of work it would keep for the next.
"""

import ctypes
import sys

# malloc.h of the GNU C library.
M_MMAP_THRESHOLD, M_ARENA_MAX = -3, -8
POOLS = 2
# Pieces from this size on are given back to the system: ten megabytes less of a process whose page cache is full.
LARGE = 512 * 1024


def hold_less() -> None:
    """In this process and those that it starts by forking. Other C libraries know no such thing."""
    if sys.platform == "linux" and hasattr(libc := ctypes.CDLL(None), "mallopt"):
        libc.mallopt(M_ARENA_MAX, POOLS)
        libc.mallopt(M_MMAP_THRESHOLD, LARGE)
