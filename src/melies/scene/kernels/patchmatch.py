"""Patches that look alike: where in a picture the neighbourhood of each pixel occurs again, and pictures made of such.

A field holds for every target pixel the row and column of the source pixel whose patch is like its own, and a cost
field their mean squared distance, over all channels, over the pixels of the patch that lie in the picture.
"""

from __future__ import annotations

import numpy as np

from melies.scene.kernels.common import inline, jit

REACH = 3  # pixels from the middle of a patch to its side: patches are 7 x 7


@inline
def chance(state: int) -> int:
    """The next number of a linear congruential row (Knuth's constants), all its bits."""
    return (state * 6364136223846793005 + 1442695040888963407) & 0x7FFFFFFFFFFFFFFF


@jit
def apart(picture: np.ndarray, known: np.ndarray, y: int, x: int, v: int, u: int, least: float) -> float:
    """Mean squared distance of the patch at (y, x) from that at (v, u), as far as it is known; inf past `least`."""
    height, width, channels = picture.shape
    top, bottom = max(-REACH, -y), min(REACH, height - 1 - y)
    left, right = max(-REACH, -x), min(REACH, width - 1 - x)
    count = 0
    for dy in range(top, bottom + 1):
        for dx in range(left, right + 1):
            count += known[y + dy, x + dx]
    if count == 0:
        return np.inf
    total, most = np.float32(0.0), np.float32(least * count)
    for dy in range(top, bottom + 1):
        for dx in range(left, right + 1):
            if known[y + dy, x + dx]:
                for channel in range(channels):
                    step = picture[y + dy, x + dx, channel] - picture[v + dy, u + dx, channel]
                    total += step * step
        if total >= most:
            return np.inf
    return float(total / count)


@jit
def match(
    picture: np.ndarray, known: np.ndarray, source: np.ndarray, targets: np.ndarray, field: np.ndarray,
    cost: np.ndarray, rounds: int, seed: int,
) -> None:  # fmt: skip
    """Better fields for some rows of targets (n, 2), in place: what neighbours found, then far and near at random.

    source (H, W): 1 on pixels whose patches may be taken. After "PatchMatch" (Barnes et al. 2009, section 3).
    """
    height, width = source.shape
    state = chance(seed + 1)
    for n in range(len(targets)):
        y, x = targets[n]
        cost[y, x] = apart(picture, known, y, x, field[y, x, 0], field[y, x, 1], np.inf)
    for turn in range(rounds):
        back = turn % 2
        step = 1 if back else -1
        for n in range(len(targets)):
            y, x = targets[len(targets) - 1 - n if back else n]
            for side in range(2):
                ny, nx = y + (step if side == 0 else 0), x + (step if side == 1 else 0)
                if 0 <= ny < height and 0 <= nx < width and cost[ny, nx] < np.inf:
                    v, u = field[ny, nx, 0] + y - ny, field[ny, nx, 1] + x - nx
                    if 0 <= v < height and 0 <= u < width and source[v, u]:
                        found = apart(picture, known, y, x, v, u, cost[y, x])
                        if found < cost[y, x]:
                            field[y, x, 0], field[y, x, 1], cost[y, x] = v, u, found
            far = max(height, width)
            while far >= 1:
                state = chance(state)
                v = field[y, x, 0] + (state >> 33) % (2 * far + 1) - far
                state = chance(state)
                u = field[y, x, 1] + (state >> 33) % (2 * far + 1) - far
                if 0 <= v < height and 0 <= u < width and source[v, u]:
                    found = apart(picture, known, y, x, v, u, cost[y, x])
                    if found < cost[y, x]:
                        field[y, x, 0], field[y, x, 1], cost[y, x] = v, u, found
                far //= 2


@jit
def search(picture: np.ndarray, known: np.ndarray, sources: np.ndarray, targets: np.ndarray, field: np.ndarray) -> None:
    """The best field there is for some targets, by trying all rows of sources (n, 2)."""
    for n in range(len(targets)):
        y, x = targets[n]
        least = np.inf
        for m in range(len(sources)):
            v, u = sources[m]
            found = apart(picture, known, y, x, v, u, least)
            if found < least:
                least = found
                field[y, x, 0], field[y, x, 1] = v, u


@jit
def vote(
    picture: np.ndarray, hole: np.ndarray, field: np.ndarray, cost: np.ndarray, doubt: np.ndarray, spread: float
) -> None:
    """Colours of a hole from all patches that cover them, in place: their mean.

    cost is inf where there is no target; doubt: what speaks against a patch by its place, as a logarithm; spread: the
    cost at which a patch counts little. After "Space-Time Completion of Video" (Wexler et al. 2007, section 3.2).
    """
    height, width, channels = picture.shape
    made = np.zeros(channels, np.float32)
    for y in range(height):
        for x in range(width):
            if not hole[y, x]:
                continue
            total = np.float32(0.0)
            made[:] = 0.0
            for py in range(max(0, y - REACH), min(height, y + REACH + 1)):
                for px in range(max(0, x - REACH), min(width, x + REACH + 1)):
                    if cost[py, px] == np.inf:
                        continue
                    weight = np.exp(-doubt[py, px] - cost[py, px] / spread) + np.float32(1e-12)
                    v, u = field[py, px, 0] + y - py, field[py, px, 1] + x - px
                    for channel in range(channels):
                        made[channel] += weight * picture[v, u, channel]
                    total += weight
            if total > 0:
                for channel in range(channels):
                    picture[y, x, channel] = made[channel] / total


@jit
def choose(hole: np.ndarray, field: np.ndarray, cost: np.ndarray, doubt: np.ndarray, spread: float) -> np.ndarray:
    """For every pixel of a hole the row and column that the best patch over it says, (H, W, 2); else its own."""
    height, width = hole.shape
    taken = np.empty((height, width, 2), np.int32)
    for y in range(height):
        for x in range(width):
            taken[y, x, 0], taken[y, x, 1] = y, x
            if not hole[y, x]:
                continue
            least = np.float32(np.inf)
            for py in range(max(0, y - REACH), min(height, y + REACH + 1)):
                for px in range(max(0, x - REACH), min(width, x + REACH + 1)):
                    if cost[py, px] < np.inf:
                        against = doubt[py, px] + cost[py, px] / spread
                        if against < least:
                            least = against
                            taken[y, x, 0], taken[y, x, 1] = field[py, px, 0] + y - py, field[py, px, 1] + x - px
    return taken
