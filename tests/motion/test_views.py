"""A camera that comes back finds what was painted there, and not another picture of it."""

from __future__ import annotations

import numpy as np
import tests.motion.painters  # noqa: F401
from tests.motion.warped import decibels

from melies.core.asset import MemoryAssets
from melies.core.image import to_bytes
from melies.motion import views
from melies.motion.frames import frames
from melies.motion.request import Take

AWAY = "0:(12), 24:(12), 25:(-12), 60:(-12)"


def returning(take) -> Take:  # type: ignore[no-untyped-def]
    """A shot that trucks half a picture away and comes back by its 49th frame."""
    shot = take(move="still", frames=49, size=(128, 72), translation_x=AWAY)
    return Take(shot.story.model_copy(update={"engine": "fickle"}), shot.shot, 49, shot.clock, shot.size)


def test_a_loop_closes(take, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    shot = returning(take)
    assert abs(shot.request(48).view.translation[0] - shot.request(0).view.translation[0]) < 0.4
    films = []
    for most in (views.MOST, 0):
        monkeypatch.setattr(views, "MOST", most)
        films.append([image for _, image in frames(shot, MemoryAssets(), only=(0, 48))])
    (begun, back), (other, lost) = films
    assert np.array_equal(begun.rgb, other.rgb)
    wall = (begun.masks["square"] == 0) & (back.masks["square"] == 0)  # who walks there hid what lies behind
    closed, open_ = (decibels(begun.rgb[wall], end.rgb[wall]) for end in (back, lost))
    assert closed > 25 and closed > open_ + 6, (closed, open_)


def test_any_order_gives_the_same_bytes(take) -> None:  # type: ignore[no-untyped-def]
    shot = returning(take)
    whole = {at: to_bytes(image.rgb).tobytes() for at, image in frames(shot, MemoryAssets(), only=(0, 40, 48))}
    for order in ([48, 40, 0], [40]):
        assert all(to_bytes(i.rgb).tobytes() == whole[at] for at, i in frames(shot, MemoryAssets(), only=order))
