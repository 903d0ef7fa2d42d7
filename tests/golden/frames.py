"""The golden requests. `python -m tests.golden.frames` paints them anew; look at every one before you commit it."""

from __future__ import annotations

from pathlib import Path

from jaxtyping import UInt8
from numpy import ndarray

from melies.core.asset import MemoryAssets
from melies.core.image import to_bytes
from melies.core.request import Phrase, Request
from melies.core.size import Size
from melies.core.story import Look
from melies.media.picture import write_png
from melies.synthesis import make

HERE = Path(__file__).parent
FRAMES = {
    "lake": ("an alpine lake at sunset", "none"),
    "city": ("a neon city street at night in the rain", "none"),
    "jungle": ("a jungle at noon", "none"),
    "desert": ("a desert at dusk, a huge moon", "starry oils"),
}


def painted(name: str) -> UInt8[ndarray, "h w 3"]:
    """One golden frame as it is painted now."""
    prompt, look = FRAMES[name]
    request = Request(
        prompt=(Phrase(text=prompt),),
        size=Size(width=160, height=90),
        seed=4,
        place=f"golden {name}",
        look=Look(name=look),
    )
    return to_bytes(make(request, MemoryAssets()).rgb)


if __name__ == "__main__":
    for frame in FRAMES:
        write_png(HERE / f"{frame}.png", painted(frame), {})
