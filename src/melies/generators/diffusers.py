"""The author's own checkpoint as an engine: diffusers' pipelines, exactly as they are, told what to paint by a Request.

A Request's words, size and seed and the engine's options become the arguments of diffusers' own pipelines, which run as
they are: a picture equals, bit for bit, the one that a bare call with the same arguments paints.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import replace
from typing import Any, ClassVar

import numpy as np

from melies.core.asset import Assets
from melies.core.image import Image, Rgb, from_bytes
from melies.core.option import Option, Setting
from melies.core.request import Request
from melies.generators.base import Capabilities, Start, Step, engines
from melies.generators.checkpoints import hub, nets, pipes, words
from melies.generators.checkpoints.device import DEVICES, MEMORIES, PRECISIONS
from melies.generators.checkpoints.draws import SEEDS, leaning, sticking
from melies.generators.checkpoints.passes import Pass, laid, passes
from melies.generators.checkpoints.ready import hashed, leading, named, placed, ready, sound, versions
from melies.generators.checkpoints.run import painting
from melies.generators.checkpoints.sampler import NAMES
from melies.generators.checkpoints.sampling import How, guided
from melies.generators.diorama import Diorama
from melies.generators.directed import Directed
from melies.generators.noise import VARIED, seeds, unpacked

WORDS = Capabilities(native=frozenset({"text", "avoid"}), smallest=16, largest=4096)


@engines.add("diffusers")
class Diffusers(Directed):
    """A checkpoint of the author's paints: over the stage, which directs it, or from the words alone."""

    name: ClassVar[str] = "diffusers"
    capabilities: ClassVar[Capabilities] = replace(
        Diorama.capabilities, stage=Diorama.name, smallest=WORDS.smallest, largest=WORDS.largest,
        native=Diorama.capabilities.native | {"structure", "fill"},
    )  # fmt: skip
    needs: ClassVar[tuple[str, ...]] = ("torch", "diffusers", "transformers")
    alone: ClassVar[bool] = True
    options: ClassVar[tuple[Option, ...]] = (
        Option(
            "checkpoint", "", "the checkpoint: a folder, a .safetensors file, or owner/name fetched before", files=True
        ),
        Option("steps", 25, "denoising steps", low=1, high=1000),
        Option("guidance", 7.0, "how closely the words are followed (CFG scale); 1 is not at all", low=0, high=50),
        Option("sampler", "", "the sampler; left out, the checkpoint's own", choices=NAMES),
        Option("lora", "", "LoRAs laid on the checkpoint: FILE[:weight], and more after commas", files=True),
        Option("direct", "stage", "what the checkpoint paints from", choices=("stage", "words")),
        Option("strength", 0.6, "how much of the stage is painted anew: 0 keeps it, 1 keeps nothing", low=0, high=1),
        Option("held", 0.25, "the same for paint that is carried on, at every anchor", low=0, high=1),
        *VARIED,
        Option("critics", "cheap", "how losses lead it, by what it foresees", choices=("cheap", "full", "after")),
        *nets.OPTIONS,
        Option("device", "auto", "where to paint", choices=DEVICES),
        Option("precision", "auto", "numbers to paint with", choices=PRECISIONS),
        Option("memory", "auto", "whole on the device, its parts in turn, or tight: in pieces", choices=MEMORIES),
    )

    @classmethod
    def where(cls) -> str:
        """The device that `auto` chooses, asked of another process: this one may do without torch."""
        ask = "from melies.generators.checkpoints.device import chosen; print(chosen()[0])"
        told = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True)  # noqa: S603
        names = {"cuda": "graphics card (cuda)", "mps": "graphics unit (mps)", "cpu": "processor, slowly"}
        return names.get(told.stdout.strip(), "can't load torch")

    def can(self, request: Request) -> Capabilities:
        """From words alone there is no cast, no camera and no layer."""
        able = WORDS if request.options.get("direct") == "words" else self.capabilities
        return replace(able, guided=request.options.get("critics") != "after")

    def over(self, request: Request) -> Request:
        """Not from words alone."""
        options = {name: value for name, value in request.options.items() if name != "direct"}
        return request.model_copy(update={"options": options})

    def prepare(self, request: Request) -> None:
        """Refuse files that are missing or of another kind."""
        sound(self.settings(request))

    def weights(self, request: Request) -> dict[str, str]:
        """The checkpoint's hash, and those of its LoRAs and ControlNets with their weights."""
        return hashed(self.settings(request))

    def make(self, request: Request, assets: Assets) -> Iterator[Step]:
        """The steps of a picture from words alone."""
        blank = Image(np.zeros((request.size.height, request.size.width, 3), np.float32))
        yield from self._run(request, blank, None, [Pass(None, 1.0)], assets)

    def paint(self, request: Request, stage: Image, start: Start, assets: Assets) -> Iterator[Step]:
        """The steps of a picture painted over its start: paint that was carried here stays, but for anchors."""
        fill = None if request.fill is None else from_bytes(assets.get(request.fill))[..., 0]
        todo = passes(request, start, fill, self.settings(request))
        yield from self._run(request, stage, start.rgb, todo, assets)

    def _run(
        self, request: Request, stage: Image, over: Rgb | None, todo: list[Pass], assets: Assets
    ) -> Iterator[Step]:
        """The passes one after the other, each over what the last one left."""
        settings = self.settings(request)
        name = hub.title(named(settings))
        if not todo and over is not None:
            yield Step(1, 1, stage.with_rgb(over))
            return
        loaded, directed = ready(settings), over is not None
        led, networks = leading(settings, stage, request.view.framing, loaded) if directed else ({}, ())
        asked, done, of = arguments(request, settings), 0, int(settings["steps"]) * len(todo)
        for one in todo:
            mask = one.mask if one.whole or one.mask is None else pipes.cells(one.mask, pipes.grid(loaded.pipe))
            pipe, more = pipes.job(
                loaded, request.size, over, mask, one.strength, led, networks, str(settings["sampler"])
            )
            if directed and not pipes.hears(pipe, asked["guidance_scale"]):
                asked["negative_prompt"] = None  # the stage itself leaves out what is not wanted
            device = placed(pipe, settings)
            heeded = pipes.heeded(pipe, {**asked, **more, **chance(request)})
            told = painting(pipe, heeded, self._within(request, one, pipe, settings, assets))
            for step in told:
                if isinstance(step, int):
                    done += 1
                    yield Step(done, max(of, done) + 1, stage)
                else:
                    over = laid(pipes.picture(step, request.size), over, one)
        told_of = {"checkpoint": name, "sha256": loaded.sha256, "device": device, "made": versions()}
        told_of |= {key: asked[key] or "" for key in ("prompt", "negative_prompt")}
        told_of |= {"settings": used(settings, pipe, directed)}
        picture = stage.rgb if over is None else over
        yield Step(
            done + 1, done + 1, replace(stage, rgb=picture, info={**stage.info, **told_of}), {self.name: told_of}
        )

    @contextmanager
    def _within(
        self, request: Request, one: Pass, pipe: Any, settings: Mapping[str, Setting], assets: Assets
    ) -> Iterator[None]:
        """What a pipeline runs in: noise that sticks to surfaces, and critics that lead it.

        It is entered by the thread that paints: torch keeps such things for each thread.
        """
        how: How = "full" if settings["critics"] == "full" else "cheap"
        led = nullcontext() if self.push is None else guided(pipe, self.push, request.size, how)
        with within(request, one, pipes.grid(pipe), settings, assets), led:
            yield


def used(settings: Mapping[str, Setting], pipe: Any, directed: bool) -> dict[str, Setting]:
    """The settings that a picture was painted with, for whoever wants to paint it again."""
    led = (name for name, value in settings.items() if name.startswith("control_") and "_" not in name[8:] and value)
    names = ["steps", "guidance", *(("strength", *led) if directed else ()), *(("lora",) if settings["lora"] else ())]
    return {name: settings[name] for name in names} | {"sampler": settings["sampler"] or type(pipe.scheduler).__name__}


def arguments(request: Request, settings: Mapping[str, Setting]) -> dict[str, Any]:
    """What every pipeline is called with: the request's words, the engine's settings."""
    return {
        "prompt": words.positive(request),
        "negative_prompt": words.negative(request) or None,
        "num_inference_steps": int(settings["steps"]),
        "guidance_scale": float(settings["guidance"]),
        "output_type": "np",
    }


def chance(request: Request) -> dict[str, Any]:
    """The stream of chance of a request's seed, at its beginning."""
    import torch

    return {"generator": torch.Generator("cpu").manual_seed(request.noise_seed % SEEDS)}


def within(
    request: Request, one: Pass, grid: int, settings: Mapping[str, Setting], assets: Assets
) -> AbstractContextManager[Any]:
    """What makes a pipeline's noise lean towards another seed, and stick to the surfaces that the request tells.

    Going over paint again takes other noise at every anchor: the same would dig itself in.
    """
    both = seeds(request.noise_seed, settings)
    if request.surfaces is None:
        plain = both == ((request.noise_seed, 1.0),)  # as the pipeline draws by itself
        return nullcontext() if plain else leaning(both, (request.size.height, request.size.width))
    again = int(request.surfaces.sha256[:12], 16) if request.renew and one.mask is None else 0
    moved = [(seed + again, share) for seed, share in both]
    return sticking(pipes.padded(unpacked(assets.get(request.surfaces)), grid), moved)
