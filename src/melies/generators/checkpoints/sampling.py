"""Guided sampling: every step of a sampler foresees the clean picture, and the network's word is changed so that it
moves the way that critics push it.

The cheap form takes the network's word as it is and asks for the slope at the foreseen picture; the full form takes
the slope through the network, as "Universal Guidance for Diffusion Models" does (Bansal et al. 2023, section 3.1, after
Dhariwal and Nichol 2021, section 4.2). Either is brought to one size, so that a weight of 1 means the same for
every critic, sampler and checkpoint: STEP of a latent's deviation, and less as the noise goes, so that the last steps
put in no detail that only a critic sees.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, Literal

from melies.core.size import Size
from melies.generators.base import Push
from melies.generators.checkpoints.pipes import grid

How = Literal["cheap", "full"]
STEP = 0.25
CELL = 1  # latent cells round a push that move with it: the picture code sees a little further


@contextmanager
def guided(pipe: Any, push: Push, size: Size, how: How = "cheap") -> Iterator[None]:
    """While it is entered, the pipeline's sampler is led by `push`; what it is called with stays as it is."""
    scheduler, net = pipe.scheduler, _network(pipe)
    plain, forward = scheduler.step, net.forward
    heard: list[Any] = []

    @wraps(forward)
    def listening(*args: Any, **kwargs: Any) -> Any:
        heard[:] = [args, kwargs]
        return forward(*args, **kwargs)

    @wraps(plain)
    def step(model_output: Any, timestep: Any, sample: Any, *args: Any, **kwargs: Any) -> Any:
        again = _Again(pipe, forward, heard, timestep) if how == "full" else None
        said = _moved(pipe, push, size, model_output, timestep, sample, again)
        return plain(said, timestep, sample, *args, **kwargs)

    scheduler.step = step
    if how == "full":
        net.forward = listening
    try:
        yield
    finally:
        del scheduler.step
        if how == "full":
            del net.forward


def _network(pipe: Any) -> Any:
    return getattr(pipe, "unet", None) or pipe.transformer


def _moved(pipe: Any, push: Push, size: Size, said: Any, timestep: Any, sample: Any, again: _Again | None) -> Any:
    """The network's word, changed so that the picture it foresees moves the pushed way."""
    import torch

    own, share, noise = foreseen(pipe.scheduler, timestep, sample)
    if not noise > 0:
        return said
    with torch.enable_grad():
        if again is None:
            leaf = (own * sample.float() + share * said.float()).detach().requires_grad_(True)
            clean = leaf
        else:
            leaf = sample.float().detach().requires_grad_(True)
            clean = own * leaf + share * again(leaf, sample.dtype).float()
        picture = _decoded(pipe, clean, size)
        way = push(picture.detach())
        if not bool(torch.isfinite(way).all()) or not bool(way.any()):
            return said
        (slope,) = torch.autograd.grad((picture * way).sum(), leaf)
    if not bool(torch.isfinite(slope).all()):
        return said
    slope = slope * _near(pipe, way, slope, size)
    firm = way[way != 0].square().mean().sqrt()
    felt = slope[slope != 0].square().mean().sqrt().clamp_min(1e-12)
    return said + (STEP * noise * firm * slope / felt / share).to(said.dtype)


def foreseen(scheduler: Any, timestep: Any, sample: Any) -> tuple[float, float, float]:
    """(a, b, n): the clean latent is a * sample + b * the network's word; n: how much of the sample is noise, [0, 1].

    For each family of diffusers' samplers and each thing that networks are taught to say.
    """
    kind = getattr(scheduler.config, "prediction_type", "epsilon")
    if hasattr(scheduler, "sigmas") and not hasattr(scheduler, "alphas_cumprod"):  # flow matching
        sigma = _sigma(scheduler, timestep)
        return 1.0, -sigma, sigma
    if hasattr(scheduler, "sigmas") and not hasattr(scheduler, "_sigma_to_alpha_sigma_t"):  # noise is added, no more
        sigma = _sigma(scheduler, timestep)
        whole = (sigma * sigma + 1) ** 0.5
        table = {"epsilon": (1.0, -sigma), "v_prediction": (1 / whole**2, -sigma / whole), "sample": (0.0, 1.0)}
        return (*table[kind], sigma / whole)
    if hasattr(scheduler, "_sigma_to_alpha_sigma_t"):
        import torch

        alpha, noise = map(float, scheduler._sigma_to_alpha_sigma_t(torch.tensor(_sigma(scheduler, timestep))))
    else:
        kept = float(scheduler.alphas_cumprod[int(timestep)])
        alpha, noise = kept**0.5, (1 - kept) ** 0.5
    table = {
        "epsilon": (1 / alpha, -noise / alpha), "v_prediction": (alpha, -noise), "sample": (0.0, 1.0),
        "flow_prediction": (1.0, -noise),
    }  # fmt: skip
    return (*table[kind], noise)


def _sigma(scheduler: Any, timestep: Any) -> float:
    if scheduler.step_index is None:
        scheduler._init_step_index(timestep)
    return float(scheduler.sigmas[scheduler.step_index])


def _decoded(pipe: Any, latent: Any, size: Size) -> Any:
    """The picture (1, 3, H, W) in [0, 1] of a clean latent, with gradients, in single precision."""
    import torch

    code = pipe.vae
    if latent.ndim == 3:  # packed two by two
        latent = pipe._unpack_latents(latent, *_padded(pipe, size), pipe.vae_scale_factor)
    latent = latent / code.config.scaling_factor + (getattr(code.config, "shift_factor", None) or 0.0)
    was = code.dtype
    upcast = was == torch.float16 and getattr(code.config, "force_upcast", False)
    if upcast:
        code.to(torch.float32)
    try:
        picture = code.decode(latent.to(code.dtype), return_dict=False)[0]
    finally:
        if upcast:
            code.to(was)
    return (picture.float() / 2 + 0.5).clamp(0, 1)[..., : size.height, : size.width]


def _padded(pipe: Any, size: Size) -> tuple[int, int]:
    step = grid(pipe)
    return -(-size.height // step) * step, -(-size.width // step) * step


def _near(pipe: Any, way: Any, slope: Any, size: Size) -> Any:
    """1 on the latent's cells that show what is pushed, 0 elsewhere; everywhere 1 for packed latents."""
    import torch.nn.functional as F

    if slope.ndim == 3:
        return 1.0
    high, wide = _padded(pipe, size)
    pushed = F.pad((way != 0).any(1, keepdim=True).float(), (0, wide - size.width, 0, high - size.height))
    return F.max_pool2d(F.adaptive_max_pool2d(pushed, slope.shape[-2:]), 2 * CELL + 1, 1, CELL)


class _Again:
    """The network asked once more for what it just said, with gradients."""

    def __init__(self, pipe: Any, forward: Callable[..., Any], heard: list[Any], timestep: Any) -> None:
        self.pipe, self.forward, self.timestep = pipe, forward, timestep
        self.args, self.kwargs = heard

    def __call__(self, sample: Any, dtype: Any) -> Any:
        import torch

        args, kwargs = list(self.args), dict(self.kwargs)
        key = "hidden_states" if "hidden_states" in kwargs else "sample"
        given = args[0] if args else kwargs[key]
        scale = getattr(self.pipe.scheduler, "scale_model_input", lambda x, _: x)
        shown = torch.cat([scale(sample, self.timestep).to(dtype)] * (len(given) // len(sample)))
        along = 1 if given.ndim == 4 else 2  # masks and pictures of inpainting networks follow the latent's channels
        if given.shape[along] != shown.shape[along]:
            shown = torch.cat(
                [shown, given.narrow(along, shown.shape[along], given.shape[along] - shown.shape[along])], along
            )
        if args:
            args[0] = shown
        else:
            kwargs[key] = shown
        told = self.forward(*args, **kwargs)
        said = told[0] if isinstance(told, tuple) else told.sample
        if len(said) == 2 * len(sample):
            without, by = said.chunk(2)
            said = without + self.pipe.guidance_scale * (by - without)
        return said
