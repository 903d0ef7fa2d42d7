"""Every random tensor a pipeline draws, taken from the surfaces of the picture in place of a stream of chance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from itertools import count
from typing import Any

from melies.generators.noise import Surfaces, noise


def sticking(surfaces: Surfaces, seed: int) -> AbstractContextManager[Any]:
    """While it is entered, this thread's draws shaped (1, C, H, W) are noise that sticks to `surfaces`.

    First noise and the fresh noise of ancestral samplers alike; each draw is another one. Draws of other shapes are
    left alone.
    """
    import torch
    from torch.overrides import TorchFunctionMode

    draws = count()

    class Sticking(TorchFunctionMode):
        def __torch_function__(
            self, func: Any, types: Iterable[type], args: tuple[Any, ...] = (), kwargs: Mapping[str, Any] | None = None
        ) -> Any:
            given = dict(kwargs or {})
            if func is not torch.randn or not _fits(surfaces, args):
                return func(*args, **given)
            _, channels, high, wide = args[0]
            drawn = torch.from_numpy(noise(surfaces, seed, next(draws), (channels, high, wide)))[None]
            return drawn.to(device=given.get("device"), dtype=given.get("dtype"))

    return Sticking()


def _fits(surfaces: Surfaces, args: tuple[Any, ...]) -> bool:
    """Whether a draw is one picture's, of cells no smaller than a pixel."""
    shape = args[0] if args and isinstance(args[0], tuple | list) else ()
    rows, columns = surfaces.shape
    return len(shape) == 4 and shape[0] == 1 and shape[2] <= rows and shape[3] <= columns
