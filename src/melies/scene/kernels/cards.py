"""Cards: homography rasteriser with bevel light, rim, light shining through paper, haze, and exact surface ids."""

from __future__ import annotations

import math

import numpy as np

from melies.scene.kernels.common import (
    CLEAR,
    DOWN,
    GLOWING,
    KEY,
    LIGHT,
    RIM,
    THROUGH,
    UP,
    fetch,
    fetch_alpha,
    jit,
    lamps,
    veil,
)  # fmt: skip

# columns of a quad row
ORIGIN, U_AXIS, V_AXIS = 0, 3, 6
CARD, KEYNO, LABEL, CAST, OPACITY, HAZELESS, TINT, GLOWS, GROUNDED, FLAT = 9, 10, 11, 12, 13, 14, 15, 18, 19, 20
COLUMNS = 21


@jit
def homography(
    quad: np.ndarray, rotation: np.ndarray, eye: np.ndarray, f: float, cx: float, cy: float, m: np.ndarray
) -> None:
    """m (3, 3): texel (u, v, 1) to z * (x px, y px, 1)."""
    for column in range(3):
        a, b, c = quad[U_AXIS], quad[U_AXIS + 1], quad[U_AXIS + 2]
        if column == 1:
            a, b, c = quad[V_AXIS], quad[V_AXIS + 1], quad[V_AXIS + 2]
        elif column == 2:
            a, b, c = quad[ORIGIN] - eye[0], quad[ORIGIN + 1] - eye[1], quad[ORIGIN + 2] - eye[2]
        x = rotation[0, 0] * a + rotation[0, 1] * b + rotation[0, 2] * c
        y = rotation[1, 0] * a + rotation[1, 1] * b + rotation[1, 2] * c
        z = rotation[2, 0] * a + rotation[2, 1] * b + rotation[2, 2] * c
        m[0, column] = f * x + cx * z
        m[1, column] = f * y + cy * z
        m[2, column] = z


@jit
def invert(m: np.ndarray, out: np.ndarray) -> bool:
    """3x3 inverse by cofactors; False if the card is seen edge-on."""
    a = m[1, 1] * m[2, 2] - m[1, 2] * m[2, 1]
    b = m[1, 2] * m[2, 0] - m[1, 0] * m[2, 2]
    c = m[1, 0] * m[2, 1] - m[1, 1] * m[2, 0]
    det = m[0, 0] * a + m[0, 1] * b + m[0, 2] * c
    if abs(det) < 1e-12:
        return False
    k = 1.0 / det
    out[0, 0], out[1, 0], out[2, 0] = a * k, b * k, c * k
    out[0, 1] = (m[0, 2] * m[2, 1] - m[0, 1] * m[2, 2]) * k
    out[1, 1] = (m[0, 0] * m[2, 2] - m[0, 2] * m[2, 0]) * k
    out[2, 1] = (m[0, 1] * m[2, 0] - m[0, 0] * m[2, 1]) * k
    out[0, 2] = (m[0, 1] * m[1, 2] - m[0, 2] * m[1, 1]) * k
    out[1, 2] = (m[0, 2] * m[1, 0] - m[0, 0] * m[1, 2]) * k
    out[2, 2] = (m[0, 0] * m[1, 1] - m[0, 1] * m[1, 0]) * k
    return True


@jit
def bounds(m: np.ndarray, w: int, h: int, width: int, height: int, box: np.ndarray) -> bool:
    """Pixel box of a card of w x h texels; the whole picture where it crosses the lens."""
    box[0], box[1], box[2], box[3] = 1e9, 1e9, -1e9, -1e9
    behind = 0
    for k in range(4):
        u, v = (0.0 if k % 2 == 0 else float(w)), (0.0 if k < 2 else float(h))
        z = m[2, 0] * u + m[2, 1] * v + m[2, 2]
        if z < 0.05:
            behind += 1
            continue
        x = (m[0, 0] * u + m[0, 1] * v + m[0, 2]) / z
        y = (m[1, 0] * u + m[1, 1] * v + m[1, 2]) / z
        box[0], box[1], box[2], box[3] = min(box[0], x), min(box[1], y), max(box[2], x), max(box[3], y)
    if behind == 4:
        return False
    if behind:
        box[0], box[1], box[2], box[3] = 0.0, 0.0, float(width), float(height)
    return box[2] > 0 and box[3] > 0 and box[0] < width and box[1] < height


@jit
def level_of(quad: np.ndarray, z: float, f: float, levels: int) -> int:
    """Pyramid level at which a texel is about a pixel."""
    step = math.sqrt(quad[U_AXIS] ** 2 + quad[U_AXIS + 1] ** 2 + quad[U_AXIS + 2] ** 2)
    texels = z / max(1e-9, f * step)
    return min(levels - 1, max(0, int(math.floor(math.log2(max(1.0, texels)) + 0.25))))


@jit
def lamps_near(points: np.ndarray, quad: np.ndarray, w: int, h: int, near: np.ndarray) -> int:
    """Which lamps reach a card: fills `near` with their numbers, returns how many."""
    count = 0
    x = quad[0] + 0.5 * (w * quad[3] + h * quad[6])
    y = quad[1] + 0.5 * (w * quad[4] + h * quad[7])
    z = quad[2] + 0.5 * (w * quad[5] + h * quad[8])
    wide = w * math.sqrt(quad[3] ** 2 + quad[4] ** 2 + quad[5] ** 2)
    tall = h * math.sqrt(quad[6] ** 2 + quad[7] ** 2 + quad[8] ** 2)
    reach = 0.5 * math.sqrt(wide * wide + tall * tall)
    for k in range(points.shape[0]):
        away = math.sqrt((points[k, 0] - x) ** 2 + (points[k, 1] - y) ** 2 + (points[k, 2] - z) ** 2)
        if away < reach + 6.0 * points[k, 3]:
            near[count] = k
            count += 1
    return count


@jit
def draw_cards(
    first: int, last: int, quads: np.ndarray, pixels: np.ndarray, table: np.ndarray,
    rotation: np.ndarray, eye: np.ndarray, f: float, air: np.ndarray, points: np.ndarray,
    hdr: np.ndarray, left: np.ndarray, haze: np.ndarray, depth: np.ndarray, surface: np.ndarray, texel: np.ndarray,
    labels: np.ndarray, masks: np.ndarray, standing: bool,
) -> None:  # fmt: skip
    """Lay `quads` (listed back to front) under what rows first..last of `hdr` (H, W, 3, linear) already show.

    left: (H, W) share of light that still comes through. The front-most card that covers more than half a pixel gives
    depth, surface (key), texel (u, v) and label; masks (cast, H, W) take soft coverage. standing: cards end at y = 0.
    """
    height, width = left.shape
    m, back, box = np.empty((3, 3)), np.empty((3, 3)), np.empty(4)
    s, lamp, near = np.empty(8, np.float32), np.zeros(3, np.float32), np.empty(points.shape[0] + 1, np.int64)
    lx, ly, lz = air[LIGHT], air[LIGHT + 1], air[LIGHT + 2]
    eye_height, inv_f = -eye[1], 1.0 / f
    for q in range(quads.shape[0] - 1, -1, -1):
        quad = quads[q]
        card = int(quad[CARD])
        w0, h0 = int(table[card, 0, 1]), int(table[card, 0, 2])
        homography(quad, rotation, eye, f, width * 0.5, height * 0.5, m)
        if not bounds(m, w0, h0, width, height, box) or box[3] < first or box[1] >= last:
            continue
        if not invert(m, back):
            continue
        z_mid = m[2, 0] * w0 * 0.5 + m[2, 1] * h0 * 0.5 + m[2, 2]
        level = level_of(quad, max(z_mid, 0.3), f, table.shape[1])
        offset, w, h = table[card, level, 0], int(table[card, level, 1]), int(table[card, level, 2])
        su, sv = w / w0, h / h0
        # unit axes of the card in the world: right, down, and toward the audience
        ul = 1.0 / math.sqrt(quad[3] ** 2 + quad[4] ** 2 + quad[5] ** 2)
        vl = 1.0 / math.sqrt(quad[6] ** 2 + quad[7] ** 2 + quad[8] ** 2)
        ux, uy, uz = quad[3] * ul, quad[4] * ul, quad[5] * ul
        vx, vy, vz = quad[6] * vl, quad[7] * vl, quad[8] * vl
        nx, ny, nz = uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx
        ex, ey, ez = eye[0] - quad[0], eye[1] - quad[1], eye[2] - quad[2]
        if nx * ex + ny * ey + nz * ez < 0.0:
            nx, ny, nz = -nx, -ny, -nz
        face = nx * lx + ny * ly + nz * lz
        behind = max(0.0, -face)
        through = air[THROUGH] * behind
        lu, lv = lx * ux + ly * uy + lz * uz, lx * vx + ly * vy + lz * vz
        opacity, hazy, cast, flat = quad[OPACITY], 1.0 - quad[HAZELESS], int(quad[CAST]), quad[FLAT]
        lit_by = lamps_near(points, quad, w0, h0, near)
        dark_windows = 0.6 * max(0.0, 1.15 - air[GLOWING]) * (1.0 - flat)  # windows are dark by day
        x0, x1 = max(0, int(box[0]) - 1), min(width, int(box[2]) + 2)
        y0, y1 = max(first, int(box[1]) - 1), min(last, int(box[3]) + 2)
        for py in range(y0, y1):
            yy = py + 0.5
            ca, cb, cq = (
                back[0, 1] * yy + back[0, 2], back[1, 1] * yy + back[1, 2], back[2, 1] * yy + back[2, 2],
            )  # fmt: skip
            for px in range(x0, x1):
                free = left[py, px]
                if free < CLEAR:
                    continue
                xx = px + 0.5
                inv_z = back[2, 0] * xx + cq
                if inv_z <= 1e-6 or inv_z > 12.0:
                    continue
                z = 1.0 / inv_z
                u, v = (back[0, 0] * xx + ca) * z, (back[1, 0] * xx + cb) * z
                if u < -1.0 or v < -1.0 or u > w0 + 1.0 or v > h0 + 1.0:
                    continue
                wy_ = quad[1] + u * quad[4] + v * quad[7]
                if standing and wy_ > 0.015:
                    continue
                if fetch_alpha(pixels, offset, w, h, u * su, v * sv) * opacity < 0.004:
                    continue
                fetch(pixels, offset, w, h, u * su, v * sv, s)
                a = s[3] * opacity
                inv_a = 1.0 / s[3]
                sx = max(-1.0, min(1.0, (s[4] - 0.50196) * 2.0))
                sy = max(-1.0, min(1.0, (s[5] - 0.50196) * 2.0))
                edge = sx * sx + sy * sy
                sz = math.sqrt(max(0.05, 1.0 - edge))
                kd = max(0.0, (sx * lu + sy * lv + sz * face) * 0.7 + 0.3)
                rim = air[RIM] * edge * max(0.0, sx * lu + sy * lv) * (0.35 + behind) * (1.0 - flat)
                up = 0.5 - 0.5 * (sx * uy + sy * vy + sz * ny)
                stand = 1.0
                if quad[GROUNDED] > 0.0:  # contact: paper darkens where it meets the floor
                    stand = 0.55 + 0.45 * min(1.0, max(0.0, -wy_) / quad[GROUNDED])
                lamp[0] = lamp[1] = lamp[2] = 0.0
                if lit_by:
                    lamps(
                        points,
                        near,
                        lit_by,
                        quad[0] + u * quad[3] + v * quad[6],
                        wy_,
                        quad[2] + u * quad[5] + v * quad[8],
                        lamp,
                    )
                gx, gy = (xx - width * 0.5) * inv_f, (yy - height * 0.5) * inv_f
                fog = veil(air, z * math.sqrt(1.0 + gx * gx + gy * gy), eye_height, -wy_) * hazy
                shine = s[6] * inv_a
                glow = shine * air[GLOWING] * quad[GLOWS]
                unlit = 1.0 - shine * dark_windows
                share = a * free
                for c in range(3):
                    root = s[c] * inv_a
                    paint = root * root * quad[TINT + c] * unlit
                    lit = air[KEY + c] * (kd + through) + (air[UP + c] * up + air[DOWN + c] * (1.0 - up)) * stand
                    lit = lit * (1.0 - flat) + flat
                    colour = paint * (lit + lamp[c] + glow) + air[KEY + c] * rim * (0.25 + paint)
                    hdr[py, px, c] += share * (colour * (1.0 - fog) + haze[py, px, c] * fog)
                left[py, px] = free * (1.0 - a)
                if cast >= 0 and masks.shape[0] > 0:
                    masks[cast, py, px] += share
                if a > 0.5 and surface[py, px] == 0:
                    depth[py, px] = z
                    surface[py, px] = int(quad[KEYNO])
                    texel[py, px, 0], texel[py, px, 1] = u, v
                    labels[py, px] = int(quad[LABEL])


@jit
def draw_shadows(
    first: int, last: int, quads: np.ndarray, pixels: np.ndarray, table: np.ndarray,
    rotation: np.ndarray, eye: np.ndarray, f: float, soft: float, left: np.ndarray, shadow: np.ndarray,
) -> None:  # fmt: skip
    """Shadows of cards that lie on the floor as sheared quads: `shadow` (H, W) keeps the darkest, 0-1."""
    height, width = shadow.shape
    m, back, box = np.empty((3, 3)), np.empty((3, 3)), np.empty(4)
    for q in range(quads.shape[0]):
        quad = quads[q]
        card = int(quad[CARD])
        w0, h0 = int(table[card, 0, 1]), int(table[card, 0, 2])
        homography(quad, rotation, eye, f, width * 0.5, height * 0.5, m)
        if not bounds(m, w0, h0, width, height, box) or box[3] < first or box[1] >= last or not invert(m, back):
            continue
        z_mid = m[2, 0] * w0 * 0.5 + m[2, 1] * h0 * 0.5 + m[2, 2]
        level = min(table.shape[1] - 1, level_of(quad, max(z_mid, 0.3), f, table.shape[1]) + int(soft))
        offset, w, h = table[card, level, 0], int(table[card, level, 1]), int(table[card, level, 2])
        su, sv = w / w0, h / h0
        for py in range(max(first, int(box[1]) - 1), min(last, int(box[3]) + 2)):
            yy = py + 0.5
            for px in range(max(0, int(box[0]) - 1), min(width, int(box[2]) + 2)):
                if left[py, px] < CLEAR:
                    continue
                xx = px + 0.5
                inv_z = back[2, 0] * xx + back[2, 1] * yy + back[2, 2]
                if inv_z <= 1e-6:
                    continue
                u = (back[0, 0] * xx + back[0, 1] * yy + back[0, 2]) / inv_z
                v = (back[1, 0] * xx + back[1, 1] * yy + back[1, 2]) / inv_z
                if u < 0.0 or v < 0.0 or u > w0 or v > h0:
                    continue
                # a shadow is sharp at the foot and melts away with height
                dark = fetch_alpha(pixels, offset, w, h, u * su, v * sv) * quad[OPACITY] * (0.35 + 0.65 * v / h0)
                if dark > shadow[py, px]:
                    shadow[py, px] = dark
