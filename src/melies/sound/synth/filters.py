"""Recursive filters of first and second order, by the bilinear transform, and playing a sound through them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from jaxtyping import Float32, Float64
from numpy import ndarray

from melies.media.audio import RATE

Section = tuple[float, float, float, float, float]  # b0 b1 b2 a1 a2


def lowpass(cutoff: float) -> Section:
    """6 dB an octave above `cutoff` Hz."""
    w = float(np.tan(np.pi * cutoff / RATE))
    return w / (1 + w), w / (1 + w), 0.0, (w - 1) / (w + 1), 0.0


def shelf(cutoff: float, lift: float) -> Section:
    """The sound, and `lift` of what a first-order high-pass at `cutoff` Hz leaves of it."""
    w = float(np.tan(np.pi * cutoff / RATE))
    pole, high = (w - 1) / (w + 1), 1 / (1 + w)
    return 1 + lift * high, pole - lift * high, 0.0, pole, 0.0


def rumble(cutoff: float) -> Section:
    """A second-order Butterworth high-pass: nothing below `cutoff` Hz, and no DC."""
    w = float(np.tan(np.pi * cutoff / RATE))
    scale = 1 + np.sqrt(2) * w + w * w
    return 1 / scale, -2 / scale, 1 / scale, 2 * (w * w - 1) / scale, (1 - np.sqrt(2) * w + w * w) / scale


def follower(seconds: float, rate: float) -> Section:
    """An exponential mean over about `seconds` of values that come `rate` times a second."""
    keep = float(np.exp(-1.0 / (seconds * rate)))
    return 1.0 - keep, 0.0, 0.0, -keep, 0.0


def filtered(
    sound: Float32[ndarray, "c n"], sections: Sequence[Section], state: Float64[ndarray, "c s 2"] | None = None
) -> Float32[ndarray, "c n"]:
    """The rows of a sound through all sections, in place. state: where the filters stand, for a sound in pieces."""
    from melies.sound.kernels import cascade

    cascade(sound, np.array(sections), np.zeros((len(sound), len(sections), 2)) if state is None else state)
    return sound
