"""The one loop: steps in order, capabilities checked first, the result on the 8-bit grid."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from melies.core.asset import MemoryAssets, Ref
from melies.core.errors import AuthorError, Unsupported
from melies.core.image import Image
from melies.core.option import Option
from melies.core.request import Carried, Phrase, Request, Role, View
from melies.core.size import Size
from melies.core.story import Act, Look
from melies.generators.base import Capabilities, Generator, Step, engines
from melies.synthesis import make, run

SMALL = Size(width=48, height=32)
GREY = Ref(sha256="0" * 64, width=4, height=4)


class Dots(Generator):
    """Two steps of seeded noise; draws words and nothing else."""

    name = "dots"
    capabilities = Capabilities(native=frozenset({"text"}), largest=256, multiple=16, atmosphere={"mist": (0, 1)})
    options = (Option("grain", 0.5, "how coarse", 0.0, 1.0),)
    made = 0

    def make(self, request: Request, assets) -> Iterator[Step]:
        type(self).made += 1
        noise = np.random.default_rng(request.seed).random((request.size.height, request.size.width, 3), np.float32)
        for index in (1, 2):
            yield Step(index, 2, Image(noise / index, masks={"dot": noise[..., 0]}), {"not_drawn": ["a taxi"]})


if "dots" not in engines:
    engines.add("dots")(Dots)


def ask(**more) -> Request:
    return Request(**{"engine": "dots", "size": SMALL, **more})


def test_steps_count_up_and_the_last_is_quantised() -> None:
    steps = list(run(ask(), MemoryAssets()))
    assert [(step.index, step.of, step.stage) for step in steps] == [
        (1, 3, "engine"),
        (2, 3, "engine"),
        (3, 3, "canvas"),
    ]
    on_grid = steps[-1].image.rgb * 255
    assert np.allclose(on_grid, np.round(on_grid), atol=1e-4)


def test_a_look_is_a_step_between(monkeypatch) -> None:
    monkeypatch.setattr("melies.synthesis.finishers.look.paint", lambda image, look: 1 - image.rgb)
    request = ask(look=Look(name="any"))
    assert [step.stage for step in run(request, MemoryAssets())] == ["engine", "engine", "finisher", "canvas"]
    image = make(request, MemoryAssets())
    assert image.info["notes"]["not_drawn"] == ["a taxi"] and image.info["notes"]["look"] == {"painted": 1.0}
    assert image.info["request"] == request.digest and "dot" in image.masks
    assert np.abs(image.rgb - (1 - make(ask(), MemoryAssets()).rgb)).max() < 1 / 254


def test_same_request_same_bytes() -> None:
    a, b = (make(ask(seed=4), MemoryAssets()).rgb.tobytes() for _ in range(2))
    assert a == b != make(ask(seed=5), MemoryAssets()).rgb.tobytes()


@pytest.mark.parametrize(
    ("wish", "says"),
    [
        ({"options": {"grian": 1}}, "engine 'dots' has no option 'grian'; did you mean 'grain'"),
        ({"options": {"grain": 2}}, "grain is 0 to 1"),
        ({"avoid": (Phrase(text="cars"),)}, "engine 'dots' can't take avoid"),
        ({"cast": (Role(name="fox", text="fox", picture=GREY),)}, "can't take picture"),
        ({"acts": (Act(who="fox"),)}, "can't take acts"),
        ({"view": View(zoom=2)}, "takes no camera"),
        ({"atmosphere": {"mits": 0.5}}, "no scene variable 'mits'; did you mean 'mist'"),
        ({"options": {"steps": 40}}, "engine 'dots' has no option 'steps'"),
        ({"size": Size(width=512, height=32)}, "sides of 16 to 256 pixels; got 512x32"),
        ({"size": Size(width=50, height=32)}, "multiples of 16; got 50x32"),
        ({"style": GREY}, "melies train look"),
        ({"carried": (Carried(picture=GREY, mask=GREY),)}, "carried anchors need a look"),
    ],
)
def test_what_cannot_be_taken_is_refused_before_work(wish, says) -> None:
    before = Dots.made
    with pytest.raises(AuthorError) as caught:
        list(run(ask(**wish), MemoryAssets()))
    assert says in str(caught.value) and Dots.made == before
    assert isinstance(caught.value, Unsupported) or "options" in wish


def test_unknown_engines_are_named() -> None:
    with pytest.raises(AuthorError, match="no engine called 'dotz'; did you mean 'dots'"):
        list(run(ask(engine="dotz"), MemoryAssets()))
