"""How a View moves a staged camera: the one place where its order and signs are defined."""

from __future__ import annotations

import math

import numpy as np
from jaxtyping import Float64
from numpy import ndarray

from melies.core.camera import Camera
from melies.core.request import View

Matrix3 = Float64[ndarray, "3 3"]
Vector = tuple[float, float, float]
NARROWEST, WIDEST = 1.0, 150.0


def turn(rotation: Vector) -> Matrix3:
    """Rx · Ry · Rz of degrees about a camera's own axes (x right, y down, z forward), right-handed.

    Positive x looks up, positive y looks right, positive z rolls the camera clockwise; these are Deforum's signs.
    The columns are the turned camera's axes in the old camera's.
    """
    (cx, sx), (cy, sy), (cz, sz) = ((math.cos(a), math.sin(a)) for a in map(math.radians, rotation))
    about_x = np.array([[1, 0, 0], [0, cx, -sx], [0, sx, cx]])
    about_y = np.array([[cy, 0, sy], [0, 1, 0], [-sy, 0, cy]])
    about_z = np.array([[cz, -sz, 0], [sz, cz, 0], [0, 0, 1]])
    turned: Matrix3 = about_x @ about_y @ about_z
    return turned


def angles(matrix: Matrix3) -> Vector:
    """The degrees that `turn` makes this rotation of; y within ±90."""
    y = math.asin(float(np.clip(matrix[0, 2], -1.0, 1.0)))
    if abs(matrix[0, 2]) > 1 - 1e-9:  # looking straight sideways: x and z turn about one axis, z takes none
        x, z = math.atan2(float(matrix[2, 1]), float(matrix[1, 1])), 0.0
    else:
        x = math.atan2(-float(matrix[1, 2]), float(matrix[2, 2]))
        z = math.atan2(-float(matrix[0, 1]), float(matrix[0, 0]))
    return math.degrees(x), math.degrees(y), math.degrees(z)


def moved(camera: Camera, view: View, subject: Vector | None = None) -> Camera:
    """The staged camera as the view wants it.

    In this order: orbit about the vertical through `subject` (world metres; left out: ten metres ahead), positive
    carrying the eye to its right; translation along the camera's axes (metres); rotation (`turn`); fov if given;
    zoom multiplies the focal length. fov is kept within 1 to 150 degrees.
    """
    eye, to_world = camera.eye, camera.rotation.T
    pivot = np.asarray(subject, float) if subject is not None else eye + 10.0 * to_world[:, 2]
    around = math.radians(view.orbit)
    c, s = math.cos(around), math.sin(around)
    spin = np.array([[c, 0, -s], [0, 1, 0], [s, 0, c]])
    eye = pivot + spin @ (eye - pivot)
    to_world = spin @ to_world
    eye = eye + to_world @ np.asarray(view.translation)
    to_world = to_world @ turn(view.rotation)
    fov = view.fov if view.fov is not None else camera.fov
    half = math.atan(math.tan(math.radians(min(fov, WIDEST)) / 2) / max(view.zoom, 1e-6))
    return Camera.from_rotation(to_world.T, eye, min(WIDEST, max(NARROWEST, math.degrees(2 * half))))
