"""Progress bars: consumers of the events that long work yields. They change nothing about the work."""

from __future__ import annotations

import sys
import time
from collections import deque
from collections.abc import Iterable, Iterator
from math import ceil
from typing import Any, Protocol, TypeVar

PATIENCE = 1.0  # seconds of work before a bar appears
QUIET_STEP, QUIET_SHARE, SILENCE = 10.0, 0.1, 60.0  # where there is no terminal, a line after both, or after the last
KNOWN_STEPS, KNOWN_SHARE, KNOWN_SECONDS = 3, 0.03, 1.5  # before all of them, an estimate would be a guess,
SURE_SECONDS = 10.0  # but after these the pace is known anyhow
RECENT = 90.0  # seconds whose pace an estimate goes by


class Event(Protocol):
    """How far some work is: `done` of `of` in a `stage`."""

    @property
    def stage(self) -> str: ...

    @property
    def done(self) -> int: ...

    @property
    def of(self) -> int: ...

    @property
    def note(self) -> str: ...


E = TypeVar("E", bound=Event)


def shown(events: Iterable[E], quiet: bool = False) -> Iterator[E]:
    """The same events, with a bar for each stage on stderr; lines now and then where stderr is no terminal."""
    if quiet:
        yield from events
    elif sys.stderr.isatty():
        yield from _bars(events)
    else:
        yield from _lines(events)


def last(events: Iterable[E], quiet: bool = False) -> E | None:
    """Follow the work to its end; returns its last event."""
    event = None
    for event in shown(events, quiet):  # noqa: B007
        pass
    return event


class Estimate:
    """How long a stage still takes, by its pace of late; its first step counts not, since that sets the stage up."""

    def __init__(self) -> None:
        self._steps: deque[tuple[float, int]] = deque()

    def left(self, done: int, of: int, now: float) -> float | None:
        """Seconds left when `done` of `of` are done at `now`; None while nobody can know."""
        if done > 0 and (not self._steps or done > self._steps[-1][1]):
            self._steps.append((now, done))
        while len(self._steps) > 2 and now - self._steps[0][0] > RECENT:
            self._steps.popleft()
        if not self._steps:
            return None
        (start, first), (_, last) = self._steps[0], self._steps[-1]
        made, taken = last - first, now - start
        soon = made >= KNOWN_STEPS and done >= KNOWN_SHARE * of and taken >= KNOWN_SECONDS
        return taken / made * (of - done) if made and (soon or taken >= SURE_SECONDS) else None


def _bars(events: Iterable[E]) -> Iterator[E]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    bars = Progress(
        TextColumn("[bold]{task.description:>9}"),
        BarColumn(bar_width=None),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[left]:<12}"),
        TextColumn("[dim]{task.fields[note]:<28.28}"),
        console=Console(stderr=True),
    )
    tasks: dict[str, Any] = {}
    estimates: dict[str, Estimate] = {}
    began, drawing = time.monotonic(), False
    try:
        for event in events:
            if event.stage not in tasks:
                tasks[event.stage] = bars.add_task(event.stage, total=event.of, note="", left="")
            now = time.monotonic()
            left = _left(estimates.setdefault(event.stage, Estimate()).left(event.done, event.of, now))
            bars.update(tasks[event.stage], completed=event.done, total=event.of, note=event.note, left=left)
            if not drawing and now - began > PATIENCE:
                bars.start()
                drawing = True
            yield event
    finally:
        if drawing:
            bars.stop()


def _lines(events: Iterable[E]) -> Iterator[E]:
    """A line every so often, and one when a stage that was told of is over."""
    told, shown, estimates = time.monotonic(), dict[str, float](), dict[str, Estimate]()
    for event in events:
        now, part = time.monotonic(), event.done / max(1, event.of)
        left = _left(estimates.setdefault(event.stage, Estimate()).left(event.done, event.of, now))
        ahead, waited = part - shown.get(event.stage, 0.0), now - told
        over = part >= 1.0 and 0.0 < ahead and event.stage in shown
        if over or (waited > QUIET_STEP and ahead >= QUIET_SHARE) or waited > SILENCE:
            told, shown[event.stage] = now, part
            print(f"{event.stage} {event.done}/{event.of}{', ' if left else ''}{left}", file=sys.stderr, flush=True)
        yield event


def _left(seconds: float | None) -> str:
    whole = ceil(seconds or 0)
    return f"about {whole // 60}:{whole % 60:02d} left" if whole else ""
