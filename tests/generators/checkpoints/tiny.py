"""Tiny pipelines with random weights in diffusers' real classes, saved as an author's would be."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import torch
from diffusers import (
    AutoencoderKL,
    ControlNetModel,
    DDIMScheduler,
    EulerDiscreteScheduler,
    StableDiffusionPipeline,
    StableDiffusionXLPipeline,
    UNet2DConditionModel,
)
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection

from melies.generators.checkpoints import clip

WIDTH = 32


def _unet(**more: Any) -> UNet2DConditionModel:
    given: dict[str, Any] = {
        "block_out_channels": (32, 64), "layers_per_block": 1, "sample_size": 16, "in_channels": 4, "out_channels": 4,
        "down_block_types": ("DownBlock2D", "CrossAttnDownBlock2D"), "attention_head_dim": 8,
        "up_block_types": ("CrossAttnUpBlock2D", "UpBlock2D"), "cross_attention_dim": WIDTH,
    }  # fmt: skip
    return UNet2DConditionModel(**{**given, **more}).eval()


def _vae() -> AutoencoderKL:
    return AutoencoderKL(
        block_out_channels=[32, 64], in_channels=3, out_channels=3, latent_channels=4, sample_size=32,
        down_block_types=["DownEncoderBlock2D"] * 2, up_block_types=["UpDecoderBlock2D"] * 2,
    ).eval()  # fmt: skip


def _text(projected: bool = False) -> Any:
    config = CLIPTextConfig(
        bos_token_id=0, eos_token_id=2, hidden_size=WIDTH, intermediate_size=64, num_attention_heads=4,
        num_hidden_layers=2, vocab_size=49408, projection_dim=WIDTH, hidden_act="gelu" if projected else "quick_gelu",
    )  # fmt: skip
    return (CLIPTextModelWithProjection if projected else CLIPTextModel)(config).eval()


def sd1(**unet: Any) -> StableDiffusionPipeline:
    """A tiny Stable Diffusion 1."""
    torch.manual_seed(0)
    scheduler = DDIMScheduler(beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear", clip_sample=False)
    return StableDiffusionPipeline(
        unet=_unet(**unet), vae=_vae(), text_encoder=_text(), tokenizer=clip.tokenizer(), scheduler=scheduler,
        safety_checker=None, feature_extractor=None, requires_safety_checker=False,
    )  # fmt: skip


def sdxl() -> StableDiffusionXLPipeline:
    """A tiny SDXL."""
    torch.manual_seed(0)
    unet = _unet(
        cross_attention_dim=2 * WIDTH, use_linear_projection=True, addition_embed_type="text_time",
        addition_time_embed_dim=8, transformer_layers_per_block=(1, 2), 
        projection_class_embeddings_input_dim=6 * 8 + WIDTH,
    )  # fmt: skip
    return StableDiffusionXLPipeline(
        unet=unet, vae=_vae(), text_encoder=_text(), text_encoder_2=_text(projected=True), tokenizer=clip.tokenizer(),
        tokenizer_2=clip.tokenizer("!"), scheduler=EulerDiscreteScheduler(beta_schedule="scaled_linear"),
    )  # fmt: skip


FAMILIES = {"sd1": sd1, "sdxl": sdxl}


@lru_cache(maxsize=8)
def saved(family: str) -> Path:
    """The folder of a tiny pipeline, saved once for all tests."""
    folder = Path(mkdtemp(prefix="tiny-")) / family
    FAMILIES[family]().save_pretrained(folder)
    return folder


@lru_cache(maxsize=2)
def saved_net(family: str) -> Path:
    """The folder of a tiny ControlNet with random weights that do something."""
    torch.manual_seed(1)
    net = ControlNetModel.from_unet(FAMILIES[family]().unet, conditioning_embedding_out_channels=(16, 32))
    for weights in net.parameters():
        torch.nn.init.normal_(weights, std=0.05)
    folder = Path(mkdtemp(prefix="tiny-")) / f"{family}-net"
    net.save_pretrained(folder)
    return folder
