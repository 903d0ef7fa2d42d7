"""Time and memory of a picture beside bare diffusers', on Stable Diffusion 1.5 of real size with random weights."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.rows import Row

SIDE, STEPS, ROUNDS, TRIES = 192, 3, 3, 6
ASKED = {"num_inference_steps": STEPS, "guidance_scale": 7.0, "output_type": "np"}
WORDS = "a red fox by a lake at dusk"


def overhead_rows() -> list[Row]:
    """Ours over theirs: the same picture in turns in one process; memory, each alone in a process of its own."""
    with tempfile.TemporaryDirectory(prefix="melies-") as folder:
        place = Path(folder) / "sd1"
        _asked("build", place)
        times = _asked("time", place)
        peaks = [(_asked("ours", place)["peak"], _asked("theirs", place)["peak"]) for _ in range(ROUNDS)]
    memory = statistics.median(mine / bare for mine, bare in peaks)
    what = f"SD 1.5's size, {SIDE}x{SIDE}, {STEPS} steps"
    return [
        Row(f"{what}: time from words", times["words"], "x bare", 1.05),
        Row(f"{what}: time over the stage, staging included", times["stage"], "x bare", 1.05),
        Row(f"{what}: peak memory, loading included", memory, "x bare", 1.05),
        Row(f"{what}: bare picture from words", times["bare"], "s"),
        Row(f"{what}: bare peak memory", peaks[0][1] / 2**20, "GiB"),
    ]


def _asked(what: str, place: Path) -> dict[str, float]:
    """The last line that a process of its own prints."""
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "benchmarks.overhead", what, str(place)], check=True, capture_output=True, text=True
    )
    return dict(json.loads(done.stdout.strip().splitlines()[-1]))


def build(place: Path) -> dict[str, float]:
    """Save a checkpoint of real size with small random weights, by the shipped configurations."""
    import diffusers
    import torch
    import transformers

    from melies.generators.checkpoints.clip import tokenizer

    home = Path(__file__).resolve().parents[1] / "src" / "melies" / "assets" / "checkpoints" / "sd1"

    def config(name: str) -> Any:
        return json.loads((home / name / "config.json").read_text())

    torch.manual_seed(0)
    with torch.device("meta"):
        unet = diffusers.UNet2DConditionModel.from_config(config("unet"))
        vae = diffusers.AutoencoderKL.from_config(config("vae"))
        text = transformers.CLIPTextModel(transformers.CLIPTextConfig(**config("text_encoder")))
    for network in (unet, vae, text):
        network.to_empty(device="cpu")
        for name, weights in network.named_parameters():
            torch.nn.init.ones_(weights) if "norm" in name else torch.nn.init.normal_(weights, std=0.02)
        for name, numbers in network.named_buffers():
            if name.endswith("position_ids"):
                numbers.copy_(torch.arange(numbers.shape[-1])[None])
    schedule = json.loads((home / "scheduler" / "scheduler_config.json").read_text())
    pipe = diffusers.StableDiffusionPipeline(
        unet=unet, vae=vae, text_encoder=text, tokenizer=tokenizer(),
        scheduler=getattr(diffusers, schedule["_class_name"]).from_config(schedule),
        safety_checker=None, feature_extractor=None, requires_safety_checker=False,
    )  # fmt: skip
    pipe.save_pretrained(place)
    return {}


def timed(place: Path) -> dict[str, float]:
    """Best of ours over best of theirs, in turns, with the same weights; the bare pipeline is given the stage."""
    from diffusers import AutoPipelineForImage2Image

    from melies.core.asset import MemoryAssets
    from melies.generators.base import engine, on_stage
    from melies.generators.checkpoints.ready import ready
    from melies.synthesis import make

    words, staged = _request(place, "words"), _request(place, "stage")
    assets, pipe = MemoryAssets(), ready(engine("diffusers").settings(words)).pipe
    over = AutoPipelineForImage2Image.from_pipe(pipe)
    over.set_progress_bar_config(disable=True)
    stage = make(on_stage(staged, "diorama"), assets).rgb[None]
    pairs: dict[str, tuple[Callable[[], object], Callable[[], object]]] = {
        "words": (
            lambda: make(words, assets),
            lambda: pipe(WORDS, width=SIDE, height=SIDE, generator=_chance(), **ASKED),
        ),
        "stage": (
            lambda: make(staged, assets),
            lambda: over(WORDS, image=stage, strength=1.0, generator=_chance(), **ASKED),
        ),
    }
    found = {}
    for name, (ours, theirs) in pairs.items():
        ours(), theirs()
        mine, bare = zip(*((_seconds(ours), _seconds(theirs)) for _ in range(TRIES)), strict=True)
        found[name] = min(mine) / min(bare)
        found.setdefault("bare", min(bare))
    return found


def ours(place: Path) -> dict[str, float]:
    """Load and paint from words, by Melies."""
    from melies.core.asset import MemoryAssets
    from melies.synthesis import make

    return _alone(lambda: make(_request(place, "words"), MemoryAssets()))


def theirs(place: Path) -> dict[str, float]:
    """Load and paint from words, by bare diffusers."""
    pipe = _bare(place)
    return _alone(lambda: pipe(WORDS, width=SIDE, height=SIDE, generator=_chance(), **ASKED))


def _bare(place: Path) -> Any:
    from diffusers import DiffusionPipeline

    pipe = DiffusionPipeline.from_pretrained(place, local_files_only=True)
    pipe.set_progress_bar_config(disable=True)
    return pipe


def _chance() -> Any:
    import torch

    return torch.Generator("cpu").manual_seed(0)


def _request(place: Path, direct: str) -> Any:
    from melies.core.request import Phrase, Request
    from melies.core.size import Size

    options = {"checkpoint": str(place), "steps": STEPS, "device": "cpu", "direct": direct, "strength": 1.0}
    return Request(
        engine="diffusers", size=Size(width=SIDE, height=SIDE), prompt=(Phrase(text=WORDS),), options=options
    )


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _alone(paint: Callable[[], object]) -> dict[str, float]:
    """The most memory, KiB, that this process had when it had painted."""
    import resource

    paint()
    return {"peak": float(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)}


if __name__ == "__main__":
    jobs = {"build": build, "time": timed, "ours": ours, "theirs": theirs}
    print(json.dumps(jobs[sys.argv[1]](Path(sys.argv[2]))))
