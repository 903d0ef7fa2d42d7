"""Exact flow between two frames of one world."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float32, Int32
from numpy import ndarray

from melies.core.camera import Camera
from melies.core.errors import OurBug
from melies.core.image import Flow
from melies.scene.assemble import Rows
from melies.scene.kernels.cards import KEYNO
from melies.scene.kernels.common import bands
from melies.scene.kernels.trace import trace
from melies.scene.render import Frame


def flow(source: Frame, target: Frame) -> Flow:
    """Where each pixel of `source` lies in `target`, and whether it is seen there. Same size, same world."""
    if target.depth.shape != source.depth.shape:
        raise OurBug(f"flow joins pictures of one size; got {source.depth.shape} and {target.depth.shape}")
    return _trace(source, target.rows, target.camera, target.depth, target.surface)


def drift(source: Frame, rows: Rows, camera: Camera) -> Float32[ndarray, "h w 2"]:
    """The flow's displacements alone, toward a moment given by its cards' rows and camera: nothing is rendered."""
    nowhere = np.zeros(source.depth.shape, np.float32)
    return _trace(source, rows, camera, nowhere, source.surface).xy


def _trace(
    source: Frame, target: Rows, b: Camera, depth: Float32[ndarray, "h w"], surface: Int32[ndarray, "h w"]
) -> Flow:
    height, width = source.depth.shape
    keys = target[:, KEYNO].astype(np.int64)
    order = np.argsort(keys, kind="stable")
    a = source.camera
    corner, along, down = target[order, 0:3] - b.eye, target[order, 3:6], target[order, 6:9]
    cards = np.hstack([part @ b.rotation.T for part in (corner, along, down)])
    lens = (a.focal(height), keys[order], cards, b.rotation @ a.rotation.T, b.rotation @ (a.eye - b.eye))
    xy, visible = np.zeros((height, width, 2), np.float32), np.zeros((height, width), np.bool_)

    def job(first: int, last: int) -> None:
        seen = (source.depth, source.surface, source.texel)
        trace(first, last, *seen, *lens, b.focal(height), depth, surface, xy, visible)

    bands(height, job)
    return Flow(xy, visible)
