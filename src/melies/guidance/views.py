"""Views: the parts of a picture that a perceptor is shown, drawn inside a region, with their boxes.

Cutouts as in the first text-guided programs (Murdock's Big Sleep, Crowson's guided diffusion, 2021), their sides
normal(0.8, 0.3) of the region's shorter side; but drawn inside the region and resampled without aliasing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from melies.core.seed import Seed

Box = tuple[int, int, int, int]
LEAST = 24  # pixels of a view's side
MEDIAN, SPREAD, SMALLEST, LARGEST = 0.8, 0.3, 0.35, 1.0
INSIDE = 0.5  # of a view that must lie in the region


@dataclass(frozen=True)
class Views:
    """How many views a step has, from which chance; chunk: how many are shown at once, which is what takes memory."""

    count: int = 8
    chunk: int = 8
    seed: int = 0

    def boxes(self, height: int, width: int, mask: np.ndarray | None = None, step: int = 0) -> list[Box]:
        """Left, top, right, bottom in pixels, the whole region first. mask: (H, W), where views are drawn."""
        rng = (Seed(self.seed) / "views" / step).rng()
        left, top, right, bottom = (0, 0, width, height) if mask is None else _bounds(mask)
        found: list[Box] = [_square(left, top, right, bottom, width, height)]
        for tried in range(40 * self.count):
            if len(found) >= self.count:
                break
            short = max(LEAST, min(right - left, bottom - top))
            share = float(np.clip(rng.normal(MEDIAN, SPREAD), SMALLEST, LARGEST))
            side = max(LEAST, min(round(short * share), height, width))
            x, y = _offset(rng, left, right, side, width), _offset(rng, top, bottom, side, height)
            inside = 1.0 if mask is None else float(mask[y : y + side, x : x + side].mean())
            if inside >= INSIDE or tried > 20 * self.count:
                found.append((x, y, x + side, y + side))
        return found

    def chunks(self, boxes: list[Box]) -> Iterator[list[Box]]:
        """The boxes that are shown at once."""
        for start in range(0, len(boxes), self.chunk):
            yield boxes[start : start + self.chunk]


def _offset(rng: np.random.Generator, first: int, last: int, side: int, room: int) -> int:
    """Where a view of so many pixels begins, between two edges if it fits there, inside the picture in any case."""
    low, high = min(first, room - side), min(max(first, last - side), room - side)
    return int(rng.integers(max(0, low), max(0, low, high) + 1))


def _bounds(mask: np.ndarray) -> Box:
    rows, columns = np.nonzero((mask > 0.5).any(1))[0], np.nonzero((mask > 0.5).any(0))[0]
    if not len(rows):
        return 0, 0, mask.shape[1], mask.shape[0]
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def _square(left: int, top: int, right: int, bottom: int, width: int, height: int) -> Box:
    """A box a little larger than a region where it is small, inside the picture."""
    grow_x, grow_y = max(0, LEAST - (right - left)), max(0, LEAST - (bottom - top))
    left, top = max(0, left - grow_x // 2), max(0, top - grow_y // 2)
    return left, top, min(width, max(right, left + LEAST)), min(height, max(bottom, top + LEAST))
