"""The backdrop: graded sky, stars, high cloud, aurora, and the painted rings that stand around the world."""

from __future__ import annotations

import math

import numpy as np

from melies.scene.kernels.common import (
    CLEAR,
    DISC,
    DOWN,
    GLOW,
    GLOW_POWER,
    GLOW_TIGHT,
    GLOWING,
    HAZE,
    KEY,
    LIGHT,
    RIM,
    THROUGH,
    UP,
    fetch_wrapped,
    inline,
    jit,
    veil,
)  # fmt: skip

# columns of a ring row: radius m, card, turn (radians), texels per radian, texels per metre, foot texel row, key,
# label, hazeless, glow, tint r g b
RADIUS, CARD, TURN, PER_RADIAN, PER_METRE, FOOT, KEYNO, LABEL, HAZELESS, GLOWS, TINT = 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
RING_COLUMNS = 13


@inline
def ray(px: int, py: int, rotation: np.ndarray, f: float, width: int, height: int, d: np.ndarray) -> None:
    """Unit direction in the world of a pixel's centre."""
    x, y = (px + 0.5 - 0.5 * width) / f, (py + 0.5 - 0.5 * height) / f
    n = 1.0 / math.sqrt(x * x + y * y + 1.0)
    for k in range(3):
        d[k] = (rotation[0, k] * x + rotation[1, k] * y + rotation[2, k]) * n


@inline
def noise(x: float, y: float) -> float:
    """Smooth value noise on the integer lattice, in [0, 1]."""
    xi, yi = math.floor(x), math.floor(y)
    fx, fy = x - xi, y - yi
    fx, fy = fx * fx * (3.0 - 2.0 * fx), fy * fy * (3.0 - 2.0 * fy)
    total = 0.0
    for j in range(2):
        for i in range(2):
            n = (np.int64(xi) + i) * 374761393 + (np.int64(yi) + j) * 668265263
            n = (n ^ (n >> 13)) * 1274126177
            value = ((n ^ (n >> 16)) & 0xFFFF) / 65535.0
            total += value * (fx if i else 1.0 - fx) * (fy if j else 1.0 - fy)
    return total


@jit
def aurora(azimuth: float, rise: float, seconds: float, out: np.ndarray) -> None:
    """Curtains of northern light: folded bands that shimmer, green below and violet above. Adds to out[0:3]."""
    for band in range(3):
        fold = noise(azimuth * 2.2 + band * 7.3 + seconds * 0.05, seconds * 0.08 + band * 3.1)
        foot = 0.10 + 0.10 * band + 0.16 * fold
        h = rise - foot
        if h <= -0.03:
            continue
        rays = 0.35 + 0.65 * noise(azimuth * 26.0 + fold * 9.0 + seconds * 0.35, band * 5.0 + seconds * 0.2)
        sheet = 0.25 + 0.75 * noise(azimuth * 3.1 - seconds * 0.07 + band * 11.0, 2.7)
        body = (math.exp(-h * 7.5) if h > 0 else math.exp(h * 90.0)) * rays * sheet * sheet
        violet = min(1.0, max(0.0, h * 4.5))
        out[0] += body * (0.10 + 0.65 * violet)
        out[1] += body * (1.00 - 0.75 * violet)
        out[2] += body * (0.45 + 0.45 * violet)


@inline
def corona_at(air: np.ndarray, d: np.ndarray) -> float:
    """How much of the light's glow lies in a direction."""
    toward = max(0.0, d[0] * air[DISC] + d[1] * air[DISC + 1] + d[2] * air[DISC + 2])
    return air[GLOW_POWER] * (0.75 * toward ** air[GLOW_TIGHT] + 0.25 * toward ** (air[GLOW_TIGHT] * 8.0))


@jit
def draw_haze(first: int, last: int, rotation: np.ndarray, f: float, air: np.ndarray, haze: np.ndarray) -> None:
    """The colour of haze in every direction, (H, W, 3)."""
    height, width = haze.shape[:2]
    d = np.empty(3)
    for py in range(first, last):
        for px in range(width):
            ray(px, py, rotation, f, width, height, d)
            corona = corona_at(air, d)
            for c in range(3):
                haze[py, px, c] = air[HAZE + c] + air[GLOW + c] * corona


@jit
def draw_sky(
    first: int, last: int, rotation: np.ndarray, f: float, air: np.ndarray, ramp: np.ndarray, dome: np.ndarray,
    veils: np.ndarray, seconds: float, stars: np.ndarray, hdr: np.ndarray, left: np.ndarray,
) -> None:  # fmt: skip
    """Sky behind everything that rows first..last already show.

    ramp: (256, 3) linear colour by elevation. dome: (h, w) density of high cloud, round in x. veils: cloud amount,
    lit r g b, belly r g b, drift, aurora, starlight. stars: (n, 5) direction, brightness, warmth.
    """
    height, width = left.shape
    d, glow = np.empty(3), np.empty(3)
    dh, dw = dome.shape
    if veils[9] > 0.0:
        draw_stars(first, last, rotation, f, stars, veils, seconds, hdr, left)
    for py in range(first, last):
        for px in range(width):
            free = left[py, px]
            if free < CLEAR:
                continue
            ray(px, py, rotation, f, width, height, d)
            rise = -d[1]
            corona = corona_at(air, d)
            low = math.exp(-max(0.0, rise) * 5.0)
            t = math.sqrt(min(1.0, max(0.0, rise))) * 255.0
            k = min(254, int(t))
            part = t - k
            glow[0] = glow[1] = glow[2] = 0.0
            if veils[8] > 0.0 and rise > 0.0:
                aurora(math.atan2(d[0], d[2]), rise, seconds, glow)
            cover, lit = 0.0, 0.0
            if veils[0] > 0.0 and rise > 0.005:
                # high cloud lies on a flat sheet: perspective makes it run to the horizon
                r = 1.0 / (rise + 0.12)
                u, v = d[0] * r * 0.10 + veils[7], d[2] * r * 0.10
                a = noise_map(dome, u * dw, v * dh)
                b = noise_map(dome, (u + air[LIGHT] * 0.012) * dw, (v + air[LIGHT + 2] * 0.012) * dh)
                cover = min(1.0, max(0.0, (a - 1.0 + veils[0]) * 2.2)) * min(1.0, rise * 9.0)
                lit = min(1.0, max(0.0, 0.55 + (a - b) * 4.0))
            for c in range(3):
                base = ramp[k, c] * (1.0 - part) + ramp[k + 1, c] * part
                sky = base + air[GLOW + c] * corona * (0.35 + 0.65 * low) + glow[c] * veils[8]
                cloud = veils[4 + c] * (1.0 - lit) + veils[1 + c] * lit + air[GLOW + c] * corona * 0.8
                hdr[py, px, c] += free * (sky * (1.0 - cover) + cloud * cover)
            left[py, px] = 0.0


@inline
def noise_map(dome: np.ndarray, x: float, y: float) -> float:
    """Bilinear lookup that wraps both ways."""
    h, w = dome.shape
    xi, yi = math.floor(x), math.floor(y)
    fx, fy = x - xi, y - yi
    x0, y0 = int(xi) % w, int(yi) % h
    x1, y1 = (x0 + 1) % w, (y0 + 1) % h
    return (dome[y0, x0] * (1 - fx) + dome[y0, x1] * fx) * (1 - fy) + (dome[y1, x0] * (1 - fx) + dome[y1, x1] * fx) * fy


@jit
def draw_stars(
    first: int, last: int, rotation: np.ndarray, f: float, stars: np.ndarray, veils: np.ndarray, seconds: float,
    hdr: np.ndarray, left: np.ndarray,
) -> None:  # fmt: skip
    """Stars as small soft points that twinkle; brighter ones are larger."""
    height, width = hdr.shape[:2]
    for n in range(stars.shape[0]):
        x = rotation[0, 0] * stars[n, 0] + rotation[0, 1] * stars[n, 1] + rotation[0, 2] * stars[n, 2]
        y = rotation[1, 0] * stars[n, 0] + rotation[1, 1] * stars[n, 1] + rotation[1, 2] * stars[n, 2]
        z = rotation[2, 0] * stars[n, 0] + rotation[2, 1] * stars[n, 1] + rotation[2, 2] * stars[n, 2]
        if z < 0.05:
            continue
        sx, sy = f * x / z + 0.5 * width, f * y / z + 0.5 * height
        size = (0.55 + 0.75 * stars[n, 3]) * max(0.7, height / 420.0)
        reach = int(size * 3.0) + 1
        if sy < first - reach or sy > last + reach or sx < -reach or sx > width + reach:
            continue
        twinkle = 0.75 + 0.25 * math.sin(seconds * (2.0 + 3.0 * stars[n, 4]) + n * 2.399)
        power = veils[9] * (0.25 + 1.6 * stars[n, 3] * stars[n, 3]) * twinkle * min(1.0, max(0.0, -stars[n, 1] * 5.0))
        for py in range(max(first, int(sy) - reach), min(last, int(sy) + reach + 1)):
            for px in range(max(0, int(sx) - reach), min(width, int(sx) + reach + 1)):
                d2 = (px + 0.5 - sx) ** 2 + (py + 0.5 - sy) ** 2
                k = power * math.exp(-d2 / (size * size)) * left[py, px]
                hdr[py, px, 0] += k * (0.8 + 0.2 * stars[n, 4])
                hdr[py, px, 1] += k * 0.88
                hdr[py, px, 2] += k * (1.0 - 0.25 * stars[n, 4])


@jit
def draw_rings(
    first: int, last: int, rings: np.ndarray, pixels: np.ndarray, table: np.ndarray,
    rotation: np.ndarray, eye: np.ndarray,
    f: float, air: np.ndarray, hdr: np.ndarray, left: np.ndarray, haze: np.ndarray, depth: np.ndarray,
    surface: np.ndarray, texel: np.ndarray, labels: np.ndarray, floor: bool,
) -> None:  # fmt: skip
    """Painted cylinders around the world's axis (listed near to far) behind what is already shown, above the floor.

    Writes metric depth, surface keys and labels where a ring is the first thing seen.
    """
    height, width = left.shape
    d, s = np.empty(3), np.empty(8, np.float32)
    lx, lz = air[LIGHT], air[LIGHT + 2]
    for py in range(first, last):
        for px in range(width):
            free = left[py, px]
            if free < CLEAR:
                continue
            ray(px, py, rotation, f, width, height, d)
            if floor and d[1] > 0.08:  # the floor hides every ring's foot
                continue
            ahead = d[0] * rotation[2, 0] + d[1] * rotation[2, 1] + d[2] * rotation[2, 2]
            ground = -eye[1] / d[1] if (floor and d[1] > 1e-5) else 1e9
            flat = math.sqrt(d[0] * d[0] + d[2] * d[2]) + 1e-9
            for n in range(rings.shape[0]):
                if free < CLEAR:
                    break
                radius = rings[n, RADIUS]
                # |eye + t d| = radius in plan, the far root
                b = (eye[0] * d[0] + eye[2] * d[2]) / (flat * flat)
                c = (eye[0] * eye[0] + eye[2] * eye[2] - radius * radius) / (flat * flat)
                under = b * b - c
                if under <= 0.0:
                    continue
                t = -b + math.sqrt(under)
                if t <= 0.0 or t > ground:
                    continue
                x, y, z = eye[0] + t * d[0], eye[1] + t * d[1], eye[2] + t * d[2]
                card = int(rings[n, CARD])
                v0 = rings[n, FOOT] + y * rings[n, PER_METRE]
                if v0 < 0.0:
                    continue
                texels = t * ahead / f * rings[n, PER_METRE]
                level = min(table.shape[1] - 1, max(0, int(math.floor(math.log2(max(1.0, texels)) + 0.3))))
                w0, h0 = table[card, 0, 1], table[card, 0, 2]
                offset, w, h = table[card, level, 0], int(table[card, level, 1]), int(table[card, level, 2])
                angle = math.atan2(x, z) + rings[n, TURN]
                u0 = angle * rings[n, PER_RADIAN]
                fetch_wrapped(pixels, offset, w, h, u0 * w / w0, min(v0, h0 - 1.0) * h / h0, s)
                a = s[3]
                if a < 0.004:
                    continue
                inv_a = 1.0 / a
                sx, sy = (s[4] - 0.50196) * 2.0, (s[5] - 0.50196) * 2.0
                sz = math.sqrt(max(0.05, 1.0 - sx * sx - sy * sy))
                inx, inz = -x / radius, -z / radius  # the ring faces its middle
                nx, ny, nz = sx * -inz + sz * inx, sy, sx * inx + sz * inz
                toward = nx * lx + ny * air[LIGHT + 1] + nz * lz
                kd = max(0.0, toward * 0.75 + 0.25)
                edge = sx * sx + sy * sy
                behind = max(0.0, -(inx * lx + inz * lz))
                rim = air[RIM] * edge * max(0.0, sx * (lx * -inz + lz * inx) + sy * air[LIGHT + 1]) * (0.3 + behind)
                up = 0.5 - 0.5 * ny
                fog = veil(air, t, -eye[1], -y) * (1.0 - rings[n, HAZELESS])
                glow = s[6] * inv_a * air[GLOWING] * rings[n, GLOWS]
                unlit = 1.0 - 0.6 * s[6] * inv_a * max(0.0, 1.15 - air[GLOWING])
                for k in range(3):
                    root = s[k] * inv_a
                    paint = root * root * rings[n, TINT + k] * unlit
                    lit = (
                        air[KEY + k] * (kd + 0.3 * air[THROUGH] * behind)
                        + air[UP + k] * up
                        + air[DOWN + k] * (1.0 - up)
                    )
                    colour = paint * (lit + glow) + air[KEY + k] * rim * 0.12
                    colour = colour * (1.0 - fog) + haze[py, px, k] * fog
                    hdr[py, px, k] += free * a * colour
                free *= 1.0 - a
                if a > 0.5 and surface[py, px] == 0:
                    depth[py, px] = t * ahead
                    surface[py, px] = int(rings[n, KEYNO])
                    texel[py, px, 0], texel[py, px, 1] = angle, y
                    labels[py, px] = int(rings[n, LABEL])
            left[py, px] = free
