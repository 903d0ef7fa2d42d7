"""Every family paints what bare diffusers paints: from words, over a picture, inside a mask."""

from __future__ import annotations

import gc
import weakref
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytest.importorskip("diffusers")
import diffusers
import torch
from tests.generators.checkpoints.tiny import saved, saved_net

from melies.core.errors import AuthorError
from melies.core.size import Size
from melies.generators.checkpoints import pipes
from melies.generators.checkpoints import sampler as samplers
from melies.generators.checkpoints.family import Sort
from melies.generators.checkpoints.load import Loaded, load
from melies.generators.checkpoints.run import painting
from melies.generators.checkpoints.sampler import SAMPLERS

pytestmark = pytest.mark.usefixtures("walled")
SIZE = Size(width=48, height=32)
CLASSES = {  # diffusers' pipelines for words alone, over a picture and inside a mask
    "sd1": ("StableDiffusionPipeline", "StableDiffusionImg2ImgPipeline", "StableDiffusionInpaintPipeline"),
    "sdxl": ("StableDiffusionXLPipeline", "StableDiffusionXLImg2ImgPipeline", "StableDiffusionXLInpaintPipeline"),
    "sd3": ("StableDiffusion3Pipeline", "StableDiffusion3Img2ImgPipeline", "StableDiffusion3InpaintPipeline"),
    "flux": ("FluxPipeline", "FluxImg2ImgPipeline", "FluxInpaintPipeline"),
}
SAID: dict[str, tuple[str, int, float, str | None]] = {  # its kind, steps, guidance, and what is to be avoided
    "sd1-inpaint": ("sd1", 4, 5.0, "fog"), "lcm": ("sd1", 4, 8.0, None), "sd2": ("sd1", 4, 5.0, "fog"),
    "sdxl-inpaint": ("sdxl", 4, 5.0, "fog"), "turbo": ("sdxl", 2, 0.0, None), "sd3": ("sd3", 4, 5.0, "fog"),
    "sd3-lean": ("sd3", 4, 5.0, "fog"), "flux": ("flux", 4, 3.5, None), "flux-fill": ("flux", 4, 30.0, None),
}  # fmt: skip


NATIVE = ("sd1-inpaint", "sdxl-inpaint", "flux-fill")  # networks that always take a mask


@lru_cache(maxsize=12)
def loaded(family: str) -> Loaded:
    found = load(saved(family))
    found.pipe.set_progress_bar_config(disable=True)
    return found


def start(size: Size = SIZE) -> np.ndarray:
    return np.random.default_rng(3).random((size.height, size.width, 3), dtype=np.float32)


def mask(size: Size = SIZE) -> np.ndarray:
    found = np.zeros((size.height, size.width), np.float32)
    found[8:24, 10:40] = 1
    return found


def said(family: str) -> dict[str, Any]:
    _, steps, guidance, avoid = SAID.get(family, ("", 4, 5.0, "fog"))
    generator = torch.Generator("cpu").manual_seed(7)
    return {"prompt": "a red fox", "negative_prompt": avoid, "num_inference_steps": steps, "guidance_scale": guidance,
            "output_type": "np", "generator": generator}  # fmt: skip


def ours(family: str, size: Size = SIZE, **job: Any) -> np.ndarray:
    pipe, given = pipes.job(loaded(family), size, **job)
    *_, last = painting(pipe, pipes.heeded(pipe, {**said(family), **given}))
    return pipes.picture(last, size)


@lru_cache(maxsize=12)
def parts(family: str) -> Any:
    """A pipeline that was loaded without us."""
    without = {"text_encoder_3": None, "tokenizer_3": None} if family == "sd3-lean" else {}
    return diffusers.DiffusionPipeline.from_pretrained(saved(family), local_files_only=True, **without)


def bare(family: str, kind: str, **more: Any) -> np.ndarray:
    """What a pipeline of diffusers gives that was loaded and made without us."""
    pipe = getattr(diffusers, kind).from_pipe(parts(family), **more.pop("parts", {}))
    pipe.set_progress_bar_config(disable=True)
    asked = {name: value for name, value in said(family).items() if value is not None}
    return np.asarray(pipe(**asked, **more).images[0], np.float32)


def inpainting(family: str) -> str:
    return "FluxFillPipeline" if family == "flux-fill" else CLASSES[SAID[family][0]][2]


def where(family: str, size: Size = SIZE) -> dict[str, int]:
    """The size, for image-to-image where the pipeline would choose one by itself."""
    return {"width": size.width, "height": size.height} if SAID[family][0] in ("sd3", "flux") else {}


def from_words(family: str) -> tuple[np.ndarray, np.ndarray]:
    """Ours and theirs from words alone."""
    text, inside = CLASSES[SAID[family][0]][0], inpainting(family)
    sides: dict[str, Any] = {"width": 48, "height": 32}
    if family in NATIVE:
        blank = np.full((1, 32, 48, 3), 0.5, np.float32)
        return ours(family), bare(family, inside, image=blank, mask_image=np.ones((1, 32, 48)), strength=1.0, **sides)
    return ours(family), bare(family, text, **sides)


def over_a_picture(family: str) -> tuple[np.ndarray, np.ndarray]:
    """Ours and theirs over a picture."""
    over, inside = CLASSES[SAID[family][0]][1], inpainting(family)
    given: dict[str, Any] = {"mask_image": np.ones((1, 32, 48)), "width": 48, "height": 32}
    kind, more = (inside, given) if family in NATIVE else (over, where(family))
    return ours(family, start=start(), strength=0.5), bare(family, kind, image=start()[None], strength=0.5, **more)


def inside_a_mask(family: str) -> tuple[np.ndarray, np.ndarray]:
    """Ours and theirs inside a mask."""
    given: dict[str, Any] = {"image": start()[None], "mask_image": mask()[None], "width": 48, "height": 32}
    theirs = bare(family, inpainting(family), strength=0.75, **given)
    return ours(family, start=start(), mask=mask(), strength=0.75), theirs


@pytest.mark.parametrize("way", [from_words, over_a_picture, inside_a_mask], ids=lambda way: way.__name__)
@pytest.mark.parametrize("family", SAID)
def test_what_is_painted_is_bare_diffusers(family: str, way: Any) -> None:
    mine, theirs = way(family)
    assert np.array_equal(mine, theirs) and np.isfinite(theirs).all() and theirs.std() > 0.01


def test_the_sorts_are_recognised() -> None:
    found = {family: loaded(family).sort for family in SAID}
    assert {family for family, sort in found.items() if sort.inpaint} == set(NATIVE)
    assert {family: sort.family for family, sort in found.items() if sort.family not in ("sd1", "sdxl")} == {
        "sd3": "sd3", "sd3-lean": "sd3", "flux": "flux", "flux-fill": "flux",
    }  # fmt: skip


def test_sides_are_rounded_up_and_cropped() -> None:
    odd = Size(width=45, height=31)
    wide = np.pad(start(odd), ((0, 1), (0, 3), (0, 0)), mode="edge")
    painted = ours("sd2", odd, start=start(odd), strength=0.5)
    assert painted.shape == (31, 45, 3) and np.array_equal(painted, ours("sd2", start=wide, strength=0.5)[:31, :45])
    assert np.array_equal(ours("sd2", odd), ours("sd2")[:31, :45])
    hole = np.pad(mask(odd), ((0, 1), (0, 3)), mode="edge")
    theirs = ours("flux", start=wide, mask=hole, strength=0.75)[:31, :45]
    assert np.array_equal(ours("flux", odd, start=start(odd), mask=mask(odd), strength=0.75), theirs)
    assert pipes.grid(loaded("sd2").pipe) == 8 and pipes.padded(wide, 8) is wide


def test_jobs_leave_nothing_behind() -> None:
    first = ours("turbo")
    ours("turbo", start=start(), strength=0.5)
    ours("turbo", start=start(), mask=mask(), strength=0.5)
    assert np.array_equal(ours("turbo"), first)


def test_pipelines_are_kept_as_long_as_their_checkpoint() -> None:
    mine = Loaded(loaded("sd2").pipe, Sort("checkpoint", "sd2"), "")
    one, _ = pipes.job(mine, SIZE, start=start())
    two, _ = pipes.job(mine, SIZE, start=start())
    words, _ = pipes.job(mine, SIZE)
    gone = weakref.ref(one)
    assert one is two and words is mine.pipe
    del one, two, words, mine
    gc.collect()
    assert gone() is None


def _led(count: int = 1) -> dict[str, Any]:
    return {"pictures": [start()[None]] * count, "controlnet_conditioning_scale": [0.8] * count,
            "control_guidance_start": [0.0] * count, "control_guidance_end": [0.6] * count}  # fmt: skip


@pytest.mark.parametrize("family", ["sd1", "sd1-inpaint"])
def test_words_alone_are_led_by_controlnets(family: str) -> None:
    net = diffusers.ControlNetModel.from_pretrained(saved_net("sd1"))
    more = {name: value for name, value in _led().items() if name != "pictures"}
    given: dict[str, Any] = {"width": 48, "height": 32, "parts": {"controlnet": [net]}, **more}
    if family == "sd1":
        theirs = bare(family, "StableDiffusionControlNetPipeline", image=[start()[None]], **given)
    else:
        given |= {
            "image": np.full((1, 32, 48, 3), 0.5, np.float32),
            "mask_image": np.ones((1, 32, 48)),
            "strength": 1.0,
        }
        theirs = bare(family, "StableDiffusionControlNetInpaintPipeline", control_image=[start()[None]], **given)
    assert np.array_equal(ours(family, led=_led(), nets=(net,)), theirs)


def test_a_family_that_no_controlnet_leads_is_told() -> None:
    with pytest.raises(AuthorError, match="ControlNets lead checkpoints of sd1, sd2, sdxl, not yet flux"):
        pipes.job(loaded("flux"), SIZE, start=start(), led=_led(), nets=(object(),))


def test_what_is_not_heeded_is_told() -> None:
    flux, turbo, lcm, plain = (loaded(family).pipe for family in ("flux", "turbo", "lcm", "sd2"))
    with pytest.raises(AuthorError, match=r"\(FluxPipeline\) heeds no words to avoid"):
        pipes.heeded(flux, {"prompt": "a fox", "negative_prompt": "fog", "guidance_scale": 3.5})
    assert pipes.heeded(flux, {"negative_prompt": None, "colour": None}) == {"negative_prompt": None}
    with pytest.raises(AuthorError, match="heeds no colour"):
        pipes.heeded(plain, {"colour": "red"})
    assert not pipes.hears(flux, 3.5) and not pipes.hears(turbo, 0.0) and not pipes.hears(lcm, 8.0)
    assert pipes.hears(plain, 5.0) and not pipes.hears(plain, 1.0)


@pytest.mark.parametrize("name", ["Euler a", "DPM++ 2M Karras", "Turbo"])
def test_a_sampler_of_a_name_is_diffusers_own(name: str) -> None:
    kind, beside = SAMPLERS[name]
    pipe = diffusers.DiffusionPipeline.from_pretrained(saved("sd2"), local_files_only=True)
    pipe.scheduler = getattr(diffusers, kind).from_config(pipe.scheduler.config, **beside)
    pipe.set_progress_bar_config(disable=True)
    theirs = np.asarray(pipe(**said("sd2"), width=48, height=32).images[0], np.float32)
    assert np.array_equal(ours("sd2", sampler=name), theirs)
    assert not np.array_equal(ours("sd2"), theirs), "the next job has the checkpoint's own again"


def test_every_sampler_can_be_made_but_for_flows() -> None:
    own = loaded("sd2").sampler
    assert all(samplers.made(own, name) is not own for name in samplers.NAMES)
    with pytest.raises(AuthorError, match="leave `sampler` out"):
        pipes.job(loaded("flux"), SIZE, sampler="Euler a")


def test_a_job_that_diffusers_does_not_know_is_told(tmp_path: Path) -> None:
    parts = {name: part for name, part in loaded("lcm").pipe.components.items() if name != "image_encoder"}
    pipe = diffusers.LatentConsistencyModelPipeline(**parts, requires_safety_checker=False)
    pipe.save_pretrained(tmp_path)
    mine = load(tmp_path)
    assert mine.sort == Sort("checkpoint", "sd1") and pipes.job(mine, SIZE)[0] is mine.pipe
    with pytest.raises(AuthorError, match="heeds no words to avoid"):
        pipes.heeded(pipe, {"negative_prompt": "fog"})
    with pytest.raises(AuthorError, match="diffusers has no inpainting for this checkpoint"):
        pipes.job(mine, SIZE, start=start(), mask=mask())
