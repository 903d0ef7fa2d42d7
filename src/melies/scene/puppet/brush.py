"""Paper, scissors and gouache: shapes in, a painted card out.

A figure is drawn in rest units (1 = its height, y up, standing at the origin). Every `Cut` is laid on those before
it, as layered paper: it casts a little shadow on what lies under it, is lighter towards the top and darker along the
side away from the light.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from jaxtyping import Float32
from numpy import ndarray

from melies.core.oklab import from_lab, to_lab
from melies.core.seed import Seed
from melies.scene.card import Card
from melies.scene.puppet.shapes import Outline
from melies.scene.puppet.tint import Rgb, shade

PIXELS = 420.0  # per rest unit: a close-up at 500 pixels stays sharp
FINE = 4  # supersampling of edges
MARGIN = 3
Picture = Float32[ndarray, "h w 3"]
Coverage = Float32[ndarray, "h w"]


@dataclass(frozen=True, eq=False)
class Cut:
    """One piece of coloured paper, or (mark) paint on the paper below it.

    fade: colour at the bottom (or the front, when `across`); None derives it from `volume`, how strongly light models
    the shape. cast: strength of its shadow on lower paper. soft: blur of its edge in units. glow: how much shines.
    hole: cuts through everything below it instead of painting.
    """

    outline: Outline
    colour: Rgb
    mark: bool = False
    fade: Rgb | None = None
    across: bool = False
    volume: float = 1.0
    cast: float = 0.28
    soft: float = 0.0
    opacity: float = 1.0
    glow: float = 0.0
    hole: bool = False


def mark(outline: Outline, colour: Rgb, opacity: float = 1.0, soft: float = 0.0, glow: float = 0.0) -> Cut:
    """Flat paint that stays inside the paper below it."""
    return Cut(outline, colour, True, colour, volume=0.0, cast=0.0, soft=soft, opacity=opacity, glow=glow)


@dataclass(frozen=True, eq=False)
class Piece:
    """One jointed part before it is painted: its cuts and the joint (rest units) it turns about.

    trim: an outline the finished paper is cut down to (a segment of a larger painting). dim: how much darker the
    whole is (limbs on the far side).
    """

    name: str
    cuts: tuple[Cut, ...]
    pivot: tuple[float, float]
    trim: Outline | None = None
    fade: float = 0.004  # softness of the trimmed edge
    dim: float = 0.0
    bevel: float = 5.0


@dataclass(frozen=True)
class _Frame:
    """The pixel grid of a card: rest units of its upper left corner, and its size in pixels."""

    left: float
    top: float
    width: int
    height: int

    def pixels(self, outline: Outline) -> ndarray:
        return (outline - (self.left, self.top)) * (PIXELS, -PIXELS)


def _frame(cuts: Sequence[Cut]) -> _Frame:
    outlines = [c.outline for c in cuts if not (c.mark or c.hole)]
    low = np.min([o.min(0) for o in outlines], axis=0)
    high = np.max([o.max(0) for o in outlines], axis=0)
    width, height = np.ceil((high - low) * PIXELS).astype(int) + 2 * MARGIN
    return _Frame(low[0] - MARGIN / PIXELS, high[1] + MARGIN / PIXELS, max(int(width), 8), max(int(height), 8))


@dataclass(frozen=True)
class _Window:
    """The rectangle of pixels a cut touches."""

    x0: int
    y0: int
    x1: int
    y1: int

    @property
    def slices(self) -> tuple[slice, slice]:
        return slice(self.y0, self.y1), slice(self.x0, self.x1)


def _window(points: ndarray, frame: _Frame, pad: int) -> _Window:
    x0, y0 = np.clip(np.floor(points.min(0)).astype(int) - pad, 0, (frame.width, frame.height))
    x1, y1 = np.clip(np.ceil(points.max(0)).astype(int) + pad, 0, (frame.width, frame.height))
    return _Window(int(x0), int(y0), int(x1), int(y1))


def _mask(points: ndarray, window: _Window, soft: float = 0.0) -> Coverage:
    """How much of each pixel of the window the polygon (pixels) covers, (h, w) in [0, 1]; soft in pixels."""
    width, height = window.x1 - window.x0, window.y1 - window.y0
    fine = np.zeros((height * FINE, width * FINE), np.uint8)
    fixed = np.round(((points - (window.x0, window.y0)) * FINE - 0.5) * 16).astype(np.int32)
    cv2.fillPoly(fine, [fixed], 255, lineType=cv2.LINE_8, shift=4)
    mask = cv2.resize(fine, (width, height), interpolation=cv2.INTER_AREA).astype(np.float32) / np.float32(255.0)
    return np.asarray(cv2.GaussianBlur(mask, (0, 0), soft) if soft > 0 else mask)


def _shifted(mask: Coverage, x: float, y: float) -> Coverage:
    """The mask moved by whole and part pixels (x right, y down), nothing outside."""
    h, w = mask.shape
    return np.asarray(
        cv2.warpAffine(mask, np.array([[1, 0, x], [0, 1, y]], np.float32), (w, h), flags=cv2.INTER_LINEAR)
    )


@lru_cache(maxsize=1)
def _paper() -> Coverage:
    """Paper and gouache as lightness changes, (1024, 1024), about -1 to 1."""
    rng = (Seed(0) / "puppet paper").rng()
    white = rng.standard_normal((1024, 1024)).astype(np.float32)

    def layer(sx: float, sy: float) -> Coverage:
        soft = cv2.GaussianBlur(white, (0, 0), sigmaX=sx, sigmaY=sy, borderType=cv2.BORDER_REFLECT)
        return np.asarray(soft / soft.std())

    fibres = layer(7.0, 0.6) * 0.45 + layer(0.7, 5.0) * 0.35
    return np.asarray(0.32 * layer(0.6, 0.6) + fibres + 0.75 * layer(22.0, 14.0), np.float32) * np.float32(0.6)


def _grain(name: str, h: int, w: int) -> Coverage:
    x, y = (Seed(0) / "grain" / name).rng().integers(0, 400, 2)
    paper = _paper()
    if h + y > 1024 or w + x > 1024:
        return np.asarray(cv2.resize(paper, (max(w, 1024), max(h, 1024)))[:h, :w])
    return paper[y : y + h, x : x + w]


def _gradient(cut: Cut, points: ndarray, window: _Window) -> Picture:
    """The cut's colour from top to bottom (or back to front), as a row or column ready to broadcast."""
    end = cut.fade if cut.fade is not None else shade(cut.colour, -0.055 * cut.volume)
    start = cut.colour if cut.fade is not None else shade(cut.colour, 0.025 * cut.volume)
    if end == start:
        return np.array(start, np.float32)[None, None]
    axis = 0 if cut.across else 1
    low, high = points[:, axis].min(), points[:, axis].max()
    places = np.arange(window.x0, window.x1) if cut.across else np.arange(window.y0, window.y1)
    t = np.clip((places - low) / max(high - low, 1.0), 0, 1)
    t = (t * t * (3 - 2 * t))[:, None]
    line = from_lab(to_lab(start) * (1 - t) + to_lab(end) * t).astype(np.float32)
    return line[None, :, :] if cut.across else line[:, None, :]


def _modelled(picture: Picture, mask: Coverage, cut: Cut, points: ndarray) -> Picture:
    """A shadow step along the lower back edge and a lit upper edge: the two values that make paper solid."""
    if cut.volume <= 0:
        return picture
    size = float(np.ptp(points, axis=0).min()) + 1.0
    reach = float(np.clip(0.17 * size, 1.0, 20.0))
    dark = np.clip(mask - _shifted(mask, reach, -0.55 * reach), 0, 1)
    dark = cv2.GaussianBlur(dark, (0, 0), max(0.28 * reach, 0.6)) * np.float32(0.26 * cut.volume)
    rim = np.clip(mask - _shifted(mask, -0.5, 1.6), 0, 1) * np.float32(0.12 * min(cut.volume, 1.2))
    cool = np.array((0.36, 0.34, 0.52), np.float32)
    picture = picture * (1 - dark[..., None] * (1 - cool))
    return np.asarray(picture + rim[..., None] * (np.array((1.0, 0.97, 0.9), np.float32) - picture))


SHADOW = 3.2  # reach of the shadow of paper on paper, pixels


@dataclass(frozen=True)
class _Sheet:
    """The pile so far: colour, coverage and shine, painted in place."""

    rgb: Picture
    alpha: Coverage
    glow: Coverage


def _lay(sheet: _Sheet, cut: Cut, frame: _Frame) -> None:
    """One more cut on the pile."""
    points = frame.pixels(cut.outline)
    soft = cut.soft * PIXELS
    window = _window(points, frame, int(4 * SHADOW + 3 * soft) + 2 if cut.cast > 0 or soft > 0 else 2)
    if window.x1 <= window.x0 or window.y1 <= window.y0:
        return
    mask = _mask(points, window, soft)
    rgb, alpha, glow = (layer[window.slices] for layer in (sheet.rgb, sheet.alpha, sheet.glow))
    if cut.hole:
        alpha *= 1 - mask
        return
    cover = mask * np.float32(cut.opacity)
    if cut.mark:
        cover = cover * (alpha > 0)
    elif cut.cast > 0 and alpha.any():
        shadow = cv2.GaussianBlur(_shifted(mask, -1.2, 0.8 * SHADOW), (0, 0), SHADOW) * np.float32(cut.cast)
        rgb *= 1 - shadow[..., None] * np.array((0.62, 0.66, 0.52), np.float32)
    paint = _modelled(np.broadcast_to(_gradient(cut, points, window), rgb.shape), mask, cut, points)
    if not cut.mark:
        rgb[:] = np.where(alpha[..., None] > 0, rgb, paint)  # bleed under the edge: no dark fringe
        alpha += cover * (1 - alpha)
    rgb += cover[..., None] * (paint - rgb)
    glow += cover * (np.float32(cut.glow) - glow)


def _bled(rgb: Picture, alpha: Coverage) -> Picture:
    """Colour carried outwards from the paper, so that no filter ever mixes in what lies outside."""
    weight = alpha.copy()
    flat = rgb * weight[..., None]
    for sigma in (1.5, 5.0):
        w = cv2.GaussianBlur(weight, (0, 0), sigma)[..., None]
        c = cv2.GaussianBlur(flat, (0, 0), sigma) / np.maximum(w, 1e-6)
        rgb = np.where((alpha[..., None] < 0.02) & (w > 1e-4), c, rgb)
    return rgb


def _pile(cuts: Sequence[Cut], name: str) -> tuple[_Sheet, _Frame]:
    """All cuts painted, with the grain of the paper."""
    frame = _frame(cuts)
    rgb = np.zeros((frame.height, frame.width, 3), np.float32)
    sheet = _Sheet(rgb, np.zeros_like(rgb[..., 0]), np.zeros_like(rgb[..., 0]))
    for cut in cuts:
        _lay(sheet, cut, frame)
    grain = _grain(name, frame.height, frame.width)[..., None]
    rgb *= 1 + np.float32(0.034) * grain * (1 - np.float32(0.8) * sheet.glow[..., None])
    return sheet, frame


def _trimmed(sheet: _Sheet, frame: _Frame, piece: Piece) -> tuple[_Sheet, _Frame]:
    """The segment of a painting a piece is cut down to."""
    if piece.trim is None:
        return sheet, frame
    points = frame.pixels(piece.trim)
    pad = int(3 * piece.fade * PIXELS) + MARGIN
    window = _window(points, frame, pad)
    wide = _Window(window.x0 - pad, window.y0 - pad, window.x1 + pad, window.y1 + pad)
    mask = _mask(points, wide, piece.fade * PIXELS)[pad : mask_end(pad), pad : mask_end(pad)]
    cut = _Sheet(sheet.rgb[window.slices], sheet.alpha[window.slices] * mask, sheet.glow[window.slices] * mask)
    return cut, _Frame(frame.left + window.x0 / PIXELS, frame.top - window.y0 / PIXELS, *cut.alpha.shape[::-1])


def mask_end(pad: int) -> int | None:
    """The end of a slice that drops `pad` at the end."""
    return -pad if pad else None


def paint(pieces: Sequence[Piece], label: str, height: float) -> list[tuple[Card, tuple[float, float]]]:
    """Paint pieces: each one's card, and the rest-unit position (x, y) of the card's upper left corner.

    Pieces made of the same cuts (segments of one painting) are painted once.
    """
    piles: dict[tuple[int, ...], tuple[_Sheet, _Frame]] = {}
    painted = []
    for piece in pieces:
        key = tuple(map(id, piece.cuts))
        if key not in piles:
            piles[key] = _pile(piece.cuts, piece.name)
        painted.append(_card(*_trimmed(*piles[key], piece), piece, label, height))
    return painted


def _card(sheet: _Sheet, frame: _Frame, piece: Piece, label: str, height: float) -> tuple[Card, tuple[float, float]]:
    rgb = _bled(sheet.rgb, sheet.alpha)
    if piece.dim:
        rgb = rgb * (np.array((0.97, 0.97, 1.05), np.float32) * np.float32(1 - piece.dim))
    rgba = np.dstack((np.clip(rgb, 0, 1), np.clip(sheet.alpha, 0, 1))).astype(np.float32)
    foot = frame.pixels(np.array([piece.pivot]))[0]
    bevel = min(piece.bevel, 2.0) if piece.trim is not None else piece.bevel
    shining = np.clip(sheet.glow, 0, 1) if sheet.glow.any() else None
    card = Card(rgba, PIXELS / height, (float(foot[0]), float(foot[1])), label, shining, bevel)
    return card, (frame.left, frame.top)


def piece(name: str, cuts: Sequence[Cut], pivot: tuple[float, float], **more: object) -> Piece:
    """A Piece from any sequence of cuts."""
    return Piece(name, tuple(cuts), pivot, **more)  # type: ignore[arg-type]
