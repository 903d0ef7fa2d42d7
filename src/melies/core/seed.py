"""Counter-based random streams that hang on names, never on order."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Seed:
    """A point in a tree of names. `Seed(7) / "shot arrival" / "trees"` is always the same stream."""

    project: int = 0
    path: tuple[str, ...] = ()

    def __truediv__(self, name: object) -> Seed:
        return Seed(self.project, (*self.path, str(name)))

    @property
    def key(self) -> int:
        """128 bits from the project's number and the names."""
        text = "\x1f".join((str(self.project), *self.path))
        return int.from_bytes(hashlib.sha256(text.encode()).digest()[:16], "little")

    def rng(self) -> np.random.Generator:
        """A fresh generator (Philox 4x64) at the start of this stream."""
        return np.random.Generator(np.random.Philox(key=self.key))

    def uniform(self, low: float = 0.0, high: float = 1.0) -> float:
        """The first number of the stream, in [low, high)."""
        return float(self.rng().uniform(low, high))
