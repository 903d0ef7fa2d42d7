"""What this machine gives a process."""

from __future__ import annotations

import multiprocessing
import os
import threading
from multiprocessing import connection


def cores() -> int:
    """Processor cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def follow() -> None:
    """In a worker: end with the process that started it, however that ends; it would wait for ever for more to do."""
    master = multiprocessing.parent_process()
    if master is not None:
        threading.Thread(target=_end_with, args=(master.sentinel,), name="follow", daemon=True).start()


def _end_with(sentinel: int) -> None:
    connection.wait([sentinel])
    os._exit(1)
