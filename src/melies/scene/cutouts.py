"""Cut-outs: ready pictures with alpha for what the stage has no painter of, as cards of the right size."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from jaxtyping import Float32
from numpy import ndarray

from melies.core.errors import AuthorError, nearest
from melies.media.pack import Pack
from melies.scene.card import Card
from melies.scene.recolour import recoloured
from melies.scene.staging import Rgb

PACK = Path(__file__).parent.parent / "assets" / "cutouts" / "cutouts.zip"
MARGIN = 3  # clear pixels kept around the drawing, for the renderer's filters
BEVEL = 4.0


@dataclass(frozen=True)
class Cutout:
    """One picture of the pack. metres: height in the world. box: left, top, right, bottom of what is drawn, pixels."""

    key: str
    file: str
    name: str
    words: tuple[str, ...]
    kind: str
    label: str
    metres: float
    airborne: bool
    glow: bool
    sway: bool
    box: tuple[int, int, int, int]
    credit: str
    licence: str


@lru_cache(maxsize=1)
def _pack() -> Pack:
    return Pack.open(PACK)


@lru_cache(maxsize=1)
def table() -> dict[str, Cutout]:
    """Every cut-out by its key, sorted."""
    found = {}
    for row in sorted(_pack().rows, key=lambda row: str(row["key"])):
        fields = {name: row[name] for name in Cutout.__dataclass_fields__}
        fields["words"], fields["box"] = tuple(row["words"]), tuple(row["box"])
        found[row["key"]] = Cutout(**fields)
    return found


@lru_cache(maxsize=1)
def words() -> dict[str, str]:
    """Names and other words to keys; the first picture that claims a word has it."""
    found: dict[str, str] = {}
    for cut in table().values():
        found.setdefault(cut.name, cut.key)
    for cut in table().values():
        for word in cut.words:
            found.setdefault(word, cut.key)
    return found


def airborne(key: str) -> bool:
    """Whether the cut-out of this key hangs in the sky by itself; False for keys that are none."""
    cut = table().get(key)
    return cut is not None and cut.airborne


@lru_cache(maxsize=64)
def cutout(key: str, colour: Rgb | None = None) -> Card:
    """The card of a cut-out, its main hue made `colour` if one is given. AuthorError for an unknown key."""
    cut = table().get(key)
    if cut is None:
        raise AuthorError(f"there is no cut-out called {key!r}{nearest(key, table())}")
    left, top, right, bottom = cut.box
    rgba = _bled(_cropped(_pack().picture(cut.file), cut.box))
    rgba = rgba if colour is None else recoloured(rgba, colour)
    rgba.setflags(write=False)
    glow = _shine(rgba) if cut.glow else None
    return Card(
        rgba=rgba,
        scale=(bottom - top) / cut.metres,
        foot=(MARGIN + (right - left) / 2, float(MARGIN + bottom - top)),
        label=cut.label,
        glow=glow,
        bevel=BEVEL,
        sway=0.08 * cut.metres if cut.sway else 0.0,
    )


def _cropped(pixels: ndarray, box: tuple[int, int, int, int]) -> Float32[ndarray, "h w 4"]:
    """What is drawn, with a clear margin, as float32 in [0, 1]."""
    left, top, right, bottom = box
    inner = pixels[top:bottom, left:right].astype(np.float32) / np.float32(255)
    return np.pad(inner, ((MARGIN, MARGIN), (MARGIN, MARGIN), (0, 0)))


def _bled(rgba: Float32[ndarray, "h w 4"]) -> Float32[ndarray, "h w 4"]:
    """Give clear pixels the colour of the nearest paint (push-pull), so that filtering draws no dark fringe."""
    alpha = np.where(rgba[..., 3:] < 3 / 255, np.float32(0), rgba[..., 3:])
    colour, weight = rgba[..., :3] * alpha, alpha
    levels = [(colour, weight)]
    while max(levels[-1][1].shape[:2]) > 1:
        levels.append(_halved(*levels[-1]))
    fill = levels[-1][0] / np.maximum(levels[-1][1], 1e-6)
    for colour, weight in reversed(levels[:-1]):
        fill = fill.repeat(2, 0).repeat(2, 1)[: colour.shape[0], : colour.shape[1]]
        fill = np.where(weight > 0.02, colour / np.maximum(weight, 1e-6), fill)
    painted = np.where(alpha > 0.5, rgba[..., :3], fill)
    return np.ascontiguousarray(np.concatenate([painted.clip(0, 1), alpha], -1).astype(np.float32))


def _halved(colour: ndarray, weight: ndarray) -> tuple[ndarray, ndarray]:
    pad = [(0, colour.shape[0] % 2), (0, colour.shape[1] % 2), (0, 0)]
    colour, weight = np.pad(colour, pad), np.pad(weight, pad)
    return tuple((a[0::2, 0::2] + a[1::2, 0::2] + a[0::2, 1::2] + a[1::2, 1::2]) / 4 for a in (colour, weight))


def _shine(rgba: Float32[ndarray, "h w 4"]) -> Float32[ndarray, "h w"]:
    """Bright, warm paint shines: 0 below 0.55 of the brightest channel mix, 1 above 0.95."""
    bright = 0.45 * rgba[..., 0] + 0.4 * rgba[..., 1] + 0.15 * rgba[..., 2]
    ramp = np.clip((bright - 0.55) / 0.4, 0, 1)
    return np.asarray(ramp * ramp * (3 - 2 * ramp) * rgba[..., 3], np.float32)
