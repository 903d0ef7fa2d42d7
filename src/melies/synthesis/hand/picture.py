"""A picture that is worked on: its pixels, and what is known of how it came to be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from jaxtyping import UInt8
from numpy import ndarray

from melies.core.asset import Assets
from melies.core.image import Image
from melies.core.request import Request
from melies.core.size import Size
from melies.core.story import Look
from melies.generators.base import Generator, engine, on_stage

if TYPE_CHECKING:
    from melies.scene.parts import Part

Pixels = UInt8[ndarray, "h w 3"]


@dataclass(frozen=True, eq=False)
class Picture:
    """Pixels, the request they came from (None: any other picture), and where its other pictures are."""

    pixels: Pixels
    assets: Assets
    request: Request | None = None

    @property
    def size(self) -> Size:
        """In pixels; that of the request, too."""
        return Size(width=self.pixels.shape[1], height=self.pixels.shape[0])

    @property
    def staged(self) -> bool:
        """Whether a stage shows or directs it, whose parts are known by name."""
        return self.request is not None and bool(self._stage)

    @property
    def plain(self) -> Request:
        """The stage's own request: the world as it is now, unpainted. Only of a staged picture."""
        assert self.request is not None
        made = on_stage(self.request, self._stage).model_copy(update={"look": Look(), "style": None})
        own = self._stage == self.request.engine  # a stage sets every take anew, a painter keeps to the first
        return made.model_copy(update={"take": self.request.take}) if own else made

    @cached_property
    def stage(self) -> Image | None:
        """The stage before any paint, with labels and masks; None where there is none."""
        return staged(self.plain, self.assets) if self.staged else None

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """Every thing that it shows and is known by name."""
        return engine(self._stage).parts(self.plain, self.assets) if self.staged else ()

    @property
    def cast(self) -> Mapping[str, str]:
        """The words of each member of the cast."""
        return {role.name: role.text for role in self.request.cast} if self.request is not None else {}

    @property
    def _stage(self) -> str:
        assert self.request is not None
        maker: Generator = engine(self.request.engine)
        able = maker.can(self.request)
        own = self.request.structure is not None and self.request.fill is None  # over the author's own picture
        return "" if own and able.stage else able.stage or (maker.name if able.takes_camera else "")


def staged(request: Request, assets: Assets) -> Image:
    """The picture of a stage before any finisher."""
    image = None
    for step in engine(request.engine).make(request, assets):
        image = step.image
    assert image is not None
    return image
