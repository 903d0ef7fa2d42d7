"""Whether pictures follow drawn labels and outlines, by a segmenter (the lens) and an edge finder."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
import torch
from numpy import ndarray

from benchmarks.rows import Row
from benchmarks.small.held import VIEW, Seen, painted
from melies.core.image import to_bytes
from melies.guidance.critics.outline import edginess
from melies.guidance.guides import planes
from melies.guidance.perceptors.lens import lens
from melies.guidance.phrases import PHRASES
from melies.models.vista.layers import edges
from melies.models.vista.order import Order
from melies.scene.labels import DRAWN

NEAR = 4  # pixels within which an edge counts as found
STRENGTHS = np.geomspace(0.01, 0.9, 16)  # of edginess, from which there is an edge


def rows(some: tuple[Seen, ...]) -> Iterator[Row]:
    from_labels = [painted(Order(VIEW, one.words, labels=one.labels), n).rgb for n, one in enumerate(some)]
    ours = _overlap(from_labels, some)
    ceiling = _overlap([one.rgb for one in some], some)
    yield Row("labels to picture: mean IoU by the lens", ours, "")
    yield Row("the same, of that of the true pictures", ours / ceiling, "x", 0.6, True)
    drawn = [edges(one.labels, one.depth) for one in some]
    lined = [
        painted(Order(VIEW, one.words, outline=lines), n).rgb
        for n, (one, lines) in enumerate(zip(some, drawn, strict=True))
    ]
    plain = [painted(Order(VIEW, one.words), n).rgb for n, one in enumerate(some)]
    for name, pictures in (("", lined), (", from words alone", plain), (", true pictures", [one.rgb for one in some])):
        yield Row(f"outline to picture: F of its edges (ODS){name}", _found(pictures, drawn), "")


def _overlap(pictures: list[ndarray], some: tuple[Seen, ...]) -> float:
    """Mean IoU of what the lens takes each place for, over the labels that cover enough."""
    seer = lens()
    both, either, true = np.zeros(len(DRAWN)), np.zeros(len(DRAWN)), np.zeros(len(DRAWN))
    with torch.inference_mode():
        texts = seer.phrases([ways[0] for ways in PHRASES.values()])
        for rgb, one in zip(pictures, some, strict=True):
            found = (seer.places(planes(to_bytes(rgb)))[0] @ texts.T).argmax(-1).numpy().astype(np.uint8)
            labels = cv2.resize(one.labels, found.shape[::-1], interpolation=cv2.INTER_NEAREST)
            for n in range(len(DRAWN)):
                a, b = found == n, labels == n
                both[n] += (a & b).sum()
                either[n] += (a | b).sum()
                true[n] += b.sum()
    counted = true > 0.01 * true.sum()
    return float((both / np.maximum(either, 1))[counted].mean())


def _found(pictures: list[ndarray], drawn: list[ndarray]) -> float:
    """Precision and recall of edges against drawn lines, as F at the strength that is best for all pictures together.

    ODS of Arbeláez et al. 2011, §3.1, edges not thinned: soft pictures have edges as well, only weaker ones.
    """
    brush = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * NEAR + 1, 2 * NEAR + 1))
    counts = np.zeros((len(STRENGTHS), 4))
    for rgb, lines in zip(pictures, drawn, strict=True):
        edges_, lines = edginess(planes(to_bytes(rgb))).numpy(), (lines > 0.5).astype(np.uint8)
        near = cv2.dilate(lines, brush)
        for row, strength in zip(counts, STRENGTHS, strict=True):
            strong = (edges_ > strength).astype(np.uint8)
            row += (strong & near).sum(), strong.sum(), (lines & cv2.dilate(strong, brush)).sum(), lines.sum()
    right, found, recalled, true = np.maximum(counts, 1e-9).T
    precise, whole = right / found, recalled / true
    return float((2 * precise * whole / (precise + whole)).max())
