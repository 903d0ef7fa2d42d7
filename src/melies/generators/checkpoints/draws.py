"""Every random tensor a pipeline draws, taken from the surfaces of the picture in place of a stream of chance."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from itertools import count
from typing import Any

from melies.generators.noise import Surfaces, noise

SEEDS = 2**63  # torch's generators take no larger seed
Shares = Sequence[tuple[int, float]]  # seeds, and how much of each one's noise is taken
Draw = Callable[[int, int, tuple[int, ...], dict[str, Any]], Any]  # seed, draws before, shape, torch.randn's keywords


def sticking(surfaces: Surfaces, seeds: Shares) -> AbstractContextManager[Any]:
    """While it is entered, this thread's draws shaped (1, C, H, W) are noise that sticks to `surfaces`.

    First noise and the fresh noise of ancestral samplers alike; each draw is another one. Draws of other shapes are
    left alone.
    """
    import torch

    def draw(seed: int, number: int, shape: tuple[int, ...], given: dict[str, Any]) -> Any:
        _, channels, high, wide = shape
        drawn = torch.from_numpy(noise(surfaces, seed, number, (channels, high, wide)))[None]
        return drawn.to(device=given.get("device"), dtype=given.get("dtype"))

    return _instead(draw, seeds, surfaces.shape)


def leaning(seeds: Shares, size: tuple[int, ...]) -> AbstractContextManager[Any]:
    """The same for draws that stick to nothing: what the seeds' own streams give. size: pixels (H, W)."""
    import torch

    streams = {seed: torch.Generator("cpu").manual_seed(seed % SEEDS) for seed, _ in seeds}

    def draw(seed: int, number: int, shape: tuple[int, ...], given: dict[str, Any]) -> Any:
        return torch.randn(shape, **{**given, "generator": streams[seed]})

    return _instead(draw, seeds, size)


def _instead(draw: Draw, seeds: Shares, size: tuple[int, ...]) -> AbstractContextManager[Any]:
    import torch
    from torch.overrides import TorchFunctionMode

    draws = count()

    class Instead(TorchFunctionMode):
        def __torch_function__(
            self, func: Any, types: Iterable[type], args: tuple[Any, ...] = (), kwargs: Mapping[str, Any] | None = None
        ) -> Any:
            given = dict(kwargs or {})
            if func is not torch.randn or not _fits(size, args):
                return func(*args, **given)
            number, shape = next(draws), tuple(args[0])
            parts = [share * draw(seed, number, shape, given) for seed, share in seeds]
            return sum(parts[1:], parts[0])

    return Instead()


def _fits(size: tuple[int, ...], args: tuple[Any, ...]) -> bool:
    """Whether a draw is one picture's, of cells no smaller than a pixel."""
    shape = args[0] if args and isinstance(args[0], tuple | list) else ()
    rows, columns = size
    return len(shape) == 4 and shape[0] == 1 and shape[2] <= rows and shape[3] <= columns
