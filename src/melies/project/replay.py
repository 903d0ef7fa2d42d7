"""A picture made once more from its file and the project, compared byte by byte; what differs is named."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from jaxtyping import UInt8
from numpy import ndarray
from pydantic import ValidationError

from melies.core.asset import Assets, MemoryAssets
from melies.core.errors import AuthorError
from melies.core.image import Image, from_bytes, to_bytes
from melies.core.request import Request
from melies.generators.base import engine
from melies.motion.anchors import Painted, carry, onward
from melies.motion.scratch import Scratch
from melies.motion.views import Views
from melies.project import parts
from melies.project.store import SOURCES, Made, Pictures, Store
from melies.synthesis import make

Pixels = UInt8[ndarray, "h w 3"]


@dataclass(frozen=True, eq=False)
class Replay:
    """What came of it. pixels: as made now. differ: how many values are not the same, `most` by how much (of 255).

    because: the first thing that differs in how it was made; "" where nothing is known to.
    """

    pixels: Pixels
    differ: int
    most: int
    because: str = ""

    def words(self) -> str:
        """The outcome as a sentence."""
        if not self.differ:
            return "made again: the same, bit for bit"
        part = f"{self.differ} of {self.pixels.size} values differ, by {self.most} of 255 at most"
        return f"made again, but {part}; {self.because or 'nothing that is known of its making differs'}"


def frame(made: Made, store: Store) -> Replay:
    """Make a frame of a project again, from the anchors it carries where there are some."""
    scratch = Scratch(Pictures(store))
    image = to_bytes(make(_carried(made, store, scratch), scratch).rgb)
    known = store.maker(made.maker) | {f"weights {name}": told for name, told in made.facts.get("weights", {}).items()}
    same = hashlib.sha256(np.ascontiguousarray(image).tobytes()).hexdigest() == made.rgb
    kept = image if same else store.pixels(made.blob)
    return _compared(image, kept, known, made.request)


def picture(pixels: Pixels, told: Mapping[str, str], assets: Assets | None = None) -> Replay:
    """Make a picture again by what its PNG tells (`melies`, `melies-made`). AuthorError where it tells nothing."""
    if "melies" not in told:
        raise AuthorError("the picture does not tell how it was made; only Melies' own PNGs do")
    try:
        request = Request.model_validate_json(told["melies"])
        made = dict(json.loads(told.get("melies-made", "{}")))
    except (ValidationError, ValueError):
        raise AuthorError(
            "what the picture tells of its making can't be read; was it made by a newer Melies?"
        ) from None
    if SOURCES in told and assets is None:
        raise AuthorError(
            "it carries paint from other frames; replay it in its project: melies replay STORY SHOT:FRAME"
        )
    lacking = [
        name for name in ("structure", "fill", "labels", "outline", "style") if getattr(request, name) is not None
    ]
    if assets is None and (lacking or request.carried or any(role.picture for role in request.cast)):
        what = ", ".join(lacking) or "pictures of the author's"
        raise AuthorError(
            f"it was made from other pictures ({what}) that its file does not hold; replay it in its project"
        )
    again = to_bytes(make(request, assets or MemoryAssets()).rgb)
    known = dict(made.get("maker", {})) | {
        f"weights {name}": sha for name, sha in dict(made.get("weights", {})).items()
    }
    return _compared(again, pixels, known, request)


def _carried(made: Made, store: Store, scratch: Scratch) -> Request:
    """A frame's request with what is carried to it."""
    generator, sources = engine(made.request.engine), [_painted(key, store, scratch) for key in made.sources]
    if len(sources) == 2:
        return carry(made.frame, made.request, sources[0], sources[1], generator, scratch)
    if made.surfaces is None:
        return made.request
    line, views = _line(made, store), Views(scratch, generator)
    views.look(range(len(line)), lambda number: _painted(line[number], store, scratch))
    known = list(views.known(made.frame, made.request, sources[0] if sources else None))
    return onward(made.frame, made.request, known, scratch)


def _line(made: Made, store: Store) -> list[str]:
    """The keys of all the anchors that a painter's anchor goes on from, the shot's first one first."""
    line: list[str] = []
    one: Made | None = made
    while one is not None and one.sources:
        line.append(one.sources[0])
        one = store.frame(one.sources[0])
    return line[::-1]


def _painted(key: str, store: Store, scratch: Scratch) -> Painted:
    """An anchor as the project has it."""
    made = store.frame(key)
    kept = [None if made is None else store.pixels(blob) for blob in (made.blob, made.plain)] if made else [None, None]
    if made is None or kept[0] is None or kept[1] is None:
        raise AuthorError("an anchor that the frame hangs on is not in the project; run melies film, then replay")
    surfaces = store.pixels(made.surfaces)
    request = made.request.model_copy(update={"surfaces": None if surfaces is None else scratch.put(surfaces)})
    picture, plain = (scratch.put(pixels) for pixels in kept)  # type: ignore[arg-type]
    return Painted(made.frame, request, picture, plain, Image(from_bytes(kept[0])))


def _compared(again: Pixels, before: Pixels | None, known: Mapping[str, str], request: Request) -> Replay:
    if before is not None and before.shape != again.shape:
        return Replay(again, again.size, 255, "the picture was cut or scaled since it was made")
    if before is None:
        return Replay(again, again.size, 255, "the kept picture is gone, and the new one has another hash")
    apart = np.abs(again.astype(np.int16) - before)
    differ = int((apart > 0).sum())
    return Replay(again, differ, int(apart.max()), _first_difference(known, request) if differ else "")


def _first_difference(known: Mapping[str, str], request: Request) -> str:
    """The first component that is not what it was: weights, then Melies, libraries, and the machine."""
    now = {f"weights {name}": told for name, told in parts.weights(request).items()} | parts.maker()
    for name in [*now, *(name for name in known if name not in now)]:
        if name in known and known[name] != now.get(name, ""):
            was, here = (_short(value) for value in (known[name], now.get(name, "not known")))
            return f"{name} is {here} here and was {was} then"
    return ""


def _short(value: str) -> str:
    return value[:10] if len(value) >= 40 else value
