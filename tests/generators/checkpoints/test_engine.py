"""The engine paints what bare diffusers paints, from words alone and over the stage."""

from __future__ import annotations

import json

import numpy as np
import pytest

pytest.importorskip("diffusers")
import torch
from diffusers import AutoPipelineForImage2Image, DiffusionPipeline
from tests.generators.checkpoints.tiny import FAMILIES, saved

from melies.core.asset import MemoryAssets
from melies.core.clock import Clock
from melies.core.errors import AuthorError
from melies.core.image import to_bytes
from melies.core.request import Phrase, Request, Role
from melies.core.size import Size
from melies.core.story import Act, CameraWork, CastMember, Look, Shot, Story
from melies.generators.base import on_stage
from melies.generators.checkpoints.words import negative, positive
from melies.media.chunks import of_request
from melies.motion.frames import frames
from melies.motion.request import Take
from melies.synthesis import make
from melies.synthesis.loop import run

SIZE = Size(width=48, height=32)


def asked(family: str, **more: object) -> Request:
    options = {"checkpoint": str(saved(family)), "steps": 4, "guidance": 5.0, "device": "cpu"}
    options |= more.pop("options", {})  # type: ignore[arg-type]
    given = {"prompt": (Phrase(text="a red fox by a lake"),), "avoid": (Phrase(text="fog"),), "seed": 7, "size": SIZE}
    return Request(engine="diffusers", options=options, **{**given, **more})  # type: ignore[arg-type]


def bare(pipe, said: str = "a red fox by a lake", **more: object) -> np.ndarray:  # type: ignore[no-untyped-def]
    pipe.set_progress_bar_config(disable=True)
    generator = torch.Generator("cpu").manual_seed(7)
    told = {"num_inference_steps": 4, "guidance_scale": 5.0, "output_type": "np", "generator": generator, **more}
    return np.asarray(pipe(said, negative_prompt="fog", **told).images[0])


@pytest.fixture(params=FAMILIES)
def family(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_words_alone_paint_as_bare_diffusers_does(family: str) -> None:
    ours = make(asked(family, options={"direct": "words"}), MemoryAssets())
    theirs = bare(DiffusionPipeline.from_pretrained(saved(family), local_files_only=True), width=48, height=32)
    assert np.array_equal(to_bytes(ours.rgb), to_bytes(theirs))
    assert ours.depth is None and ours.info["checkpoint"] == family and len(ours.info["sha256"]) == 64


def test_over_the_stage_is_bare_image_to_image_of_the_stage(family: str) -> None:
    request = asked(family, look=Look(name="starry oils", strength=0.5), options={"strength": 0.5})
    ours, stage = make(request, MemoryAssets()), make(on_stage(request, "diorama"), MemoryAssets())
    pipe = AutoPipelineForImage2Image.from_pipe(DiffusionPipeline.from_pretrained(saved(family), local_files_only=True))
    theirs = bare(pipe, positive(request), image=stage.rgb[None], strength=0.5)
    assert np.array_equal(to_bytes(ours.rgb), to_bytes(theirs))
    assert np.array_equal(ours.depth, stage.depth) and np.array_equal(ours.labels, stage.labels)


def test_the_steps_are_told_and_can_be_stopped() -> None:
    steps = list(run(asked("sd1", options={"strength": 1.0}), MemoryAssets()))
    assert [step.stage for step in steps] == ["stage", *["engine"] * 5, "canvas"]
    following = run(asked("sd1", options={"steps": 500, "direct": "words"}), MemoryAssets())
    next(following)
    following.close()  # ends its thread, too


def test_strength_nothing_is_the_stage() -> None:
    request = asked("sd1", options={"strength": 0.0})
    assert np.array_equal(make(request, MemoryAssets()).rgb, make(on_stage(request, "diorama"), MemoryAssets()).rgb)


def test_a_moving_shot_keeps_cast_camera_and_layers() -> None:
    act = Act(who="mira", does="walk", at="left", to="right", start=0.0, end=1.0)
    shot = Shot(name="one", prompt="a meadow at noon", camera=CameraWork(move="pan right"), acts=(act,))
    options = {"checkpoint": str(saved("sd1")), "steps": 2, "device": "cpu"}
    story = Story(
        cast={"mira": CastMember(text="a girl in a red coat")}, shots=(shot,), engine="diffusers", options=options
    )
    on = story.model_copy(update={"engine": "diorama", "options": {}})
    film, staged = (
        list(frames(Take(one, shot, 5, Clock.parse(8), Size(width=64, height=40)), MemoryAssets()))
        for one in (story, on)
    )
    assert [number for number, _ in film] == [number for number, _ in staged] == [0, 1, 2, 3, 4]
    for (_, painted), (_, stage) in zip(film, staged, strict=True):
        assert np.array_equal(painted.depth, stage.depth) and np.array_equal(painted.masks["mira"], stage.masks["mira"])


def test_the_words_are_the_shot_s_the_cast_s_the_hour_s_and_the_look_s() -> None:
    request = Request(
        prompt=(Phrase(text="fog", weight=0.3), Phrase(text="Mira by a lake", weight=0.7), Phrase(text="")),
        avoid=(Phrase(text="cars"),),
        cast=(Role(name="Mira", text="a girl in a red coat"), Role(name="fog", text="fog")),
        time=(Phrase(text="dusk"),),
        look=Look(name="starry oils"),
    )
    said = "Mira by a lake, fog, a girl in a red coat, dusk, thick blue and gold oil strokes that swirl through the sky"
    assert positive(request) == said and negative(request) == "cars"


def test_the_png_tells_the_words_the_checkpoint_and_the_libraries() -> None:
    image = make(asked("sd1", look=Look(name="pastel fog", strength=0.3)), MemoryAssets())
    chunks = of_request(asked("sd1"), image.info)
    assert "pale blue and peach chalk" in chunks["parameters"] and "Negative prompt: fog" in chunks["parameters"]
    assert f"Model hash: {image.info['sha256'][:10]}" in chunks["parameters"] and "Model: sd1" in chunks["parameters"]
    assert {"torch", "diffusers", "transformers"} == set(json.loads(chunks["melies-made"])["made"])


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"options": {"checkpoint": ""}}, "say which checkpoint paints"),
        ({"options": {"checkpoint": "/none/x.safetensors"}}, "there is no checkpoint"),
        ({"options": {"stesp": 4}}, "did you mean 'steps'"),
        ({"options": {"guidance": -1}}, "guidance is 0 to 50"),
        ({"options": {"device": "cuda"}}, "there is no cuda here"),
        ({"acts": (Act(who="m"),), "options": {"direct": "words"}}, "can't take acts"),
    ],
)  # fmt: skip
def test_what_cannot_be_painted_is_told(more: dict[str, object], says: str) -> None:
    if says.startswith("there is no cuda") and torch.cuda.is_available():
        pytest.skip("there is one")
    with pytest.raises(AuthorError) as caught:
        make(asked("sd1", **more), MemoryAssets())
    assert says in str(caught.value)
