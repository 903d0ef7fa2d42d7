"""The stage: exact layers, one consistent world, bytes that depend on nothing but the arguments."""

from __future__ import annotations

import math
from functools import lru_cache

import cv2
import numpy as np
import pytest

from melies.core.asset import MemoryAssets
from melies.core.camera import Camera
from melies.core.request import Phrase, Request, View
from melies.core.seed import Seed
from melies.core.size import Size
from melies.core.story import Act
from melies.generators.diorama import Diorama
from melies.scene.build import Builder
from melies.scene.flow import drift, flow
from melies.scene.kernels.common import set_threads
from melies.scene.labels import LABELS, PALETTE, colour
from melies.scene.places import PLACES
from melies.scene.puppet.build import build
from melies.scene.puppet.spec import parse
from melies.scene.render import Frame, render
from melies.scene.shoot import camera
from melies.scene.staging import Staging
from melies.scene.world import World
from melies.synthesis import make

SIZE = Size(width=192, height=108)
WALK = (Act(who="mira", does="walk", at="left", to="right", start=0.0, end=4.0),)


@lru_cache(maxsize=2)
def stage(place: str = "lake") -> World:
    builder = Builder(Staging(place=place), Seed(5) / "place" / place)
    floor = PLACES[place](builder)
    spec, _ = parse("a girl in a yellow raincoat", Seed(1))
    puppet = build(spec)
    builder.actor("mira", puppet, puppet.cards, "character", (0.0, 2.4))
    return builder.done(floor)


def shot(world: World, seconds: float = 0.0, eye_x: float = 0.0, look_x: float = 0.0, hour: float = 17.0) -> Frame:
    eye = (world.eye[0] + eye_x, world.eye[1], world.eye[2])
    look = (world.look[0] + look_x, world.look[1], world.look[2])
    return render(world, Camera.look(eye, look, world.fov), SIZE, seconds, {"hour": hour}, WALK)


def test_same_bytes_for_any_number_of_threads() -> None:
    set_threads(1)
    one = shot(stage(), 1.0)
    set_threads(3)
    three = shot(stage(), 1.0)
    set_threads(2)
    assert np.array_equal(one.rgb, three.rgb)
    assert np.array_equal(one.depth, three.depth)
    assert np.array_equal(one.labels, three.labels)


def test_looking_away_and_back_shows_the_same_place() -> None:
    before = shot(stage())
    shot(stage(), look_x=60.0)
    assert np.array_equal(before.rgb, shot(stage()).rgb)


def test_labels_belong_to_the_palette_and_name_what_is_there() -> None:
    frame = shot(stage(), 2.0)
    found = {list(PALETTE)[n] for n in np.unique(frame.labels)}
    assert {"sky", "water", "character"} <= found
    assert np.isinf(frame.depth[frame.labels == LABELS["sky"]]).all()
    assert colour(frame.labels).shape == (*frame.labels.shape, 3)


def test_mask_of_a_cast_member_covers_its_label() -> None:
    frame = shot(stage(), 2.0)
    body = frame.labels == LABELS["character"]
    assert body.sum() > 30
    assert (frame.masks[0][body] > 0.5).mean() > 0.98
    assert (frame.masks[0] > 0.5).sum() < 3 * body.sum()


@pytest.mark.parametrize(("seconds", "eye_x"), [(0.0, 0.35), (0.25, 0.0), (0.2, -0.3)])
def test_flow_brings_one_picture_to_the_other(seconds: float, eye_x: float) -> None:
    """Warped by exact flow, the later picture equals the earlier one on visible paint that light does not change."""
    a, b = shot(stage(), 1.0), shot(stage(), 1.0 + seconds, eye_x)
    motion = flow(a, b)
    y, x = np.mgrid[0 : SIZE.height, 0 : SIZE.width].astype(np.float32)
    there = cv2.remap(b.rgb, x + motion.xy[..., 0], y + motion.xy[..., 1], cv2.INTER_LINEAR)
    still = cv2.erode(motion.visible.astype(np.uint8), np.ones((3, 3))) > 0
    still &= ~np.isin(a.labels, [LABELS["water"], LABELS["sky"], LABELS["cloud"]])
    assert still.mean() > 0.15
    assert np.abs(there - a.rgb)[still].mean() < 0.03


def test_flow_to_itself_is_still_and_drift_agrees() -> None:
    a, b = shot(stage(), 1.0), shot(stage(), 1.3, 0.4)
    same = flow(a, a)
    assert np.abs(same.xy).max() < 2e-2
    assert same.visible.mean() > 0.97
    assert np.allclose(drift(a, b.rows, b.camera), flow(a, b).xy, atol=1e-4)


def test_depth_of_the_floor_is_metric() -> None:
    """A pixel of the floor lies where the pinhole says: eye height over the sine of its dip."""
    frame = shot(stage())
    row, column = 106, 60
    assert frame.surface[row, column] in (-1, -2) or frame.surface[row, column] > 0
    floor = np.argwhere(frame.surface == -2)
    row, column = floor[len(floor) // 2]
    camera = frame.camera
    f = camera.focal(SIZE.height)
    ray = camera.rotation.T @ np.array([(column + 0.5 - SIZE.width / 2) / f, (row + 0.5 - SIZE.height / 2) / f, 1.0])
    assert frame.depth[row, column] == pytest.approx(-camera.eye[1] / ray[1], rel=1e-4)


@pytest.mark.slow
@pytest.mark.parametrize("place", list(PLACES))
def test_every_place_is_a_picture(place: str) -> None:
    frame = shot(stage(place))
    assert np.isfinite(frame.rgb).all()
    assert frame.rgb.std() > 0.08
    assert 0.12 < frame.rgb.mean() < 0.85


@pytest.mark.parametrize(("framing", "share"), [("medium", 0.55), ("wide", 0.85)])
def test_a_crane_keeps_its_subject_in_the_picture(framing: str, share: float) -> None:
    world = stage()
    for height in (-2.0, -1.0, 0.0):
        seen = camera(world, View(framing=framing, subject="mira", translation=(0.0, height, 0.0)), (), 16 / 9)
        x, y, z = seen.rotation @ (np.array((0.0, -0.6, 2.4)) - seen.eye)
        assert z > 0 and abs(y / z) < share * np.tan(np.radians(seen.fov) / 2)


def test_flying_over_a_subject_never_jerks_the_camera() -> None:
    world = stage()
    before = None
    for far in np.linspace(0.0, 14.0, 200):
        seen = camera(world, View(framing="wide", subject="mira", translation=(0.0, -1.0, float(far))), (), 16 / 9)
        if before is not None:
            turned = np.degrees(np.arccos(np.clip((before @ seen.rotation[2]), -1, 1)))
            assert turned < 3.0
        before = seen.rotation[2].copy()


@pytest.mark.parametrize("prompt", ["a lake at night", "a lake at night, a huge moon"])
def test_a_schedule_raises_the_moon(prompt: str) -> None:
    def height(rise: float) -> float:
        asked = Request(prompt=(Phrase(text=prompt),), place="lake", size=SIZE, atmosphere={"rise": rise})
        image = [step.image for step in Diorama().make(asked, MemoryAssets())][-1]
        rows = np.flatnonzero((image.labels == LABELS["sun/moon"]).any(1))
        return float(rows.mean()) if len(rows) else math.inf

    assert height(4.0) < height(0.0) < height(-30.0) == math.inf


@pytest.mark.parametrize(("text", "plain", "channel"), [
    ("an astronaut on mars at noon", "an astronaut on an alien planet at noon", 0),
    ("a cosy meadow at noon", "a meadow at noon", 0),
    ("an eerie forest at noon", "a forest at noon", 1),
])  # fmt: skip
def test_words_of_colour_lean_the_whole_picture(text: str, plain: str, channel: int) -> None:
    def share(words: str) -> float:
        mean = make(Request(size=Size(width=160, height=96), prompt=(Phrase(text=words),)), MemoryAssets()).rgb.mean(
            (0, 1)
        )
        return float(mean[channel] / mean.sum())

    assert share(text) > share(plain) + 0.005
