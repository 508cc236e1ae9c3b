"""
Fewer pools of memory. The C library gives threads pools of their own, up to eight for each processor, and what is freed
in one is of no use to the others; ours take turns in any case, since only one of them runs Python at a time.
"""

import ctypes
import sys

M_ARENA_MAX = -8  # malloc.h of the GNU C library
POOLS = 2


def share_pools() -> None:
    """In this process and those that it starts by forking. Other C libraries know no such thing."""
    if sys.platform == "linux" and hasattr(libc := ctypes.CDLL(None), "mallopt"):
        libc.mallopt(M_ARENA_MAX, POOLS)
