"""The animatic path: a full render now and then, and its depth pushed along exact motion between."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from melies.core.asset import Assets
from melies.core.ease import smoothstep
from melies.core.image import Image, Mask, from_bytes, to_bytes
from melies.core.request import Request
from melies.generators.base import Generator, engine
from melies.motion.anchors import anchor_frames, neighbours
from melies.motion.request import Take
from melies.scene.splat import Pushed, fill_far, inverse, splat
from melies.synthesis import make

LEAST = 1e-3  # say of a render at the other one's moment: it still fills what the other cannot show


@dataclass(frozen=True, eq=False)
class Key:
    """A full render: its request, its picture, its inverse depth (1/m; 0 for sky)."""

    request: Request
    image: Image
    near: Mask


def animatic(take: Take, assets: Assets, every: int, only: Iterable[int] | None = None) -> Iterator[tuple[int, Image]]:
    """(frame, image) of a shot with a full render every `every` frames and at both ends, splats between.

    Between two renders both are pushed to the frame and blended by nearness in time; what neither shows is filled
    from the farther side. Same bytes for any order or subset. Engines without depth and flow render every frame.
    """
    wanted = range(take.frames) if only is None else only
    generator = engine(take.engine)
    able = {"depth", "flow"} <= generator.can(take.request(0)).exact
    keys = anchor_frames(take.frames, every if able else 1)
    alive: dict[int, Key] = {}
    for frame in wanted:
        a, b = neighbours(frame, keys)
        before, after = (_key(alive, at, take, assets) for at in (a, b))
        if frame in (a, b):
            yield frame, (before if frame == a else after).image
            continue
        late = smoothstep((frame - a) / (b - a))
        yield frame, between(take.request(frame), before, after, late, generator, assets)


def between(request: Request, before: Key, after: Key, late: float, generator: Generator, assets: Assets) -> Image:
    """A frame from the renders before and after it; `late` 0 to 1 is how much the later one counts."""
    rgb, near, holes = splat(
        *(
            Pushed(key.image.rgb, key.near, generator.drift(key.request, request, assets), max(weight, LEAST))
            for key, weight in ((before, 1.0 - late), (after, late))
        )
    )
    fill_far(rgb, near, holes)
    depth = np.where(near > 0, 1.0 / np.where(near > 0, near, 1.0), np.inf).astype(np.float32)
    return Image(rgb=from_bytes(to_bytes(rgb)), depth=depth, info={"splat": True})


def _key(alive: dict[int, Key], frame: int, take: Take, assets: Assets) -> Key:
    if frame not in alive:
        while len(alive) >= 2:
            alive.pop(next(iter(alive)))
        request = take.request(frame)
        image = make(request, assets)
        alive[frame] = Key(request, image, inverse(image.depth))
    else:
        alive[frame] = alive.pop(frame)
    return alive[frame]
