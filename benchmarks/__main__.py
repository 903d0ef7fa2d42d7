"""Print every figure as a table, or as a list of rows `{"what", "value", "goal", "holds"}` with --json."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from benchmarks.film import film_rows
from benchmarks.rows import Row, told
from benchmarks.stage import stage_rows


def rows(quick: bool) -> Iterable[Row]:
    return [*stage_rows(), *film_rows(quick)]


if __name__ == "__main__":
    sys.exit(told("Melies' figures: stage, look and film.", "shorter film, no 1280x720", rows))
