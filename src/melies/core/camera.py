"""Pinhole cameras with OpenCV axes (x right, y down, z forward) in a world of metres.

The world itself: x right, y down, z away from the audience; the ground is y = 0, so heights are -y.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float64
from numpy import ndarray


@dataclass(frozen=True)
class Camera:
    """`T_camera_world` (4, 4) maps world points to camera points; `fov` is vertical, in degrees.

    Intrinsics are normalised by the picture's height, so any size sees the same framing from top to bottom.
    """

    T_camera_world: Float64[ndarray, "4 4"]
    fov: float = 40.0

    @classmethod
    def look(
        cls,
        eye: tuple[float, float, float],
        target: tuple[float, float, float],
        fov: float = 40.0,
        roll: float = 0.0,
    ) -> Camera:
        """A camera at `eye` looking at `target` (metres); `roll` in degrees, clockwise picture."""
        forward = np.subtract(target, eye).astype(float)
        forward /= np.linalg.norm(forward)
        right = np.cross((0.0, 1.0, 0.0), forward)
        right /= np.linalg.norm(right)
        down = np.cross(forward, right)
        turn = math.radians(roll)
        rotation = np.stack((right, down, forward))
        spin = np.array([[math.cos(turn), math.sin(turn), 0], [-math.sin(turn), math.cos(turn), 0], [0, 0, 1]])
        return cls.from_rotation(spin @ rotation, eye, fov)

    @classmethod
    def from_rotation(
        cls, rotation: Float64[ndarray, "3 3"], eye: tuple[float, float, float] | ndarray, fov: float
    ) -> Camera:
        """From a world-to-camera rotation and the eye's position in the world."""
        matrix = np.eye(4)
        matrix[:3, :3] = rotation
        matrix[:3, 3] = -rotation @ np.asarray(eye, float)
        return cls(matrix, fov)

    @property
    def rotation(self) -> Float64[ndarray, "3 3"]:
        """World to camera."""
        return self.T_camera_world[:3, :3]

    @property
    def eye(self) -> Float64[ndarray, " 3"]:
        """Where the camera stands in the world, metres."""
        return -self.rotation.T @ self.T_camera_world[:3, 3]

    def focal(self, height: int) -> float:
        """Focal length in pixels for a picture `height` pixels tall."""
        return 0.5 * height / math.tan(math.radians(self.fov) / 2)

    def project(self, points: Float64[ndarray, "n 3"], width: int, height: int) -> Float64[ndarray, "n 3"]:
        """World points (n, 3) to (x px, y px, depth m); pixel centres lie at half integers."""
        seen = points @ self.rotation.T + self.T_camera_world[:3, 3]
        z = np.where(np.abs(seen[:, 2]) < 1e-9, 1e-9, seen[:, 2])
        f = self.focal(height)
        return np.stack((f * seen[:, 0] / z + width / 2, f * seen[:, 1] / z + height / 2, seen[:, 2]), 1)
