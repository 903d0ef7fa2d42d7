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
    EulerAncestralDiscreteScheduler,
    EulerDiscreteScheduler,
    FlowMatchEulerDiscreteScheduler,
    FluxFillPipeline,
    FluxPipeline,
    FluxTransformer2DModel,
    LCMScheduler,
    SD3Transformer2DModel,
    StableDiffusion3Pipeline,
    StableDiffusionInpaintPipeline,
    StableDiffusionPipeline,
    StableDiffusionXLInpaintPipeline,
    StableDiffusionXLPipeline,
    UNet2DConditionModel,
)
from transformers import (
    CLIPTextConfig,
    CLIPTextModel,
    CLIPTextModelWithProjection,
    CLIPTokenizer,
    T5Config,
    T5EncoderModel,
    T5Tokenizer,
)

from melies.generators.checkpoints import clip

WIDTH = 32
WORDS = 514  # CLIP's letters, within words and at their ends, and its two marks; nothing is merged, so loading is quick
BETAS: dict[str, Any] = {"beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear"}
SAFE: dict[str, Any] = {"safety_checker": None, "feature_extractor": None, "requires_safety_checker": False}


def _unet(**more: Any) -> UNet2DConditionModel:
    given: dict[str, Any] = {
        "block_out_channels": (32, 64), "layers_per_block": 1, "sample_size": 16, "in_channels": 4, "out_channels": 4,
        "down_block_types": ("DownBlock2D", "CrossAttnDownBlock2D"), "attention_head_dim": 8,
        "up_block_types": ("CrossAttnUpBlock2D", "UpBlock2D"), "cross_attention_dim": WIDTH,
    }  # fmt: skip
    return UNet2DConditionModel(**{**given, **more}).eval()


def _vae(latents: int = 4, **more: Any) -> AutoencoderKL:
    return AutoencoderKL(
        block_out_channels=[32, 64], in_channels=3, out_channels=3, latent_channels=latents, sample_size=32,
        down_block_types=["DownEncoderBlock2D"] * 2, up_block_types=["UpDecoderBlock2D"] * 2, **more,
    ).eval()  # fmt: skip


def _text(projected: bool = False, width: int = WIDTH, act: str = "quick_gelu") -> Any:
    config = CLIPTextConfig(
        bos_token_id=0, eos_token_id=2, hidden_size=width, intermediate_size=64, num_attention_heads=4,
        num_hidden_layers=2, vocab_size=WORDS, projection_dim=width, hidden_act=act,
    )  # fmt: skip
    return (CLIPTextModelWithProjection if projected else CLIPTextModel)(config).eval()


def _clip(pad: str = "<|endoftext|>") -> CLIPTokenizer:
    """CLIP's tokenizer without its merges."""
    words = dict(list(clip.vocabulary()[0].items())[: WORDS - 2])
    marks = {"<|startoftext|>": WORDS - 2, "<|endoftext|>": WORDS - 1}
    return CLIPTokenizer(vocab={**words, **marks}, merges=[], pad_token=pad, model_max_length=clip.LENGTH)


def _t5(width: int) -> dict[str, Any]:
    """An encoder of the T5 kind and its tokenizer: letters, and words that begin with them."""
    letters = [chr(number) for number in range(ord("a"), ord("z") + 1)]
    pieces = [("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0), ("▁", -2.0), *((letter, -3.0) for letter in letters)]
    config = T5Config(
        vocab_size=64, d_model=width, d_kv=8, d_ff=64, num_layers=1, num_heads=4, feed_forward_proj="gated-gelu",
    )  # fmt: skip
    tokenizer = T5Tokenizer(vocab=pieces, extra_ids=0, model_max_length=24)
    return {"model": T5EncoderModel(config).eval(), "tokenizer": tokenizer}


def sd1(**unet: Any) -> StableDiffusionPipeline:
    """A tiny Stable Diffusion 1."""
    torch.manual_seed(0)
    return StableDiffusionPipeline(
        unet=_unet(**unet), vae=_vae(), text_encoder=_text(), tokenizer=_clip(),
        scheduler=DDIMScheduler(**BETAS, clip_sample=False), **SAFE,
    )  # fmt: skip


def sd1_inpaint() -> StableDiffusionInpaintPipeline:
    """A tiny inpainting model: its network takes nine channels."""
    return StableDiffusionInpaintPipeline(**sd1(in_channels=9).components, requires_safety_checker=False)


def lcm() -> StableDiffusionPipeline:
    """A tiny latent consistency model: distilled, its guidance is an input."""
    pipe = sd1(time_cond_proj_dim=16)
    pipe.scheduler = LCMScheduler(**BETAS)
    return pipe


def sd2() -> StableDiffusionPipeline:
    """A tiny Stable Diffusion 2.1: velocities, another text encoder, linear layers around the attention."""
    torch.manual_seed(0)
    unet = _unet(attention_head_dim=(4, 8), use_linear_projection=True, upcast_attention=True)
    return StableDiffusionPipeline(
        unet=unet, vae=_vae(), text_encoder=_text(act="gelu"), tokenizer=_clip("!"),
        scheduler=DDIMScheduler(**BETAS, clip_sample=False, prediction_type="v_prediction"), **SAFE,
    )  # fmt: skip


def sdxl(**more: Any) -> StableDiffusionXLPipeline:
    """A tiny SDXL."""
    torch.manual_seed(0)
    given: dict[str, Any] = {
        "cross_attention_dim": 3 * WIDTH, "use_linear_projection": True, "addition_embed_type": "text_time",
        "addition_time_embed_dim": 8, "transformer_layers_per_block": (1, 2),
        "projection_class_embeddings_input_dim": 6 * 8 + 2 * WIDTH, "attention_head_dim": (4, 8),
    }  # fmt: skip
    return StableDiffusionXLPipeline(
        unet=_unet(**{**given, **more}), vae=_vae(), text_encoder=_text(),
        text_encoder_2=_text(projected=True, width=2 * WIDTH, act="gelu"), tokenizer=_clip(),
        tokenizer_2=_clip("!"), scheduler=EulerDiscreteScheduler(beta_schedule="scaled_linear"),
    )  # fmt: skip


def sdxl_inpaint() -> StableDiffusionXLInpaintPipeline:
    """A tiny inpainting SDXL."""
    return StableDiffusionXLInpaintPipeline(**sdxl(in_channels=9).components)


def turbo() -> StableDiffusionXLPipeline:
    """A tiny SDXL-Turbo: few steps, no guidance, a noisy sampler whose steps end at the last one."""
    pipe = sdxl()
    pipe.scheduler = EulerAncestralDiscreteScheduler(**BETAS, timestep_spacing="trailing")
    return pipe


def sd3(t5: bool = True) -> StableDiffusion3Pipeline:
    """A tiny Stable Diffusion 3, with its third text encoder or without."""
    torch.manual_seed(0)
    third = _t5(3 * WIDTH) if t5 else {"model": None, "tokenizer": None}
    transformer = SD3Transformer2DModel(
        sample_size=16, patch_size=2, in_channels=16, out_channels=16, num_layers=2, attention_head_dim=8,
        num_attention_heads=4, caption_projection_dim=32, joint_attention_dim=3 * WIDTH,
        pooled_projection_dim=3 * WIDTH, pos_embed_max_size=24,
    )  # fmt: skip
    first = _text(projected=True)
    torch.nn.init.eye_(first.text_projection.weight)  # published single files hold none
    vae = _vae(16, shift_factor=0.06, scaling_factor=1.53, use_quant_conv=False, use_post_quant_conv=False)
    return StableDiffusion3Pipeline(
        transformer=transformer.eval(), scheduler=FlowMatchEulerDiscreteScheduler(shift=3.0), vae=vae,
        text_encoder=first, tokenizer=_clip(), tokenizer_2=_clip("!"),
        text_encoder_2=_text(projected=True, width=2 * WIDTH, act="gelu"),
        text_encoder_3=third["model"], tokenizer_3=third["tokenizer"],
    )  # fmt: skip


def sd3_lean() -> StableDiffusion3Pipeline:
    """The same without T5."""
    return sd3(t5=False)


def flux(**more: Any) -> FluxPipeline:
    """A tiny FLUX.1-dev: its guidance is an input."""
    torch.manual_seed(0)
    second = _t5(WIDTH)
    transformer = FluxTransformer2DModel(
        **{"in_channels": 16, **more}, patch_size=1, num_layers=1, num_single_layers=1, attention_head_dim=16,
        num_attention_heads=2, joint_attention_dim=WIDTH, pooled_projection_dim=WIDTH, guidance_embeds=True,
        axes_dims_rope=(4, 4, 8),
    )  # fmt: skip
    vae = _vae(shift_factor=0.12, scaling_factor=0.36, use_quant_conv=False, use_post_quant_conv=False)
    return FluxPipeline(
        transformer=transformer.eval(), scheduler=FlowMatchEulerDiscreteScheduler(use_dynamic_shifting=True), vae=vae,
        text_encoder=_text(), tokenizer=_clip(), text_encoder_2=second["model"],
        tokenizer_2=second["tokenizer"],
    )  # fmt: skip


def flux_fill() -> FluxFillPipeline:
    """A tiny FLUX.1-Fill: it takes the picture around the hole and the hole as well."""
    parts = flux(in_channels=48, out_channels=16).components
    return FluxFillPipeline(**{name: part for name, part in parts.items() if part is not None})


FAMILIES = {"sd1": sd1, "sdxl": sdxl}
MORE = {
    "sd1-inpaint": sd1_inpaint, "lcm": lcm, "sd2": sd2, "sdxl-inpaint": sdxl_inpaint, "turbo": turbo, "sd3": sd3,
    "sd3-lean": sd3_lean, "flux": flux, "flux-fill": flux_fill,
}  # fmt: skip


def made(family: str) -> Any:
    """A tiny pipeline of a family, as new."""
    return {**FAMILIES, **MORE}[family]()


@lru_cache(maxsize=12)
def saved(family: str) -> Path:
    """The folder of a tiny pipeline, saved once for all tests."""
    folder = Path(mkdtemp(prefix="tiny-")) / family
    made(family).save_pretrained(folder)
    return folder


@lru_cache(maxsize=2)
def saved_net(family: str) -> Path:
    """The folder of a tiny ControlNet with random weights that do something."""
    torch.manual_seed(1)
    net = ControlNetModel.from_unet(made(family).unet, conditioning_embedding_out_channels=(16, 32))
    for weights in net.parameters():
        torch.nn.init.normal_(weights, std=0.05)
    folder = Path(mkdtemp(prefix="tiny-")) / f"{family}-net"
    net.save_pretrained(folder)
    return folder
