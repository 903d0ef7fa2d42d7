"""Guided sampling: critics lead a checkpoint by the picture it foresees, whatever its family and its sampler."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

pytest.importorskip("diffusers")
import torch
from diffusers import DDIMScheduler, EulerDiscreteScheduler, FlowMatchEulerDiscreteScheduler
from tests.generators.checkpoints.test_engine import SIZE, asked

from melies.core.asset import MemoryAssets
from melies.core.errors import AuthorError
from melies.core.image import to_bytes
from melies.core.region import Region
from melies.core.request import Guide
from melies.generators.checkpoints.sampling import foreseen
from melies.guidance.critics.palette import Palette
from melies.guidance.guides import planes
from melies.guidance.push import pushing
from melies.synthesis import make
from melies.synthesis.hand import Picture, edit

RED = np.full((32, 32, 3), (200, 60, 20), np.uint8)
BETAS: dict[str, Any] = {"beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear"}


def redness(picture: np.ndarray) -> float:
    return float(Palette(torch.tensor([[200, 60, 20]]) / 255).judge(planes(picture)).energy)


@pytest.mark.parametrize("how", ["cheap", "full"])
@pytest.mark.parametrize(("family", "sampler"), [
    ("sd1", ""), ("sd1", "Euler a"), ("sd1", "DPM++ 2M Karras"), ("sdxl", ""), ("sd1-inpaint", ""), ("lcm", ""),
    ("sd3", ""), ("flux", ""),
])  # fmt: skip
def test_a_palette_leads_every_family(family: str, sampler: str, how: str) -> None:
    assets = MemoryAssets()
    options = {"direct": "words", "steps": 6, "critics": how, "sampler": sampler}
    guides = (Guide(kind="palette", picture=assets.put(RED)),)
    plain, still, led, strong = (
        to_bytes(make(asked(family, options=options, guides=more, avoid=()), assets).rgb)
        for more in ((), (guides[0].model_copy(update={"weight": 0.0}),), guides,
                     (guides[0].model_copy(update={"weight": 3.0}),))
    )  # fmt: skip
    assert np.array_equal(plain, still)
    assert redness(led) < redness(plain)
    assert redness(strong) < redness(plain if family == "sd3" else led)


@pytest.mark.parametrize("scheduler", [
    DDIMScheduler(**BETAS, clip_sample=False),
    DDIMScheduler(**BETAS, clip_sample=False, prediction_type="v_prediction"),
    EulerDiscreteScheduler(**BETAS), EulerDiscreteScheduler(**BETAS, prediction_type="v_prediction"),
])  # fmt: skip
def test_what_is_foreseen_is_what_the_sampler_says(scheduler: Any) -> None:
    scheduler.set_timesteps(6)
    sample, said = torch.randn(2, 1, 4, 4, 4).unbind(0)
    for timestep in scheduler.timesteps[:3]:
        scheduler.scale_model_input(sample, timestep)
        own, share, noise = foreseen(scheduler, timestep, sample)
        told = scheduler.step(said, timestep, sample)
        assert torch.allclose(own * sample + share * said, told.pred_original_sample, atol=1e-3)
        assert 0 < noise <= 1
        sample = told.prev_sample


def test_flow_matching_foresees_a_straight_way() -> None:
    scheduler = FlowMatchEulerDiscreteScheduler()
    scheduler.set_timesteps(5)
    clean, noise = torch.randn(2, 1, 4, 4, 4).unbind(0)
    timestep = scheduler.timesteps[1]
    sigma = float(scheduler.sigmas[1])
    sample = (1 - sigma) * clean + sigma * noise
    own, share, level = foreseen(scheduler, timestep, sample)
    assert torch.allclose(own * sample + share * (noise - clean), clean, atol=1e-5)
    assert level == pytest.approx(sigma)


def test_outside_of_the_mask_no_byte_differs() -> None:
    assets, rng = MemoryAssets(), np.random.default_rng(3)
    picture = rng.integers(0, 256, (SIZE.height, SIZE.width, 3), dtype=np.uint8)
    mask = np.zeros((SIZE.height, SIZE.width, 1), np.uint8)
    mask[8:24, 10:40] = 255
    ref = assets.put(mask)
    guide = Guide(kind="palette", picture=assets.put(RED), mask=ref)
    options = {"steps": 4, "strength": 1.0}
    request = asked("sd1", structure=assets.put(picture), fill=ref, options=options)
    plain, led = (to_bytes(make(request.model_copy(update={"guides": g}), assets).rgb) for g in ((), (guide,)))
    assert np.array_equal(led[mask[..., 0] == 0], picture[mask[..., 0] == 0])
    assert redness(led[8:24, 10:40]) < redness(plain[8:24, 10:40])


def test_a_push_weighs_every_wish_alike_and_only_where_it_holds() -> None:
    assets = MemoryAssets()
    left = np.zeros((32, 48, 1), np.uint8)
    left[:, :20] = 255
    guides = [Guide(kind="palette", picture=assets.put(RED), mask=assets.put(left), weight=2.0)]
    way = pushing(guides, assets, SIZE)(torch.rand(1, 3, 32, 48))
    assert not way[..., 20:].any()
    assert float(way[way != 0].square().mean().sqrt()) == pytest.approx(2, rel=1e-4)
    assert not pushing([guides[0].model_copy(update={"weight": 0.0})], assets, SIZE)(torch.rand(1, 3, 32, 48)).any()


def test_a_picture_painted_from_words_is_edited_by_its_painter() -> None:
    assets = MemoryAssets()
    request = asked("sd1", options={"direct": "words", "strength": 0.8})
    picture = Picture(to_bytes(make(request, assets).rgb), assets, request)
    wish = {"state": "change", "want": "a red boat", "losses": {"saturation": 1.0}}
    made = edit(picture, [Region.model_validate({"name": "boat", "box": (0.2, 0.2, 0.7, 0.8), **wish})])
    differ = (made.picture.pixels != picture.pixels).any(2)
    assert differ[made.changed > 0].any() and not differ[made.changed == 0].any()
    assert made.request.prompt[0].text == "a red boat" and "direct" not in made.request.options
    with pytest.raises(AuthorError, match="a painter puts in and takes away by words"):
        edit(picture, [Region(name="boat", box=(0.2, 0.2, 0.7, 0.8), state="add", want="a boat")])
