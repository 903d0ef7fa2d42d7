"""The floor: painted ground, wet streets and water that mirrors the stage, with shadows, foam and sparkle."""

from __future__ import annotations

import math

import numpy as np

from melies.scene.kernels.backdrop import noise, ray
from melies.scene.kernels.common import CLEAR, DAPPLE, DOWN, KEY, LIGHT, UP, inline, jit, lamps, veil

# channels of the painted map: 0-2 square-root-coded linear paint, 3 wetness, 4 distance from the shore, 5 label
SHEEN = 2.0  # of the key light that a floor seen straight against a level light gives back
# pool: deep water r g b, ripple, foam, mirror tint, calm, roughness (see `Ground.water`)


@inline
def paint_at(
    levels: np.ndarray, sizes: np.ndarray, extent: float, x: float, z: float, level: int, out: np.ndarray
) -> int:
    """Bilinear paint of the map at a world point; returns the label. `levels` is flat, (side, offset) in sizes."""
    side, offset = sizes[level, 0], sizes[level, 1]
    u = min(max((x / extent * 0.5 + 0.5) * side - 0.5, 0.0), side - 1.001)
    v = min(max((z / extent * 0.5 + 0.5) * side - 0.5, 0.0), side - 1.001)
    x0, y0 = int(u), int(v)
    fx, fy = u - x0, v - y0
    for c in range(5):
        out[c] = 0.0
    for j in range(2):
        for i in range(2):
            weight = (fx if i else 1.0 - fx) * (fy if j else 1.0 - fy) * (1.0 / 255.0)
            base = offset + ((y0 + j) * side + x0 + i) * 6
            for c in range(5):
                out[c] += weight * levels[base + c]
    return int(levels[offset + ((y0 + int(fy + 0.5)) * side + x0 + int(fx + 0.5)) * 6 + 5])


@inline
def wave(x: float, z: float, seconds: float, scale: float) -> float:
    """Height of crossing wave trains and a slow noise, about -1 to 1."""
    a = math.sin(0.9 * x + 1.7 * z + seconds * 1.3) + math.sin(-1.3 * x + 2.3 * z + seconds * 1.7)
    b = noise(x * 0.9 * scale + seconds * 0.25, z * 2.2 * scale + seconds * 0.4) * 2.0 - 1.0
    return 0.22 * a + 0.6 * b


@jit
def draw_floor(
    first: int, last: int, levels: np.ndarray, sizes: np.ndarray, extent: float, detail: np.ndarray, pool: np.ndarray,
    rotation: np.ndarray, eye: np.ndarray, f: float, air: np.ndarray, points: np.ndarray, seconds: float,
    mirror: np.ndarray, shadow: np.ndarray, haze: np.ndarray, depth: np.ndarray, surface: np.ndarray,
    labels: np.ndarray, water_label: int, hdr: np.ndarray, left: np.ndarray,
) -> None:  # fmt: skip
    """Paint the floor under what rows first..last already show. `mirror` is the mirrored stage at half size."""
    height, width = left.shape
    mh, mw = mirror.shape[:2]
    d, s, lamp = np.empty(3), np.empty(8), np.zeros(3, np.float32)
    everywhere = np.arange(points.shape[0])
    side = detail.shape[0]
    top_level = sizes.shape[0] - 1
    high = max(0.0, -air[LIGHT + 1])
    level_reach = math.sqrt(air[LIGHT] ** 2 + air[LIGHT + 2] ** 2) + 1e-6
    toward_x, toward_z = air[LIGHT] / level_reach, air[LIGHT + 2] / level_reach
    streak = min(1.0, max(0.2, 2.2 * high))
    for py in range(first, last):
        for px in range(width):
            free = left[py, px]
            if free < CLEAR:
                continue
            ray(px, py, rotation, f, width, height, d)
            if d[1] < 4e-4:
                continue
            t = -eye[1] / d[1]
            x, z = eye[0] + t * d[0], eye[2] + t * d[2]
            foot = t * t / (f * max(0.2, -eye[1]))  # how long a pixel is on the floor, metres
            texels = math.sqrt(foot * t / f) * sizes[0, 0] / (2.0 * extent)
            level = min(top_level, max(0, int(math.log2(max(1.0, texels)))))
            label = paint_at(levels, sizes, extent, x, z, level, s)
            wet, shore = s[3], (s[4] - 0.5) * 16.0  # shore: metres, positive on land
            near = 1.0 / (1.0 + foot * 9.0)
            grain = detail[int(z * side / 3.0) % side, int(x * side / 3.0) % side]
            broad = noise(x * 0.7, z * 0.7) * 0.6 + noise(x * 2.9 + 7.0, z * 2.9) * 0.4
            texture = 1.0 + (grain - 0.5) * 1.0 * near + (broad - 0.5) * 0.50 / (1.0 + t * 0.02)
            lamps(points, everywhere, points.shape[0], x, 0.0, z, lamp)
            shade = shadow[py, px]
            if air[DAPPLE] > 0.0:  # light falling through leaves, in long streaks when it is low
                across, along = x * toward_z - z * toward_x, (x * toward_x + z * toward_z) * streak
                leaf = noise(across * 1.1 + 40.0 + 0.15 * math.sin(seconds * 0.7), along * 1.1) * noise(
                    across * 2.7, along * 2.7 + 0.1 * math.sin(seconds)
                )
                shade = max(shade, air[DAPPLE] * (1.0 - min(1.0, max(0.0, leaf - 0.14) * 6.0)))
            up = 1.0 - 0.35 * shade
            # blades and stones seen against a low light shine through and glint
            against = max(0.0, (d[0] * toward_x + d[2] * toward_z) / math.sqrt(d[0] * d[0] + d[2] * d[2] + 1e-9))
            key = high**0.6 + SHEEN * against**3 * (1.0 - high) ** 4
            fog = veil(air, t, -eye[1], 0.0)
            ripple, reflect, sparkle, foam = 0.0, 0.0, 0.0, 0.0
            mx, my = (px + 0.5) * mw / width, (py + 0.5) * mh / height
            if wet > 0.02:
                calm = 1.0 / (1.0 + t / pool[6])
                h0 = wave(x, z, seconds, 1.0)
                hx = wave(x + 0.12, z, seconds, 1.0) - h0
                hz = wave(x, z + 0.12, seconds, 1.0) - h0
                amount = pool[3] * wet * calm
                my += f * mh / height * hz * amount * 2.0
                mx += f * mw / width * hx * amount
                ripple = hz * pool[3] * 2.0
                cosine = min(1.0, max(0.0, d[1] + ripple * 0.5))
                reflect = (0.04 + 0.96 * (1.0 - cosine) ** 4) * pool[5] * wet
                # the light's path on the water
                gx, gy, gz = d[0] + hx * 1.2 * calm, -d[1], d[2] + hz * 1.2 * calm
                n = 1.0 / math.sqrt(gx * gx + gy * gy + gz * gz)
                spec = max(0.0, (gx * air[LIGHT] + gy * air[LIGHT + 1] + gz * air[LIGHT + 2]) * n)
                sparkle = spec**90.0 * (0.35 + 2.2 * max(0.0, noise(x * 5.0 + seconds, z * 9.0 - seconds) - 0.55)) * wet
            x0, y0 = min(mw - 2, max(0, int(mx - 0.5))), min(mh - 2, max(0, int(my - 0.5)))
            fx, fy = min(1.0, max(0.0, mx - 0.5 - x0)), min(1.0, max(0.0, my - 0.5 - y0))
            if wet > 0.5 and pool[4] > 0.0:
                run = shore + 0.9 + 0.6 * math.sin(seconds * 0.9 + 0.25 * x + 1.5 * noise(x * 0.3, z * 0.3))
                line = math.exp(-((run * 1.6) ** 2)) + 0.5 * math.exp(-(((run + 2.4) * 1.3) ** 2))
                foam = pool[4] * min(1.0, line * (0.35 + 1.1 * noise(x * 3.0, z * 5.0 + seconds * 0.3)))
            for c in range(3):
                root = s[c]
                paint = root * root * texture
                lit = air[KEY + c] * key * (1.0 - shade) + (air[UP + c] * 0.85 + air[DOWN + c] * 0.15) * up + lamp[c]
                colour = paint * lit
                if wet > 0.02:
                    deep = pool[c] * (air[UP + c] + 0.35 * air[KEY + c] * key) * wet + colour * (1.0 - wet)
                    seen = (mirror[y0, x0, c] * (1 - fx) + mirror[y0, x0 + 1, c] * fx) * (1 - fy) + (
                        mirror[y0 + 1, x0, c] * (1 - fx) + mirror[y0 + 1, x0 + 1, c] * fx
                    ) * fy
                    colour = deep * (1.0 - reflect) + seen * reflect + air[KEY + c] * sparkle * 2.5
                    colour = colour * (1.0 - foam) + (air[KEY + c] * key * 0.8 + air[UP + c]) * 0.85 * foam
                hdr[py, px, c] += free * (colour * (1.0 - fog) + haze[py, px, c] * fog)
            left[py, px] = 0.0
            if surface[py, px] == 0:
                ahead = d[0] * rotation[2, 0] + d[1] * rotation[2, 1] + d[2] * rotation[2, 2]
                depth[py, px] = t * ahead
                surface[py, px] = -2 if wet > 0.93 else -1
                labels[py, px] = water_label if wet > 0.93 else label
