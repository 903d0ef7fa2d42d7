"""Rain, snow, fireflies, dust and petals: points in a box that repeats through the world."""

from __future__ import annotations

import math

import numpy as np

from melies.scene.kernels.common import jit

# a swarm: count, box x y z, velocity x y z, sway m, sway hz, size m, streak s, r, g, b, alpha, flicker hz, floor m
COUNT, BOX, VELOCITY, SWAY, SWAY_HZ, SIZE, STREAK, COLOUR, ALPHA, FLICKER, LOW = 0, 1, 4, 7, 8, 9, 10, 11, 14, 15, 16
SWARM_COLUMNS = 17


@jit
def draw_particles(
    first: int, last: int, swarms: np.ndarray, dice: np.ndarray, seconds: float, rotation: np.ndarray, eye: np.ndarray,
    f: float, depth: np.ndarray, hdr: np.ndarray,
) -> None:  # fmt: skip
    """Add swarms over rows first..last. dice: (n, 4) fixed numbers in [0, 1); depth hides what is behind things."""
    height, width = hdr.shape[:2]
    p, q = np.empty(3), np.empty(3)
    for s in range(swarms.shape[0]):
        swarm = swarms[s]
        for n in range(int(swarm[COUNT])):
            phase = dice[n, 3] * 6.2831853
            for k in range(3):
                box = swarm[BOX + k]
                raw = dice[n, k] * box + swarm[VELOCITY + k] * seconds * (0.8 + 0.4 * dice[n, 3])
                if k != 1:
                    raw += swarm[SWAY] * math.sin(6.2831853 * swarm[SWAY_HZ] * seconds + phase + 1.7 * k)
                    middle = eye[k]
                    p[k] = middle + ((raw - middle + 0.5 * box) % box) - 0.5 * box
                else:
                    raw += 0.5 * swarm[SWAY] * math.sin(3.7 * swarm[SWAY_HZ] * seconds + phase)
                    p[k] = -swarm[LOW] - ((-raw) % box)
                q[k] = p[k] - swarm[VELOCITY + k] * swarm[STREAK]
            ax, ay, az = project(p, rotation, eye, f, width, height)
            bx, by, bz = project(q, rotation, eye, f, width, height)
            if az < 0.4 or bz < 0.4:
                continue
            real = swarm[SIZE] * f / az
            size = max(0.75, real)
            alpha = swarm[ALPHA] * min(1.0, real / 0.75 + 0.15) * min(1.0, (az - 0.4) * 1.2)
            if swarm[FLICKER] > 0.0:
                beat = 0.5 + 0.5 * math.sin(6.2831853 * swarm[FLICKER] * seconds * (0.5 + dice[n, 3]) + phase * 5.0)
                alpha *= beat * beat
            stroke(first, last, ax, ay, bx, by, az, size, alpha, swarm, depth, hdr)


@jit
def project(
    p: np.ndarray, rotation: np.ndarray, eye: np.ndarray, f: float, width: int, height: int
) -> tuple[float, float, float]:
    """Pixel and depth of a world point."""
    a, b, c = p[0] - eye[0], p[1] - eye[1], p[2] - eye[2]
    x = rotation[0, 0] * a + rotation[0, 1] * b + rotation[0, 2] * c
    y = rotation[1, 0] * a + rotation[1, 1] * b + rotation[1, 2] * c
    z = rotation[2, 0] * a + rotation[2, 1] * b + rotation[2, 2] * c
    safe = max(z, 1e-3)
    return f * x / safe + 0.5 * width, f * y / safe + 0.5 * height, z


@jit
def stroke(
    first: int, last: int, ax: float, ay: float, bx: float, by: float, z: float, size: float, alpha: float,
    swarm: np.ndarray, depth: np.ndarray, hdr: np.ndarray,
) -> None:  # fmt: skip
    """One soft dot, or a streak from a to b."""
    height, width = hdr.shape[:2]
    reach = size * 2.2 + 1.0
    x0, x1 = max(0, int(min(ax, bx) - reach)), min(width, int(max(ax, bx) + reach) + 1)
    y0, y1 = max(first, int(min(ay, by) - reach)), min(last, int(max(ay, by) + reach) + 1)
    dx, dy = bx - ax, by - ay
    long2 = dx * dx + dy * dy + 1e-6
    for py in range(y0, y1):
        for px in range(x0, x1):
            if depth[py, px] < z:
                continue
            ex, ey = px + 0.5 - ax, py + 0.5 - ay
            along = min(1.0, max(0.0, (ex * dx + ey * dy) / long2))
            ex, ey = ex - along * dx, ey - along * dy
            a = alpha * math.exp(-(ex * ex + ey * ey) / (size * size * 0.6))
            if a < 0.003:
                continue
            for c in range(3):
                hdr[py, px, c] = hdr[py, px, c] * (1.0 - min(a, 1.0) * 0.6) + swarm[COLOUR + c] * a
