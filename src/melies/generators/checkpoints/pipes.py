"""The pipelines that one loaded checkpoint's parts make: from words, over a picture, inside a mask, led by ControlNets.

Each is diffusers' own class, made once for a checkpoint and kept as long as it is. Inpainting checkpoints (their
networks always take a mask) paint every job with a mask: words alone as a blank picture all of which is painted anew.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
from numpy import ndarray

from melies.core.errors import AuthorError
from melies.core.image import Mask, Rgb
from melies.core.size import Size
from melies.generators.checkpoints import sampler as samplers
from melies.generators.checkpoints.load import Loaded

LED = ("sd1", "sd2", "sdxl")  # families that ControlNets lead
JOBS = {"Text2Image": "text-to-image", "Image2Image": "image-to-image", "Inpainting": "inpainting"}
EIGHT = 8  # pixels; diffusers takes no finer sides, whatever the picture code
FAINT = 0.02  # share of a mask below which nothing is covered
SPARE = {"width", "height"}  # a pipeline that takes no size takes the picture's
_made: WeakKeyDictionary[Loaded, dict[tuple[Any, ...], Any]] = WeakKeyDictionary()


def job(
    loaded: Loaded,
    size: Size,
    start: Rgb | None = None,
    mask: Mask | None = None,
    strength: float = 1.0,
    led: Mapping[str, Any] | None = None,
    nets: tuple[Any, ...] = (),
    sampler: str = samplers.OWN,
) -> tuple[Any, dict[str, Any]]:
    """The pipeline that does a job, and the arguments for it that concern pictures, size and strength.

    start: the picture painted over (None: words alone). mask: 1 where it is painted anew. nets and led: the ControlNets
    and what `nets.led` gives for them. Pictures may have any size: their last row and column are repeated up to the
    next multiple of `grid`, and `picture` crops what comes back. AuthorError for a job that the checkpoint can't do.
    """
    if loaded.sort.inpaint and mask is None:
        mask = np.ones((size.height, size.width), np.float32)
        if start is None:
            start, strength = np.full((size.height, size.width, 3), 0.5, np.float32), 1.0
    pipe = _pipe(loaded, "Inpainting" if mask is not None else "Text2Image" if start is None else "Image2Image", nets)
    if loaded.sampler is not None:
        pipe.scheduler = samplers.made(loaded.sampler, sampler)
    step = grid(pipe)
    given: dict[str, Any] = {"width": -(-size.width // step) * step, "height": -(-size.height // step) * step}
    if start is not None:
        given |= {"image": padded(start, step)[None], "strength": strength}
    if mask is not None:
        given["mask_image"] = padded(mask, step)[None]
    if nets:
        more = dict(led or {})
        layers = [padded(layer[0], step)[None] for layer in more.pop("pictures")]
        given["image" if start is None else "control_image"] = layers
        given |= more
    return pipe, heeded(pipe, {name: value for name, value in given.items() if name not in SPARE - takes(pipe)})


def heeded(pipe: Any, asked: Mapping[str, Any]) -> dict[str, Any]:
    """What a pipeline is asked for without what it does not know; AuthorError for a wish among that.

    A value of None is no wish. Words to avoid that are not heard are refused as well.
    """
    known = takes(pipe)
    lost = [name for name, value in asked.items() if name not in known and value is not None]
    if asked.get("negative_prompt") and not hears(pipe, float(asked.get("guidance_scale", 7.0))):
        lost.append("negative_prompt")
    if lost:
        what = "words to avoid" if lost[0] == "negative_prompt" else lost[0]
        raise AuthorError(f"this checkpoint ({type(pipe).__name__}) heeds no {what}; leave that out, or choose another")
    return {name: value for name, value in asked.items() if name in known}


def hears(pipe: Any, guidance: float) -> bool:
    """Whether words to avoid have an effect: distilled networks hear none, others only by a guidance above 1."""
    if "true_cfg_scale" in takes(pipe):
        return False
    distilled = getattr(getattr(pipe, "unet", None), "config", {}).get("time_cond_proj_dim") is not None
    return guidance > 1.0 and not distilled


def picture(output: Any, size: Size) -> Rgb:
    """The first picture that a pipeline gave, float32 (H, W, 3) in [0, 1], cropped to what was asked for.

    AuthorError for one that is not finite, which half precision may make.
    """
    found = np.asarray(output.images[0], np.float32)
    if not np.isfinite(found).all():
        raise AuthorError("the checkpoint painted numbers that are no colours; say --option precision=fp32 (or bf16)")
    return np.ascontiguousarray(found[: size.height, : size.width])


def grid(pipe: Any) -> int:
    """The multiple of pixels that a picture's sides must have; transformers take their latents two by two."""
    return max(EIGHT, int(pipe.vae_scale_factor) * (2 if getattr(pipe, "transformer", None) is not None else 1))


def padded(layer: ndarray, grid: int) -> ndarray:
    """A layer (H, W) or (H, W, C) with its last row and column repeated until both sides are multiples of the grid."""
    more = [(0, -side % grid) for side in layer.shape[:2]]
    return np.pad(layer, [*more, *[(0, 0)] * (layer.ndim - 2)], mode="edge") if any(map(sum, more)) else layer


def cells(mask: Mask, step: int) -> Mask:
    """A mask that covers whole cells of `step` pixels wherever it covers any of one: latents know nothing smaller."""
    high, wide = (-(-side // step) * step for side in mask.shape)
    grown = np.pad(mask > FAINT, ((0, high - mask.shape[0]), (0, wide - mask.shape[1])))
    found = grown.reshape(high // step, step, wide // step, step).any((1, 3)).repeat(step, 0).repeat(step, 1)
    return found[: mask.shape[0], : mask.shape[1]].astype(np.float32)


def takes(pipe: Any) -> set[str]:
    """The arguments that a pipeline knows by name; some swallow others without a word."""
    return set(inspect.signature(type(pipe).__call__).parameters)


def _pipe(loaded: Loaded, task: str, nets: tuple[Any, ...]) -> Any:
    """The kept pipeline of a checkpoint for a task."""
    kept = _made.setdefault(loaded, {})
    if (task, nets) not in kept:
        for key in [key for key in kept if nets and key[1] not in ((), nets)]:
            del kept[key]  # the networks of another shot go
        kept[task, nets] = _derived(loaded, task, nets)
    return kept[task, nets]


def _derived(loaded: Loaded, task: str, nets: tuple[Any, ...]) -> Any:
    import diffusers

    if nets and getattr(loaded.pipe, "unet", None) is None:
        family = loaded.sort.family or "this family"
        raise AuthorError(f"ControlNets lead checkpoints of {', '.join(LED)}, not yet {family}; leave the controls out")
    if task == "Inpainting" and not nets and "mask_image" in takes(loaded.pipe):
        return loaded.pipe
    more = {"controlnet": list(nets)} if nets else {}
    try:
        found = getattr(diffusers, f"AutoPipelineFor{task}").from_pipe(loaded.pipe, **more)
    except ValueError:
        name = type(loaded.pipe).__name__
        raise AuthorError(f"diffusers has no {JOBS[task]} for this checkpoint ({name})") from None
    if type(found) is type(loaded.pipe):
        return loaded.pipe
    found.set_progress_bar_config(disable=True)
    return found
