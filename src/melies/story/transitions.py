"""Joins as pictures: frames mixed by weight, and a film composed from its takes, one frame in memory at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from jaxtyping import UInt8
from numpy import ndarray

from melies.core.errors import OurBug
from melies.story.cut import Edit, Take

Frame = UInt8[ndarray, "h w 3"]


def mix(frames: Sequence[Frame], weights: Sequence[float]) -> Frame:
    """Frames added by weight, in 16-bit fixed point, rounding half up; what is missing to 1 is black.

    Mixed in sRGB as film tools do: a dissolve between two bright pictures stays bright.
    """
    if len(frames) == 1 and weights[0] == 1.0:
        return frames[0]
    total = np.full(frames[0].shape, 1 << 15, np.uint32)
    for frame, weight in zip(frames, weights, strict=True):
        total += frame * np.uint32(round(weight * 65536))
    mixed: Frame = np.minimum(total >> 16, 255).astype(np.uint8)
    return mixed


def dissolve(before: Frame, after: Frame, t: float) -> Frame:
    """From `before` (t = 0) to `after` (t = 1)."""
    return mix((before, after), (1.0 - t, t))


def fade(frame: Frame, t: float) -> Frame:
    """From black (t = 0) to the frame (t = 1)."""
    return mix((frame,), (t,))


def compose(edit: Edit, play: Callable[[Take], Iterator[Frame]]) -> Iterator[Frame]:
    """The film's frames in order. `play` yields the `rendered` frames of a take, in order.

    Every take is played once; at most two are open at a time and no frame is kept. Raises OurBug for a take
    that ends too early.
    """
    players: dict[int, Iterator[Frame]] = {}
    for number in range(edit.frames):
        layers = edit.at(number)
        for index in [index for index in players if index < layers[0].take]:
            _finish(players.pop(index), edit.takes[index])
        pictures = []
        for layer in layers:
            take = edit.takes[layer.take]
            if layer.take not in players:
                players[layer.take] = iter(play(take))
            pictures.append(_next(players[layer.take], take))
        yield mix(pictures, [layer.weight for layer in layers])
    for index, player in players.items():
        _finish(player, edit.takes[index])


def _next(player: Iterator[Frame], take: Take) -> Frame:
    frame = next(player, None)
    if frame is None:
        raise OurBug(f"shot {take.name!r} gave fewer than its {take.rendered} frames")
    return frame


def _finish(player: Iterator[Frame], take: Take) -> None:
    """Let a player run past its last frame: what it notes and tidies up at its end would else never happen."""
    if next(player, None) is not None:
        raise OurBug(f"shot {take.name!r} gave more than its {take.rendered} frames")
