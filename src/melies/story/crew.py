"""The worker processes of a film: each takes the next shot it has the stage for already, else the next one."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import CancelledError, Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import resource_tracker
from threading import RLock
from typing import Any

from melies.core.machine import follow

AHEAD = 3  # how many shots, in the film's order, may be passed over for one on a stage that is already set


@dataclass(frozen=True)
class Task:
    """A call to make in a worker: function and argument, both picklable; `stage` says what it would have to set."""

    call: Callable[[Any], dict[str, Any]]
    argument: Any
    stage: str


class Crew:
    """`workers` spawned processes working through named tasks, in order but for what AHEAD allows.

    Which worker did a task never shows in its result: a task is a pure function of its argument.
    """

    def __init__(self, tasks: Mapping[str, Task], workers: int) -> None:
        self._tasks = dict(tasks)
        self._open = list(tasks)
        self._set: dict[int, set[str]] = {}
        self._lock = RLock()
        self.results: dict[str, Future[dict[str, Any]]] = {name: Future() for name in tasks}
        context = multiprocessing.get_context("spawn")  # forking after numba's threads started would abort
        with _deaf_children():
            self._hands = [
                ProcessPoolExecutor(1, mp_context=context, initializer=follow) for _ in range(min(workers, len(tasks)))
            ]
            for hand in range(len(self._hands)):
                self._take(hand)

    def _take(self, hand: int) -> None:
        """Give a free worker its next task."""
        with self._lock:
            if not self._open:
                return
            name = chosen(self._open, {n: t.stage for n, t in self._tasks.items()}, self._set, hand)
            self._open.remove(name)
            task = self._tasks[name]
            self._set.setdefault(hand, set()).add(task.stage)
            work = self._hands[hand].submit(task.call, task.argument)
        work.add_done_callback(lambda done: self._done(hand, name, done))

    def _done(self, hand: int, name: str, work: Future[dict[str, Any]]) -> None:
        result = self.results[name]
        error = CancelledError() if work.cancelled() else work.exception()
        if error is None:
            result.set_result(work.result())
            self._take(hand)
        else:
            result.set_exception(error)
            self._give_up(error)

    def _give_up(self, error: BaseException) -> None:
        """Fail what nobody has begun: one lost shot is a lost film, and a dead worker begins nothing more."""
        with self._lock:
            lost, self._open = self._open, []
        for name in lost:
            self.results[name].set_exception(error)

    def close(self) -> None:
        """Stop every worker, busy or not, and wait for them."""
        with self._lock:
            self._open.clear()
        for pool in self._hands:
            if any(not result.done() for result in self.results.values()):
                for process in list((pool._processes or {}).values()):
                    process.terminate()
            pool.shutdown(wait=True, cancel_futures=True)


def chosen(waiting: list[str], stages: Mapping[str, str], done: Mapping[int, set[str]], hand: int) -> str:
    """Which of the waiting tasks a worker takes: one on its own stage, else one on nobody's, else the first."""
    near = waiting[: AHEAD + 1]
    others = set().union(*(known for other, known in done.items() if other != hand))
    mine = [name for name in near if stages[name] in done.get(hand, set())]
    fresh = [name for name in near if stages[name] not in others]
    return (mine or fresh or near)[0]


@contextmanager
def _deaf_children() -> Iterator[None]:
    """Processes started meanwhile never hear Ctrl-C or a closing terminal: it is their parent that stops them."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # starting it with the first process would let the signals through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGHUP})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
