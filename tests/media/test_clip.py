"""A scene of a film is looked at: cuts, colours, and what its camera does."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from melies.core.clock import Clock
from melies.core.errors import AuthorError
from melies.core.size import Size
from melies.media.clip import look_at
from melies.media.video import VideoWriter

RED, BLUE = (190, 60, 40), (30, 60, 150)


def ground(colour: tuple[int, ...], seed: int) -> np.ndarray:
    """A large textured picture to move over."""
    rng = np.random.default_rng(seed)
    spots = cv2.resize(rng.normal(0, 1, (40, 60)).astype(np.float32), (480, 320), interpolation=cv2.INTER_CUBIC)
    return np.clip(np.array(colour) + 28 * spots[..., None], 0, 255).astype(np.uint8)


def view(picture: np.ndarray, x: float, y: float, zoom: float) -> np.ndarray:
    move = np.array([[zoom, 0, -x], [0, zoom, -y]], np.float32)
    return cv2.warpAffine(picture, move, (192, 108), flags=cv2.INTER_LINEAR)


def film(path: Path, *shots: list[np.ndarray]) -> Path:
    with VideoWriter(path, Size(width=192, height=108), Clock.parse(12)) as out:
        for frame in (frame for shot in shots for frame in shot):
            out.push(frame)
    return path


@pytest.mark.parametrize(("move", "step"), [
    ("pan right", (3, 0, 1)), ("pan left", (-3, 0, 1)), ("tilt down", (0, 2.5, 1)), ("push in", (0, 0, 1.012)),
    ("pull out", (0, 0, 1 / 1.012)), ("still", (0, 0, 1)),
])  # fmt: skip
def test_the_camera_s_move_is_found(tmp_path: Path, move: str, step: tuple[float, float, float]) -> None:
    across, down, grows = step
    picture = ground(BLUE, 3)
    frames = []
    for n in range(18):
        zoom = 1.3 * grows**n
        middle = ((1.3 - zoom) * 0 + 240 * zoom - 96 + across * (n - 9), 160 * zoom - 54 + down * (n - 9))
        frames.append(view(picture, *middle, zoom))
    assert look_at(film(tmp_path / "a.mp4", frames)).move == move


def test_cuts_give_the_pace_and_colours_the_palette(tmp_path: Path) -> None:
    shots = [[view(ground(colour, n), 10, 10, 1.0)] * length
             for n, (colour, length) in enumerate([(RED, 24), (BLUE, 12), (RED, 12)])]  # fmt: skip
    seen = look_at(film(tmp_path / "b.mp4", *shots))
    assert seen.shots == pytest.approx((2, 1, 1), abs=0.2) and seen.pace == pytest.approx(4 / 3, abs=0.1)
    reds = [colour for colour in seen.colours if int(colour[1:3], 16) > int(colour[5:], 16)]
    assert 0 < len(reds) < len(seen.colours)


def test_what_is_no_film_is_refused(tmp_path: Path) -> None:
    (tmp_path / "c.mp4").write_bytes(b"no film at all")
    with pytest.raises(AuthorError, match="can't be read as a film"):
        look_at(tmp_path / "c.mp4")
    with pytest.raises(AuthorError, match="can't be read as a film"):
        look_at(tmp_path / "none.mp4")
