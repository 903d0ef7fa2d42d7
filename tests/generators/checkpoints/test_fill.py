"""Painting only where a mask says: nothing outside changes by one byte, whatever the checkpoint does."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("diffusers")
from diffusers import AutoPipelineForInpainting, DiffusionPipeline
from tests.generators.checkpoints.test_engine import SIZE, asked, bare
from tests.generators.checkpoints.tiny import saved, saved_net

from melies.core.asset import MemoryAssets
from melies.core.errors import AuthorError
from melies.core.image import from_bytes, to_bytes
from melies.generators.base import on_stage
from melies.synthesis import make

SHAPE = (SIZE.height, SIZE.width)


def masks(count: int) -> list[np.ndarray]:
    rng = np.random.default_rng(5)
    found = []
    for number in range(count):
        mask = np.zeros(SHAPE, np.uint8)
        y, x = rng.integers(0, SHAPE[0] - 4), rng.integers(0, SHAPE[1] - 4)
        mask[y : y + rng.integers(2, 20), x : x + rng.integers(2, 30)] = 255
        if number % 3 == 0:
            mask[rng.random(SHAPE) < 0.2] = rng.integers(1, 255)
        found.append(mask)
    return found


def test_outside_of_a_hundred_masks_no_byte_differs() -> None:
    assets, rng = MemoryAssets(), np.random.default_rng(2)
    picture = rng.integers(0, 256, (*SHAPE, 3), dtype=np.uint8)
    structure, changed = assets.put(picture), 0
    for number, mask in enumerate(masks(100)):
        fill = assets.put(mask[..., None])
        options = {"steps": 1, "strength": 1.0, "guidance": 1.0}
        request = asked("sd1", structure=structure, fill=fill, seed=number, options=options)
        painted = to_bytes(make(request, assets).rgb)
        assert not (painted != picture)[mask == 0].any()
        changed += int((painted != picture)[mask == 255].any())
    assert changed == 100


@pytest.mark.parametrize("family", ["sd1", "sdxl"])
def test_inside_it_is_bare_inpainting_of_the_stage(family: str) -> None:
    assets = MemoryAssets()
    mask = np.zeros(SHAPE, np.uint8)
    mask[8:24, 10:40] = 255
    request = asked(family, fill=assets.put(mask[..., None]), options={"strength": 0.75})
    ours, stage = to_bytes(make(request, assets).rgb), make(on_stage(request, "diorama"), assets)
    pipe = AutoPipelineForInpainting.from_pipe(DiffusionPipeline.from_pretrained(saved(family), local_files_only=True))
    theirs = to_bytes(
        bare(pipe, image=stage.rgb[None], mask_image=from_bytes(mask)[None], strength=0.75, width=48, height=32)
    )
    assert np.array_equal(ours[mask == 255], theirs[mask == 255])
    assert np.array_equal(ours[mask == 0], to_bytes(stage.rgb)[mask == 0])


def test_the_author_s_picture_is_painted_over() -> None:
    assets = MemoryAssets()
    structure = assets.put(np.full((*SHAPE, 3), 90, np.uint8))
    kept = make(asked("sd1", structure=structure, options={"strength": 0.0}), assets)
    assert (to_bytes(kept.rgb) == 90).all() and kept.depth is None
    small = assets.put(np.zeros((8, 8, 3), np.uint8))
    with pytest.raises(AuthorError, match="structure is as large as the picture, 48x32; got 8x8"):
        make(asked("sd1", structure=small), assets)
    with pytest.raises(AuthorError, match="'diorama' can't take a picture to paint over"):
        make(asked("sd1", structure=structure).model_copy(update={"engine": "diorama", "options": {}}), assets)
    with pytest.raises(AuthorError, match="has no depth to lead"):
        options = {"control_depth": str(saved_net("sd1"))}
        make(asked("sd1", structure=structure, options=options), assets)
