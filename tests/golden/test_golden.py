"""Pictures tested as pictures: what the stage and the look paint stays what it was, but for rounding."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tests.golden.frames import FRAMES, HERE, painted

from melies.media.picture import read, write_png

MEAN, FAR = 1.5, 0.01  # levels of 255 apart on average; share of pixels that may differ by more than 12 levels


@pytest.mark.parametrize("name", FRAMES)
def test_the_frame_is_as_it_was(name: str, tmp_path: Path) -> None:
    now, then = painted(name), read(HERE / f"{name}.png")[..., :3]
    apart = np.abs(now.astype(int) - then.astype(int))
    if apart.mean() > MEAN or (apart.max(-1) > 12).mean() > FAR:
        shown = np.hstack((then, now, np.clip(apart * 4, 0, 255).astype(np.uint8)))
        write_png(tmp_path / f"{name}.png", shown, {})
        pytest.fail(f"{name} changed by {apart.mean():.2f} levels; then, now and the difference: {tmp_path}/{name}.png")
