"""Land as a height field seen from the side: what hides what, and which slopes the light finds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy import ndarray

from melies.scene.paint.brush import Rng
from melies.scene.paint.kernels import between, lead, look_up


@dataclass(frozen=True, eq=False)
class View:
    """For every pixel (h, w), top row first: the points of a field it lies between, how far, and its depth [0, 1]."""

    here: ndarray
    nearer: ndarray
    part: ndarray
    depth: ndarray

    def of(self, field: ndarray) -> ndarray:
        """A quantity of the field (depth, w) as the pixels show it."""
        flat = field.astype(np.float32, copy=False).ravel()
        return np.asarray(between(flat, self.here, self.nearer, self.part))

    def haze(self, rgb: ndarray, far: ndarray, amount: float) -> ndarray:
        """Mix what lies deeper towards the paint of the air."""
        hazy = np.array(rgb, np.float32)
        lead(hazy, far.astype(np.float32), self.depth * np.float32(amount))
        return hazy


@dataclass(frozen=True, eq=False)
class Relief:
    """Heights (depth, w) in pixels above the lower edge, row 0 nearest; x wraps."""

    height: ndarray
    high: int

    def line(self) -> ndarray:
        """The silhouette (w,)."""
        return np.asarray(np.clip(self.height.max(0), 0, self.high))

    def view(self) -> View:
        """What each pixel of the strip shows."""
        depth, wide = self.height.shape
        nearest = np.maximum.accumulate(self.height, axis=0)
        reach = np.clip(np.ceil(nearest), 0, self.high).astype(np.int64)
        count = np.bincount((reach * wide + np.arange(wide)).ravel(), minlength=(self.high + 1) * wide)
        row = np.cumsum(count.reshape(-1, wide)[: self.high], axis=0)
        row = np.minimum(row, np.argmax(self.height, axis=0)[None])[::-1]
        here = row * wide + np.arange(wide)
        nearer = np.maximum(here - wide, np.arange(wide))
        low, top = nearest.ravel()[nearer], nearest.ravel()[here]
        y = np.arange(self.high, dtype=np.float32)[::-1, None] + 0.5
        part = np.clip((y - low) / np.maximum(top - low, 1e-3), 0, 1)
        part[self.height.ravel()[nearer] < low - 0.5] = 1.0
        return View(here, nearer, part.astype(np.float32), (row / depth).astype(np.float32))

    def lit(self, sun: tuple[float, float, float] = (-0.74, 0.46, -0.5), steep: float = 1.0) -> ndarray:
        """Light on every point of the field, about [-1, 1]; sun points to the light: x right, up, away."""
        wrap = np.concatenate([self.height[:, -1:], self.height, self.height[:, :1]], 1)
        across = (wrap[:, 2:] - wrap[:, :-2]) * 0.5 * steep
        away = np.gradient(self.height, axis=0) * steep
        return np.asarray((-across * sun[0] + sun[1] - away * sun[2]) / np.sqrt(1 + across**2 + away**2))


def pick(paints: ndarray, level: ndarray, hard: float = 0.6) -> ndarray:
    """Paints (n, 3) by level in [0, 1], in flat steps (hard 1) or a smooth run (hard 0); float32 (..., 3)."""
    last = len(paints) - 1
    fine = np.linspace(0, last, 1024)
    whole = np.floor(fine)
    step = whole + np.clip((fine - whole - 0.5) / (1.001 - hard) + 0.5, 0, 1)
    table = np.stack([np.interp(step, np.arange(last + 1), paints[:, k]) for k in range(3)], 1).astype(np.float32)
    return np.asarray(look_up(table, np.asarray(level, np.float32)))


def spread(rng: Rng, wide: int, sizes: tuple[tuple[int, float], ...]) -> list[tuple[float, float]]:
    """Places round the strip in a rhythm of big, medium and small: [(x, size)], big ones far from each other."""
    made: list[tuple[float, float]] = []
    for count, size in sizes:
        for _ in range(count):
            best, far = 0.0, -1.0
            for x in rng.uniform(0, wide, 8):
                gap = min(((abs((x - a + wide / 2) % wide - wide / 2)) / (0.3 + s) for a, s in made), default=1e9)
                gap *= rng.uniform(0.5, 1.0)
                if gap > far:
                    best, far = float(x), gap
            made.append((best, size * float(rng.uniform(0.86, 1.12))))
    return made


def away(wide: int, x: float) -> ndarray:
    """Signed distance (w,) of every column from x, the short way round."""
    return np.asarray((np.arange(wide) - x + wide / 2) % wide - wide / 2, np.float32)


def rows_up(high: int) -> ndarray:
    """Pixels above the lower edge (high, 1), top row first."""
    return np.arange(high, dtype=np.float32)[::-1, None]


def front(depth: int, share: float = 0.3) -> ndarray:
    """(depth, 1) from 0 at the nearest row to 1, by which land falls to the lower edge without a wall."""
    t = np.clip(np.arange(depth, dtype=np.float32) / (depth * share), 0, 1)[:, None]
    return np.asarray(t * (2 - t))


def wave(rng: Rng, wide: int, length: float, octaves: int = 3) -> ndarray:
    """A smooth line (w,) about [-1, 1] that wraps, its main swell about `length` pixels long."""
    x = np.arange(wide) * (2 * np.pi / wide)
    out = np.zeros(wide)
    for octave in range(octaves):
        for _ in range(3):
            turns = max(1, round(wide / length * 2**octave * rng.uniform(0.6, 1.4)))
            out += np.sin(turns * x + rng.uniform(0, 2 * np.pi)) * 0.5 ** (octave + 0.6) * 0.6
    return out.astype(np.float32)
