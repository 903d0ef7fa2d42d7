"""Print every figure as a table, or as a list of rows `{"what", "value", "goal", "holds"}` with --json."""

from __future__ import annotations

import argparse
import json
import sys

from benchmarks.film import film_rows
from benchmarks.rows import Row
from benchmarks.stage import stage_rows


def main() -> int:
    options = argparse.ArgumentParser(description="Melies' figures: stage, look and film.")
    options.add_argument("--json", action="store_true", help="machine-readable rows")
    options.add_argument("--quick", action="store_true", help="shorter film, no 1280x720")
    chosen = options.parse_args()
    rows: list[Row] = [*stage_rows(), *film_rows(chosen.quick)]
    if chosen.json:
        print(json.dumps([row.as_dict() for row in rows], indent=1))
    else:
        for row in rows:
            print(row.line())
    return 0


if __name__ == "__main__":
    sys.exit(main())
