"""What a layer of ambience is, and small helpers that most layers share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps

import numpy as np
from jaxtyping import Float32
from numpy import ndarray

from melies.core.registry import Registry
from melies.media.audio import RATE
from melies.sound.synth.noise import LOOP, SLOW, Spectrum, coloured, fast_length, slow, stretch
from melies.sound.synth.room import convolve, impulse
from melies.sound.synth.tone import Stereo, glide

STOCK = 1 << 19  # samples of noise from which the short sounds of a layer are cut

Layer = Callable[[int, np.random.Generator], Stereo]  # (samples, chance) -> (2, n)

layers: Registry[Layer] = Registry("ambience", "melies.sound.ambience.sounds")


def layer(name: str, trim_db: float = 0.0) -> Callable[[Layer], Layer]:
    """Register a layer; `trim_db` sets how loud it is beside the others (a storm is louder than snow, but not twenty
    times)."""

    def keep(make: Layer) -> Layer:
        gain = np.float32(10.0 ** (trim_db / 20.0))

        @layers.add(name)
        @wraps(make)
        def trimmed(count: int, rng: np.random.Generator) -> Stereo:
            sound = make(count, rng)
            sound *= gain
            return sound

        return make

    return keep


def wide(count: int, spectrum: Spectrum, rng: np.random.Generator, common: float = 0.45) -> Stereo:
    """Stereo noise, unit RMS a side; `common` is the correlation of the two. Repeats as `coloured` does."""
    size = fast_length(min(count, LOOP))
    middle = coloured(size, spectrum, rng) * np.float32(np.sqrt(0.5 + 0.5 * common))
    side = coloured(size, spectrum, rng) * np.float32(np.sqrt(0.5 - 0.5 * common))
    return stretch(np.stack((middle + side, middle - side)), count)


def bed(
    out: Stereo, spectrum: Spectrum, rng: np.random.Generator, common: float, level: float | Float32[ndarray, " m"]
) -> None:
    """Add stereo noise to the whole of a layer in place. level: a number, or a slow curve (see `drift`)."""
    loop = wide(min(out.shape[1], LOOP), spectrum, rng, common)
    curve = np.broadcast_to(np.asarray(level, np.float32), -(-out.shape[1] // SLOW) + 1)
    step = 64 * SLOW  # a cache is quicker than memory
    for start in range(0, out.shape[1], step):
        piece = out[:, start : start + step]
        points = curve[start // SLOW : (start + step) // SLOW + 1]
        piece += stretch(loop, piece.shape[1], start % loop.shape[1]) * glide(points, SLOW, piece.shape[1])


def slices(stock: Stereo | Float32[ndarray, " m"], size: int, rng: np.random.Generator) -> Stereo:
    """`size` samples from anywhere in a loop of noise: as good as new noise, and free."""
    return stretch(stock, size, int(rng.integers(stock.shape[-1])))


def scatter(
    out: Stereo, sounds: Sequence[Float32[ndarray, " m"]], rate: float, rng: np.random.Generator, gain: float,
    least: float = 0.2, power: float = 2.0, width: float = 0.9,
) -> None:  # fmt: skip
    """Short sounds at random, `rate` a second, each anywhere between the ears and `least`..1 as loud, to a power."""
    for at in moments(out.shape[1], rate, rng):
        sound = sounds[int(rng.integers(len(sounds)))]
        place(out, sound, at, rng.uniform(-width, width), gain * rng.uniform(least, 1.0) ** power)


def place(out: Stereo, sound: Float32[ndarray, " m"] | Stereo, at: float, pan: float = 0.0, gain: float = 1.0) -> None:
    """Add a mono or stereo sound at `at` seconds, in place; what sticks out is cut. pan: -1 (left) to 1."""
    start = round(at * RATE)
    skip = max(0, -start)
    piece = sound[..., skip : skip + max(0, out.shape[1] - start - skip)]
    if piece.shape[-1] == 0:
        return
    turn = (pan + 1.0) * np.pi / 4
    sides = np.array([[np.cos(turn)], [np.sin(turn)]], np.float32) * np.float32(gain * np.sqrt(2))
    out[:, start + skip : start + skip + piece.shape[-1]] += sides * piece


def moments(count: int, rate: float, rng: np.random.Generator) -> Sequence[float]:
    """Random times in seconds, `rate` a second on average, over `count` samples (a Poisson process)."""
    number = int(rng.poisson(rate * count / RATE))
    return sorted(float(value) for value in rng.uniform(0.0, count / RATE, number))


def bump(count: int, rise: float = 0.5) -> Float32[ndarray, " n"]:
    """A smooth hill from 0 over 1 to 0, its top at the share `rise` of the length."""
    fine = count < 64 * SLOW
    where = np.linspace(0.0, 1.0, max(2, count)) if fine else np.minimum(1.0, slow(count) / (count - 1))
    warped = np.where(where < rise, 0.5 * where / rise, 0.5 + 0.5 * (where - rise) / (1.0 - rise))
    hill = np.sin(np.pi * warped) ** 2
    return np.asarray(hill, np.float32) if fine else glide(hill, SLOW, count)


def chirp(
    seconds: float, pitch: Sequence[float], rise: float = 0.3, harmonics: Sequence[float] = (1.0,)
) -> Float32[ndarray, " n"]:
    """A call: a tone through the frequencies `pitch` (Hz, evenly spaced in time), under a hill."""
    count = max(16, round(seconds * RATE))
    tone = np.exp(np.interp(np.linspace(0, 1, count), np.linspace(0, 1, len(pitch)), np.log(pitch)))
    angle = 2 * np.pi * np.cumsum(tone) / RATE
    sound = sum(level * np.sin(k * angle) for k, level in enumerate(harmonics, start=1) if k * max(pitch) < 16_000)
    return np.asarray(np.asarray(sound) * bump(count, rise), np.float32)


def distant(sound: Stereo, rng: np.random.Generator, seconds: float = 1.4, wet: float = 0.5) -> Stereo:
    """In the open: a diffuse, dark reverberation mixed in."""
    echo = convolve(sound, np.float32(wet) * impulse(seconds, rng, 0.9))
    echo += np.float32(1.0 - 0.5 * wet) * sound
    return echo
