"""A skyline of towers that wraps round, with a map of lit windows."""

from __future__ import annotations

import numpy as np
from numpy import ndarray

from melies.scene.paint.brush import Rng, noise
from melies.scene.paint.colour import Tint, glowing, lch, main_paint, mixed, ramp
from melies.scene.paint.registry import RIDGES, Strip
from melies.scene.paint.relief import wave


class _City:
    """The strip being painted: opaque rows of pixels, written by columns that wrap."""

    def __init__(self, wide: int, high: int) -> None:
        self.rgb = np.zeros((high, wide, 3), np.float32)
        self.alpha = np.zeros((high, wide), np.float32)
        self.glow = np.zeros((high, wide), np.float32)
        self.wide, self.high = wide, high

    def block(
        self, left: float, wide: float, top: float, paint: ndarray, glow: float = 0.0, bottom: float = 0.0
    ) -> None:
        """A box from `bottom` to `top` pixels above the lower edge."""
        columns = np.arange(round(left), round(left) + max(1, round(wide))) % self.wide
        rows = slice(max(0, self.high - round(top)), self.high - round(bottom))
        self.rgb[rows, columns] = paint
        self.alpha[rows, columns] = 1.0
        self.glow[rows, columns] = glow


def _windows(city: _City, rng: Rng, left: float, wide: float, top: float, floor: float, lit: float, cool: bool) -> None:
    """Rows of small windows; some floors burn together."""
    step = max(3, round(floor))
    columns = np.arange(round(left) + 2, round(left + wide) - 2, step)
    rows = np.arange(city.high - round(top) + step + 1, city.high - step, step + 1)
    if not len(columns) or not len(rows):
        return
    chance = rng.uniform(0, 1, (len(rows), len(columns))) - 0.35 * (rng.uniform(0, 1, (len(rows), 1)) < 0.16)
    on = chance < lit
    tone = rng.uniform(0, 1, on.shape)
    warm, cold = lch(0.88, 0.12, 80).astype(np.float32), lch(0.88, 0.07, 210).astype(np.float32)
    size = max(1, step - 2)
    for r, c in zip(*np.nonzero(on), strict=True):
        rows_at, columns_at = slice(rows[r], rows[r] + size), np.arange(columns[c], columns[c] + size) % city.wide
        city.rgb[rows_at, columns_at] = cold if (tone[r, c] < (0.75 if cool else 0.12)) else warm
        city.glow[rows_at, columns_at] = 0.55 + 0.45 * tone[r, c]


def _tower(
    city: _City, rng: Rng, left: float, wide: float, top: float, paints: ndarray, unit: float, rank: int, ruined: bool
) -> None:
    style = int(rng.integers(0, 5))
    lit = (0.12, 0.16, 0.2)[rank] * (0.15 if ruined else 1.0)
    steps = [(0.0, 1.0, 1.0)]
    if style == 1:
        steps = [(0.0, 1.0, 0.68), (0.14, 0.72, 0.86), (0.3, 0.4, 1.0)]
    elif style == 2:
        steps = [(0.0, 1.0, 0.9), (0.1, 0.8, 0.95), (0.22, 0.56, 1.0)]
    for off, share, part in steps:
        x, w, t = left + off * wide, wide * share, top * part
        city.block(x, w, t, paints[1])
        city.block(x, w * 0.56, t, paints[2])
        city.block(x, w, t, paints[3], bottom=t - 2 * unit)
    _windows(city, rng, left, wide, top * steps[0][2], (4, 5, 6)[rank] * unit, lit, style in (0, 3))
    if style in (1, 3) and not ruined:
        middle, mast = left + wide * 0.5, top + rng.uniform(14, 44) * unit
        city.block(middle, max(1.0, 1.4 * unit), min(mast, city.high - 3), paints[1], bottom=top - 1)
        city.block(
            middle - unit,
            2.6 * unit,
            min(mast, city.high - 3),
            lch(0.68, 0.2, 25),
            1.0,
            bottom=min(mast, city.high - 3) - 2 * unit,
        )
    if style == 4:
        for k in range(int(wide / 4)):
            city.block(
                left + k * 4,
                3,
                top + (wide / 2 - abs(k * 4 - wide / 2)) * 0.9,
                paints[1 if k * 4 > wide / 2 else 2],
                bottom=top - 1,
            )
    if rank == 2 and rng.uniform() < 0.3 and not ruined:
        neon = glowing(rng)
        x, w, y = left + wide * rng.uniform(0.15, 0.6), max(3 * unit, wide * 0.12), top * rng.uniform(0.45, 0.85)
        city.block(x, w, y, neon, 1.0, bottom=y - rng.uniform(14, 40) * unit)
    if ruined:
        columns = np.arange(round(left), round(left + wide) + 1) % city.wide
        bite = top * (0.72 + 0.3 * np.abs(np.cumsum(rng.normal(0, 0.09, len(columns)))))
        for column, keep in zip(columns, bite, strict=True):
            city.alpha[: city.high - round(min(keep, city.high)), column] *= 1.0 if keep >= top else 0.0


@RIDGES.add("city")
def city(rng: Rng, wide: int, high: int, *, tint: Tint, alien: bool, ruined: bool) -> Strip:
    """Three ranks of towers: a pale far skyline, a middle one, a near one with neon."""
    unit = high / 384
    base = main_paint(rng, (0.42, 0.06, 275), tint, alien)
    air = lch(0.68, 0.06, 280 if not alien else 320)
    out = _City(wide, high)
    for rank in range(3):
        paints = np.array([mixed(one, air, (0.62, 0.34, 0.08)[rank]) for one in ramp(base, 5, 0.24)]).astype(np.float32)
        cluster = np.clip(0.5 + 0.6 * wave(rng, wide, 1100 * unit, 2), 0.12, 1)
        out.block(0, wide, (0.2, 0.12, 0.06)[rank] * high, paints[1])
        x = 0.0
        while x < wide - 8 * unit:
            w = rng.uniform(20, 58) * unit * (0.8 + 0.15 * rank)
            tall = high * (0.92, 0.72, 0.4)[rank] * cluster[int(x)] * rng.uniform(0.45, 1.0)
            tone = paints + np.float32(rng.normal(0, 0.018))
            _tower(out, rng, x, w, max(tall, 0.12 * high), tone, unit, rank, ruined)
            x += w * rng.uniform(0.75, 1.5)
    line = np.where(out.alpha.max(0) > 0.5, high - np.argmax(out.alpha > 0.5, axis=0), 0).astype(np.float32)
    out.rgb *= 1 + 0.05 * noise(rng, (high, wide), 8, 3, True)[..., None]
    return Strip(out.rgb, line, out.glow, out.alpha)
