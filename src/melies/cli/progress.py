"""Progress bars: consumers of the events that long work yields. They change nothing about the work."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from typing import Any, Protocol, TypeVar

PATIENCE = 1.0  # seconds of work before a bar appears
QUIET_STEP = 10.0  # seconds between lines where there is no terminal to draw on


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


def _bars(events: Iterable[E]) -> Iterator[E]:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    bars = Progress(
        TextColumn("[bold]{task.description:>9}"),
        BarColumn(bar_width=None),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
        TextColumn("[dim]{task.fields[note]:<28.28}"),
        console=Console(stderr=True),
    )
    tasks: dict[str, Any] = {}
    began, drawing = time.monotonic(), False
    try:
        for event in events:
            if event.stage not in tasks:
                tasks[event.stage] = bars.add_task(event.stage, total=event.of, note="")
            bars.update(tasks[event.stage], completed=event.done, total=event.of, note=event.note)
            if not drawing and time.monotonic() - began > PATIENCE:
                bars.start()
                drawing = True
            yield event
    finally:
        if drawing:
            bars.stop()


def _lines(events: Iterable[E]) -> Iterator[E]:
    began = told = before = time.monotonic()
    stages: dict[str, float] = {}
    for event in events:
        now = time.monotonic()
        stages.setdefault(event.stage, before)
        before = now
        if now - told > QUIET_STEP and now - began > PATIENCE:
            told = now
            spent = now - stages[event.stage]
            left = f", about {_clock(spent / event.done * (event.of - event.done))} left" if event.done else ""
            print(f"{event.stage} {event.done}/{event.of}{left}", file=sys.stderr, flush=True)
        yield event


def _clock(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"
