"""How long a picture takes, and how large the files are."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.rows import Row
from benchmarks.small.held import VIEW, painted
from melies.models.vista import weights
from melies.models.vista.order import Order
from melies.models.vista.spec import STEPS

TURNS = 5
WORDS = "a lake at dusk in mist, a fox"


def rows() -> Iterator[Row]:
    import torch

    weights.painter()
    spent = []
    for turn in range(TURNS):
        began = time.perf_counter()
        painted(Order(VIEW, WORDS), turn)
        spent.append(time.perf_counter() - began)
    threads = torch.get_num_threads()
    yield Row(f"a {VIEW} picture, {STEPS} steps, fp32, {threads} threads, best of {TURNS}", min(spent), "s", 1.0)
    files = [path for path in Path(str(weights.HOME)).rglob("*") if path.is_file()]
    yield Row("vista's files", sum(path.stat().st_size for path in files) / 1e6, "MB")
    every = [path for path in Path(str(weights.HOME)).parent.rglob("*") if path.is_file()]
    yield Row("all that is shipped", sum(path.stat().st_size for path in every) / 1e6, "MB", 60.0)
