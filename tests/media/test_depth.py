"""Depth in files: millimetres out, nearness back."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from melies.core.errors import AuthorError
from melies.media.depth import read_near, write_millimetres
from melies.media.picture import write_png


def test_millimetres_come_back_as_nearness(tmp_path: Path) -> None:
    depth = np.array([[2.0, 4.0], [20.0, np.inf]], np.float32)
    near = read_near(write_millimetres(tmp_path / "depth.png", depth))
    assert near.shape == (2, 2, 3) and near[..., 0].tolist() == [[255, 128], [26, 0]]


def test_other_pictures_of_depth_stay_as_they_are(tmp_path: Path) -> None:
    drawn = np.arange(12, dtype=np.uint8).reshape(2, 2, 3) * 20
    assert np.array_equal(read_near(write_png(tmp_path / "near.png", drawn)), drawn)


def test_all_sky_is_far(tmp_path: Path) -> None:
    assert not read_near(write_millimetres(tmp_path / "sky.png", np.full((3, 4), np.inf, np.float32))).any()
    with pytest.raises(AuthorError):
        read_near(tmp_path / "none.png")
