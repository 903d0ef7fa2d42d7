"""Guides of a request as critics: what each kind of wish is measured by."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import cv2
import numpy as np
import torch
from numpy import ndarray
from torch import Tensor

from melies.core.asset import Assets
from melies.core.errors import AuthorError, nearest
from melies.core.request import Guide
from melies.core.seed import Seed
from melies.core.size import Size
from melies.guidance.critics.base import Critic, Sum, critics
from melies.guidance.kinds import NEEDS
from melies.guidance.perceptors.base import perceptor
from melies.guidance.views import Views
from melies.models.strokes import strokes

COLOURS = 256  # of a palette that are taken from a picture


def critic(guide: Guide, assets: Assets, size: Size, views: Views = Views()) -> Critic:  # noqa: B008
    """The critic of one guide, within its region, for pictures of a size. AuthorError for what can't be measured."""
    if guide.kind not in BUILT or guide.kind not in NEEDS:
        raise AuthorError(f"nothing measures {guide.kind!r}{nearest(guide.kind, BUILT)}")
    pixels = None if guide.picture is None else assets.get(guide.picture)
    if pixels is None and (NEEDS[guide.kind] or guide.kind == "difference"):
        raise AuthorError(f"{guide.kind} is measured against a picture; give one as an inspiration of that kind")
    if guide.kind == "text":
        made: Critic = _text(guide, views)
    else:
        made = BUILT[guide.kind](pixels, size)
    if guide.mask is None:
        return made
    return made.within(torch.from_numpy(assets.get(guide.mask)[..., 0].astype(np.float32) / 255))


def total(guides: Sequence[Guide], assets: Assets, size: Size, views: Views = Views()) -> Sum:  # noqa: B008
    """All guides with their weights."""
    return Sum(tuple(signed(guides, assets, size, views)))


def signed(guides: Sequence[Guide], assets: Assets, size: Size, views: Views) -> Iterator[tuple[float, Critic]]:
    """Every guide as a critic, with its weight: below 0 for what is avoided, but for text, which knows by itself."""
    for guide in guides:
        sign = -1.0 if guide.avoid and guide.kind != "text" else 1.0
        yield sign * guide.weight, critic(guide, assets, size, views)


def _text(guide: Guide, views: Views) -> Critic:
    if not guide.text.strip():
        raise AuthorError("a text is measured by its words; say what is wanted")
    words = {"avoid": guide.text} if guide.avoid else {"want": guide.text}
    return critics["text"](perceptor(guide.perceptor), views=views, **words)


def planes(pixels: ndarray) -> Tensor:
    """(1, C, H, W) in [0, 1] of bytes (H, W, C)."""
    return torch.from_numpy(np.array(pixels, order="C")).permute(2, 0, 1)[None].float() / 255


def fitted(pixels: ndarray, size: Size) -> ndarray:
    """A picture stretched to a size."""
    if pixels.shape[:2] == (size.height, size.width):
        return pixels
    made = cv2.resize(pixels, (size.width, size.height), interpolation=cv2.INTER_AREA)
    return np.asarray(made.reshape(size.height, size.width, -1))


def _style(pixels: ndarray, size: Size) -> Critic:
    """Strokes as large as if the style's picture were as tall as the picture."""
    scale = size.height / pixels.shape[0]
    wide = max(32, round(pixels.shape[1] * scale))
    return critics["style"](planes(fitted(pixels[..., :3], Size(width=min(wide, 2048), height=size.height))))


def _scribble(pixels: ndarray, size: Size) -> Critic:
    drawn = fitted(pixels, size)
    if drawn.shape[2] == 3:  # no alpha: white paper is clear
        clear = (drawn.min(2, keepdims=True) >= 250).astype(np.uint8)
        drawn = np.concatenate([drawn, 255 * (1 - clear)], 2).astype(np.uint8)
    return critics["scribble"](planes(drawn))


def _outline(pixels: ndarray, size: Size) -> Critic:
    return critics["outline"](torch.from_numpy(strokes(fitted(pixels[..., :3], size))))


def _palette(pixels: ndarray, size: Size) -> Critic:
    flat = pixels[..., :3].reshape(-1, 3)
    chosen = flat[(Seed(0) / "palette").rng().integers(0, len(flat), COLOURS)]
    return critics["palette"](torch.from_numpy(chosen.astype(np.float32) / 255))


def _labels(pixels: ndarray, size: Size) -> Critic:
    from melies.scene.labels import DRAWN, folded, nearest

    return critics["labels"](folded(nearest(pixels, len(DRAWN))[0]))


def _depth(pixels: ndarray, size: Size) -> Critic:
    near = cv2.cvtColor(np.ascontiguousarray(fitted(pixels[..., :3], size)), cv2.COLOR_RGB2GRAY)
    return critics["depth"](torch.from_numpy(near.astype(np.float32) / 255))


BUILT: dict[str, Callable[..., Critic]] = {
    "text": _text,
    "style": _style,
    "content": lambda pixels, size: critics["content"](planes(fitted(pixels[..., :3], size))),
    "scribble": _scribble,
    "outline": _outline,
    "labels": _labels,
    "depth": _depth,
    "palette": _palette,
    "difference": lambda pixels, size: critics["difference"](planes(fitted(pixels[..., :3], size))),
    "smooth": lambda pixels, size: critics["smooth"](),
    "saturation": lambda pixels, size: critics["saturation"](),
}
