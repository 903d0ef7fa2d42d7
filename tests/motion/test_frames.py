"""Paint is carried between anchors: steady, without ghosts, the same bytes in any order, in constant memory."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from melies.core.image import Flow, to_bytes
from melies.core.story import Look
from melies.generators.base import engine
from melies.motion import frames as module
from melies.motion.anchors import anchor_frames, carry, neighbours, paint, trusted
from melies.motion.frames import frames
from melies.motion.measure import flicker, warp_error
from melies.motion.scratch import Scratch
from melies.synthesis import make


def test_anchors_are_every_twelfth_frame_and_both_ends() -> None:
    assert anchor_frames(49) == (0, 12, 24, 36, 48)
    assert anchor_frames(60) == (0, 12, 24, 36, 48, 59)
    assert anchor_frames(51) == (0, 12, 24, 36, 50), "the last two never crowd"
    assert anchor_frames(1) == (0,) and anchor_frames(2) == (0, 1)
    assert neighbours(12, (0, 12, 24)) == (12, 12) and neighbours(13, (0, 12, 24)) == (12, 24)


@pytest.mark.parametrize("move", ["truck right", "push in"])
def test_anchors_are_steadier_and_stay_sharp(move, take, assets, strokes) -> None:
    ways = flicker(take(move=move, look="any", frames=13), assets)
    assert ways["anchors"].warp < (0.85 if move == "push in" else 0.55) * ways["alone"].warp
    assert ways["anchors"].sharp > 0.6 * ways["alone"].sharp


def test_paint_sticks_to_the_walker_and_leaves_no_ghost(take, assets, strokes) -> None:
    shot = take(move="still", look="any", frames=13)
    bare = [make(shot.request(at).model_copy(update={"look": Look()}), assets) for at in range(13)]
    for frame, image in frames(shot, assets):
        alone = make(shot.request(frame), assets).rgb
        for other in (0, 12):
            left = (bare[other].masks["square"] > 0) & (bare[frame].masks["square"] == 0)
            tint = np.abs((image.rgb - alone)[left].mean(0)).max() if left.any() else 0.0
            assert tint < 0.06, f"a ghost of frame {other} stands in frame {frame}"
        inside = bare[frame].masks["square"] > 0
        assert np.abs(image.rgb - alone)[inside].mean() < 0.12


def test_a_shadow_unknown_to_the_flow_moves_with_the_light(take, assets, strokes) -> None:
    shot = take(move="still", look="any", frames=13, schedules={"shadow": 1})
    for frame, image in frames(shot, assets, only=(3, 6, 9)):
        alone = make(shot.request(frame), assets).rgb
        assert np.abs(image.rgb - alone).mean() < 0.06
        dark = make(shot.request(frame).model_copy(update={"look": Look()}), assets).rgb
        lit = make(shot.request(frame).model_copy(update={"look": Look(), "atmosphere": {}}), assets).rgb
        shade = (lit - dark).mean(2) > 0.12
        assert image.rgb[shade].mean() == pytest.approx(alone[shade].mean(), abs=0.04)


def test_any_order_and_subset_give_the_same_bytes(take, assets, strokes) -> None:
    shot = take(look="any", frames=26, size=(96, 54))
    whole = {frame: to_bytes(image.rgb).tobytes() for frame, image in frames(shot, assets)}
    for order in ([25, 3, 14, 7], [7], [12, 11]):
        assert all(to_bytes(image.rgb).tobytes() == whole[at] for at, image in frames(shot, assets, only=order))


def test_the_network_runs_at_anchors_and_hardly_between(take, assets, strokes) -> None:
    list(frames(take(move="pan left", look="any", frames=25, size=(256, 144)), assets))
    assert len(strokes) <= 5


def test_memory_is_constant(take, assets, strokes, monkeypatch) -> None:
    most = []

    class Watched(Scratch):
        def put(self, pixels):
            ref = super().put(pixels)
            most.append(len(self))
            return ref

    monkeypatch.setattr(module, "Scratch", Watched)
    for _ in frames(take(look="any", frames=40, size=(64, 36)), assets):
        pass
    assert max(most) <= 10, "two anchors with two pictures each, and what one frame carries"


def test_without_a_look_nothing_is_carried(take, assets) -> None:
    for _, image in frames(take(frames=5), assets, only=(2,)):
        assert "look" not in image.info["notes"]


def test_masks_of_trust_keep_away_from_rims() -> None:
    still = np.zeros((60, 80, 2), np.float32)
    seen = np.ones((60, 80), bool)
    assert trusted(Flow(still, seen)).min() == 1.0
    seen[:, :20] = False
    mask = trusted(Flow(still, seen))
    assert mask[:, :20].max() == 0.0 and 0 < mask[30, 22] < 0.5 and mask[:, 40:].min() == 1.0
    moving = still.copy()
    moving[:, 40:] = 6.0
    assert trusted(Flow(moving, np.ones((60, 80), bool)))[:, 39:41].max() == 0.0


def test_carried_requests_are_serialisable_and_exact_at_rest(take, assets, strokes) -> None:
    shot = take(move="push in", look="any", frames=13)
    scratch = Scratch(assets)
    before, after = (paint(at, shot.request(at), scratch) for at in (0, 12))
    request = carry(6, shot.request(6), before, after, engine("plane"), scratch)
    assert [carried.weight for carried in request.carried] == [0.5, 0.5]
    assert type(request).model_validate_json(request.canonical()) == request
    flow = engine("plane").flow(shot.request(6), before.request, assets)
    assert warp_error(make(request, scratch).rgb, before.image.rgb, flow) < 12


def test_requests_refer_to_stored_bytes_only(take, assets, strokes) -> None:
    shot, scratch = take(look="any", frames=13), Scratch(assets)
    anchor = paint(0, shot.request(0), scratch)
    assert np.array_equal(scratch.get(anchor.picture), to_bytes(anchor.image.rgb))
    for a, b in itertools.combinations((anchor.picture, anchor.plain), 2):
        assert a != b
    scratch.drop(anchor.picture, anchor.plain, None)
    assert len(scratch) == 0
