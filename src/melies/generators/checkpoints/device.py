"""Where a checkpoint runs, and in what precision."""

from __future__ import annotations

from typing import Any

from melies.core.errors import AuthorError

DEVICES = ("auto", "cuda", "mps", "cpu")
PRECISIONS = ("auto", "fp32", "bf16", "fp16")


def chosen(device: str = "auto", precision: str = "auto") -> tuple[str, Any]:
    """The device's name and the torch dtype: what was asked for, else the fastest there is that is safe.

    auto is cuda, then mps, then cpu; in bf16 where the card knows it, fp16 on older cards and mps, fp32 on cpu.
    AuthorError for a device that isn't here.
    """
    import torch

    here = {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available(), "cpu": True}
    name = next(name for name in DEVICES[1:] if here[name]) if device == "auto" else device
    if not here[name]:
        raise AuthorError(f"there is no {name} here; leave `device` out, or say cpu")
    if precision == "auto":
        half = "bf16" if name == "cuda" and torch.cuda.is_bf16_supported() else "fp16"
        precision = "fp32" if name == "cpu" else half
    return name, {"fp32": torch.float32, "bf16": torch.bfloat16, "fp16": torch.float16}[precision]
