"""Laying a look on one picture: stroke, light and palette each at their own strength, the cast kept recognisable.

A cross-fade of painting and picture shows two pictures at once. Here strength works in three places instead:
inside the network, whose numbers move from a neutral look (one that repaints the picture as it is) to the wanted
one; in the finest detail, which strokes lose and which comes back as strength falls; and in the broad light and
colour, split from the strokes by an edge-keeping filter, which return towards the picture's own. The stage is painted
as if nobody stood on it, so that nobody wears a halo of strokes; the cast is painted by itself and its hues return
further, so that a purple coat and a blue one stay two coats.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from jaxtyping import Float32
from numba import njit
from numpy import ndarray

from melies.core.errors import OurBug
from melies.core.oklab import from_oklab, to_oklab
from melies.models.grade import glow, limit
from melies.models.guided import blur, smooth
from melies.models.looks import LookFile, blend
from melies.models.style import Norms, neutral, paint
from melies.models.uncover import uncovered

Picture = Float32[ndarray, "h w 3"]
Soft = Float32[ndarray, "h w"]
Shares = Float32[ndarray, "3"]

BROAD = 1 / 18  # radius of the broad bands, parts of the picture's height
ACCENTS = 0.8  # how far lights and vivid spots come back at low strength; half of it at full
FINE = 1 / 220  # blur, parts of the picture's height, below which detail is too fine for the network's strokes


def lay(
    rgb: Picture,
    look: LookFile,
    strength: float | None = None,
    players: Sequence[Soft] = (),
    cast: float = 0.35,
    share: Soft | None = None,
    threads: int = 1,
) -> Picture:
    """The picture painted: sRGB float32 in [0, 1], same size, 16 pixels a side or more.

    strength: 0 gives the picture back exactly, 1 is all paint; left out, the look's own. players: (H, W) soft masks
    in [0, 1] of whom to keep recognisable; there `cast` (0 to 1) says how much of the paint's colours they take.
    share: (H, W) in [0, 1], how much of the paint the stage behind them takes; left out, all.
    """
    strength = look.card.strength if strength is None else strength
    if any(mask.shape != rgb.shape[:2] for mask in players):
        raise OurBug(f"masks of players are as large as the picture, {rgb.shape[:2]}; got {[m.shape for m in players]}")
    if strength <= 0:
        return rgb.copy()
    seen = [mask for mask in players if mask.any()]
    plate = uncovered(rgb, np.max(seen, 0)) if seen else rgb
    high = rgb.shape[0]
    laid = _painted(plate, look, strength, high, threads)
    if share is not None:
        laid = _towards(laid, to_oklab(plate), np.float32(1) - share, np.ones(3, np.float32))
    for mask in seen:
        part = _around(mask)
        own = np.ascontiguousarray(rgb[part])
        player = _recognisable(_painted(own, look, strength, high, threads), to_oklab(own), cast * strength)
        laid[part] += mask[part][..., None] * (player - laid[part])
    return from_oklab(glow(laid, look.card.glow * strength))


def _painted(rgb: Picture, look: LookFile, strength: float, high: int, threads: int) -> Picture:
    """Stroke, light and palette of the look at this strength on a picture `high` pixels tall, or a part of it; OKLab.

    A part takes its light and palette from itself: a player alone in it keeps nearer to its own colours so.
    """
    painted = _strokes(rgb, look, strength, threads)
    own = to_oklab(rgb)
    change = to_oklab(painted) - own
    broad = smooth(change, own, max(2, round(high * BROAD)))
    take = _shares(strength, look)
    laid = _together(own, change, broad, take, np.float32(look.card.calm) * _smoothness(own, high))
    laid += _crispness(own, strength, high)
    laid = limit(laid, look.card.palette, look.card.limit * strength)
    return _towards(laid, own, np.float32(ACCENTS * (1 - 0.5 * strength)) * _accents(own, high), np.ones(3, np.float32))


def _around(mask: Soft) -> tuple[slice, slice]:
    """Rows and columns that hold a player, with room for the network to see what is beside it."""
    height, width = mask.shape
    room = max(24, height // 10)
    rows, columns = (np.flatnonzero(mask.max(axis) > 0) for axis in (1, 0))
    return (
        slice(max(0, int(rows[0]) - room), min(height, int(rows[-1]) + 1 + room)),
        slice(max(0, int(columns[0]) - room), min(width, int(columns[-1]) + 1 + room)),
    )


def _strokes(rgb: Picture, look: LookFile, strength: float, threads: int) -> Picture:
    """The network's painting at this strength."""
    own = levels(rgb, look.norms, strength * look.card.tone, strength * look.card.hue)
    plain = levels(rgb, neutral(), 0.0, 0.0)
    return paint(rgb, blend(own, plain, min(1.0, strength**0.7)), threads)


def _crispness(own: Picture, strength: float, high: int) -> Picture:
    """The picture's own finest detail, which the network's strokes lose, as far as the strength leaves it."""
    lost = own - blur(own, max(0.8, high * FINE))
    return np.asarray(np.float32(1 - strength) * lost, np.float32)


def levels(rgb: Picture, norms: Norms, tone: float, hue: float) -> Norms:
    """The look with its light and its palette taken only in part; the rest is the picture's own.

    The last layer's scale and shift are the spread and mean of the painting's channels (before its sigmoid),
    whatever the picture: without this, night comes out as bright as day.
    """
    step = max(1, min(rgb.shape[:2]) // 90)
    seen = np.clip(rgb[::step, ::step], 0.02, 0.98)
    logits = np.log(seen / (1 - seen), dtype=np.float32)
    spread, mean = logits.std((0, 1), dtype=np.float64), logits.mean((0, 1), dtype=np.float64)
    mixed = norms.copy()
    mixed[-6:-3] = spread + (norms[-6:-3] - spread) * tone
    light, own_light = norms[-3:].mean(), mean.mean()
    tint, own_tint = norms[-3:] - light, mean - own_light
    mixed[-3:] = own_light + (light - own_light) * tone + own_tint + (tint - own_tint) * hue
    return mixed


def _shares(strength: float, look: LookFile) -> Shares:
    """How much of the look's broad light and colour to take."""
    tone, hue = strength * look.card.tone, strength * look.card.hue
    return np.array([tone, hue, hue], np.float32)


def _smoothness(own: Picture, high: int) -> Soft:
    """1 where the picture is smooth over a fortieth of its height, 0 at edges and in thick detail."""
    import cv2

    reach = max(1.0, high / 40)
    apart = cv2.absdiff(own, blur(own, reach))
    rough = blur(apart[..., 0] + apart[..., 1] + apart[..., 2], reach / 2)
    return np.asarray(np.clip(1.35 - rough * 22, 0, 1), np.float32)


def _accents(own: Picture, high: int) -> Soft:
    """Where small lights and vivid spots stand out of their surroundings, which broad strokes would swallow."""
    out = own - blur(own, max(1.0, high * BROAD / 2))
    stands = np.hypot(out[..., 1], out[..., 2]) * 1.5 + np.maximum(out[..., 0], 0)
    return np.asarray(np.clip((stands - 0.14) / 0.16, 0, 1), np.float32)


def _recognisable(laid: Picture, own: Picture, take: float) -> Picture:
    """The cast's own hues and light mixed back in."""
    share = np.full(own.shape[:2], np.float32(1 - take))
    return np.asarray(_towards(laid, own, share, np.array([0.85, 1.0, 1.0], np.float32)))


@njit(cache=True, nogil=True)
def _together(own: ndarray, change: ndarray, broad: ndarray, take: ndarray, calm: ndarray) -> ndarray:
    """The picture, the broad change as far as it is taken, and the strokes as far as they are not calmed."""
    laid = np.empty(own.shape, np.float32)
    for row in range(own.shape[0]):
        for column in range(own.shape[1]):
            strokes = np.float32(1) - calm[row, column]
            for band in range(3):
                wide = broad[row, column, band]
                fine = strokes * (change[row, column, band] - wide)
                laid[row, column, band] = own[row, column, band] + take[band] * wide + fine
    return laid


@njit(cache=True, nogil=True)
def _towards(laid: ndarray, own: ndarray, share: ndarray, bands: ndarray) -> ndarray:
    """Led back to the picture's own colours by a share per pixel and per band."""
    result = np.empty(own.shape, np.float32)
    for row in range(own.shape[0]):
        for column in range(own.shape[1]):
            for band in range(3):
                here = laid[row, column, band]
                result[row, column, band] = here + share[row, column] * bands[band] * (own[row, column, band] - here)
    return result
