"""What every engine is: declared capabilities and options, and a loop that yields steps."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Self

from jaxtyping import Float32
from numpy import ndarray

from melies.core.asset import Assets
from melies.core.camera import Camera
from melies.core.errors import Unsupported, nearest
from melies.core.image import Flow, Image, Mask, Rgb
from melies.core.option import Option, Setting, settle
from melies.core.region import Box
from melies.core.registry import Registry
from melies.core.request import Added, Request, View
from melies.core.size import LARGEST, SMALLEST

if TYPE_CHECKING:
    from melies.scene.parts import Part


Push = Callable[[Any], Any]  # a picture (1, 3, H, W) in [0, 1], a tensor, to the way that its pixels should go


@dataclass(frozen=True)
class Step:
    """One step of the work: `index` counts from 1 to `of`; `image` is the picture so far; notes are JSON-able."""

    index: int
    of: int
    image: Image
    notes: Mapping[str, Any] = field(default_factory=dict)
    stage: Literal["stage", "engine", "finisher", "canvas"] = "engine"


@dataclass(frozen=True, eq=False)
class Start:
    """What a painter paints over, (H, W, 3) in [0, 1]; anew: where it is still unpainted, [0, 1]; None: all of it."""

    rgb: Rgb
    anew: Mask | None = None


@dataclass(frozen=True)
class Capabilities:
    """What an engine can do, checked before it starts.

    native: what of a request it understands by itself: `text`, `avoid`, `picture` (a cast member's own drawing),
    `time`, `weather`, `acts`, `structure`, `fill`, `labels`, `outline`, `changes`. exact: layers it knows exactly:
    `depth`, `labels`, `masks`, `flow`.
    atmosphere: scene variables a schedule may drive, each with its least and greatest value. stage: the engine whose
    finished picture and exact layers this one paints from ("": none). smallest and largest side in pixels; sides are
    multiples of `multiple`. guided: critics lead it while it paints (`Generator.led`), not only afterwards.
    """

    takes_camera: bool = False
    native: frozenset[str] = frozenset({"text"})
    exact: frozenset[str] = frozenset()
    atmosphere: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    stage: str = ""
    smallest: int = SMALLEST
    largest: int = LARGEST
    multiple: int = 1
    guided: bool = False


class Generator:
    """Base of the engines: override `make`, and `flow` or `camera` where the capabilities declare them.

    needs: packages beside the base install. alone: it takes the whole machine, so that one process works and no more
    unless the author asks for them.
    """

    needs: ClassVar[tuple[str, ...]] = ()
    alone: ClassVar[bool] = False
    name: ClassVar[str] = ""
    capabilities: ClassVar[Capabilities] = Capabilities()
    options: ClassVar[tuple[Option, ...]] = ()
    push: Push | None = None

    def led(self, push: Push) -> Self:
        """The engine with its painting led by a push, where its capabilities say that it can be."""
        other = copy(self)
        other.push = push
        return other

    def make(self, request: Request, assets: Assets) -> Iterator[Step]:
        """The picture of a request, step by step; the last step's image is the result, before any finisher."""
        raise NotImplementedError

    @classmethod
    def where(cls) -> str:
        """Where the engine would paint on this machine."""
        return "processor"

    def can(self, request: Request) -> Capabilities:
        """What the engine can do for this request; some engines can more or less by their settings."""
        return self.capabilities

    def over(self, request: Request) -> Request:
        """The same request where the engine paints over a picture, if its settings kept it from that."""
        return request

    @classmethod
    def wordless(cls, options: Mapping[str, Setting]) -> bool:
        """Whether the engine fills a hole in a picture without words, with these options."""
        return False

    def prepare(self, request: Request) -> None:
        """Refuse, before any work, what is not there that the request's settings name."""

    def weights(self, request: Request) -> dict[str, str]:
        """SHA-256 of the files of weights that the request's settings name, by the settings' names."""
        return {}

    def paint(self, request: Request, stage: Image, start: Start, assets: Assets) -> Iterator[Step]:
        """The picture of a request painted from `start`, led by the layers of the stage that the engine declares."""
        raise NotImplementedError

    def parts(self, request: Request, assets: Assets) -> tuple[Part, ...]:
        """Every thing that the picture of a request shows and the engine knows by name; none where it knows none."""
        return ()

    def adding(self, words: str, box: Box, request: Request, assets: Assets) -> Added:
        """The change of a request that puts what words name where a box of its picture is."""
        raise Unsupported(f"engine {self.name!r} can't put things into its world; choose one that declares changes")

    def flow(self, source: Request, target: Request, assets: Assets) -> Flow:
        """Exact motion from the picture of `source` to that of `target` (same size, same world)."""
        raise Unsupported(f"engine {self.name!r} knows no exact flow; choose an engine that declares it")

    def drift(self, source: Request, target: Request, assets: Assets) -> Float32[ndarray, "h w 2"]:
        """The flow's displacements (pixels) without its visibility, which is often the dear part; splats use it."""
        return self.flow(source, target, assets).xy

    def camera(self, request: Request, assets: Assets) -> Camera:
        """The camera the engine stages a request with, view included."""
        raise Unsupported(f"engine {self.name!r} takes no camera; choose an engine that declares it")

    def settings(self, request: Request) -> dict[str, Setting]:
        """Every declared option with its value for this request, checked."""
        return settle(self.options, request.options, f"engine {self.name!r}")


engines: Registry[type[Generator]] = Registry("engine", "melies.generators")


@cache
def engine(name: str) -> Generator:
    """The one instance of an engine in this process; it may keep built worlds between requests."""
    return engines[name]()


def on_stage(request: Request, stage: str) -> Request:
    """What the stage is asked for that directs a painter: the same picture without the painter's own settings."""
    own: dict[str, Any] = dict.fromkeys(("structure", "fill", "labels", "outline", "surfaces"))
    own |= {"options": {}, "carried": (), "renew": False, "take": 0, "again": 0, "zones": (), "guides": ()}
    return request.model_copy(update={"engine": stage, **own})


THINGS = {  # wishes by their names in the code, in words
    "structure": "a picture to paint over (structure, --init)", "fill": "a mask of what is painted anew (fill, --mask)",
    "labels": "a label map (--labels)", "outline": "a drawn outline (--outline)",
}  # fmt: skip


def check(generator: Generator, request: Request) -> None:
    """Refuse, before any work, what the engine can't take: raises Unsupported naming engine and thing."""
    generator.settings(request)
    able, who = generator.can(request), f"engine {generator.name!r}"
    for thing, asked in _wishes(request).items():
        if asked and thing not in able.native:
            raise Unsupported(f"{who} can't take {THINGS.get(thing, thing)}; {_others(generator, request, thing)}")
    if request.view != View() and not able.takes_camera:
        raise Unsupported(f"{who} takes no camera; use the move 'still', or choose an engine that takes one")
    for name, value in request.atmosphere.items():
        if name not in able.atmosphere:
            hint = nearest(name, able.atmosphere) or "; it has none"
            raise Unsupported(f"{who} has no scene variable {name!r}{hint}")
        low, high = able.atmosphere[name]
        if not low <= value <= high:
            raise Unsupported(f"{name} runs from {low:g} to {high:g}; got {value:g}")
    _check_size(able, who, request)


def _others(generator: Generator, request: Request, thing: str) -> str:
    """What to do where an engine can't take a thing: the engines that can."""
    plain = request.model_copy(update={"options": {}})
    able = [name for name in engines if name != generator.name and thing in engine(name).can(plain).native]
    return f"leave it out, or choose the engine {' or '.join(able)}" if able else "leave it out"


def _wishes(request: Request) -> dict[str, bool]:
    """What the request asks for, in the words of `Capabilities.native`."""
    return {
        "text": any(phrase.text for phrase in request.prompt),
        "avoid": any(phrase.text for phrase in request.avoid),
        "picture": any(role.picture is not None for role in request.cast),
        "time": bool(request.time),
        "weather": bool(request.weather),
        "acts": bool(request.acts),
        "structure": request.structure is not None and request.fill is None,  # with `fill` the canvas takes it
        "fill": request.fill is not None,
        "labels": request.labels is not None,
        "outline": request.outline is not None,
        "changes": bool(request.changes),
    }


def _check_size(able: Capabilities, who: str, request: Request) -> None:
    if not all(able.smallest <= side <= able.largest for side in request.size):
        raise Unsupported(f"{who} makes sides of {able.smallest} to {able.largest} pixels; got {request.size}")
    if any(side % able.multiple for side in request.size):
        raise Unsupported(f"{who} makes sides that are multiples of {able.multiple}; got {request.size}")
