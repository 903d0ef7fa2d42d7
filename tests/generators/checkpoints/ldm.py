"""Tiny checkpoints as single files, in the names that their makers gave: CompVis', Stability's and open_clip's."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file
from tests.generators.checkpoints.tiny import made, saved

Tensors = dict[str, torch.Tensor]
RESNET = {
    "norm1": "in_layers.0", "conv1": "in_layers.2", "time_emb_proj": "emb_layers.1", "norm2": "out_layers.0",
    "conv2": "out_layers.3", "conv_shortcut": "skip_connection",
}  # fmt: skip
TOPS = {
    "time_embedding.linear_1": "time_embed.0", "time_embedding.linear_2": "time_embed.2",
    "add_embedding.linear_1": "label_emb.0.0", "add_embedding.linear_2": "label_emb.0.2",
    "conv_in": "input_blocks.0.0", "conv_norm_out": "out.0", "conv_out": "out.2",
}  # fmt: skip
OPEN_CLIP = {
    "encoder.layers.": "transformer.resblocks.", "layer_norm1": "ln_1", "layer_norm2": "ln_2", "mlp.fc1": "mlp.c_fc",
    "mlp.fc2": "mlp.c_proj", "self_attn.": "attn.", "final_layer_norm": "ln_final",
    "embeddings.token_embedding": "token_embedding",
    "embeddings.position_embedding.weight": "positional_embedding",
}  # fmt: skip
JOINT = {  # Stable Diffusion 3's blocks: diffusers' names, Stability's
    "attn.to_out.0": "x_block.attn.proj", "attn.to_add_out": "context_block.attn.proj",
    "norm1.linear": "x_block.adaLN_modulation.1", "norm1_context.linear": "context_block.adaLN_modulation.1",
    "ff.net.0.proj": "x_block.mlp.fc1", "ff.net.2": "x_block.mlp.fc2", "ff_context.net.0.proj": "context_block.mlp.fc1",
    "ff_context.net.2": "context_block.mlp.fc2",
}  # fmt: skip
JOINT_TOPS = {
    "pos_embed.pos_embed": "pos_embed", "pos_embed.proj": "x_embedder.proj", "proj_out": "final_layer.linear",
    "time_text_embed.timestep_embedder.linear_1": "t_embedder.mlp.0", "context_embedder": "context_embedder",
    "time_text_embed.timestep_embedder.linear_2": "t_embedder.mlp.2",
    "norm_out.linear": "final_layer.adaLN_modulation.1",
    "time_text_embed.text_embedder.linear_1": "y_embedder.mlp.0",
    "time_text_embed.text_embedder.linear_2": "y_embedder.mlp.2",
}  # fmt: skip


def unet(name: str, config: Mapping[str, Any]) -> str:
    """diffusers' name of a tensor of a network -> CompVis'."""
    stem, end = name.rsplit(".", 1)
    if stem in TOPS:
        return f"{TOPS[stem]}.{end}"
    parts, layers = stem.split("."), config["layers_per_block"]
    if parts[0] == "mid_block":
        place = f"middle_block.{ {'resnets': 2 * int(parts[2]), 'attentions': 1}[parts[1]] }"
        return ".".join((place, _inside(parts[3:], parts[1]), end))
    block, part, at = int(parts[1]), parts[2], int(parts[3])
    first = block * (layers + 1)
    attends = config["up_block_types"][block].startswith("CrossAttn")
    if parts[0] == "down_blocks":
        side, last, first = "input_blocks", f"{first + layers + 1}.0.op", first + 1
    else:
        side, last = "output_blocks", f"{first + layers}.{2 if attends else 1}.conv"
    place = {"resnets": f"{first + at}.0", "attentions": f"{first + at}.1"}.get(part, last)
    return ".".join(filter(None, (side, place, _inside(parts[4:], part), end)))


def _inside(parts: list[str], part: str) -> str:
    if part in ("downsamplers", "upsamplers"):
        return ""
    return RESNET[parts[0]] if part == "resnets" else ".".join(parts)


def _vae(name: str, blocks: int) -> str:
    """diffusers' name of a tensor of the picture code -> CompVis'."""
    name = name.replace("conv_norm_out", "norm_out").replace("conv_shortcut", "nin_shortcut")
    for block in range(blocks):
        name = name.replace(f"encoder.down_blocks.{block}.resnets.", f"encoder.down.{block}.block.")
        name = name.replace(f"encoder.down_blocks.{block}.downsamplers.0.", f"encoder.down.{block}.downsample.")
        turned = blocks - 1 - block
        name = name.replace(f"decoder.up_blocks.{block}.resnets.", f"decoder.up.{turned}.block.")
        name = name.replace(f"decoder.up_blocks.{block}.upsamplers.0.", f"decoder.up.{turned}.upsample.")
    name = name.replace("mid_block.resnets.0", "mid.block_1").replace("mid_block.resnets.1", "mid.block_2")
    for ours, theirs in (("group_norm", "norm"), ("to_q", "q"), ("to_k", "k"), ("to_v", "v"), ("to_out.0", "proj_out")):
        name = name.replace(f"mid_block.attentions.0.{ours}", f"mid.attn_1.{theirs}")
    return name


def _code(vae: Any) -> Tensors:
    found = {}
    for name, value in vae.state_dict().items():
        conv = "mid_block.attentions" in name and "group_norm" not in name and name.endswith("weight")
        plain = _vae(name, len(vae.config.block_out_channels))
        found[f"first_stage_model.{plain}"] = value[..., None, None] if conv else value
    return found


def _clip(encoder: Any, prefix: str) -> Tensors:
    """OpenAI's names, which are transformers' own."""
    found = {}
    for name, value in encoder.state_dict().items():
        bare = name.startswith(("text_model.", "text_projection."))
        found[prefix + (name if bare else f"text_model.{name}")] = value
    return found


def _open_clip(encoder: Any, prefix: str) -> Tensors:
    """open_clip's names, with query, key and value in one."""
    given = {name.removeprefix("text_model."): value for name, value in encoder.state_dict().items()}
    width = encoder.config.hidden_size
    found = {
        "logit_scale": torch.tensor(4.6),
        "text_projection": given.pop("text_projection.weight", torch.eye(width)).T,
    }
    for name, value in given.items():
        if ".k_proj." in name or ".v_proj." in name:
            continue
        if ".q_proj." in name:
            value = torch.cat([given[name.replace(".q_proj.", f".{half}_proj.")] for half in "qkv"])
            name = name.replace(".q_proj.", ".in_proj_")
        for ours, theirs in OPEN_CLIP.items():
            name = name.replace(ours, theirs)
        found[name] = value
    return {prefix + name: value for name, value in found.items()}


def _turned(value: torch.Tensor) -> torch.Tensor:
    """Scale and shift, which Stability keeps the other way round."""
    scale, shift = value.chunk(2)
    return torch.cat([shift, scale])


def _joint(transformer: Any) -> Tensors:
    """Stable Diffusion 3's network in Stability's names."""
    given, found = transformer.state_dict(), {}
    last = transformer.config.num_layers - 1
    for name, value in given.items():
        stem, end = (name, "") if name.endswith("pos_embed") else name.rsplit(".", 1)
        block, inside = ("", stem) if not stem.startswith("transformer_blocks.") else stem.split(".", 2)[1:]
        if inside.endswith(("_k_proj", "_v_proj", "attn.to_k", "attn.to_v")):
            continue
        if inside in ("attn.to_q", "attn.add_q_proj"):
            halves = [given[f"transformer_blocks.{block}.{inside.replace('q', half)}.{end}"] for half in "qkv"]
            value, inside = torch.cat(halves), f"{'x' if 'to' in inside else 'context'}_block.attn.qkv"
        elif stem == "norm_out.linear" or (block == str(last) and inside == "norm1_context.linear"):
            value = _turned(value)
        place = f"joint_blocks.{block}.{JOINT.get(inside, inside)}" if block else JOINT_TOPS[inside]
        found[".".join(filter(None, (f"model.diffusion_model.{place}", end)))] = value
    return found


def tensors(family: str = "sd1") -> Tensors:
    """The state dict of a tiny checkpoint."""
    pipe = made(family)
    found = _code(pipe.vae)
    if family.startswith("sd3"):
        found |= _joint(pipe.transformer)
        found |= _clip(pipe.text_encoder, "text_encoders.clip_l.transformer.")
        found |= _clip(pipe.text_encoder_2, "text_encoders.clip_g.transformer.")
        del found["text_encoders.clip_l.transformer.text_projection.weight"]
        third = {} if pipe.text_encoder_3 is None else pipe.text_encoder_3.state_dict()
        found |= {f"text_encoders.t5xxl.transformer.{name}": value for name, value in third.items()}
    else:
        network = pipe.unet.state_dict().items()
        found |= {f"model.diffusion_model.{unet(name, pipe.unet.config)}": value for name, value in network}
    if family.startswith("sdxl") or family == "turbo":
        found |= _clip(pipe.text_encoder, "conditioner.embedders.0.transformer.")
        found |= _open_clip(pipe.text_encoder_2, "conditioner.embedders.1.model.")
    elif family == "sd2":
        found |= _open_clip(pipe.text_encoder, "cond_stage_model.model.")
    elif not family.startswith("sd3"):
        found |= _clip(pipe.text_encoder, "cond_stage_model.transformer.")
    return {name: value.contiguous().clone() for name, value in found.items()}


@lru_cache(maxsize=8)
def single_file(family: str = "sd1") -> Path:
    """The file; the folder of configurations lies beside it under its name."""
    file = saved(family).parent / f"{family}.safetensors"
    save_file(tensors(family), file)
    return file
