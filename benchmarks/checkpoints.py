"""The figures of `engine: diffusers`, as a table, or as rows `{"what", "value", "goal", "holds"}` with --json.

    python -m benchmarks.checkpoints [--json] [--quick]

Exactness is shown on tiny pipelines with random weights in diffusers' real classes; time and memory on a Stable
Diffusion 1.5 of real size with random weights (860 million numbers in the network; 7 GB of memory, 5 GB of disk for a
while), which --quick leaves out.
"""

from __future__ import annotations

import argparse
import json
import sys

from benchmarks.exactness import exact_rows
from benchmarks.overhead import overhead_rows
from benchmarks.rows import Row


def main() -> int:
    options = argparse.ArgumentParser(description="The figures of checkpoints.")
    options.add_argument("--json", action="store_true", help="machine-readable rows")
    options.add_argument("--quick", action="store_true", help="no checkpoint of real size")
    chosen = options.parse_args()
    rows: list[Row] = [*exact_rows(), *([] if chosen.quick else overhead_rows())]
    if chosen.json:
        print(json.dumps([row.as_dict() for row in rows], indent=1))
    else:
        for row in rows:
            print(row.line())
    return 0


if __name__ == "__main__":
    sys.exit(main())
