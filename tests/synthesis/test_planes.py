"""The look laid on in planes: sky, distance and near stage each at a strength of its own."""

from __future__ import annotations

import numpy as np

from melies.core.image import Image
from melies.core.story import Look
from melies.models.lay import lay
from melies.models.looks import load
from melies.synthesis.finishers.look import shares


def test_each_plane_takes_its_own_share_of_the_paint() -> None:
    depth = np.full((40, 60), 4.0, np.float32)
    depth[:20], depth[:10] = 90.0, np.inf
    image = Image(np.full((40, 60, 3), 0.5, np.float32), depth=depth)
    assert shares(image, Look(name="any")) is None, "the usual look asks for no planes"
    found = shares(image, Look(name="any", far=0.5, sky=0.2))
    assert found is not None
    assert [round(float(found[row, 30]), 2) for row in (2, 15, 30)] == [0.2, 0.5, 1.0]


def test_a_plane_without_paint_is_the_stage_itself() -> None:
    rng = np.random.default_rng(3)
    rgb = rng.random((48, 64, 3)).astype(np.float32)
    share = np.zeros((48, 64), np.float32)
    share[24:] = 1.0
    laid = lay(rgb, load("starry oils"), 0.8, share=share)
    assert np.abs(laid[:20] - rgb[:20]).max() < 0.01 < np.abs(laid[28:] - rgb[28:]).mean()
