"""Where the time goes: functions of the program are wrapped from outside, and their own time added up by name."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import wraps
from typing import Any
from unittest.mock import patch

from benchmarks.rows import Row

Places = Mapping[str, Sequence[tuple[Any, str]]]  # a part's name -> (module or class, name of its function) ...


class Stopwatch:
    """Seconds by name; time goes to the innermost name running, or to the outermost if that is one of `whole`."""

    def __init__(self, names: Sequence[str], whole: Sequence[str] = ()) -> None:
        self.spent = dict.fromkeys(names, 0.0)
        self._whole, self._running, self._since = whole, list[str](), 0.0

    def wrapped(self, name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        """The function, its time counted under `name`."""

        @wraps(work)
        def counted(*values: Any, **named: Any) -> Any:
            self._charge()
            self._running.append(self._running[-1] if set(self._running) & set(self._whole) else name)
            try:
                return work(*values, **named)
            finally:
                self._charge()
                self._running.pop()

        return counted

    def _charge(self) -> None:
        now = time.perf_counter()
        if self._running:
            self.spent[self._running[-1]] += now - self._since
        self._since = now


@contextmanager
def timed(places: Places, whole: Sequence[str] = ()) -> Iterator[dict[str, float]]:
    """Seconds spent in each part so far, while the block runs. The parts are to be called from one thread."""
    watch = Stopwatch(list(places), whole)
    with ExitStack() as wraps_on:
        for name, functions in places.items():
            for home, function in functions:
                work = watch.wrapped(name, getattr(home, function))
                wraps_on.enter_context(patch.object(home, function, work))
        yield watch.spent


def part_rows(what: str, whole: str, total: float, spent: Mapping[str, float], unit: str) -> list[Row]:
    """A row for the whole, one for each part, and one for what no part counted."""
    parts = {**spent, "rest": total - sum(spent.values())}
    return [Row(f"{what}: {whole}", total, unit), *(Row(f"{what}: of which {k}", v, unit) for k, v in parts.items())]
