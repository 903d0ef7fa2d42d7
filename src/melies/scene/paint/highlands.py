"""Ridges of stone and sand: alps, mesas, dunes, islands."""

from __future__ import annotations

import cv2
import numpy as np
from numpy import ndarray

from melies.scene.paint.brush import Rng, noise
from melies.scene.paint.colour import Tint, lch, main_paint, mixed, ramp
from melies.scene.paint.registry import RIDGES, Strip
from melies.scene.paint.relief import Relief, away, front, pick, rows_up, spread, wave


def _peak(
    field: ndarray, rng: Rng, x: float, z: float, tall: float, steep: float, warp: tuple[ndarray, ndarray]
) -> None:
    """Raise one mountain: a pyramid with spurs whose sides are planes, so that light breaks on them."""
    depth, wide = field.shape
    reach = min(int(tall / steep * 1.5), wide // 2)
    columns = np.arange(int(x) - reach, int(x) + reach) % wide
    dx = ((columns - x + wide / 2) % wide - wide / 2)[None].astype(np.float32) + warp[0][:, columns]
    dz = ((np.arange(depth, dtype=np.float32)[:, None] - z) * 2.2 + warp[1][:, columns]).astype(np.float32)
    sides = int(rng.integers(3, 5))
    angles = rng.uniform(0, 2 * np.pi) + (np.arange(sides) + rng.uniform(-0.2, 0.2, sides)) * 2 * np.pi / sides
    far = np.full(dx.shape, -1e9, np.float32)
    for a in angles:
        np.maximum(far, dx * np.float32(np.cos(a)) + dz * np.float32(np.sin(a)), out=far)
    far = 0.75 * far + 0.25 * np.sqrt(dx * dx + dz * dz)
    t = far * np.float32(steep / tall)
    part = tall * (1 - t - 0.16 * np.sin(np.clip(t, 0, 1) * np.float32(np.pi)))
    field[:, columns] = np.maximum(field[:, columns], part.astype(np.float32))


@RIDGES.add("alps")
def alps(rng: Rng, wide: int, high: int, *, tint: Tint, alien: bool, ruined: bool) -> Strip:
    """Jagged peaks, snow lit from the left, violet shadow faces."""
    depth, unit = 150, high / 384
    shape = (depth, wide)
    warp = (noise(rng, shape, 2, 4, True) * 34 * unit, noise(rng, shape, 2, 4, True) * 34 * unit)
    field = (22 + 20 * noise(rng, shape, 1, 3, True)) * np.float32(unit)
    share = max(1, round(wide / high / 3.6))
    for x, size in spread(rng, wide, ((share, 1.0), (share * 2, 0.66), (share * 3, 0.42), (share * 4, 0.26))):
        tall = high * (0.08 + 0.78 * size)
        _peak(field, rng, x, depth * (0.3 + 0.36 * min(size, 1)) + rng.normal(0, 9), tall, rng.uniform(0.7, 1.05), warp)
    crag = noise(rng, shape, 3, 3, True) - np.abs(noise(rng, shape, 2, 3, True)) * 1.5
    field = (field + crag * np.clip(field / high, 0.1, 0.6) * 24 * unit) * front(depth)
    relief = Relief(field.astype(np.float32), high)
    view = relief.view()
    light, grain = view.of(relief.lit(sun=(-0.88, 0.34, -0.18), steep=1.25)), noise(rng, (high, wide), 24, 3, True)
    level = rows_up(high) - noise(rng, (high, wide), 4, 3, True) * 30 * unit
    snow = np.clip(
        (level - high * (0.7 if ruined else 0.34) + 34 * unit * light + 12 * unit * grain) / (5 * unit), 0, 1
    )
    stone = ramp(main_paint(rng, (0.47, 0.055, 272), tint, alien), 6, 0.36, cool=30)
    white = np.array(
        [
            lch(0.58, 0.085, 278),
            lch(0.68, 0.07, 270),
            lch(0.84, 0.035, 255),
            lch(0.955, 0.022, 85),
            lch(0.985, 0.015, 90),
        ]
    )
    white = ramp(mixed(stone[4], lch(0.9, 0.06, 340), 0.7), 5, 0.36) if alien else white
    wood = ramp(main_paint(rng, (0.44, 0.055, 175), None, alien), 4, 0.2)
    forest = np.clip((high * 0.17 + 26 * unit * grain - level) / (10 * unit), 0, 1)[..., None]
    rgb = pick(stone, 0.46 + 0.6 * light + 0.06 * grain)
    rgb += (pick(wood, 0.45 + 0.5 * light + 0.1 * grain) - rgb) * forest
    rgb += (pick(white, 0.4 + 0.72 * light + 0.04 * grain) - rgb) * snow[..., None]
    return Strip(view.haze(rgb, lch(0.74, 0.05, 265), 0.28), relief.line())


@RIDGES.add("mesas")
def mesas(rng: Rng, wide: int, high: int, *, tint: Tint, alien: bool, ruined: bool) -> Strip:
    """Buttes and tables with strata on a low desert."""
    depth, unit = 120, high / 384
    shape = (depth, wide)
    flute = noise(rng, shape, 6, 3, True) * 8 * unit + noise(rng, shape, 2, 2, True) * 14 * unit
    field = (12 + 8 * noise(rng, shape, 2, 3, True)) * np.float32(unit) + np.linspace(
        0, 30 * unit, depth, dtype=np.float32
    )[:, None]
    share = max(1, round(wide / high / 4.5))
    for x, size in spread(rng, wide, ((share, 1.0), (share * 2, 0.62), (share * 2, 0.36), (share * 2, 0.2))):
        tall = high * (0.16 + 0.6 * size) * (1 if size > 0.3 else rng.uniform(0.8, 2.2))
        half = high * (0.02 + 0.36 * size * rng.uniform(0.5, 1.3))
        z = depth * rng.uniform(0.55, 0.8)
        gap = (
            np.hypot(
                np.maximum(np.abs(away(wide, x))[None] - half, 0),
                np.maximum(np.abs(np.arange(depth)[:, None] - z) - 8, 0) * 2.4,
            )
            + flute
        )
        steps = np.interp(
            gap,
            np.array([-9, 0, 4, 12, 17, 24, 74, 190]) * unit,
            np.array([1.0, 0.985, 0.76, 0.72, 0.48, 0.42, 0.14, 0.0]),
        )
        field = np.maximum(field, (steps * tall).astype(np.float32))
    relief = Relief((field * front(depth, 0.2)).astype(np.float32), high)
    view = relief.view()
    base = main_paint(rng, (0.57, 0.115, 45), tint, alien, ((0.5, 0.12, 320), (0.52, 0.1, 200), (0.48, 0.13, 290)))
    paints = ramp(base, 7, 0.44, cool=55, warm=20)
    up = rows_up(high) / high * 30 + 0.7 * noise(rng, (high, wide), 2, 3, True)
    band = np.interp(up, np.arange(36), rng.uniform(-0.13, 0.13, 36)) * np.clip(up / 8, 0.3, 1)
    level = 0.5 + 0.52 * view.of(relief.lit(steep=0.6)) + band + 0.03 * noise(rng, (high, wide), 30, 2, True)
    return Strip(view.haze(pick(paints, level), lch(0.8, 0.05, 40 if not alien else 300), 0.25), relief.line())


@RIDGES.add("dunes")
def dunes(rng: Rng, wide: int, high: int, *, tint: Tint, alien: bool, ruined: bool) -> Strip:
    """Long crests with a lit and a shadowed side."""
    depth, unit = 150, high / 384
    shape = (depth, wide)
    z = np.arange(depth, dtype=np.float32)[:, None]
    columns = np.arange(wide, dtype=np.float32)[None]
    field = z / depth * high * 0.2 * (0.9 + 0.3 * noise(rng, shape, 1, 2, True))
    swell = 0.5 + 0.5 * wave(rng, wide, 900 * unit, 1)[None]
    for turns, pitch, tall in (
        (max(2, round(wide / high / 2.2)), 120, 0.3),
        (max(3, round(wide / high * 0.8)), 75, 0.1),
    ):
        phase = columns / wide * turns + z / pitch + 0.26 * noise(rng, shape, 1, 2, True) + rng.uniform()
        saw = phase - np.floor(phase)
        crest = np.where(saw < 0.7, (saw / 0.7) ** 1.5, ((1 - saw) / 0.3) ** 1.2).astype(np.float32)
        soft = cv2.GaussianBlur(np.pad(crest, ((0, 0), (8, 8)), mode="wrap"), (0, 0), 1.5)[:, 8:-8]
        field = field + soft * tall * high * np.clip(0.35 + 0.8 * swell, 0.15, 1.2) * (0.4 + 0.8 * z / depth)
    relief = Relief((field * front(depth, 0.25)).astype(np.float32), high)
    view = relief.view()
    base = main_paint(rng, (0.74, 0.105, 68), tint, alien, ((0.66, 0.11, 330), (0.68, 0.09, 200), (0.62, 0.11, 300)))
    paints = ramp(base, 7, 0.5, cool=75, warm=15)
    light = view.of(relief.lit(sun=(-0.86, 0.4, -0.12), steep=1.5))
    rgb = pick(paints, 0.4 + 0.62 * light + 0.02 * noise(rng, (high, wide), 20, 3, True), 0.25)
    return Strip(view.haze(rgb, lch(0.86, 0.045, 60 if not alien else 320), 0.35), relief.line())


@RIDGES.add("islands")
def islands(rng: Rng, wide: int, high: int, *, tint: Tint, alien: bool, ruined: bool) -> Strip:
    """An open horizon with a few far islands and sea stacks."""
    depth, unit = 90, high / 384
    shape = (depth, wide)
    warp = (noise(rng, shape, 2, 3, True) * 20 * unit, noise(rng, shape, 2, 3, True) * 14 * unit)
    field = np.full(shape, -8.0, np.float32)
    share = max(1, round(wide / high / 10))
    for x, size in spread(rng, wide, ((share, 1.0), (share, 0.5), (share * 2, 0.2))):
        for k in range(4 if size > 0.3 else 2):
            steep = rng.uniform(0.5, 0.9) if size > 0.3 else rng.uniform(2.0, 3.6)
            at = x + rng.normal(0, 0.34 * size * high)
            tall = high * (0.1 + 0.5 * size) * rng.uniform(0.4, 0.8) * (1.3 if k == 0 else 0.8)
            _peak(field, rng, at, depth * 0.6 + rng.normal(0, 8), tall, steep, warp)
    field = np.where(field > 0, field + noise(rng, shape, 5, 2, True) * 4 * unit, field) * np.maximum(
        front(depth), 0.01
    )
    relief = Relief(field.astype(np.float32), high)
    view = relief.view()
    light, grain = view.of(relief.lit(steep=1.2)), noise(rng, (high, wide), 24, 3, True)
    stone = ramp(main_paint(rng, (0.52, 0.04, 290), None, alien), 5, 0.36, cool=60)
    green = ramp(main_paint(rng, (0.5, 0.07, 150), tint, alien), 5, 0.34)
    cover = (np.clip((light + 0.15 + 0.5 * grain) * 3, 0, 1) * np.clip((rows_up(high) / unit - 14) / 8, 0, 1))[
        ..., None
    ]
    rgb = (
        pick(stone, 0.45 + 0.55 * light + 0.08 * grain) * (1 - cover)
        + pick(green, 0.36 + 0.6 * light + 0.08 * grain) * cover
    )
    return Strip(view.haze(rgb, lch(0.76, 0.04, 250), 0.3), relief.line())
