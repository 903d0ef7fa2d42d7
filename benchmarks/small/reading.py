"""Depth and labels that vista reads in pictures, against those of the worlds they show."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy import ndarray

from benchmarks.rows import Row
from benchmarks.small.held import Seen
from melies.models.vista.weights import painter
from melies.scene.labels import DRAWN

FAR = 300.0  # metres beyond which depth is not compared
RARE = 2e-3  # of all pixels: labels that cover less are not counted


def rows(some: tuple[Seen, ...]) -> Iterator[Row]:
    both, either, errors, near = np.zeros(len(DRAWN)), np.zeros(len(DRAWN)), [], []
    right = 0.0
    for one in some:
        seen = painter().read(one.rgb)
        right += float((seen.labels == one.labels).mean()) / len(some)
        for n in range(len(DRAWN)):
            a, b = seen.labels == n, one.labels == n
            both[n] += (a & b).sum()
            either[n] += (a | b).sum()
        error, share = _depth(seen.depth, one.depth)
        errors.append(error)
        near.append(share)
    pixels = sum(one.labels.size for one in some)
    counted = np.array([sum((one.labels == n).sum() for one in some) for n in range(len(DRAWN))]) > RARE * pixels
    yield Row("picture to labels: pixels that are right", right, "")
    yield Row(
        "picture to labels: mean IoU of labels that are there",
        float((both / np.maximum(either, 1))[counted].mean()),
        "",
    )
    yield Row("picture to depth: AbsRel after an affine fit in 1/depth", float(np.mean(errors)), "")
    yield Row("picture to depth: share within 1.25 (delta 1)", float(np.mean(near)), "")


def _depth(found: ndarray, true: ndarray) -> tuple[float, float]:
    """AbsRel and delta 1 of what is nearer than FAR, after a fit of inverse depth (Ranftl et al. 2020)."""
    where = true < FAR
    a, b = 1 / np.minimum(found, 1e4)[where], 1 / true[where]
    fit = np.polyfit(a, b, 1)
    metres = 1 / np.clip(np.polyval(fit, a), 1 / FAR, None)
    ratio = np.maximum(metres / true[where], true[where] / metres)
    return float((np.abs(metres - true[where]) / true[where]).mean()), float((ratio < 1.25).mean())
