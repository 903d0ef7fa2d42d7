"""The C library told to keep what torch frees between layers, so that it is not fetched anew, page by page."""

from __future__ import annotations

import ctypes
import sys
from functools import cache

TRIM, MMAP, ARENAS = -1, -3, -8  # parameters of glibc's mallopt(3)
LARGEST = 32 << 20  # bytes: the most that glibc takes for MMAP
KEPT = 1 << 30  # bytes that may lie free before the system gets them back


@cache
def keep() -> bool:
    """Keep freed memory, once for the process; whether this system could be told to.

    At Stable Diffusion 1.5's size a picture on the processor else frees and fetches some 6 GB of activations, a third
    of its time; and every thread that paints would have a heap of its own.
    """
    if not sys.platform.startswith("linux"):
        return False
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (OSError, AttributeError):
        return False  # another C library than glibc
    return all([mallopt(MMAP, LARGEST), mallopt(TRIM, KEPT), mallopt(ARENAS, 1)])
