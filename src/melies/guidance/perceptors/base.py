"""What every perceptor is: pictures and words as vectors of one space, its own preprocessing included."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from torch import Tensor

from melies.core.registry import Registry


class Perceptor:
    """Base of the perceptors. side: pixels at which a view is shown to it, so that nothing is resampled twice."""

    name: ClassVar[str] = ""
    side: int = 224

    def text(self, texts: Sequence[str]) -> Tensor:
        """Unit vectors (n, d) of phrases."""
        raise NotImplementedError

    def picture(self, pictures: Tensor) -> Tensor:
        """Unit vectors (B, d) of pictures (B, 3, H, W), sRGB in [0, 1]; gradients flow to the pixels."""
        raise NotImplementedError

    def likely(self, picture: Tensor, words: str) -> Tensor:
        """Where a picture (1, 3, H, W) shows what words say: (h, w) in [0, 1], as fine as the perceptor sees."""
        raise NotImplementedError


perceptors: Registry[Callable[..., Perceptor]] = Registry("perceptor", "melies.guidance.perceptors")


def perceptor(said: str) -> Perceptor:
    """The perceptor that is called `lens`, or `clip:FOLDER`. AuthorError for one that is not there."""
    name, colon, where = said.partition(":")
    return perceptors[name](where) if colon else perceptors[name]()
