"""A tiny Stable Diffusion 1 written as one file in the names its makers gave (CompVis' latent-diffusion)."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import torch
from safetensors.torch import save_file
from tests.generators.checkpoints.tiny import saved, sd1

RESNET = {
    "norm1": "in_layers.0", "conv1": "in_layers.2", "time_emb_proj": "emb_layers.1", "norm2": "out_layers.0",
    "conv2": "out_layers.3", "conv_shortcut": "skip_connection",
}  # fmt: skip
TOPS = {"time_embedding.linear_1": "time_embed.0", "time_embedding.linear_2": "time_embed.2",
        "conv_in": "input_blocks.0.0", "conv_norm_out": "out.0", "conv_out": "out.2"}  # fmt: skip
LAYERS = 1  # resnets in each block of the tiny network
BLOCKS = 2


def _unet(name: str) -> str:
    """diffusers' name of a tensor of the network -> CompVis'."""
    stem, end = name.rsplit(".", 1)
    if stem in TOPS:
        return f"{TOPS[stem]}.{end}"
    parts = stem.split(".")
    if parts[0] == "mid_block":
        place = f"middle_block.{ {'resnets': 2 * int(parts[2]), 'attentions': 1}[parts[1]] }"
        return ".".join((place, _inside(parts[3:], parts[1]), end))
    block, part, at = int(parts[1]), parts[2], int(parts[3])
    if parts[0] == "down_blocks":
        first = 1 + block * (LAYERS + 1)
        place = {
            "resnets": f"{first + at}.0",
            "attentions": f"{first + at}.1",
            "downsamplers": f"{first + LAYERS}.0.op",
        }
        return ".".join(filter(None, ("input_blocks", place[part], _inside(parts[4:], part), end)))
    first = block * (LAYERS + 1)
    attends = block == 0  # the first block going up is the one with attention
    up = f"{first + LAYERS}.{2 if attends else 1}.conv"
    place = {"resnets": f"{first + at}.0", "attentions": f"{first + at}.1", "upsamplers": up}
    return ".".join(filter(None, ("output_blocks", place[part], _inside(parts[4:], part), end)))


def _inside(parts: list[str], part: str) -> str:
    if part in ("downsamplers", "upsamplers"):
        return ""
    return RESNET[parts[0]] if part == "resnets" else ".".join(parts)


def _vae(name: str) -> str:
    """diffusers' name of a tensor of the picture code -> CompVis'."""
    name = name.replace("conv_norm_out", "norm_out").replace("conv_shortcut", "nin_shortcut")
    for block in range(BLOCKS):
        name = name.replace(f"encoder.down_blocks.{block}.resnets.", f"encoder.down.{block}.block.")
        name = name.replace(f"encoder.down_blocks.{block}.downsamplers.0.", f"encoder.down.{block}.downsample.")
        turned = BLOCKS - 1 - block
        name = name.replace(f"decoder.up_blocks.{block}.resnets.", f"decoder.up.{turned}.block.")
        name = name.replace(f"decoder.up_blocks.{block}.upsamplers.0.", f"decoder.up.{turned}.upsample.")
    name = name.replace("mid_block.resnets.0", "mid.block_1").replace("mid_block.resnets.1", "mid.block_2")
    for ours, theirs in (("group_norm", "norm"), ("to_q", "q"), ("to_k", "k"), ("to_v", "v"), ("to_out.0", "proj_out")):
        name = name.replace(f"mid_block.attentions.0.{ours}", f"mid.attn_1.{theirs}")
    return name


def tensors() -> dict[str, torch.Tensor]:
    """The state dict."""
    pipe = sd1()
    found = {f"model.diffusion_model.{_unet(name)}": value for name, value in pipe.unet.state_dict().items()}
    for name, value in pipe.vae.state_dict().items():
        conv = "mid_block.attentions" in name and "group_norm" not in name and name.endswith("weight")
        found[f"first_stage_model.{_vae(name)}"] = value[..., None, None] if conv else value
    for name, value in pipe.text_encoder.state_dict().items():
        plain = name if name.startswith("text_model.") else f"text_model.{name}"
        found[f"cond_stage_model.transformer.{plain}"] = value
    return {name: value.contiguous().clone() for name, value in found.items()}


@lru_cache(maxsize=1)
def single_file() -> Path:
    """The file; the folder of configurations lies beside it under its name."""
    file = saved("sd1").parent / "sd1.safetensors"
    save_file(tensors(), file)
    return file
