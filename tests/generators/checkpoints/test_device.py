"""Where a checkpoint's parts lie: whole on the device, in turn, or layer by layer, as memory allows."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

pytest.importorskip("torch")
import torch

from melies.core.errors import AuthorError
from melies.generators.checkpoints.device import WORK, plan, settle, sizes

GIGA = 1 << 30


class Fake:
    """A pipeline that remembers what was done to it."""

    model_cpu_offload_seq = "text_encoder->unet->vae"

    def __init__(self, trouble: Exception | None = None) -> None:
        self.components: dict[str, Any] = {
            "text_encoder": torch.nn.Linear(10, 10, bias=False), "unet": torch.nn.Linear(100, 10, bias=False),
            "vae": torch.nn.Linear(20, 10, bias=False), "controlnet": torch.nn.Linear(50, 10, bias=False),
            "tokenizer": object(), "safety_checker": None,
        }  # fmt: skip
        self.done: list[str] = []
        self.trouble = trouble
        names = ("enable_slicing", "enable_tiling", "disable_slicing", "disable_tiling")
        self.vae = type("Vae", (), {name: lambda _, name=name: self.done.append(name) for name in names})()

    def _do(self, what: str) -> None:
        if self.trouble:
            raise self.trouble
        self.done.append(what)

    def remove_all_hooks(self) -> None:
        self._do("no hooks")

    def to(self, device: str) -> None:
        self._do(f"to {device}")

    def enable_model_cpu_offload(self, device: str) -> None:
        self._do(f"in turn {device}")

    def enable_sequential_cpu_offload(self, device: str) -> None:
        self._do(f"by layers {device}")


WHOLE, TIGHT = ["disable_slicing", "disable_tiling"], ["enable_slicing", "enable_tiling"]


@pytest.mark.parametrize(
    ("weights", "largest", "free", "how"),
    [
        (7 * GIGA, 5 * GIGA, 24 * GIGA, "whole"),
        (7 * GIGA, 5 * GIGA, 7 * GIGA + WORK, "whole"),
        (7 * GIGA, 5 * GIGA, 7 * GIGA + WORK - 1, "offload"),
        (7 * GIGA, 5 * GIGA, 5 * GIGA + WORK, "offload"),
        (7 * GIGA, 5 * GIGA, 5 * GIGA + WORK - 1, "tight"),
        (34 * GIGA, 24 * GIGA, 24 * GIGA, "tight"),
        (2 * GIGA, 2 * GIGA, 0, "tight"),
    ],
)
def test_the_plan_is_what_fits(weights: int, largest: int, free: int, how: str) -> None:
    assert plan(weights, largest, free) == how


def test_controlnets_stay_while_the_other_parts_take_turns() -> None:
    assert sizes(Fake()) == (4 * (100 + 1000 + 200 + 500), 4 * (1000 + 500))


@pytest.mark.parametrize(
    ("free", "memory", "how", "done"),
    [
        (4 * 1800 + WORK, "auto", "whole", [*WHOLE, "no hooks", "to cuda"]),
        (4 * 1800 + WORK - 1, "auto", "offload", [*WHOLE, "in turn cuda"]),
        (4 * 1500 + WORK - 1, "auto", "tight", [*TIGHT, "by layers cuda"]),
        (0, "whole", "whole", [*WHOLE, "no hooks", "to cuda"]),
        (0, "offload", "offload", [*WHOLE, "in turn cuda"]),
        (1 << 40, "tight", "tight", [*TIGHT, "by layers cuda"]),
    ],
)
def test_on_a_graphics_card_parts_take_turns_where_memory_is_short(
    free: int, memory: str, how: str, done: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(torch.cuda, "mem_get_info", lambda: (free - 100, 1 << 40))
    monkeypatch.setattr(torch.cuda, "memory_reserved", lambda: 100)
    pipe = Fake()
    assert settle(pipe, "cuda", memory) == how and pipe.done == done
    assert settle(pipe, "cuda", memory) == how and pipe.done == done, "what is settled stays as it is"


def test_pipelines_that_share_their_parts_are_settled_each() -> None:
    one, two = Fake(), Fake()
    two.vae = one.vae
    for pipe, memory in ((one, "whole"), (two, "tight"), (one, "whole"), (one, "whole")):
        settle(pipe, "cpu", memory)
    assert one.done == [*WHOLE, "no hooks", "to cpu", *TIGHT, *WHOLE, "no hooks", "to cpu"]


@pytest.mark.parametrize("device", ["cpu", "mps"])
@pytest.mark.parametrize(("memory", "tiles"), [("auto", WHOLE), ("whole", WHOLE), ("offload", WHOLE), ("tight", TIGHT)])
def test_elsewhere_all_of_it_is_there(device: str, memory: str, tiles: list[str]) -> None:
    pipe = Fake()
    assert settle(pipe, device, memory) == ("tight" if memory == "tight" else "whole")
    assert pipe.done == [*tiles, "no hooks", f"to {device}"]


def test_too_little_memory_is_a_sentence_and_what_is_no_lack_of_it_is_not() -> None:
    short = torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 5.00 GiB.\nGPU 0 has ...")
    with pytest.raises(AuthorError, match="memory is too small for this checkpoint; .*--option memory=tight"):
        settle(Fake(short), "mps")
    with pytest.raises(RuntimeError, match="broken"):
        settle(Fake(RuntimeError("broken")), "cpu")


def test_a_real_pipeline_paints_the_same_picture_settled_in_any_way() -> None:
    pytest.importorskip("diffusers")
    from tests.generators.checkpoints.tiny import sd1

    pipe, seen = sd1(), []
    pipe.set_progress_bar_config(disable=True)
    for memory in ("whole", "tight", "auto"):
        settle(pipe, "cpu", memory)
        assert pipe.vae.use_tiling == pipe.vae.use_slicing == (memory == "tight")
        generator = torch.Generator("cpu").manual_seed(1)
        told = {"num_inference_steps": 2, "width": 32, "height": 32, "output_type": "np", "generator": generator}
        seen.append(pipe("a fox", **told).images[0])
    assert np.array_equal(seen[0], seen[1]) and np.array_equal(seen[0], seen[2])
