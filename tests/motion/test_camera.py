"""Camera presets travel as named, and Deforum's increments accumulate with Deforum's signs."""

from __future__ import annotations

from typing import get_args

import numpy as np
import pytest

from melies.core.errors import AuthorError
from melies.core.request import View
from melies.core.seed import Seed
from melies.core.story import CameraWork, Move
from melies.motion.camera import METRES_PER_UNIT, PRESETS, ease, preset, views

SEED = Seed(3) / "shot" / "one"


def filmed(frames: int = 121, fps: float = 24.0, **work) -> tuple[View, ...]:
    return views(CameraWork(**work), frames, fps, SEED)


def test_every_move_of_the_schema_has_a_preset() -> None:
    assert set(PRESETS) == set(get_args(Move))


def test_still_is_still() -> None:
    assert set(filmed()) == {View()}


@pytest.mark.parametrize(
    ("move", "sign"),
    [
        ("push in", lambda a, b: b.translation[2] - a.translation[2]),
        ("pull out", lambda a, b: a.translation[2] - b.translation[2]),
        ("pan left", lambda a, b: a.rotation[1] - b.rotation[1]),
        ("pan right", lambda a, b: b.rotation[1] - a.rotation[1]),
        ("tilt up", lambda a, b: b.rotation[0] - a.rotation[0]),
        ("tilt down", lambda a, b: a.rotation[0] - b.rotation[0]),
        ("orbit left", lambda a, b: a.orbit - b.orbit),
        ("orbit right", lambda a, b: b.orbit - a.orbit),
        ("crane up", lambda a, b: a.translation[1] - b.translation[1]),
        ("crane down", lambda a, b: b.translation[1] - a.translation[1]),
        ("fly over", lambda a, b: b.translation[2] - a.translation[2]),
        ("truck left", lambda a, b: a.translation[0] - b.translation[0]),
        ("truck right", lambda a, b: b.translation[0] - a.translation[0]),
    ],
)
def test_presets_go_where_they_say_smoothly(move, sign) -> None:
    shot = filmed(move=move)
    travels = [sign(a, b) for a, b in zip(shot, shot[1:], strict=False)]
    assert all(step > 0 for step in travels) and 1 < sum(travels) < 30
    assert travels[0] < 0.6 * max(travels) and travels[-1] < 0.6 * max(travels), "eased at both ends"
    assert sum(sign(a, b) for a, b in [(shot[0], shot[-1])]) == pytest.approx(sum(travels), abs=1e-3)
    twice = filmed(move=move, amount=2.0)
    assert sign(twice[0], twice[-1]) == pytest.approx(2 * sign(shot[0], shot[-1]), rel=1e-3)


def test_close_framing_travels_less_and_pictures_stay_above_the_ground() -> None:
    wide, close = filmed(move="push in"), filmed(move="push in", framing="close")
    assert close[-1].translation[2] < 0.5 * wide[-1].translation[2]
    assert all(view.translation[1] <= 0 for move in PRESETS if move != "hand-held" for view in filmed(move=move))


def test_hand_held_is_small_smooth_seeded_and_bound_to_time() -> None:
    shot = filmed(move="hand-held")
    turns = np.array([view.rotation for view in shot])
    assert 0.1 < np.abs(turns).max() < 2.0
    assert np.abs(np.diff(turns, axis=0)).max() < 0.25
    assert shot != views(CameraWork(move="hand-held"), 121, 24.0, Seed(4) / "shot" / "one")
    assert shot[:30] == filmed(frames=60, move="hand-held")[:30], "a longer shot begins the same"
    assert filmed(frames=61, fps=12.0, move="hand-held")[10] == shot[20], "another rate, the same moment"


def test_one_frame_shots_and_ease() -> None:
    assert len(filmed(frames=1, move="push in")) == 1
    assert ease(0) == 0 and ease(1) == 1 and ease(0.5) == pytest.approx(0.5)


def test_deforum_translation_and_zoom_accumulate() -> None:
    shot = filmed(frames=11, translation_x=2, translation_y="0:(1)", translation_z=4, zoom="0:(1.02)")
    assert shot[0] == View()
    assert shot[10].translation == pytest.approx((20 * METRES_PER_UNIT, -10 * METRES_PER_UNIT, 40 * METRES_PER_UNIT))
    assert shot[10].zoom == pytest.approx(1.02**10, rel=1e-5)


def test_deforum_rotation_turns_the_path() -> None:
    shot = filmed(frames=91, rotation_3d_y=2, translation_z=4)
    assert shot[45].rotation[1] == pytest.approx(90, abs=1e-3) or shot[45].rotation[1] == pytest.approx(-90, abs=1e-3)
    assert shot[45].translation[0] > 0.9 * 0.5 * 45 * 4 * METRES_PER_UNIT
    assert shot[90].translation[2] == pytest.approx(0, abs=0.2), "half a circle comes back beside where it began"


def test_deforum_on_top_of_a_preset() -> None:
    both, alone = filmed(move="pan right", rotation_3d_z="0:(0.1)"), filmed(move="pan right")
    assert both[60].rotation[2] == pytest.approx(6, abs=0.2)
    assert both[60].rotation[1] == pytest.approx(alone[60].rotation[1], abs=0.2)
    assert filmed(angle="0:(0.1)")[60].rotation[2] == pytest.approx(6)


def test_lens_is_absolute_and_bounded() -> None:
    assert filmed(fov="0:(40), 120:(70)")[60].fov == pytest.approx(55)
    with pytest.raises(AuthorError, match="camera.fov is 1 to 150"):
        filmed(fov=0)
    with pytest.raises(AuthorError, match="camera.zoom is above 0"):
        filmed(zoom="0:(-1)")
    with pytest.raises(AuthorError, match="camera.translation_x, column"):
        filmed(translation_x="0:(1/0)")
    with pytest.raises(AuthorError, match="1000 km"):
        filmed(translation_x="0:(1e300)")


def test_amount_and_pace() -> None:
    short, long = filmed(frames=25, move="truck right"), filmed(frames=481, move="truck right")
    assert abs(short[-1].translation[0]) < abs(long[-1].translation[0]) < 4
    assert preset(CameraWork(move="truck right"), 60, 121, 24.0, SEED)["x"] == pytest.approx(0, abs=1e-9)
