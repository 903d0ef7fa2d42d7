"""The stage leads ControlNets by its exact layers."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("diffusers")
from diffusers import AutoPipelineForImage2Image, ControlNetModel, DiffusionPipeline
from tests.generators.checkpoints.test_engine import asked, bare
from tests.generators.checkpoints.tiny import saved, saved_net

from melies.core.asset import MemoryAssets
from melies.core.errors import AuthorError
from melies.core.image import Image, to_bytes
from melies.core.request import Request
from melies.generators.base import on_stage
from melies.generators.checkpoints.control import ADE20K, FAR, NEAR, depth, edges, labels
from melies.generators.checkpoints.nets import _asked
from melies.scene.labels import LABELS, PALETTE
from melies.synthesis import make


def staged(request: Request) -> Image:
    return make(on_stage(request, "diorama"), MemoryAssets())


def test_depth_is_nearness_on_one_scale() -> None:
    metres = np.array([[0.5, NEAR, 3.0, FAR, np.inf]], np.float32)
    seen = depth(Image(np.zeros((1, 5, 3), np.float32), depth=metres))[0, :, 0]
    assert seen[0] == seen[1] == 1.0 and seen[3] == seen[4] == 0.0
    assert seen[2] == pytest.approx((1 / 3 - 1 / FAR) / (1 / NEAR - 1 / FAR))


def test_every_label_has_a_colour_of_ade20k() -> None:
    assert set(ADE20K) == set(PALETTE)
    ids = np.arange(len(PALETTE), dtype=np.uint8)[None]
    seen = to_bytes(labels(Image(np.zeros((1, len(PALETTE), 3), np.float32), labels=ids)))
    assert [tuple(colour) for colour in seen[0].tolist()] == [ADE20K[name] for name in PALETTE]


def test_outlines_lie_where_something_else_begins() -> None:
    ids, far = np.full((6, 8), LABELS["grass"], np.uint8), np.full((6, 8), 5.0, np.float32)
    ids[:, 4:], far[3:, :4] = LABELS["water"], 9.0
    seen = edges(Image(np.zeros((6, 8, 3), np.float32), depth=far, labels=ids))[..., 0]
    assert (seen[:, 3] == 1).all() and (seen[2, :4] == 1).all() and not seen[0, :3].any() and not seen[:, 5:].any()


@pytest.mark.parametrize("family", ["sd1", "sdxl"])
def test_what_is_led_is_bare_controlnet_with_the_stage_s_layers(family: str) -> None:
    request = asked(
        family,
        options={
            "strength": 0.75,
            "control_depth": f"{saved_net(family)}:0.8@0-0.6",
            "control_labels": f"{saved_net(family)}:0.5",
        },
    )
    ours, stage = make(request, MemoryAssets()), staged(request)
    net = ControlNetModel.from_pretrained(saved_net(family))
    pipe = AutoPipelineForImage2Image.from_pipe(
        DiffusionPipeline.from_pretrained(saved(family), local_files_only=True), controlnet=[net, net]
    )
    theirs = bare(
        pipe,
        image=stage.rgb[None],
        strength=0.75,
        control_image=[depth(stage)[None], labels(stage)[None]],
        controlnet_conditioning_scale=[0.8, 0.5],
        control_guidance_start=[0.0, 0.0],
        control_guidance_end=[0.6, 1.0],
    )
    assert np.array_equal(to_bytes(ours.rgb), to_bytes(theirs))
    without = make(asked(family, options={"strength": 0.75}), MemoryAssets())
    assert not np.array_equal(to_bytes(ours.rgb), to_bytes(without.rgb)), "the layers reach the model"
    off = request.model_copy(update={"options": {**request.options, "control_depth": "", "control_labels": ""}})
    assert np.array_equal(make(off, MemoryAssets()).rgb, without.rgb)


@pytest.mark.parametrize(
    ("text", "says"),
    [("net:0.5@0.8-0.2", "the first before the last"), (":", "there is no folder"), ("/none", "there is no folder")],
)
def test_a_control_that_cannot_be_is_told(text: str, says: str) -> None:
    with pytest.raises(AuthorError, match=says):
        make(asked("sd1", options={"control_depth": text}), MemoryAssets())


def test_a_control_is_read() -> None:
    found = _asked("depth", "/my nets/depth:0.8@0.1-0.6")
    assert (str(found.path), found.weight, found.start, found.end) == ("/my nets/depth", 0.8, 0.1, 0.6)
