"""Views move cameras in the order and with the signs they promise."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from melies.core.camera import Camera
from melies.core.request import View
from melies.core.rig import angles, moved, turn

STAGED = Camera.look((0, -1.6, 0), (0, -1.6, 10), fov=40)


def seen(view: View, point=(0.0, -1.6, 10.0), subject=None) -> np.ndarray:
    return moved(STAGED, view, subject).project(np.array([point]), 200, 100)[0]


def test_nothing_moves_nothing() -> None:
    assert np.allclose(moved(STAGED, View()).T_camera_world, STAGED.T_camera_world)
    assert moved(STAGED, View()).fov == pytest.approx(40)


def test_signs() -> None:
    assert seen(View(translation=(1, 0, 0)))[0] < 100, "the camera goes right, the picture left"
    assert seen(View(translation=(0, -1, 0)))[1] > 50, "the camera rises, the picture sinks"
    assert seen(View(translation=(0, 0, 4)))[2] == pytest.approx(6)
    assert seen(View(rotation=(5, 0, 0)))[1] > 50, "positive x looks up"
    assert seen(View(rotation=(0, 5, 0)))[0] < 100, "positive y looks right"
    assert seen(View(rotation=(0, 0, 5)), (1, -1.6, 10))[1] < 50, "positive z rolls clockwise"


def test_orbit_keeps_the_subject_in_the_middle_and_goes_right() -> None:
    subject = (0.0, -1.6, 8.0)
    camera = moved(STAGED, View(orbit=30), subject)
    assert camera.eye[0] > 0 and np.hypot(camera.eye[0], camera.eye[2] - 8) == pytest.approx(8)
    assert seen(View(orbit=30), subject, subject)[:2] == pytest.approx((100, 50))


def test_zoom_and_fov() -> None:
    near, far = seen(View(zoom=2), (1, -1.6, 10)), seen(View(), (1, -1.6, 10))
    assert near[0] - 100 == pytest.approx(2 * (far[0] - 100))
    assert moved(STAGED, View(fov=90)).fov == pytest.approx(90)
    assert moved(STAGED, View(zoom=1e-9)).fov == 150


@given(st.tuples(st.floats(-179, 179), st.floats(-89, 89), st.floats(-179, 179)))
def test_angles_undo_turn(rotation) -> None:
    assert np.allclose(turn(angles(turn(rotation))), turn(rotation), atol=1e-6)
