"""The author's own checkpoint as an engine: diffusers' pipelines, exactly as they are, told what to paint by a Request.

A Request's words, size and seed and the engine's options become the arguments of diffusers' own pipelines, which run as
they are: a picture equals, bit for bit, the one that a bare call with the same arguments paints.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
from jaxtyping import Float32
from numpy import ndarray

from melies.core.asset import Assets
from melies.core.camera import Camera
from melies.core.errors import AuthorError
from melies.core.image import Flow, Image, Mask, Rgb, from_bytes
from melies.core.option import Option, Setting
from melies.core.request import Request
from melies.generators.base import Capabilities, Generator, Step, engine, engines, on_stage
from melies.generators.checkpoints import lora, nets, words
from melies.generators.checkpoints.device import DEVICES, PRECISIONS, chosen
from melies.generators.checkpoints.load import Loaded, load, quiet
from melies.generators.checkpoints.run import painting
from melies.generators.diorama import Diorama

WORDS = Capabilities(native=frozenset({"text", "avoid"}), smallest=16, largest=4096, multiple=8)
SEEDS = 2**63  # torch's generators take no larger seed


@engines.add("diffusers")
class Diffusers(Generator):
    """A checkpoint of the author's paints: over the stage, which directs it, or from the words alone."""

    name: ClassVar[str] = "diffusers"
    capabilities: ClassVar[Capabilities] = replace(
        Diorama.capabilities, stage=Diorama.name, smallest=16, largest=4096, multiple=8,
        native=Diorama.capabilities.native | {"structure", "fill"},
    )  # fmt: skip
    needs: ClassVar[tuple[str, ...]] = ("torch", "diffusers", "transformers")
    options: ClassVar[tuple[Option, ...]] = (
        Option("checkpoint", "", "the checkpoint: a folder, or a .safetensors file"),
        Option("steps", 25, "denoising steps", low=1, high=1000),
        Option("guidance", 7.0, "how closely the words are followed (CFG scale); 1 is not at all", low=0, high=50),
        Option("lora", "", "LoRAs laid on the checkpoint: FILE[:weight], and more after commas"),
        Option("direct", "stage", "what the checkpoint paints from", choices=("stage", "words")),
        Option("strength", 0.6, "how much of the stage is painted anew: 0 keeps it, 1 keeps nothing", low=0, high=1),
        Option("held", 0.35, "the same where paint was carried here from another frame", low=0, high=1),
        *nets.OPTIONS,
        Option("device", "auto", "where to paint", choices=DEVICES),
        Option("precision", "auto", "numbers to paint with", choices=PRECISIONS),
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
        return WORDS if request.options.get("direct") == "words" else self.capabilities

    def make(self, request: Request, assets: Assets) -> Iterator[Step]:
        """The steps of a picture from words alone."""
        blank = Image(np.zeros((request.size.height, request.size.width, 3), np.float32))
        yield from self._run(request, None, blank, None)

    def paint(self, request: Request, stage: Image, assets: Assets) -> Iterator[Step]:
        """The steps of a picture painted over its stage, or over paint carried here where there is some."""
        fill = None if request.fill is None else from_bytes(assets.get(request.fill))[..., 0]
        yield from self._run(request, start(request, stage, assets), stage, fill)

    def flow(self, source: Request, target: Request, assets: Assets) -> Flow:
        """The stage's exact motion."""
        stage = self.capabilities.stage
        return engine(stage).flow(on_stage(source, stage), on_stage(target, stage), assets)

    def drift(self, source: Request, target: Request, assets: Assets) -> Float32[ndarray, "h w 2"]:
        """The stage's exact displacements."""
        stage = self.capabilities.stage
        return engine(stage).drift(on_stage(source, stage), on_stage(target, stage), assets)

    def camera(self, request: Request, assets: Assets) -> Camera:
        """The stage's camera."""
        stage = self.capabilities.stage
        return engine(stage).camera(on_stage(request, stage), assets)

    def _run(self, request: Request, init: Rgb | None, stage: Image, fill: Mask | None) -> Iterator[Step]:
        settings = self.settings(request)
        if not settings["checkpoint"]:
            raise AuthorError("say which checkpoint paints: --option checkpoint=FILE, or options: {checkpoint: FILE}")
        quiet()
        device, dtype = chosen(str(settings["device"]), str(settings["precision"]))
        path = Path(str(settings["checkpoint"])).expanduser().absolute()
        loras = lora.asked(str(settings["lora"]))
        stamps = (_stamp(path), *(_stamp(file) for file, _ in loras))
        loaded = _loaded(path, device, dtype, loras, stamps)
        asked, of = arguments(request, settings), int(settings["steps"])
        pipe = loaded.pipe
        if init is None:
            asked |= {"width": request.size.width, "height": request.size.height}
        else:
            strength = float(settings["held" if request.carried else "strength"])
            if int(of * strength) < 1:  # nothing is to be painted anew
                yield Step(1, 1, stage.with_rgb(init))
                return
            wanted = nets.asked(settings)
            pipe = over(
                pipe, tuple(_net(net.path, device, dtype, _stamp(net.path)) for net in wanted), fill is not None
            )
            asked |= {"image": init[None], "strength": strength}
            if fill is not None:
                asked |= {"mask_image": fill[None], "width": request.size.width, "height": request.size.height}
            if wanted:
                led = nets.led(wanted, stage)
                asked |= {"control_image": led.pop("pictures"), **led}
        for told in painting(pipe, asked):
            if isinstance(told, int):
                of = max(of, told)
                yield Step(told, of + 1, stage)
            else:
                said = {"prompt": asked["prompt"], "negative_prompt": asked["negative_prompt"] or ""}
                info = {"checkpoint": path.name, "sha256": loaded.sha256, "device": device, **said, "made": versions()}
                picture = np.ascontiguousarray(told.images[0], np.float32)
                painted = replace(stage, rgb=picture, info={**stage.info, **info})
                yield Step(of + 1, of + 1, painted, {"diffusers": info})


def start(request: Request, stage: Image, assets: Assets) -> Rgb:
    """What is painted over, (H, W, 3) in [0, 1]: paint carried here by exact flow where it is seen, else the stage."""
    total, share = np.zeros_like(stage.rgb), np.zeros((*stage.rgb.shape[:2], 1), np.float32)
    for carried in request.carried:
        mask = np.float32(carried.weight) * from_bytes(assets.get(carried.mask))
        total += mask * from_bytes(assets.get(carried.picture))
        share += mask
    seen = np.minimum(share, 1.0)
    return np.asarray(
        np.where(share > 0, total / np.maximum(share, 1e-6), 0.0) * seen + stage.rgb * (1 - seen), np.float32
    )


def over(pipe: Any, controls: tuple[Any, ...] = (), fill: bool = False) -> Any:
    """The image-to-image (or inpainting) pipeline of the same parts, led by ControlNets if there are any."""
    from diffusers import AutoPipelineForImage2Image, AutoPipelineForInpainting

    kind = AutoPipelineForInpainting if fill else AutoPipelineForImage2Image
    found = kind.from_pipe(pipe, **({"controlnet": list(controls)} if controls else {}))
    found.set_progress_bar_config(disable=True)
    return found


def arguments(request: Request, settings: Mapping[str, Setting]) -> dict[str, Any]:
    """What a pipeline is called with: the request's words, size and seed, the engine's settings."""
    import torch

    return {
        "prompt": words.positive(request),
        "negative_prompt": words.negative(request) or None,
        "num_inference_steps": int(settings["steps"]),
        "guidance_scale": float(settings["guidance"]),
        "generator": torch.Generator("cpu").manual_seed(request.seed % SEEDS),
        "output_type": "np",
    }


def versions() -> dict[str, str]:
    """Versions of the libraries a picture depends on."""
    from importlib.metadata import version

    return {name: version(name) for name in ("torch", "diffusers", "transformers")}


@lru_cache(maxsize=1)
def _loaded(path: Path, device: str, dtype: Any, loras: lora.Asked, stamps: tuple[float, ...]) -> Loaded:
    """The one checkpoint kept in memory, with its LoRAs; a changed file is loaded anew."""
    loaded = load(path, dtype, device)
    lora.lay(loaded.pipe, loras)
    loaded.pipe.set_progress_bar_config(disable=True)
    return loaded


@lru_cache(maxsize=3)
def _net(path: Path, device: str, dtype: Any, stamp: float) -> Any:
    return nets.network(path, device, dtype)


def _stamp(path: Path) -> float:
    return path.stat().st_mtime if path.exists() else 0.0
