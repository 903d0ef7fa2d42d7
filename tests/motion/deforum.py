"""What Deforum's 3D mode does to the frame before: its warp from a depth per frame, re-expressed in a few lines.

The offset of every pixel is worked out in the old picture and looked up at the same place of the new one; no pixel
hides another, what nothing shows is smeared in from the border, and the result is the next frame's beginning.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from melies.core.camera import Camera
from melies.core.image import Image, from_bytes, to_bytes

FAR = 500.0  # metres; an estimator knows no infinity


def deforum(truth: Sequence[Image], cameras: Sequence[Camera], known: str) -> list[np.ndarray]:
    """The first frame warped on and on; `known` is how its depth is: "exact", or "estimated" as MiDaS does."""
    film = [truth[0].rgb]
    for at in range(1, len(truth)):
        depth = np.minimum(np.asarray(truth[at - 1].depth), FAR)
        depth = depth if known == "exact" else estimated(depth)
        film.append(from_bytes(to_bytes(warped(film[-1], depth, cameras[at - 1], cameras[at]))))
    return film


def estimated(depth: np.ndarray) -> np.ndarray:
    """Nearness without scale, smooth over edges, stretched anew in every frame over a range that is guessed."""
    near = cv2.GaussianBlur((1 / depth).astype(np.float32), (0, 0), depth.shape[0] / 60)
    low, high = near.min(), near.max()
    share = (near - low) / max(high - low, 1e-6)
    guess = 1 / 60 + share * (1 / 2 - 1 / 60)
    return np.asarray((1 / guess) * np.median(depth) / np.median(1 / guess))  # generous: the scale is right


def warped(picture: np.ndarray, depth: np.ndarray, old: Camera, new: Camera) -> np.ndarray:
    """The old frame by the offsets of its own pixels."""
    height, width = depth.shape
    rows, columns = np.mgrid[0:height, 0:width] + 0.5
    points = unprojected(old, columns, rows, depth)
    seen = new.project(points.reshape(-1, 3), width, height)
    x = columns - (seen[:, 0].reshape(depth.shape) - columns) - 0.5
    y = rows - (seen[:, 1].reshape(depth.shape) - rows) - 0.5
    return cv2.remap(
        picture, x.astype(np.float32), y.astype(np.float32), cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )


def unprojected(camera: Camera, columns: np.ndarray, rows: np.ndarray, depth: np.ndarray) -> np.ndarray:
    """World points (H, W, 3) of pixels at depths along the camera's axis."""
    height, width = depth.shape
    focal = camera.focal(height)
    rays = np.stack(((columns - width / 2) / focal, (rows - height / 2) / focal, np.ones_like(depth)), -1)
    return (rays * depth[..., None]) @ camera.rotation + camera.eye
