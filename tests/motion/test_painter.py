"""A painter's film: paint goes on from anchor to anchor by exact flow, with its noise and its colours."""

from __future__ import annotations

import numpy as np
import pytest
from tests.motion.warped import warped

from melies.core.asset import MemoryAssets
from melies.core.image import Flow, to_bytes
from melies.core.size import Size
from melies.generators.noise import noise, packed, unpacked
from melies.motion.frames import frames
from melies.motion.request import Take
from melies.motion.surfaces import first_seen, handed_on, renewed


@pytest.mark.parametrize("move", ["truck right", "push in"])
def test_sixty_warped_frames_are_the_true_ones(move: str) -> None:
    found = warped(move)
    assert found.worst >= 30 and found.colour <= 0.01
    assert all(found.worst > peer + 3 for peer in found.peers.values())


@pytest.mark.parametrize("move", ["truck right", "push in"])
def test_what_a_painter_does_wrong_each_time_does_not_add_up(take, move: str, monkeypatch) -> None:
    shot = take(move=move, frames=61)
    films = []
    for painter, kept in (("once, flat", True), ("burning", True), ("burning", False)):
        story = shot.story.model_copy(update={"engine": painter})
        if not kept:
            monkeypatch.setattr("melies.synthesis.loop.same_colours", lambda painted, start: painted)
        again = Take(story, shot.shot, 61, shot.clock, shot.size)
        films.append([image.rgb for _, image in frames(again, MemoryAssets(), only=(0, 60))])
    true, ours, without = films
    first, last, free = (
        np.abs((film[at] - true[at]).mean((0, 1))).max() for film, at in ((ours, 0), (ours, 1), (without, 1))
    )
    assert last < first + 0.02, "the palette of the first frame stays"
    assert free > 2 * last, "which it would not by itself"


def test_any_order_and_subset_of_a_painter_s_frames_give_the_same_bytes(take) -> None:
    shot = take(frames=40, size=(96, 54))
    shot = Take(shot.story.model_copy(update={"engine": "burning"}), shot.shot, 40, shot.clock, shot.size)
    whole = {at: to_bytes(image.rgb).tobytes() for at, image in frames(shot, MemoryAssets())}
    for order in ([39, 3, 14, 7], [30], [12, 11, 26, 13]):
        assert all(to_bytes(i.rgb).tobytes() == whole[at] for at, i in frames(shot, MemoryAssets(), only=order))


def test_noise_is_unit_gaussian_however_the_surfaces_lie() -> None:
    surfaces = first_seen(Size(width=320, height=192), 0)
    for stretched in (surfaces, surfaces[::2, ::2].repeat(2, 0).repeat(2, 1), surfaces[:, :80].repeat(4, 1)):
        drawn = noise(stretched, 7, 0, (4, 24, 40))
        assert abs(drawn.mean()) < 0.05 and drawn.std() == pytest.approx(1, abs=0.03)
        assert np.abs(np.corrcoef(drawn.reshape(4, -1)) - np.eye(4)).max() < 0.1
        beside = np.corrcoef(drawn[:, :, :-1].ravel(), drawn[:, :, 1:].ravel())[0, 1]
        assert abs(beside) < 0.06
        share = (np.abs(drawn) < 1).mean()
        assert share == pytest.approx(0.683, abs=0.02)


def test_noise_moves_with_the_surfaces_and_is_new_where_they_are() -> None:
    size = Size(width=160, height=96)
    before, moved = first_seen(size, 0), np.zeros((96, 160, 2), np.float32)
    moved[..., 0] = 16.0
    seen = np.ones((96, 160), bool)
    seen[:, -16:] = False
    after = handed_on(before, Flow(moved, seen), first_seen(size, 12))
    old, new = (noise(found, 7, 0, (4, 12, 20)) for found in (before, after))
    assert np.array_equal(new[:, :, :-2], old[:, :, 2:])
    assert not np.isin(new[:, :, -2:], old).any()
    assert np.array_equal(unpacked(packed(after)), after)
    assert not np.array_equal(noise(before, 7, 1, (4, 12, 20)), old), "another draw is another noise"
    assert not np.array_equal(noise(before, 8, 0, (4, 12, 20)), old), "another seed is another noise"


def test_what_is_magnified_too_far_is_numbered_anew() -> None:
    new, fine = first_seen(Size(width=64, height=32), 12), first_seen(Size(width=64, height=32), 0)
    blots = fine.copy()
    blots[:16] = fine[:16:4, ::8].repeat(4, 0).repeat(8, 1)
    found = renewed(blots, new)
    assert np.array_equal(found[:16], new[:16]) and np.array_equal(found[16:], fine[16:])


def test_noise_is_the_same_on_every_machine() -> None:
    drawn = noise(first_seen(Size(width=16, height=8), 3), 2026, 1, (2, 1, 2))
    assert drawn.ravel().tolist() == pytest.approx([-0.5588775, -0.4845724, 1.33002615, -0.5942197], abs=1e-6)
