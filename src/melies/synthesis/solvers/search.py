"""Search over stagings: a stage has few numbers (its chance, where the camera stands), so try many and keep one.

A stage is set once for each chance, which is what takes time; its views are cheap, so each stage is looked at often and
the best view more closely. Paint by Word (Andonian et al. 2021) prefers search over gradients for the reason that we
have as well: a picture that is made rather than optimised can't be bent to please its judge.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from melies.core.asset import Assets
from melies.core.image import Image
from melies.core.request import Request, View
from melies.core.seed import Seed
from melies.generators.base import engine
from melies.synthesis.loop import make

Energy = Callable[[Image], float]
ASIDE, LIFT, AHEAD = 1.8, 0.5, 2.0  # metres that a view is moved at first, from the staged one
PAN, TILT, ZOOM = 7.0, 3.0, 0.35  # degrees, and share of the focal length
NEARER = 0.5  # of these that the next round tries round the best


@dataclass(frozen=True, eq=False)
class Tried:
    """One try: its request, picture, and energy (lower is better)."""

    request: Request
    image: Image
    energy: float


def best_of(requests: Sequence[Request], assets: Assets, energy: Energy) -> Tried:
    """The picture of the requests that has the least energy."""
    return min(_tried(requests, assets, energy), key=lambda tried: tried.energy)


def search(
    base: Request, assets: Assets, energy: Energy, stages: int = 3, views: int = 6, rounds: int = 2
) -> Iterator[Tried]:
    """Better and better stagings of a request: yields each that beats all before it, the first try first.

    stages: chances tried; views: of each in a round; rounds: each round's views are nearer to the best so far.
    An engine without a camera is tried with other chances only. The words and the seed decide every number.
    """
    best = next(_tried([base], assets, energy))
    yield best
    camera = engine(base.engine).can(base).takes_camera
    for stage in range(stages):
        chance = Seed(base.seed) / "search" / stage
        seed = base.seed if stage == 0 else int(chance.rng().integers(1 << 31))
        home = base.model_copy(update={"seed": seed})
        here = best if stage == 0 else None
        for number in range(rounds if camera else 1):
            middle = (here.request if here is not None else home).view
            tries = [_seen(home, middle, NEARER**number, (chance / number / n).rng()) for n in range(views * camera)]
            for tried in _tried([home, *tries] if here is None else tries, assets, energy):
                here = tried if here is None or tried.energy < here.energy else here
                if tried.energy < best.energy:
                    best = tried
                    yield best


def _tried(requests: Sequence[Request], assets: Assets, energy: Energy) -> Iterator[Tried]:
    for request in requests:
        image = make(request, assets)
        yield Tried(request, image, energy(image))


def _seen(request: Request, middle: View, reach: float, rng: np.random.Generator) -> Request:
    """The request seen from near a view."""
    x, y, z = rng.uniform(-1, 1, 3) * (ASIDE, LIFT, AHEAD) * reach
    tilt, pan = rng.uniform(-1, 1, 2) * (TILT, PAN) * reach
    zoom = float(np.exp(rng.uniform(-1, 1) * ZOOM * reach))
    moved = middle.model_copy(
        update={
            "translation": tuple(float(a + b) for a, b in zip(middle.translation, (x, y, z), strict=True)),
            "rotation": tuple(float(a + b) for a, b in zip(middle.rotation, (tilt, pan, 0.0), strict=True)),
            "zoom": middle.zoom * zoom,
        }
    )
    return request.model_copy(update={"view": moved})
