"""Ctrl-C, a polite kill and a closing terminal: heard from the first moment, once, and never lost."""

from __future__ import annotations

import signal
import sys
import threading
from _thread import interrupt_main
from types import FrameType
from typing import Any

INTERRUPTED = 130
STOPPED = "stopped; nothing half-made was left behind"
SIGNALS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
AGAIN = 0.05  # seconds until an interruption that got lost is tried once more


def listen() -> None:
    """Let the signals stop the work, once: tidying up isn't interrupted again."""
    for number in SIGNALS:
        if signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, _stop)
    sys.unraisablehook = _lost


def _stop(number: int, frame: FrameType | None) -> None:
    for other in SIGNALS:
        signal.signal(other, signal.SIG_IGN)
    raise KeyboardInterrupt


def _lost(fault: Any) -> None:
    """What is raised in a destructor or a callback, Python prints and drops: an interruption has to come again."""
    if not isinstance(fault.exc_value, KeyboardInterrupt):
        sys.__unraisablehook__(fault)
    elif not sys.is_finalizing():
        signal.signal(signal.SIGINT, _stop)
        again = threading.Timer(AGAIN, _again)
        again.daemon = True
        again.start()


def _again() -> None:
    """Interrupt the main thread even where it waits for something, if the system can do that."""
    if hasattr(signal, "pthread_kill"):
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
    else:
        interrupt_main()
