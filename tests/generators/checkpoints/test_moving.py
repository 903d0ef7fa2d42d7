"""In a moving shot only what is new is painted, noise sticks to surfaces, settings follow their schedules."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("diffusers")
import torch
from diffusers import DiffusionPipeline
from tests.generators.checkpoints.test_engine import SIZE, asked, bare
from tests.generators.checkpoints.tiny import saved

from melies.core.asset import MemoryAssets, Ref
from melies.core.clock import Clock
from melies.core.errors import AuthorError
from melies.core.image import to_bytes
from melies.core.request import Carried, Request
from melies.core.size import Size
from melies.core.story import CameraWork, Shot, Story
from melies.generators.base import Start
from melies.generators.checkpoints.passes import passes
from melies.generators.noise import noise, packed
from melies.motion.frames import frames
from melies.motion.request import Take
from melies.motion.surfaces import first_seen
from melies.synthesis import make
from melies.synthesis.loop import run

SETTINGS = {"steps": 10, "strength": 0.6, "held": 0.25}


def start(bare_share: float) -> Start:
    anew = np.zeros((10, 10), np.float32)
    anew[:, : round(10 * bare_share)] = 1
    return Start(np.zeros((10, 10, 3), np.float32), anew)


def test_only_what_is_bare_is_painted_and_anchors_are_gone_over() -> None:
    plain, anchor = Request(), Request(renew=True)
    assert [(one.mask is None, one.strength) for one in passes(plain, Start(start(0).rgb), None, SETTINGS)] == [
        (True, 0.6)
    ]
    assert passes(plain, start(0), None, SETTINGS) == []
    assert [(one.strength, one.whole) for one in passes(plain, start(0.3), None, SETTINGS)] == [(0.6, False)]
    assert [one.strength for one in passes(anchor, start(0.3), None, SETTINGS)] == [0.6, 0.25]
    assert [one.strength for one in passes(anchor, start(0), None, SETTINGS)] == [0.25]
    assert passes(anchor, start(0), None, {**SETTINGS, "held": 0.05}) == [], "too weak for a single step"
    (filled,) = passes(anchor, start(0.3), np.ones((10, 10), np.float32), SETTINGS)
    assert filled.whole and filled.strength == 0.6


def test_noise_that_sticks_is_what_the_pipeline_starts_from() -> None:
    assets, surfaces = MemoryAssets(), first_seen(SIZE, 3)
    request = asked("sd1", options={"direct": "words"}, surfaces=assets.put(packed(surfaces)))
    latents = torch.from_numpy(noise(surfaces, 7, 0, (4, SIZE.height // 2, SIZE.width // 2)))[None]
    pipe = DiffusionPipeline.from_pretrained(saved("sd1"), local_files_only=True)
    theirs = bare(pipe, width=SIZE.width, height=SIZE.height, latents=latents)
    assert np.array_equal(to_bytes(make(request, assets).rgb), to_bytes(theirs))
    plain = make(asked("sd1", options={"direct": "words"}), assets)
    assert not np.array_equal(plain.rgb, make(request, assets).rgb)


def test_carried_paint_stays_where_nothing_is_bare() -> None:
    assets = MemoryAssets()
    picture = np.random.default_rng(4).integers(0, 256, (SIZE.height, SIZE.width, 3), dtype=np.uint8)
    whole = assets.put(np.full((SIZE.height, SIZE.width, 1), 255, np.uint8))
    carried = (Carried(picture=assets.put(picture), mask=whole),)
    steps = list(run(asked("sd1", carried=carried), assets))
    assert [step.stage for step in steps] == ["stage", "engine", "canvas"]
    assert np.abs(to_bytes(steps[-1].image.rgb).astype(int) - picture).max() <= 1
    again = list(run(asked("sd1", carried=carried, renew=True, options={"held": 0.5}), assets))
    assert [step.stage for step in again] == ["stage", *["engine"] * 3, "canvas"]


def take(**options: object) -> Take:
    given = {"checkpoint": str(saved("sd1")), "steps": 2, "device": "cpu", **options}
    shot = Shot(name="one", prompt="a meadow at noon", camera=CameraWork(move="pan right"), options={"guidance": 3})
    story = Story(shots=(shot,), engine="diffusers", options=given)  # type: ignore[arg-type]
    return Take(story, shot, 17, Clock.parse(8), Size(width=64, height=40))


def test_any_order_of_frames_gives_the_same_bytes() -> None:
    whole = {at: to_bytes(image.rgb).tobytes() for at, image in frames(take(), MemoryAssets())}
    assert len(whole) == 17
    for order in ([16, 5], [13]):
        assert all(to_bytes(i.rgb).tobytes() == whole[at] for at, i in frames(take(), MemoryAssets(), only=order))


def test_settings_are_the_shot_s_and_follow_schedules() -> None:
    moving = take(strength="0:(0.8), 16:(0.4)", steps="0:(2), 8:(6)")
    found = [moving.request(at).options for at in (0, 8, 16)]
    assert [round(float(one["strength"]), 3) for one in found] == [0.8, 0.6, 0.4]
    assert [one["steps"] for one in found] == [2, 6, 6] and found[0]["guidance"] == 3
    with pytest.raises(AuthorError, match="strength is 0 to 1; got"):
        take(strength="0:(0.8), 16:(1.4)").check()
    with pytest.raises(AuthorError, match="shot 'one': options.guidance"):
        Take(moving.story, moving.shot.model_copy(update={"options": {"guidance": "0:(oops"}}), 9, moving.clock,
             moving.size).check()  # fmt: skip


def test_surfaces_travel_as_an_asset() -> None:
    assets = MemoryAssets()
    ref = assets.put(packed(first_seen(SIZE, 0)))
    assert isinstance(ref, Ref) and ref.channels == 4
    request = asked("sd1", surfaces=ref)
    assert Request.model_validate_json(request.canonical()) == request


def test_a_variation_leans_from_one_seed_to_another() -> None:
    def painted(**options: object) -> np.ndarray:
        request = asked("sd1", options={"direct": "words", **options})
        return to_bytes(make(request.model_copy(update={"seed": 3}), MemoryAssets()).rgb).astype(int)

    here, there = painted(), painted(subseed=8, subseed_strength=1)
    other = asked("sd1", options={"direct": "words"}).model_copy(update={"seed": 8})
    assert np.array_equal(there, to_bytes(make(other, MemoryAssets()).rgb))
    assert np.array_equal(here, painted(subseed=8, subseed_strength=0))
    near, far = (np.abs(painted(subseed=8, subseed_strength=share) - here).mean() for share in (0.1, 0.6))
    assert 0 < near < far
    assets, surfaces = MemoryAssets(), first_seen(SIZE, 3)
    ref = assets.put(packed(surfaces))
    stuck = [
        make(asked("sd1", options={"direct": "words", **more}, surfaces=ref), assets).rgb
        for more in ({}, {"subseed": 8, "subseed_strength": 0.5})
    ]
    assert not np.array_equal(*stuck)
