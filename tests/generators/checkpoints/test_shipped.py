"""The shipped configurations are those of the published networks: their sizes are known to the last number."""

from __future__ import annotations

import json
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("diffusers")
import diffusers
import torch
import transformers
from tests.generators.checkpoints.ldm import unet

from melies.generators.checkpoints.family import UNET, Sort, told_by

HOME = Path(str(resources.files("melies") / "assets" / "checkpoints"))
NUMBERS = {
    ("sd1", "unet"): 859_520_964, ("sd1-inpaint", "unet"): 859_535_364, ("sd2", "unet"): 865_910_724,
    ("sdxl", "unet"): 2_567_463_684, ("sd2-inpaint", "unet"): 865_925_124, ("sdxl-inpaint", "unet"): 2_567_478_084,
    ("sd1", "vae"): 83_653_863, ("sd2", "vae"): 83_653_863,
    ("sdxl", "vae"): 83_653_863,
    ("sd1", "text_encoder"): 123_060_480, ("sd2", "text_encoder"): 340_387_840, ("sdxl", "text_encoder"): 123_060_480,
    ("sdxl", "text_encoder_2"): 694_659_840,
}  # fmt: skip


FAMILIES = sorted({family for family, _ in NUMBERS})


@lru_cache(maxsize=8)
def network(family: str, part: str) -> Any:
    """A part without numbers."""
    library, kind = json.loads((HOME / family / "model_index.json").read_text())[part]
    config = json.loads((HOME / family / part / "config.json").read_text())
    with torch.device("meta"):
        if library == "diffusers":
            return getattr(diffusers, kind).from_config(config)
        return getattr(transformers, kind)(transformers.CLIPTextConfig(**config))


@pytest.mark.parametrize(("family", "part"), NUMBERS)
def test_every_network_has_as_many_numbers_as_the_published_one(family: str, part: str) -> None:
    assert sum(weights.numel() for weights in network(family, part).parameters()) == NUMBERS[family, part]


@pytest.mark.parametrize("family", FAMILIES)
def test_a_single_file_of_the_family_is_recognised(family: str) -> None:
    made = network(family, "unet")
    shapes = {f"{UNET}{unet(name, made.config)}": tuple(value.shape) for name, value in made.named_parameters()}
    assert told_by(shapes) == Sort("checkpoint", family.removesuffix("-inpaint"), inpaint=family.endswith("-inpaint"))


@pytest.mark.parametrize("family", FAMILIES)
def test_every_scheduler_can_be_made(family: str) -> None:
    index = json.loads((HOME / family / "model_index.json").read_text())
    config = json.loads((HOME / family / "scheduler" / "scheduler_config.json").read_text())
    made = getattr(diffusers, index["scheduler"][1]).from_config(config)
    made.set_timesteps(20)
    assert len(made.timesteps) >= 20
