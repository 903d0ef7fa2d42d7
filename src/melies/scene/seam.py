"""Seams: a hole's new colours joined on to what is around it."""

from __future__ import annotations

import numpy as np
from jaxtyping import Bool, Int
from numpy import ndarray
from scipy import sparse
from scipy.sparse.linalg import cg

from melies.core.image import Rgb

OWN = 0.01  # what the colours themselves count beside the steps between them
NEARLY, TRIES = 1e-5, 400  # how exactly the equations are solved, in how many steps at most
AROUND = (0, 1), (1, 0), (0, -1), (-1, 0)


def joined(
    rgb: Rgb,
    hole: Bool[ndarray, "h w"],
    known: Bool[ndarray, "h w"],
    *,
    paint: Rgb | None = None,
    taken: Int[ndarray, "h w 2"] | None = None,
) -> Rgb:
    """The picture (H, W, 3) with its hole filled from another of its size, moved so that no seam is seen.

    paint: where the colours come from (None: the picture itself); taken: the row and column in it that each pixel of
    the hole takes (None: its own); known: what the hole is to be joined on to. The steps from pixel to pixel are those
    of the places that they are taken from ("Poisson Image Editing", Pérez et al. 2003), the colours nearly.
    """
    height, width = hole.shape
    sound = known if paint is None else np.ones_like(known)
    paint = rgb if paint is None else paint
    taken = np.moveaxis(np.indices(hole.shape), 0, -1) if taken is None else taken
    rows, columns = np.nonzero(hole)
    number = np.full(hole.shape, -1)
    number[rows, columns] = np.arange(len(rows))
    v, u = taken[rows, columns].T
    own = paint[v, u].astype(np.float64)
    right, sums = OWN * own, np.full(len(rows), OWN)
    links = []
    for dy, dx in AROUND:
        y, x = rows + dy, columns + dx
        inside = (y >= 0) & (y < height) & (x >= 0) & (x < width)
        inside[inside] &= (hole | known)[y[inside], x[inside]]
        one, y, x = np.nonzero(inside)[0], y[inside], x[inside]
        other, (far, away) = number[y, x], taken[y, x].T
        within = other >= 0
        here, known_here = _at(paint, sound, v[one] + dy, u[one] + dx)
        there, known_there = _at(paint, sound, far - dy, away - dx)  # the same step, as the other pixel's place has it
        known_there &= within
        step = known_here[:, None] * (own[one] - here) + known_there[:, None] * (there - paint[far, away])
        step /= np.maximum(1, known_here.astype(int) + known_there)[:, None]
        np.add.at(right, one, np.where(within[:, None], step, step + rgb[y, x]))
        np.add.at(sums, one, 1.0)
        links.append((one[within], other[within]))
    pairs = tuple(np.concatenate(ends) for ends in zip(*links, strict=True))
    linked = sparse.coo_matrix((np.full(len(pairs[0]), -1.0), pairs), (len(rows), len(rows)))
    table, made = (linked + sparse.diags(sums)).tocsr(), rgb.copy()
    solved = [cg(table, right[:, n], own[:, n], rtol=NEARLY, maxiter=TRIES)[0] for n in range(3)]
    made[rows, columns] = np.clip(np.stack(solved, -1), 0, 1)
    return made


def _at(picture: Rgb, sound: Bool[ndarray, "h w"], y: ndarray, x: ndarray) -> tuple[ndarray, ndarray]:
    """Colours at rows and columns, the nearest ones beyond the edges; and whether they are any."""
    y, x = np.clip(y, 0, picture.shape[0] - 1), np.clip(x, 0, picture.shape[1] - 1)
    return picture[y, x], sound[y, x]
