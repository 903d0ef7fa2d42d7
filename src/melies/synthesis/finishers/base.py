"""What every finisher is, and where they are registered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from melies.core.asset import Assets
from melies.core.image import Image
from melies.core.registry import Registry
from melies.core.request import Request


class Finisher:
    """Base of the finishers. `order`: lower comes first. `takes`: wishes of the request it serves.

    composed: it works on the picture as the canvas has composed it, a painter's, too; else on the engine's own.
    """

    name: ClassVar[str] = ""
    order: ClassVar[int] = 50
    takes: ClassVar[frozenset[str]] = frozenset()
    composed: ClassVar[bool] = False

    def wanted(self, request: Request) -> bool:
        """Does the request ask for it?"""
        raise NotImplementedError

    def finish(self, image: Image, request: Request, assets: Assets) -> tuple[Image, Mapping[str, Any]]:
        """The finished picture with its layers, and JSON-able notes for the step record."""
        raise NotImplementedError


finishers: Registry[type[Finisher]] = Registry("finisher", "melies.synthesis.finishers")
