"""Vista as an engine: our own small network paints from words, drawn labels or outlines, a picture, or the stage.

It is shipped, and experimental: see the card in assets/vista. Led by a stage's labels, depth and outline it keeps a
film's cameras, cast and cuts; from words alone (`direct=words`) it makes what it learnt of the stage's worlds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import ClassVar

import numpy as np
from jaxtyping import Float32
from numpy import ndarray

from melies.core.asset import Assets
from melies.core.errors import AuthorError
from melies.core.image import OPEN, Image, Mask, Rgb, from_bytes
from melies.core.option import Option, Setting
from melies.core.request import Request, View
from melies.core.seed import Seed
from melies.generators.base import Capabilities, Start, Step, engines, on_stage
from melies.generators.checkpoints import words
from melies.generators.checkpoints.passes import Pass, laid, passes
from melies.generators.diorama import Diorama
from melies.generators.directed import Directed
from melies.generators.noise import VARIED, noise, seeds, unpacked
from melies.generators.staged import atmosphere
from melies.models.vista import weights
from melies.models.vista.order import Order
from melies.models.vista.spec import CHANNELS, GUIDANCE, LARGEST, STEPS
from melies.models.vista.words import unread
from melies.scene import exemplar
from melies.scene.labels import DRAWN, FIGURES, folded, parted
from melies.scene.seam import joined

GIVEN = frozenset({"structure", "fill", "labels", "outline"})
OVER_STAGE: dict[str, Setting] = {"guidance": 1.5, "strength": 0.5}  # what is painted over leads as well
OVER_PICTURE: dict[str, Setting] = {"guidance": 1.5, "tone": 0.0}  # words may turn a picture's day into night
FAINT = 0.03  # of a mask: less is no hole, but a stain, as JPEG leaves them
UNPAINTED = "a hole is filled from the picture itself; give --strength to paint words there"
WORDS = Capabilities(
    native=frozenset({"text", "avoid", "time", "weather"}) | GIVEN, smallest=64, largest=LARGEST, guided=True
)


@engines.add("vista")
class VistaEngine(Directed):
    """The shipped network, or the author's own of the same kind."""

    name: ClassVar[str] = "vista"
    capabilities: ClassVar[Capabilities] = replace(
        Diorama.capabilities, stage=Diorama.name, smallest=WORDS.smallest, largest=WORDS.largest,
        native=Diorama.capabilities.native | {"structure", "fill"}, guided=True,
    )  # fmt: skip
    needs: ClassVar[tuple[str, ...]] = ("torch",)
    alone: ClassVar[bool] = True
    options: ClassVar[tuple[Option, ...]] = (
        Option("steps", STEPS, "steps from noise to picture", low=1, high=1000),
        Option("guidance", GUIDANCE, "how closely words and maps are followed (CFG scale)", low=0, high=20),
        Option("strength", 0.75, "how much of what is painted over is new: 0 keeps it, 1 keeps nothing", low=0, high=1),
        Option("tone", 1.0, "how far things painted over keep their broad colours; 0 for --init", low=0, high=1),
        Option("detail", 1.0, "how much of the fine detail of what is painted over stays where it fits", low=0, high=1),
        Option("held", 0.0, "the same for carried paint, at every anchor; 0 never repaints it", low=0, high=1),
        Option(
            "direct", "auto", "what it paints from; auto: the stage, unless a map, an outline or a picture is given",
            choices=("auto", "stage", "words"),
        ),
        Option(
            "masked", "fill", "what --mask begins with; fill: what is around it, and no paint if strength is not given",
            choices=("fill", "original"),
        ),
        *VARIED,
        weights.OPTION,
    )  # fmt: skip

    def can(self, request: Request) -> Capabilities:
        """From words alone there is no cast, no camera and no act."""
        return self.capabilities if self._staged(request) else WORDS

    def over(self, request: Request) -> Request:
        """From words: what it paints over is given to it, and of that all that is masked is painted anew."""
        return request.model_copy(
            update={"options": {"strength": 1.0, "masked": "original", **request.options, "direct": "words"}}
        )

    @classmethod
    def wordless(cls, options: Mapping[str, Setting]) -> bool:
        """It does, unless paint is asked for."""
        plain = options.get("masked", "fill") == "fill" and options.get("direct", "auto") != "stage"
        return plain and "strength" not in options

    def prepare(self, request: Request) -> None:
        """Refuse weights that are not there."""
        weights.ready(str(self.settings(request)["weights"]))

    def weights(self, request: Request) -> dict[str, str]:
        """One hash for the networks."""
        return {"weights": weights.sha256(str(self.settings(request)["weights"]))}

    def make(self, request: Request, assets: Assets) -> Iterator[Step]:
        """The steps of a picture from words, and from whatever else is given."""
        start = None if request.structure is None else from_bytes(assets.get(request.structure)[..., :3])
        fill = None if request.fill is None else from_bytes(assets.get(request.fill))[..., 0]
        if fill is not None and start is None:
            raise AuthorError("a mask says what of a picture is made anew; give the picture too (--init FILE)")
        order = self._order(request)
        hole = None if fill is None or not self._mends(request) else fill > FAINT
        if start is not None and hole is not None and order.strength < 1:
            if hole.all():
                raise AuthorError("the mask leaves nothing to fill the picture from; give --strength to paint it anew")
            start = exemplar.filled(start, hole, seed=request.noise_seed)
        order = replace(
            order, start=start, anew=fill, labels=_labels(request, assets), outline=_outline(request, assets),
            figures=FIGURES,
        )  # fmt: skip
        done = 0
        for made in self._painted(order, request, assets):
            if isinstance(made, int):
                done = made
                yield Step(done, order.steps + 1, Image(_blank(request)))
            else:
                told = self._told(request, order)
                if start is not None and hole is not None and order.strength:
                    made = made.with_rgb(joined(start, hole, ~hole, paint=made.rgb))
                yield Step(done + 1, done + 1, _known(made, told), {self.name: told})

    def paint(self, request: Request, stage: Image, start: Start, assets: Assets) -> Iterator[Step]:
        """The steps of a picture painted over the stage, led by its labels, depth and outline; carried paint stays."""
        fill = None if request.fill is None else from_bytes(assets.get(request.fill))[..., 0]
        todo = passes(request, start, fill, self._settled(request))
        over, order, done = start.rgb, self._order(request), 0
        hour = atmosphere(on_stage(request, self.capabilities.stage))["hour"] if stage.labels is not None else 0.0
        for one in todo:
            for made in self._painted(self._pass(order, stage, over, one, hour), request, assets):
                if isinstance(made, int):
                    done += 1
                    yield Step(done, order.steps * len(todo) + 1, stage)
                else:
                    over = laid(made.rgb, over, one)
        told = self._told(request, order)
        told.pop("not_drawn", None)  # what it did not read the stage has drawn, or says so itself
        yield Step(done + 1, done + 1, replace(stage, rgb=over, info={**stage.info, **told}), {self.name: told})

    def _pass(self, order: Order, stage: Image, over: Rgb, one: Pass, hour: float) -> Order:
        led = replace(order, start=over, anew=one.mask, strength=one.strength, fine=stage.rgb, figures=FIGURES)
        if stage.labels is None:
            return led
        from melies.models.vista.layers import edges

        depth = np.full(stage.labels.shape, np.inf, np.float32) if stage.depth is None else stage.depth
        labels = parted(stage.labels, hour)
        return replace(led, labels=labels, outline=edges(labels, depth), depth=stage.depth)

    def _settled(self, request: Request) -> dict[str, Setting]:
        """The settings, with what suits the stage, or a picture, where nothing else is asked for."""
        own = OVER_PICTURE if request.structure is not None else OVER_STAGE if self._staged(request) else {}
        if request.fill is not None and self._mends(request):
            led = request.labels is not None or request.outline is not None or bool(request.guides)
            own = {**own, "strength": 1.0 if led else 0.0}
        unsaid = {name: value for name, value in own.items() if name not in request.options}
        return {**self.settings(request), **unsaid}

    def _order(self, request: Request) -> Order:
        settings = self._settled(request)
        said, *turning = words.turning(request)
        return Order(
            request.size, said[0], words.negative(request), tuple(turning), strength=float(settings["strength"]),
            steps=int(settings["steps"]), guidance=float(settings["guidance"]), tone=float(settings["tone"]),
            detail=float(settings["detail"]),
        )  # fmt: skip

    def _painted(self, order: Order, request: Request, assets: Assets) -> Iterator[Image | int]:
        painter = weights.painter(str(self.settings(request)["weights"]))
        both = seeds(request.noise_seed, self.settings(request))
        chance = sum(share * _noise(request, seed, order.cells, assets) for seed, share in both)
        yield from painter.paint(order, np.asarray(chance, np.float32), self.push)

    def _mends(self, request: Request) -> bool:
        """Whether a hole gets what is around it before it is painted."""
        return not self._staged(request) and self.settings(request)["masked"] == "fill"

    def _staged(self, request: Request) -> bool:
        direct = self.settings(request)["direct"]
        if direct != "auto":
            return direct == "stage"
        told = request.place or request.cast or request.acts or request.changes or request.view != View()
        given = (request.labels, request.outline, request.structure, request.fill)
        return bool(told) or all(one is None for one in given)

    def _told(self, request: Request, order: Order) -> dict[str, object]:
        settings: dict[str, Setting] = {"steps": order.steps, "guidance": order.guidance}
        if order.start is not None or self._staged(request):
            settings |= {"strength": order.strength, "tone": order.tone, "detail": order.detail}
        texts = (order.words, *dict(order.turning))
        if order.anew is not None and not order.strength and self._mends(request):
            lost = dict.fromkeys(f"{text} ({UNPAINTED})" for text in (*texts, order.avoid) if text)
        else:
            lost = dict.fromkeys(part for text in texts for part in unread(text))
        return {
            **({"not_drawn": list(lost)} if lost else {}),
            **({"turning": dict(order.turning)} if order.turning else {}),
            "sha256": weights.sha256(str(self.settings(request)["weights"])), "prompt": order.words,
            "negative_prompt": order.avoid, "settings": settings,
        }  # fmt: skip


def _known(made: Image, told: dict[str, object]) -> Image:
    """The picture with labels that every engine's are."""
    labels = None if made.labels is None else folded(made.labels)
    return replace(made, labels=labels, info=told)


def _labels(request: Request, assets: Assets) -> ndarray | None:
    if request.labels is None:
        return None
    labels = assets.get(request.labels)[..., 0]
    unknown = labels[(labels >= len(DRAWN)) & (labels != OPEN)]
    if len(unknown):
        raise AuthorError(
            f"a label map holds the numbers 0 to {len(DRAWN) - 1}, and {OPEN} where it is open; got {int(unknown[0])}"
        )
    return labels


def _outline(request: Request, assets: Assets) -> Mask | None:
    return None if request.outline is None else from_bytes(assets.get(request.outline))[..., 0]


def _blank(request: Request) -> Rgb:
    return np.zeros((request.size.height, request.size.width, 3), np.float32)


def _noise(request: Request, seed: int, cells: tuple[int, int], assets: Assets) -> Float32[ndarray, "c h w"]:
    """Noise of a base picture: on the surfaces that the request tells, else by the seed."""
    if request.surfaces is None:
        return (Seed(seed) / "vista").rng().standard_normal((CHANNELS, *cells), np.float32)
    again = int(request.surfaces.sha256[:12], 16) if request.renew else 0
    surfaces = unpacked(assets.get(request.surfaces))
    return noise(surfaces, seed + again, 0, (CHANNELS, *cells))
