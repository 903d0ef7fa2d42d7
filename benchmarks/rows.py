"""One figure with its goal."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Row:
    """what is measured, its value in `unit`, and the goal: at least (`least`) or at most it; None: no goal."""

    what: str
    value: float
    unit: str
    goal: float | None = None
    least: bool = False

    @property
    def holds(self) -> bool | None:
        if self.goal is None:
            return None
        return self.value >= self.goal if self.least else self.value <= self.goal

    def as_dict(self) -> dict[str, Any]:
        return {
            "what": f"{self.what} ({self.unit})",
            "value": round(self.value, 3),
            "goal": self.goal,
            "holds": self.holds,
        }

    def line(self) -> str:
        sign = (
            ""
            if self.goal is None
            else f"  goal {'>=' if self.least else '<='} {self.goal:g}  {'holds' if self.holds else 'FAILS'}"
        )
        return f"{self.what:<62} {self.value:>9.2f} {self.unit:<10}{sign}"


def told(what: str, quick: str, rows: Callable[[bool], Iterable[Row]]) -> int:
    """A benchmark's command line: a line for each row, or JSON with --json; --quick is what `quick` says."""
    options = argparse.ArgumentParser(description=what)
    options.add_argument("--json", action="store_true", help="machine-readable rows")
    options.add_argument("--quick", action="store_true", help=quick)
    chosen = options.parse_args()
    found = list(rows(chosen.quick))
    print(json.dumps([row.as_dict() for row in found], indent=1) if chosen.json else "\n".join(map(Row.line, found)))
    return 0
