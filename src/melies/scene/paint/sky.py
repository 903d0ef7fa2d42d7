"""What hangs in the sky: clouds with soft edges, moons, suns, planets."""

from __future__ import annotations

import cv2
import numpy as np
from numpy import ndarray

from melies.core.seed import Seed
from melies.scene.card import Card
from melies.scene.paint.brush import Rng, noise
from melies.scene.paint.colour import Tint, lch, main_paint, mixed, ramp
from melies.scene.paint.registry import card


def _smooth(low: float, high: float, x: ndarray) -> ndarray:
    t = np.clip((x - low) / (high - low), 0, 1)
    return t * t * (3 - 2 * t)


def puffs(rng: Rng, wide: int, high: int, heaps: list[tuple[float, float, float, float]], small: int) -> ndarray:
    """A relief (high, wide) of round puffs: each heap (x, base, half width, height) in pixels is a dome of balls."""
    relief = np.zeros((high, wide), np.float32)
    for x, base, half, tall in heaps:
        for k in range(small):
            big = (1.0 - k / small) ** 1.5
            across = rng.uniform(-1, 1) * (1 - 0.35 * big)
            up = rng.uniform(0, 1) * max(0.0, 1 - across**2) ** 0.7
            r = (0.13 + 0.4 * big) * min(half, tall) * rng.uniform(0.8, 1.15) * (1 - 0.35 * abs(across))
            cx, cy = x + across * half, base - r * 0.55 - up * max(0.0, tall - r * 1.4)
            _ball(relief, cx, min(cy, base - r * 0.4), r, big)
    return relief


def _ball(relief: ndarray, cx: float, cy: float, r: float, near: float) -> None:
    high, wide = relief.shape
    top, end, left, right = (
        max(0, int(cy - r)),
        min(high, int(cy + r) + 2),
        max(0, int(cx - r)),
        min(wide, int(cx + r) + 2),
    )
    if top >= end or left >= right:
        return
    y, x = np.mgrid[top:end, left:right].astype(np.float32)
    ball = np.sqrt(np.maximum(0.0, r * r - (x - cx) ** 2 - (y - cy) ** 2)) + (0.25 * r * near if near > 0 else 0)
    part = relief[top:end, left:right]
    np.maximum(part, np.where((x - cx) ** 2 + (y - cy) ** 2 < r * r, ball, 0), out=part)


def cloud_card(
    rng: Rng, relief: ndarray, base: float, scale: float, paints: ndarray, soft: float, belly: float
) -> Card:
    """Shade a relief of puffs: lit upper left, a belly of cooler paint, edges torn and soft."""
    high, wide = relief.shape
    curls = noise(rng, (high, wide), max(5, high // 34), 4)
    wisps = noise(rng, (high, wide), max(3, high // 70), 4)
    smooth = cv2.GaussianBlur(relief, (0, 0), 1.1 * soft) + 0.3 * curls * np.minimum(relief, 3 * soft)
    gx, gy = np.gradient(smooth, axis=1), np.gradient(smooth, axis=0)
    light = (0.55 * gx + 0.8 * gy + 0.5) / np.sqrt(1 + gx**2 + gy**2)
    rows = np.arange(high, dtype=np.float32)[:, None]
    filled = np.nonzero(relief.max(1))[0]
    low = np.clip((rows - filled[0]) / max(1.0, base - filled[0]), 0, 1)
    level = np.clip(0.5 * light + 0.56 - belly * low**1.8 + 0.05 * wisps, 0, 1)
    level = cv2.GaussianBlur(level.astype(np.float32), (0, 0), 0.5 * soft) * (len(paints) - 1)
    steps = np.floor(level) + _smooth(0.2, 0.8, level - np.floor(level))
    flat = np.stack([np.interp(steps, np.arange(len(paints)), paints[:, k]) for k in range(3)], 2)
    inside = cv2.GaussianBlur((relief > 0).astype(np.float32), (0, 0), 1.5 * soft)
    alpha = _smooth(0.3, 0.74, inside + 0.34 * curls * (inside > 0.02) * (inside < 0.98))
    alpha *= 1 - _smooth(base - 5 * soft, base + 2 * soft, rows + 5 * soft * wisps)
    side = np.minimum(np.arange(wide), wide - 1 - np.arange(wide))[None]
    alpha *= np.clip(side / 8, 0, 1) * np.clip((high - 1 - rows) / 8, 0, 1) * np.clip(rows / 8, 0, 1)
    rgba = np.concatenate([flat, alpha[..., None]], 2).astype(np.float32)
    return Card(rgba, scale, (wide / 2, base), "cloud", None, bevel=0.0)


def _cloud_paints(rng: Rng, tint: Tint, alien: bool, dark: float = 0.0) -> ndarray:
    base = main_paint(
        rng, (0.9 - 0.3 * dark, 0.025, 255), tint, alien, ((0.8, 0.08, 330), (0.82, 0.07, 190), (0.78, 0.09, 300))
    )
    top = lch(0.985 - 0.12 * dark, 0.018, 90) if tint is None and not alien else mixed(base, lch(0.98, 0.02, 80), 0.7)
    shade = lch(0.73 - 0.26 * dark, 0.055, 282) if tint is None and not alien else ramp(base, 3, 0.3)[0]
    return np.array(
        [mixed(shade, base, 0.0), mixed(shade, base, 0.45), mixed(base, shade, 0.15), mixed(base, top, 0.6), top]
    )


@card("cumulus", group="sky", label="cloud", height=60.0)
def cumulus(seed: Seed, *, tint: Tint = None, alien: bool = False, ruined: bool = False) -> Card:
    """A heaped fair-weather cloud on a flat base."""
    rng = seed.rng()
    wide, high, base = 560, 320, 280.0
    heaps = [(wide * 0.5 + rng.normal(0, 40), base, rng.uniform(110, 150), rng.uniform(170, 235))]
    heaps += [(wide * x + rng.normal(0, 15), base, rng.uniform(70, 110), rng.uniform(60, 130)) for x in (0.27, 0.72)]
    relief = puffs(rng, wide, high, heaps, 26)
    return cloud_card(rng, relief, base, high / 80.0, _cloud_paints(rng, tint, alien), 4.0, 0.5)


@card("stratus", group="sky", label="cloud", height=18.0)
def stratus(seed: Seed, *, tint: Tint = None, alien: bool = False, ruined: bool = False) -> Card:
    """Long drifting bands."""
    rng = seed.rng()
    wide, high, base = 768, 150, 118.0
    relief = np.zeros((high, wide), np.float32)
    for k in range(4):
        half = rng.uniform(0.16, 0.3) * wide
        x, y = wide * rng.uniform(0.34, 0.66), base - 22 * k * rng.uniform(0.8, 1.2)
        relief = np.maximum(relief, _streak(rng, wide, high, x, y, half, rng.uniform(12, 24)))
        relief = np.maximum(
            relief, puffs(rng, wide, high, [(x - 0.15 * half, y, half * 0.66, rng.uniform(26, 44))], 30)
        )
    return cloud_card(rng, relief, base + 4, high / 22.0, _cloud_paints(rng, tint, alien), 3.0, 0.3)


def _streak(rng: Rng, wide: int, high: int, x: float, y: float, half: float, tall: float) -> ndarray:
    """A long lens of cloud with a ragged back."""
    at = (np.arange(wide, dtype=np.float32) - x) / half
    back = tall * np.clip(1 - at**2, 0, 1) ** 0.8 * (1 + 0.5 * noise(rng, (16, wide), 1, 3)[8])
    rise = y - np.arange(high, dtype=np.float32)[:, None]
    return np.where((rise > 0) & (rise < back[None]), np.sqrt(np.maximum(0, back[None] - rise)) * 2.2, 0).astype(
        np.float32
    )


@card("storm cloud", group="sky", label="cloud", height=80.0)
def storm_cloud(seed: Seed, *, tint: Tint = None, alien: bool = False, ruined: bool = False) -> Card:
    """A towering anvil with a heavy belly."""
    rng = seed.rng()
    wide, high, base = 640, 420, 370.0
    heaps = [
        (wide * x + rng.normal(0, 20), base, rng.uniform(110, 150), rng.uniform(a, b))
        for x, a, b in ((0.33, 120, 190), (0.68, 110, 180), (0.5, 240, 300))
    ]
    relief = puffs(rng, wide, high, heaps, 34)
    relief = np.maximum(relief, puffs(rng, wide, high, [(wide * 0.5, 165, 190, 95)], 30))
    return cloud_card(rng, relief, base, high / 105.0, _cloud_paints(rng, tint, alien, 0.85), 4.5, 0.62)


def disc(size: int, edge: float = 0.96) -> tuple[ndarray, ndarray, ndarray, ndarray]:
    """Unit-sphere coordinates x (right), y (up), z (near) over a square, and its soft-edged alpha."""
    at = ((np.arange(size) + 0.5) / size * 2 - 1).astype(np.float32) / edge
    x, y = np.meshgrid(at, -at)
    r = np.hypot(x, y)
    return x, y, np.sqrt(np.maximum(0, 1 - r * r)), np.clip((1 - r) * size * edge / 2 + 0.5, 0, 1).astype(np.float32)


def craters(rng: Rng, x: ndarray, y: ndarray, z: ndarray, count: int, biggest: float) -> ndarray:
    """Light and shade (h, w), about [-1, 1], of round craters pressed into a sphere, lit from the left."""
    out = np.zeros_like(x)
    for _ in range(count):
        at = rng.normal(0, 1, 3)
        at = at * [1, 1, np.sign(at[2]) or 1] / np.linalg.norm(at)
        r = biggest * rng.uniform(0.12, 1) ** 2.2 + 0.02
        at, r = at.astype(np.float32), np.float32(r)
        far = np.sqrt(np.maximum(0, 2 - 2 * (x * at[0] + y * at[1] + z * at[2]))) / r
        way = ((x - at[0]) * 0.85 - (y - at[1]) * 0.5) / r
        out += np.where(far < 1, way * 0.85 - 0.22, 0) * _smooth(1.0, 0.85, far) + np.where(
            (far >= 0.9) & (far < 1.25), -way * 0.5, 0
        )
    return np.asarray(np.clip(out, -1, 1))


def _pick(paints: ndarray, level: ndarray) -> ndarray:
    level = np.clip(level, 0, 1) * (len(paints) - 1)
    return np.stack([np.interp(level, np.arange(len(paints)), paints[:, k]) for k in range(3)], 2).astype(np.float32)


def _hung(rgb: ndarray, alpha: ndarray, metres: float, glow: float | ndarray, label: str = "sun/moon") -> Card:
    size = rgb.shape[0]
    rgba = np.concatenate([np.clip(rgb, 0, 1), alpha[..., None]], 2).astype(np.float32)
    shine = np.broadcast_to(np.asarray(glow, np.float32), alpha.shape) * alpha
    return Card(rgba, size / metres, (rgb.shape[1] / 2, size / 2), label, shine.astype(np.float32), bevel=0.0)


def _moon_face(rng: Rng, size: int, tint: Tint, alien: bool) -> tuple[ndarray, ndarray, ndarray, ndarray]:
    x, y, z, alpha = disc(size)
    base = main_paint(rng, (0.88, 0.035, 92), tint, alien, ((0.8, 0.09, 190), (0.78, 0.1, 330), (0.82, 0.09, 60)))
    paints = ramp(base, 6, 0.34, cool=100)
    seas = noise(rng, (size, size), 2, 4) + 0.12 * x
    shore = float(np.quantile(seas[alpha > 0.5], 0.5))
    seas = _smooth(shore - 0.02, shore + 0.3, seas) * (0.75 + 0.25 * noise(rng, (size, size), 6, 3))
    level = (
        0.92
        - 0.52 * seas
        + 0.16 * craters(rng, x, y, z, 26, 0.16)
        - 0.2 * (1 - z)
        + 0.03 * noise(rng, (size, size), 24, 2)
    )
    return _pick(paints, level), alpha, x, y


@card("moon", group="sky", label="sun/moon", height=20.0)
def moon(seed: Seed, *, tint: Tint = None, alien: bool = False, ruined: bool = False) -> Card:
    """A full moon with seas and craters."""
    rgb, alpha, _, _ = _moon_face(seed.rng(), 384, tint, alien)
    return _hung(rgb, alpha, 20.0, 0.95)


@card("crescent", group="sky", label="sun/moon", height=20.0)
def crescent(seed: Seed, *, tint: Tint = None, alien: bool = False, ruined: bool = False) -> Card:
    """A young moon: a thin bright horn, the rest open sky but for a breath of earthshine."""
    rgb, alpha, x, y = _moon_face(seed.rng(), 384, tint, alien)
    turn = np.deg2rad(-24)
    across, along = x * np.cos(turn) - y * np.sin(turn), x * np.sin(turn) + y * np.cos(turn)
    term = 0.5 * np.sqrt(np.maximum(0, 1 - along**2))
    bright = _smooth(-0.03, 0.05, across - term)
    return _hung(np.minimum(1, rgb * 1.05), alpha * (0.05 + 0.95 * bright), 20.0, bright)


@card("sun", group="sky", label="sun/moon", height=20.0)
def sun(seed: Seed, *, tint: Tint = None, alien: bool = False, ruined: bool = False) -> Card:
    """A clean disc of light, a little deeper at its rim."""
    rng = seed.rng()
    _, _, z, alpha = disc(320)
    base = main_paint(rng, (0.86, 0.14, 78), tint, alien, ((0.84, 0.13, 190), (0.8, 0.16, 20), (0.85, 0.13, 320)))
    paints = np.array([base, mixed(base, lch(0.97, 0.06, 100), 0.5), lch(0.985, 0.03, 100)])
    return _hung(_pick(paints, z**0.6), alpha, 20.0, 1.0)


@card("cratered planet", group="sky", label="sun/moon", height=60.0)
def cratered_planet(seed: Seed, *, tint: Tint = None, alien: bool = False, ruined: bool = False) -> Card:
    """A big bare world lit from the left, its night side melting away."""
    rng = seed.rng()
    x, y, z, alpha = disc(448)
    base = main_paint(rng, (0.66, 0.08, rng.uniform(0, 360)), tint, alien)
    day = np.clip(0.15 - 0.72 * x + 0.4 * y + 0.62 * z, 0, 1.1)
    level = day * (0.86 + 0.14 * noise(rng, (448, 448), 3, 5)) + 0.2 * craters(rng, x, y, z, 40, 0.26) * _smooth(
        0.05, 0.4, day
    )
    return _hung(
        _pick(ramp(base, 7, 0.6, cool=60), level),
        alpha * (0.06 + 0.94 * _smooth(-0.02, 0.3, day)),
        60.0,
        0.55 * _smooth(0.0, 0.5, day),
    )


@card("ringed planet", group="sky", label="sun/moon", height=60.0)
def ringed_planet(seed: Seed, *, tint: Tint = None, alien: bool = False, ruined: bool = False) -> Card:
    """A banded giant within its rings."""
    rng = seed.rng()
    high, wide, edge = 340, 700, 0.66
    at_x, at_y = (np.arange(wide) + 0.5 - wide / 2) / (high / 2), (np.arange(high) + 0.5 - high / 2) / (high / 2)
    x, y = (v.astype(np.float32) / edge for v in np.meshgrid(at_x, -at_y))
    turn = np.deg2rad(14.0 * (1 if rng.uniform() < 0.5 else -1))
    u, v = x * np.cos(turn) + y * np.sin(turn), -x * np.sin(turn) + y * np.cos(turn)
    r = np.hypot(u, v)
    z = np.sqrt(np.maximum(0, 1 - r * r))
    base = main_paint(rng, (0.7, 0.09, rng.uniform(20, 80)), tint, alien)
    belts = np.interp(
        v + 0.22 * z + 0.02 * noise(rng, (high, wide), 5, 3), np.linspace(-1.3, 1.3, 16), rng.uniform(-0.2, 0.2, 16)
    )
    day = np.clip(0.25 - 0.6 * x + 0.4 * y + 0.55 * z, 0, 1)
    rgb = _pick(ramp(base, 7, 0.5, cool=50), day * 0.9 + belts)
    body = np.clip((1 - r) * high * edge / 2 + 0.5, 0, 1)
    far = np.hypot(u, v / 0.24)
    bands = np.interp(far, np.linspace(1.25, 2.15, 14), np.clip(rng.uniform(0.1, 1.1, 14), 0.05, 0.95))
    ring = bands * _smooth(1.25, 1.29, far) * _smooth(2.15, 2.08, far)
    front = (v < 0) | (r > 1)
    dust = _pick(
        ramp(mixed(base, lch(0.85, 0.04, 80), 0.5), 4, 0.3),
        0.75 * bands + 0.2 - 0.5 * ((r > 1) & (np.abs(u - 0.4) < 0.9) & (v > 0)),
    )
    ring_alpha = np.where(front, ring, 0)
    alpha = body + ring_alpha * (1 - body)
    rgb = np.where(
        (ring_alpha > 0.02)[..., None],
        dust * ring_alpha[..., None]
        + rgb * (1 - ring_alpha[..., None]) * body[..., None]
        + dust * (1 - ring_alpha[..., None]) * (1 - body[..., None]),
        rgb,
    )
    shine = 0.55 * np.where(body > 0.5, _smooth(0, 0.5, day), 0.8)
    return _hung(rgb, alpha.astype(np.float32), 60.0, shine.astype(np.float32))
