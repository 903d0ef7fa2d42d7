"""What kind of weights a file holds, told by the names and shapes of its tensors."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from melies.core.errors import AuthorError
from melies.generators.checkpoints.header import SAFE, Shapes, header

Kind = Literal["checkpoint", "lora", "controlnet", "vae", "embedding", "unknown"]
UNET = "model.diffusion_model."
CROSS = "transformer_blocks.0.attn2.to_k.weight"
WIDTHS = {768: "sd1", 1024: "sd2", 2048: "sdxl", 1280: "sdxl refiner"}  # of the text the attention reads
PIPELINES = {  # diffusers' pipeline classes, by how their names begin
    "StableDiffusionXL": "sdxl", "StableDiffusion3": "sd3", "StableDiffusion": "sd1", "LatentConsistency": "sd1",
    "Flux": "flux",
}  # fmt: skip
NINE = 9  # channels an inpainting network takes: the latent, the mask and the masked picture


@dataclass(frozen=True)
class Sort:
    """A kind of weights and its family ("sd1", "sdxl", "flux", ...); inpaint: takes a mask natively."""

    kind: Kind
    family: str = ""
    inpaint: bool = False


def sort_of(path: Path) -> Sort:
    """The sort of a `.safetensors` file, or of a folder as diffusers saves one. AuthorError if it can't be read."""
    if path.is_dir():
        return _folder(path)
    if path.suffix.lower() != SAFE:
        return Sort("unknown")
    return told_by(header(path).shapes)


def told_by(shapes: Shapes) -> Sort:
    """The sort of a state dict."""
    names = set(shapes)
    if any("lora_down" in name or "lora_A" in name or ".lora." in name for name in names):
        return Sort("lora", _lora_family(shapes))
    if "input_hint_block.0.weight" in names or any(
        "controlnet_cond_embedding" in name or name.startswith("control_model.") for name in names
    ):
        return Sort("controlnet", _attention(shapes))
    if any(name.startswith(UNET) for name in names):
        return _whole(shapes)
    if "double_blocks.0.img_attn.qkv.weight" in names or "double_blocks.0.img_attn.norm.key_norm.scale" in names:
        return Sort("checkpoint", "flux")
    if "decoder.conv_in.weight" in names or "first_stage_model.decoder.conv_in.weight" in names:
        return Sort("vae")
    if names & {"emb_params", "string_to_param", "clip_l", "clip_g"}:
        return Sort("embedding", "sdxl" if "clip_g" in names else "")
    return Sort("unknown")


def _whole(shapes: Shapes) -> Sort:
    """A checkpoint in its first form: network, picture code and text encoders in one file."""
    if f"{UNET}joint_blocks.0.x_block.attn.qkv.weight" in shapes:
        return Sort("checkpoint", "sd3")
    if f"{UNET}double_blocks.0.img_attn.norm.key_norm.scale" in shapes:
        return Sort("checkpoint", "flux")
    first = shapes.get(f"{UNET}input_blocks.0.0.weight", (0, 4))
    return Sort("checkpoint", _attention(shapes), inpaint=len(first) > 1 and first[1] == NINE)


def _attention(shapes: Shapes) -> str:
    """The family by the width of the text that cross attention reads."""
    widths = {shape[1] for name, shape in shapes.items() if name.endswith(CROSS) and len(shape) == 2}
    return next((WIDTHS[width] for width in sorted(widths) if width in WIDTHS), "")


def _lora_family(shapes: Shapes) -> str:
    down = ("attn2_to_k.lora_down.weight", "attn2.to_k.lora_A.weight", "attn2.to_k.lora.down.weight")
    widths = {shape[1] for name, shape in shapes.items() if name.endswith(down) and len(shape) == 2}
    if any("double_blocks" in name or "single_transformer_blocks" in name for name in shapes):
        return "flux"
    return next((WIDTHS[width] for width in sorted(widths) if width in WIDTHS), "")


def _folder(path: Path) -> Sort:
    """A folder with model_index.json (a pipeline), or config.json (one part of one)."""
    index, config = path / "model_index.json", path / "config.json"
    if index.is_file():
        name = str(json_of(index).get("_class_name", ""))
        family = next((family for start, family in PIPELINES.items() if name.startswith(start)), "")
        unet = json_of(path / "unet" / "config.json") if (path / "unet" / "config.json").is_file() else {}
        family = WIDTHS.get(unet.get("cross_attention_dim", 0), family) if family == "sd1" else family
        return Sort("checkpoint", family, inpaint=unet.get("in_channels") == NINE or name.startswith("FluxFill"))
    if config.is_file():
        name = str(json_of(config).get("_class_name", ""))
        if name.startswith(("ControlNet", "FluxControlNet", "SD3ControlNet")):
            return Sort("controlnet", WIDTHS.get(json_of(config).get("cross_attention_dim", 0), ""))
        return Sort("vae" if name.startswith("Autoencoder") else "unknown")
    return Sort("unknown")


def json_of(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise AuthorError(f"{path} is damaged ({error})") from None
    return found if isinstance(found, dict) else {}
