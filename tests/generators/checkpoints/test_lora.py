"""LoRAs are laid on as bare diffusers lays them, in peft's layout and in kohya's."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("diffusers")
import torch
from diffusers import DiffusionPipeline, StableDiffusionPipeline
from peft import LoraConfig
from peft.utils import get_peft_model_state_dict
from safetensors.torch import load_file, save_file
from tests.generators.checkpoints.test_engine import asked, bare
from tests.generators.checkpoints.tiny import saved, sd1

from melies.core.asset import MemoryAssets
from melies.core.errors import AuthorError
from melies.core.image import to_bytes
from melies.synthesis import make


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """One LoRA with random weights, as peft writes it and as kohya's trainer does."""
    home = tmp_path_factory.mktemp("lora")
    unet = sd1().unet
    torch.manual_seed(3)
    unet.add_adapter(LoraConfig(r=2, lora_alpha=2, init_lora_weights=False, target_modules=["to_q", "to_k", "to_v"]))
    StableDiffusionPipeline.save_lora_weights(home, get_peft_model_state_dict(unet), weight_name="peft.safetensors")
    kohya: dict[str, torch.Tensor] = {}
    for name, value in load_file(home / "peft.safetensors").items():
        stem, end = name.removeprefix("unet.").split(".lora_")
        half = "down" if end.startswith("A") else "up"
        module = "lora_unet_" + stem.replace(".", "_")
        kohya[f"{module}.lora_{half}.weight"] = value.contiguous()
        kohya[f"{module}.alpha"] = torch.tensor(2.0)
    save_file(kohya, home / "kohya.safetensors")
    return {"peft": home / "peft.safetensors", "kohya": home / "kohya.safetensors"}


@pytest.mark.parametrize("layout", ["peft", "kohya"])
def test_a_lora_paints_as_bare_diffusers_does(layout: str, files: dict[str, Path]) -> None:
    ours = make(asked("sd1", options={"direct": "words", "lora": f"{files[layout]}:0.7"}), MemoryAssets())
    pipe = DiffusionPipeline.from_pretrained(saved("sd1"), local_files_only=True)
    pipe.load_lora_weights(load_file(files[layout]), adapter_name="mine")
    pipe.set_adapters(["mine"], [0.7])
    assert np.array_equal(to_bytes(ours.rgb), to_bytes(bare(pipe, width=48, height=32)))
    plain = make(asked("sd1", options={"direct": "words"}), MemoryAssets())
    assert not np.array_equal(to_bytes(ours.rgb), to_bytes(plain.rgb))


def test_both_layouts_are_one_lora(files: dict[str, Path]) -> None:
    a, b = (
        make(asked("sd1", options={"direct": "words", "lora": str(file)}), MemoryAssets()) for file in files.values()
    )
    assert np.abs(a.rgb - b.rgb).max() < 0.02


def test_what_is_no_lora_of_this_family_is_told(files: dict[str, Path], tmp_path: Path) -> None:
    save_file({"something": torch.zeros(1)}, tmp_path / "x.safetensors")
    wrong = {"unet.down_blocks.9.attentions.0.to_k.lora_A.weight": torch.zeros(2, 3)}
    save_file(wrong, tmp_path / "other.safetensors")
    for file, says in ((tmp_path / "x.safetensors", "is no LoRA"), (tmp_path / "none.safetensors", "there is no LoRA")):
        with pytest.raises(AuthorError, match=says):
            make(asked("sd1", options={"lora": str(file)}), MemoryAssets())
