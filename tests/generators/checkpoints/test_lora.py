"""LoRAs are laid on as bare diffusers lays them, in peft's layout and in kohya's."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("diffusers")
import torch
from diffusers import DiffusionPipeline
from peft import LoraConfig
from peft.utils import get_peft_model_state_dict
from safetensors.torch import load_file, save_file
from tests.generators.checkpoints.ldm import unet
from tests.generators.checkpoints.test_engine import asked, bare
from tests.generators.checkpoints.tiny import FAMILIES, made, saved

from melies.core.asset import MemoryAssets
from melies.core.errors import AuthorError
from melies.core.image import to_bytes
from melies.synthesis import make

pytestmark = pytest.mark.usefixtures("walled")
TRAINED = ("q_proj", "k_proj", "v_proj", "out_proj", "fc1", "fc2")  # what kohya's trainer learns of a text encoder
Files = dict[tuple[str, str], Path]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """One LoRA a family with random weights, as peft writes it, as kohya's trainer does, and with text encoders."""
    home = tmp_path_factory.mktemp("lora")
    return {(family, layout): file for family in FAMILIES for layout, file in written(family, home).items()}


def written(family: str, home: Path) -> dict[str, Path]:
    pipe = made(family)
    torch.manual_seed(3)
    targets = ["to_q", "to_k", "to_v"]
    pipe.unet.add_adapter(LoraConfig(r=2, lora_alpha=2, init_lora_weights=False, target_modules=targets))
    layouts = {name: home / f"{family}-{name}.safetensors" for name in ("peft", "kohya", "text")}
    type(pipe).save_lora_weights(home, get_peft_model_state_dict(pipe.unet), weight_name=layouts["peft"].name)
    kohya: dict[str, torch.Tensor] = {}
    for name, value in load_file(layouts["peft"]).items():
        stem, end = name.removeprefix("unet.").split(".lora_")
        if family == "sdxl":  # trained in the names of the makers' file
            stem = unet(f"{stem}.weight", pipe.unet.config).removesuffix(".weight")
        module = "lora_unet_" + stem.replace(".", "_")
        kohya[f"{module}.lora_{'down' if end.startswith('A') else 'up'}.weight"] = value.contiguous()
        kohya[f"{module}.alpha"] = torch.tensor(2.0)
    save_file(kohya, layouts["kohya"])
    encoders = {"te1": pipe.text_encoder, "te2": pipe.text_encoder_2} if family == "sdxl" else {"te": pipe.text_encoder}
    save_file(kohya | {k: v for name, part in encoders.items() for k, v in _text(name, part).items()}, layouts["text"])
    return layouts


def _text(name: str, encoder: torch.nn.Module) -> dict[str, torch.Tensor]:
    """A LoRA of a text encoder in kohya's names."""
    found = {}
    for stem, part in encoder.named_modules():
        if stem.endswith(TRAINED):
            module = f"lora_{name}_text_model_{stem.removeprefix('text_model.').replace('.', '_')}"
            sides = {"down": (2, part.in_features), "up": (part.out_features, 2)}
            found |= {f"{module}.lora_{side}.weight": torch.randn(shape) * 0.1 for side, shape in sides.items()}
            found[f"{module}.alpha"] = torch.tensor(2.0)
    return found


@lru_cache(maxsize=16)
def painted(family: str, lora: str = "") -> np.ndarray:
    return make(asked(family, options={"direct": "words", "lora": lora}), MemoryAssets()).rgb


def with_lora(family: str, file: Path) -> tuple[np.ndarray, np.ndarray]:
    """Our picture with a LoRA at 0.7, and bare diffusers'."""
    pipe = DiffusionPipeline.from_pretrained(saved(family), local_files_only=True)
    pipe.load_lora_weights(load_file(file), adapter_name="mine")
    pipe.set_adapters(["mine"], [0.7])
    return to_bytes(painted(family, f"{file}:0.7")), to_bytes(bare(pipe, width=48, height=32))


@pytest.mark.parametrize("layout", ["peft", "kohya", "text"])
@pytest.mark.parametrize("family", FAMILIES)
def test_a_lora_paints_as_bare_diffusers_does(family: str, layout: str, files: Files) -> None:
    assert np.array_equal(*with_lora(family, files[family, layout]))


@pytest.mark.parametrize("family", FAMILIES)
def test_both_layouts_are_one_lora_and_every_part_of_it_acts(family: str, files: Files) -> None:
    peft, kohya, text = (painted(family, f"{files[family, layout]}:0.7") for layout in ("peft", "kohya", "text"))
    assert np.abs(peft - kohya).max() < 0.005, "but for rounding"
    assert np.abs(painted(family) - kohya).max() > 0.01 and np.abs(text - kohya).max() > 0.01


def test_what_is_no_lora_of_this_family_is_told(files: Files, tmp_path: Path) -> None:
    save_file({"something": torch.zeros(1)}, tmp_path / "x.safetensors")
    wrong = {"unet.down_blocks.9.attentions.0.to_k.lora_A.weight": torch.zeros(2, 3)}
    save_file(wrong, tmp_path / "other.safetensors")
    for file, says in ((tmp_path / "x.safetensors", "is no LoRA"), (tmp_path / "none.safetensors", "there is no LoRA")):
        with pytest.raises(AuthorError, match=says):
            make(asked("sd1", options={"direct": "words", "lora": str(file)}), MemoryAssets())
