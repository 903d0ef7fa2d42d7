"""The figures of `engine: diffusers`, as a table, or as rows `{"what", "value", "goal", "holds"}` with --json.

    python -m benchmarks.checkpoints [--json] [--quick]

Exactness is shown on tiny pipelines with random weights in diffusers' real classes; time and memory on a Stable
Diffusion 1.5 of real size with random weights (860 million numbers in the network; 7 GB of memory, 5 GB of disk for a
while), which --quick leaves out.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable

from benchmarks.exactness import exact_rows
from benchmarks.overhead import overhead_rows
from benchmarks.rows import Row, told


def rows(quick: bool) -> Iterable[Row]:
    return [*exact_rows(), *([] if quick else overhead_rows())]


if __name__ == "__main__":
    sys.exit(told("The figures of checkpoints.", "no checkpoint of real size", rows))
