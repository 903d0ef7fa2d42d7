"""What vista is made of: its layers, its grids of patches, its sizes. No torch."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import Any

from melies.core.errors import AuthorError, nearest
from melies.models.text import WIDTH

PATCH = 8  # pixels of a patch's side
LARGER = 6  # times a base picture is enlarged
LARGEST = 4096  # pixels of a side
LAYERS = {"rgb": 3, "depth": 1, "labels": 16, "outline": 1}  # channels of each, in this order
KEPT = {"rgb": 128, "depth": 24, "labels": 72, "outline": 32}  # principal components of a patch that are kept
CHANNELS, COMPONENTS = sum(LAYERS.values()), sum(KEPT.values())
GRIDS = ((6, 12), (6, 11), (7, 10), (8, 8), (10, 7), (11, 6), (12, 6))  # rows and columns of patches
STEPS, GUIDANCE = 12, 2.5  # of a picture, unless something else is asked for
TOKENS = 24  # of a text, at most
TEXT = WIDTH  # of a token's vector


@dataclass(frozen=True)
class Spec:
    """The size of a network. head: channels of the convolutions that smooth the seams of patches."""

    width: int = 256
    depth: int = 8
    heads: int = 8
    head: int = 24

    def __post_init__(self) -> None:
        if self.width % self.heads or (self.width // self.heads) % 4:
            raise AuthorError(f"a width is a multiple of four times the heads; got {self.width} and {self.heads}")

    def told(self) -> dict[str, Any]:
        """As numbers, for a card."""
        return asdict(self)


PRESETS = {"s": Spec(), "b": Spec(width=384, depth=10, heads=12, head=32)}


def preset(name: str) -> Spec:
    """A size by its name. AuthorError for another name."""
    if name not in PRESETS:
        raise AuthorError(f"vista's sizes are {', '.join(PRESETS)}; got {name!r}{nearest(name, PRESETS)}")
    return PRESETS[name]


def grid(width: int, height: int) -> tuple[int, int]:
    """Rows and columns of patches for a picture of this shape; what is wider or taller than 2:1 is pressed together."""
    shape = math.log(width / height)
    return min(GRIDS, key=lambda cells: abs(math.log(cells[1] / cells[0]) - shape))
