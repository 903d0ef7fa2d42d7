"""What vista, the shipped small network, can do, in figures; on worlds and words that no lesson had.

    python -m benchmarks.vista [--quick] [--json]

Worlds are rendered for it, which takes most of the time.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable

from benchmarks.rows import Row, told
from benchmarks.small import alike, following, pace, reading, steady
from benchmarks.small.held import HELD_OUT, TAUGHT, worlds

WORLDS, PROBES, OLD = 6, 20, 6  # of four pictures each


def rows(quick: bool) -> Iterable[Row]:
    held = worlds(HELD_OUT, 2 if quick else WORLDS)
    yield from pace.rows()
    yield from reading.rows(held)
    yield from following.rows(held)
    probes, taught = worlds(HELD_OUT + 1000, 4 if quick else PROBES), worlds(TAUGHT, 3 if quick else OLD)
    yield from alike.rows(taught, held, probes)
    if not quick:
        yield from steady.rows()
        yield from alike.by_steps(held)


if __name__ == "__main__":
    sys.exit(told("Vista, the small network: what it makes, reads and follows.", "fewer worlds", rows))
