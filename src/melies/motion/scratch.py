"""Assets for the length of a shot: new pictures stay in memory and are dropped, old ones come from the project."""

from __future__ import annotations

from jaxtyping import UInt8
from numpy import ndarray

from melies.core.asset import Assets, MemoryAssets, Ref


class Scratch:
    """A layer over a project's assets that keeps what a shot makes on the way, until it is dropped."""

    def __init__(self, below: Assets) -> None:
        self.below, self._own, self._count = below, MemoryAssets(), dict[str, int]()

    def put(self, pixels: UInt8[ndarray, "h w c"]) -> Ref:
        """Keep pixels in memory only."""
        ref = self._own.put(pixels)
        self._count[ref.sha256] = self._count.get(ref.sha256, 0) + 1
        return ref

    def get(self, ref: Ref) -> UInt8[ndarray, "h w c"]:
        """From memory, else from below."""
        return self._own.get(ref) if ref.sha256 in self._count else self.below.get(ref)

    def drop(self, *refs: Ref | None) -> None:
        """Forget pictures once for each time they were put; equal pictures share their bytes."""
        for ref in refs:
            if ref is None or ref.sha256 not in self._count:
                continue
            self._count[ref.sha256] -= 1
            if not self._count[ref.sha256]:
                del self._count[ref.sha256]
                self._own.drop(ref)

    def __len__(self) -> int:
        return len(self._count)
