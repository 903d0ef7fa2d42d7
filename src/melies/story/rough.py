"""First tries: one prompt in several compositions, each with a chance of its own, and a sheet of them."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

import numpy as np
from jaxtyping import UInt8
from numpy import ndarray
from PIL import Image as Pillow

from melies.core.request import Request, View
from melies.core.seed import Seed
from melies.media.picture import resized
from melies.story import lettering

Pixels = UInt8[ndarray, "h w 3"]
WIDTH, GAP, PAPER, GOLD, WHITE = 480, 8, 22, (226, 185, 115), (235, 231, 224)
SHOTS = (  # framing, how far aside (metres) and turned (degrees), how much nearer (zoom)
    ("wide", 0.0, 0.0, 1.0), ("wide", 1.6, -6.0, 1.15), ("medium", 0.0, 0.0, 1.0), ("wide", -1.8, 7.0, 1.3),
    ("wide", 0.0, 0.0, 0.8), ("medium", 0.6, -4.0, 0.85),
)  # fmt: skip


def tries(base: Request, count: int, camera: bool = True) -> list[Request]:
    """So many requests for the same words: other seeds, and other compositions where the engine takes a camera."""
    found = []
    for number in range(count):
        chance = Seed(base.seed) / "rough" / number
        update: dict[str, object] = {"seed": base.seed if number == 0 else int(chance.rng().integers(1 << 31))}
        if camera and number:
            framing, aside, turned, zoom = SHOTS[number % len(SHOTS)]
            loose = chance.rng().uniform(-0.3, 0.3, 2)
            update["view"] = View(
                framing=framing,
                translation=(aside + float(loose[0]), 0.0, 0.0),
                rotation=(0.0, turned, 0.0),
                zoom=zoom * (1 + 0.3 * float(loose[1])),
            )
        found.append(base.model_copy(update=update))
    return found


def sheet(pictures: Sequence[Pixels], best: int | None = None) -> Pixels:
    """The pictures side by side, numbered from 1; the best one's number in gold."""
    columns = min(3, len(pictures))
    high = max(1, round(WIDTH * pictures[0].shape[0] / pictures[0].shape[1]))
    rows = ceil(len(pictures) / columns)
    paper = np.full((rows * (high + GAP) + GAP, columns * (WIDTH + GAP) + GAP, 3), PAPER, np.uint8)
    for number, picture in enumerate(pictures):
        y, x = GAP + (number // columns) * (high + GAP), GAP + (number % columns) * (WIDTH + GAP)
        paper[y : y + high, x : x + WIDTH] = resized(picture, WIDTH, high)
        _numbered(paper[y : y + high, x : x + WIDTH], str(number + 1), GOLD if number == best else WHITE)
    return paper


def _numbered(view: Pixels, text: str, colour: tuple[int, int, int]) -> None:
    """A number on a dark tab in the upper left corner."""
    letters = lettering.Type(lettering.CAPTION, 30.0)
    wide, high = int(letters.length(text) + 22), 40
    view[:high, :wide] = (view[:high, :wide] * 0.25).astype(np.uint8)
    ink = Pillow.new("L", (view.shape[1], view.shape[0]))
    lettering.draw_line(ink, 11, 31, text, letters)
    view[:] = lettering.to_uint8(lettering.ink(view.astype(np.float32), lettering.as_alpha(ink), colour))
