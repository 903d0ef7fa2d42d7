"""Samplers by the names Automatic1111 gives them, made from a checkpoint's own schedule of noise."""

from __future__ import annotations

from typing import Any

from melies.core.errors import AuthorError

OWN = ""  # the checkpoint's own
SAMPLERS: dict[str, tuple[str, dict[str, Any]]] = {  # diffusers' class, and what is set beside the checkpoint's own
    "DDIM": ("DDIMScheduler", {}),
    "Euler": ("EulerDiscreteScheduler", {}),
    "Euler a": ("EulerAncestralDiscreteScheduler", {}),
    "Heun": ("HeunDiscreteScheduler", {}),
    "DPM++ 2M": ("DPMSolverMultistepScheduler", {}),
    "DPM++ 2M Karras": ("DPMSolverMultistepScheduler", {"use_karras_sigmas": True}),
    "DPM++ 2M SDE": ("DPMSolverMultistepScheduler", {"algorithm_type": "sde-dpmsolver++"}),
    "UniPC": ("UniPCMultistepScheduler", {}),
    "LCM": ("LCMScheduler", {}),
    "Turbo": ("EulerAncestralDiscreteScheduler", {"timestep_spacing": "trailing"}),
}
NAMES = (OWN, *SAMPLERS)


def made(own: Any, name: str) -> Any:
    """A new sampler of a name from the checkpoint's `own`. AuthorError where the checkpoint's flow allows no other."""
    import diffusers

    if name == OWN:
        return type(own).from_config(own.config)
    if type(own).__name__.startswith("FlowMatch"):
        raise AuthorError(f"this checkpoint flows; it has a sampler of its own, not {name}: leave `sampler` out")
    kind, beside = SAMPLERS[name]
    return getattr(diffusers, kind).from_config(own.config, **beside)
