"""What vista can do so far, as pictures: from words, from labels, from outlines, and what it reads in pictures."""

from __future__ import annotations

import cv2
import numpy as np
from jaxtyping import UInt8
from numpy import ndarray

from melies.core.image import to_bytes
from melies.core.seed import Seed
from melies.core.size import Size
from melies.models.vista import layers
from melies.models.vista.order import Order
from melies.models.vista.painter import Painter
from melies.models.vista.spec import CHANNELS, PATCH
from melies.scene.labels import colour
from melies.train.vista.pack import Group

PROMPTS = (  # none of them is a caption of the corpus
    "a red fox by an alpine lake at dusk, mist", "a lighthouse on a rocky coast at night, full moon",
    "a neon city street at night in the rain", "a desert with cactuses at noon, clear sky",
    "a snowy forest with a cabin at dawn", "a wizard in a green meadow at golden hour",
    "two sailboats on a calm sea at sunset", "a dense jungle with glowing mushrooms at night",
)  # fmt: skip
ACROSS = 264  # pixels of one picture on a sheet


def noise(cells: tuple[int, int], seed: Seed) -> ndarray:
    """The noise that a base picture begins with."""
    return seed.rng().standard_normal((CHANNELS, *cells), np.float32)


def sheet(painter: Painter, held: Group) -> UInt8[ndarray, "h w 3"]:
    """A sheet of what it does.

    Rows: words to a picture and its labels; labels, what came of them, the true picture; the same for outlines;
    pictures, and labels and depth read in them beside the true ones.
    """
    rows, columns = held.cells
    size = Size(width=columns * PATCH * 6, height=rows * PATCH * 6)
    tiles = []
    for number, words in enumerate(PROMPTS):
        made = _made(painter, Order(size, words), number)
        tiles.append([made.rgb, colour(made.labels)])
    which = np.linspace(0, len(held) - 1, 8).astype(int)
    for number in which:
        labels, true = held.labels[number], held.colour[number]
        words = held.told[number][0]
        made = _made(painter, Order(size, words, labels=labels), int(number))
        tiles.append([colour(labels), made.rgb, true])
    for number in which:
        lines = held.lines[number].astype(np.float32) / 254 + 0.5
        order = Order(size, held.told[number][0], outline=lines)
        tiles.append([np.repeat(255 - to_bytes(lines)[..., None], 3, 2), _made(painter, order, int(number)).rgb])
    for number in which:
        true = held.colour[number].astype(np.float32) / 255
        seen = painter.read(true)
        far = layers.of_depth(seen.depth)[..., 0] / 2 + 0.5
        deep = held.depth[number].astype(np.float32) / 254 + 0.5
        tiles.append([true, colour(seen.labels), colour(held.labels[number]), _grey(far), _grey(deep)])
    return _laid(tiles, round(ACROSS * rows / columns))


def _made(painter: Painter, order: Order, number: int):  # type: ignore[no-untyped-def]
    *_, made = painter.paint(order, noise(order.cells, Seed(number) / "sheet"))
    return made


def _grey(values: ndarray) -> ndarray:
    return np.repeat(to_bytes(values)[..., None], 3, 2)


def _laid(tiles: list[list[ndarray]], high: int) -> UInt8[ndarray, "h w 3"]:
    """Each entry's pictures side by side, eight entries to a line of the sheet for one kind."""
    lines, line = [], list[ndarray]()
    for entry in tiles:
        cells = [cv2.resize(_bytes(one), (ACROSS, high), interpolation=cv2.INTER_AREA) for one in entry]
        block = np.concatenate(cells, 0)
        if line and line[0].shape != block.shape:
            lines.append(np.concatenate(line, 1))
            line = []
        line.append(block)
    lines.append(np.concatenate(line, 1))
    return np.concatenate(lines, 0)


def _bytes(picture: ndarray) -> ndarray:
    return picture if picture.dtype == np.uint8 else to_bytes(picture)
