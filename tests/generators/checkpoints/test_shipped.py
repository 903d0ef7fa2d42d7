"""The shipped configurations are those of the published networks: their sizes are known to the last number."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path

import pytest

pytest.importorskip("diffusers")
import diffusers
import torch
import transformers

HOME = Path(str(resources.files("melies") / "assets" / "checkpoints"))
NUMBERS = {
    ("sd1", "unet"): 859_520_964, ("sd1-inpaint", "unet"): 859_535_364, ("sd2", "unet"): 865_910_724,
    ("sdxl", "unet"): 2_567_463_684, ("sd1", "vae"): 83_653_863, ("sd2", "vae"): 83_653_863,
    ("sdxl", "vae"): 83_653_863,
    ("sd1", "text_encoder"): 123_060_480, ("sd2", "text_encoder"): 340_387_840, ("sdxl", "text_encoder"): 123_060_480,
    ("sdxl", "text_encoder_2"): 694_659_840,
}  # fmt: skip


@pytest.mark.parametrize(("family", "part"), NUMBERS)
def test_every_network_has_as_many_numbers_as_the_published_one(family: str, part: str) -> None:
    library, kind = json.loads((HOME / family / "model_index.json").read_text())[part]
    config = json.loads((HOME / family / part / "config.json").read_text())
    with torch.device("meta"):
        if library == "diffusers":
            network = getattr(diffusers, kind).from_config(config)
        else:
            network = getattr(transformers, kind)(transformers.CLIPTextConfig(**config))
    assert sum(weights.numel() for weights in network.parameters()) == NUMBERS[family, part]


@pytest.mark.parametrize("family", sorted({family for family, _ in NUMBERS}))
def test_every_scheduler_can_be_made(family: str) -> None:
    index = json.loads((HOME / family / "model_index.json").read_text())
    config = json.loads((HOME / family / "scheduler" / "scheduler_config.json").read_text())
    made = getattr(diffusers, index["scheduler"][1]).from_config(config)
    made.set_timesteps(20)
    assert len(made.timesteps) >= 20
