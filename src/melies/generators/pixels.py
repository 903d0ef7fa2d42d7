"""A picture that is already there: any file of the author's, to be finished or changed in parts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from melies.core.asset import Assets
from melies.core.errors import AuthorError
from melies.core.image import Image, from_bytes
from melies.core.request import Request
from melies.generators.base import Capabilities, Generator, Step, engines


@engines.add("pixels")
class Pixels(Generator):
    """The structure itself, byte for byte."""

    name: ClassVar[str] = "pixels"
    capabilities: ClassVar[Capabilities] = Capabilities(native=frozenset({"structure", "fill"}))

    def make(self, request: Request, assets: Assets) -> Iterator[Step]:
        """One step: the picture. AuthorError where there is none."""
        if request.structure is None:
            raise AuthorError("engine 'pixels' begins with a picture; name one with --structure")
        yield Step(1, 1, Image(from_bytes(assets.get(request.structure)[..., :3])))
