"""Painting the floor: colour, wetness, shore and labels over a square of the world."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
from jaxtyping import Float32, UInt8
from numpy import ndarray

from melies.core.oklab import from_oklab, to_lab
from melies.core.seed import Seed
from melies.scene.labels import LABELS
from melies.scene.oklab import Colour, to_linear
from melies.scene.world import Floor

SIDE, EXTENT = 1024, 96.0
Field = Float32[ndarray, "side side"]


def smooth_noise(seed: Seed, metres: float, octaves: int = 4, side: int = SIDE, extent: float = EXTENT) -> Field:
    """Cloudy noise whose largest features are `metres` across, mean 0, about -1 to 1."""
    rng, total, weight = seed.rng(), np.zeros((side, side), np.float32), 1.0
    cells = max(2, round(2 * extent / metres))
    for _ in range(octaves):
        if cells > side:
            break
        grid = rng.normal(0, 1, (cells + 3, cells + 3)).astype(np.float32)
        total += weight * cv2.resize(grid, (side, side), interpolation=cv2.INTER_CUBIC)
        weight, cells = weight * 0.55, cells * 2
    return total / (total.std() + 1e-6) * 0.5


class Ground:
    """A floor being painted. Coordinates X, Z are world metres of every texel."""

    def __init__(self, seed: Seed, colours: tuple[Colour, Colour], label: str, patch: float = 9.0) -> None:
        axis = (np.arange(SIDE, dtype=np.float32) + 0.5) / SIDE * 2 * EXTENT - EXTENT
        self.X, self.Z = np.meshgrid(axis, axis)
        self.seed = seed
        a, b = (to_lab(np.array(c)).astype(np.float32) for c in colours)
        share = np.clip(0.5 + smooth_noise(seed / "patches", patch), 0, 1)[..., None]
        self.lab: Float32[ndarray, "s s 3"] = a * (1 - share) + b * share
        self.lab[..., 0] += 0.022 * smooth_noise(seed / "fine", 1.1, 2)
        self.wet: Field = np.zeros((SIDE, SIDE), np.float32)
        self.shore: Field = np.full((SIDE, SIDE), 8.0, np.float32)
        self.label: UInt8[ndarray, "s s"] = np.full((SIDE, SIDE), LABELS[label], np.uint8)
        self.pool = np.zeros(8, np.float32)
        self.water(0.0)

    def lay(self, colour: Colour, where: Field, label: str | None = None) -> None:
        """Paint a colour where the field (0-1) says."""
        target = to_lab(np.array(colour)).astype(np.float32)
        share = np.clip(where, 0, 1)[..., None]
        self.lab = self.lab * (1 - share) + target * share
        if label:
            self.label[where > 0.5] = LABELS[label]

    def path(self, line: Callable[[Field], Field], width: float, colour: Colour, label: str = "road") -> None:
        """A path along x = line(z)."""
        edge = width / 2 + 0.25 * smooth_noise(self.seed / "path", 1.6, 2)
        away = np.abs(self.X - line(self.Z))
        self.lay(colour, np.clip((edge - away) / 0.35 + 0.5, 0, 1) * 0.9, label)

    def flood(self, shore: Field, bank: Colour, beach: float = 1.2, wetness: float = 1.0) -> None:
        """Water where `shore` (metres, positive on land) is negative, with a wet bank."""
        self.shore = np.minimum(self.shore, shore)
        self.lay(bank, np.clip(1 - shore / beach, 0, 1) * 0.75)
        self.lab[..., 0] -= 0.05 * np.exp(-np.clip(shore, 0, 9) * 3)
        self.wet = np.maximum(self.wet, np.clip(0.5 - shore * 4.0, 0, 1) * wetness)
        self.label[shore < 0] = LABELS["water"]

    def puddles(self, amount: float, metres: float = 3.0) -> None:
        """A wet floor that mirrors lights: 0 dry, 1 a sheet of water."""
        field = smooth_noise(self.seed / "puddles", metres, 3)
        self.wet = np.maximum(self.wet, np.clip(amount * 0.6 + field * 0.5 * amount + amount * 0.25, 0, 0.9))

    def water(
        self,
        foam: float,
        *,
        deep: Colour = (0.05, 0.17, 0.24),
        ripple: float = 0.030,
        mirror: float = 0.92,
        calm: float = 26.0,
        rough: float = 0.0,
    ) -> None:
        """How water looks: foam 0-1, colour of the depth, ripple slope, mirror strength, metres to the calm.

        rough: how far a reflection runs down a damp floor, in picture heights.
        """
        self.pool = np.array((*to_linear(np.array(deep)), ripple, foam, mirror, calm, rough), np.float32)

    def done(self) -> Floor:
        """The finished floor."""
        out = np.zeros((SIDE, SIDE, 6), np.uint8)
        out[..., :3] = np.sqrt(to_linear(from_oklab(self.lab.astype(np.float32)))) * 255 + 0.5
        out[..., 3] = np.clip(self.wet, 0, 1) * 255 + 0.5
        out[..., 4] = np.clip(self.shore / 16.0 + 0.5, 0, 1) * 255 + 0.5
        out[..., 5] = self.label
        return Floor(out, EXTENT, _detail(self.seed), self.pool, bool((self.wet > 0.02).any()))


def _detail(seed: Seed, side: int = 256) -> Float32[ndarray, "d d"]:
    """A tile of brushed grain that wraps, 0-1."""
    noise = (seed / "detail").rng().normal(0, 1, (side, side)).astype(np.float32)
    wide = np.tile(noise, (3, 3))
    fine = cv2.GaussianBlur(wide, (0, 0), 1.0)[side : 2 * side, side : 2 * side]
    stroke = cv2.GaussianBlur(wide, (0, 0), sigmaX=7.0, sigmaY=1.6)[side : 2 * side, side : 2 * side]
    blend = fine / fine.std() * 0.45 + stroke / stroke.std() * 0.55
    return np.clip(0.5 + 0.22 * blend, 0, 1).astype(np.float32)
