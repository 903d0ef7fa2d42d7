"""Draws `looks.jpg`: every shipped look on the same four pictures of the stage.

python docs/looks/make.py
"""

from pathlib import Path

import cv2
import numpy as np

from melies.core.asset import MemoryAssets
from melies.core.image import Image, to_bytes
from melies.core.request import Phrase, Request
from melies.core.size import Size
from melies.core.story import Look
from melies.models import lay, looks
from melies.synthesis import make

SUBJECTS = (
    "a desert at sunset, cactus, a child in a blue coat",
    "snow at night, aurora, a cabin",
    "a jungle at noon, a woman in a red coat",
    "a coast at noon, a lighthouse, waves",
)
TILE = (320, 180)


def stage(number: int) -> Image:
    """One raw picture of the built-in engine."""
    request = Request(size=Size(width=512, height=288), seed=number, prompt=(Phrase(text=SUBJECTS[number]),))
    return make(request.model_copy(update={"look": Look(name="none")}), MemoryAssets())


def row(pictures: list[Image], name: str) -> np.ndarray:
    """The pictures in one look side by side, the look's name on the first."""
    tiles = []
    for picture in pictures:
        laid = (
            picture.rgb if name == "none" else lay.lay(picture.rgb, looks.load(name), None, [*picture.masks.values()])
        )
        tiles.append(cv2.resize(to_bytes(laid), TILE, interpolation=cv2.INTER_AREA))
    for colour, thick in (((20, 20, 30), 4), ((255, 255, 255), 1)):
        cv2.putText(tiles[0], name, (10, 168), cv2.FONT_HERSHEY_DUPLEX, 0.6, colour, thick, cv2.LINE_AA)
    return np.hstack(tiles)


if __name__ == "__main__":
    pictures = [stage(number) for number in range(len(SUBJECTS))]
    sheet = np.vstack([row(pictures, name) for name in ("none", *looks.names())])
    where = Path(__file__).with_name("looks.jpg")
    cv2.imwrite(str(where), sheet[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 88])
    print(where)
