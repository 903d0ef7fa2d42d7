"""Checkpoints load as diffusers loads them, and damaged or dangerous ones are refused by name."""

from __future__ import annotations

import json
import pickle
import shutil
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("diffusers")
import diffusers
import torch
from diffusers import DiffusionPipeline
from safetensors.torch import load_file, save_file
from tests.generators.checkpoints.ldm import single_file, tensors
from tests.generators.checkpoints.tiny import FAMILIES, saved

from melies.core.errors import AuthorError
from melies.generators.checkpoints.clip import tokenizer
from melies.generators.checkpoints.family import Sort, sort_of
from melies.generators.checkpoints.find import found
from melies.generators.checkpoints.load import load

pytestmark = pytest.mark.usefixtures("walled")
UNET = Path("unet") / "diffusion_pytorch_model.safetensors"
SECOND = Path("text_encoder_2") / "model.safetensors"


def picture(pipe, **more: object) -> np.ndarray:  # type: ignore[no-untyped-def]
    generator = torch.Generator("cpu").manual_seed(7)
    pipe.set_progress_bar_config(disable=True)
    asked = {"num_inference_steps": 2, "height": 32, "width": 48, "output_type": "np", "generator": generator, **more}
    if "Inpaint" in type(pipe).__name__:
        asked |= {
            "image": np.full((1, 32, 48, 3), 0.5, np.float32),
            "mask_image": np.ones((1, 32, 48)),
            "strength": 1.0,
        }
    return np.asarray(pipe("a red fox", negative_prompt="fog", **asked).images[0])


@pytest.mark.parametrize("family", FAMILIES)
def test_a_folder_paints_what_bare_diffusers_paints(family: str) -> None:
    found = load(saved(family))
    bare = DiffusionPipeline.from_pretrained(saved(family), local_files_only=True)
    bare.set_progress_bar_config(disable=True)
    assert found.sort == Sort("checkpoint", family)
    assert np.array_equal(picture(found.pipe), picture(bare))


def test_clip_words_are_clip_s() -> None:
    words = tokenizer()
    assert len(words) == 49408 and words.model_max_length == 77
    assert words("a photo of a cat").input_ids == [49406, 320, 1125, 539, 320, 2368, 49407]
    assert words("Neon jungle, 1.5x!").input_ids[0] == 49406


def _cut(folder: Path) -> None:
    data = (folder / UNET).read_bytes()
    (folder / UNET).write_bytes(data[: len(data) // 2])


def _edit(change: Callable[[dict[str, torch.Tensor]], None], file: Path = UNET) -> Callable[[Path], None]:
    def done(folder: Path) -> None:
        tensors = load_file(folder / file)
        change(tensors)
        save_file(tensors, folder / file, {"format": "pt"})

    return done


def _nan(tensors: dict[str, torch.Tensor]) -> None:
    tensors["conv_in.bias"][0] = float("nan")


def _missing(tensors: dict[str, torch.Tensor]) -> None:
    del tensors["conv_in.bias"]


def _shape(tensors: dict[str, torch.Tensor]) -> None:
    tensors["conv_in.bias"] = torch.zeros(7)


class Evil:
    def __reduce__(self):  # type: ignore[no-untyped-def]
        return (Path.touch, (Path("/tmp/melies-was-run"),))


def _evil(folder: Path) -> None:
    (folder / UNET).unlink()
    (folder / UNET).with_suffix(".bin").write_bytes(pickle.dumps(Evil()))


def _own_code(folder: Path) -> None:
    index = json.loads((folder / "model_index.json").read_text())
    index["unet"] = ["my_code", "MyUnet"]
    (folder / "model_index.json").write_text(json.dumps(index))


def _no_class(folder: Path) -> None:
    index = json.loads((folder / "model_index.json").read_text())
    index["_class_name"] = "os"
    (folder / "model_index.json").write_text(json.dumps(index))


DAMAGE = {
    "cut short": (_cut, "damaged or cut short"),
    "not finite": (_edit(_nan), "not finite, in conv_in.bias"),
    "missing": (_edit(_missing), "unet lacks conv_in.bias"),
    "wrong shape": (_edit(_shape), "conv_in.bias"),
    "code in a pickle": (_evil, "not opened"),
    "code beside": (_own_code, "asks for code of its own (my_code)"),
    "no pipeline": (_no_class, "no pipeline 'os'"),
    "no index": (lambda folder: (folder / "model_index.json").write_text("{"), "damaged"),
    "no unet": (lambda folder: shutil.rmtree(folder / "unet"), "can't be loaded"),
}


def refused(damage: str, folder: Path) -> str:
    """What is said of a damaged checkpoint; "" if it is loaded, or if code of its own was run."""
    marker = Path("/tmp/melies-was-run")
    marker.unlink(missing_ok=True)
    shutil.copytree(saved("sd1"), folder)
    DAMAGE[damage][0](folder)
    try:
        load(folder)
    except AuthorError as error:
        return "" if marker.exists() else str(error)
    return ""


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_folder_is_refused_by_name(damage: str, tmp_path: Path) -> None:
    says = refused(damage, tmp_path / "mine")
    assert DAMAGE[damage][1] in says and "\n" not in says


def test_single_files_of_no_known_family_ask_for_their_configuration(tmp_path: Path) -> None:
    save_file({"model.diffusion_model.input_blocks.0.0.weight": torch.zeros(4, 4, 3, 3)}, tmp_path / "x.safetensors")
    with pytest.raises(AuthorError, match="configuration is not in the file"):
        load(tmp_path / "x.safetensors")


def test_what_is_no_checkpoint_is_said_to_be_none(tmp_path: Path) -> None:
    save_file({"lora_unet_a.lora_down.weight": torch.zeros(4, 4)}, tmp_path / "style.safetensors")
    with pytest.raises(AuthorError, match=r"style.safetensors is lora; name a checkpoint"):
        load(tmp_path / "style.safetensors")
    (tmp_path / "evil.ckpt").write_bytes(pickle.dumps(Evil()))
    with pytest.raises(AuthorError, match="not opened"):
        load(tmp_path / "evil.ckpt")
    with pytest.raises(AuthorError, match="there is no checkpoint"):
        load(tmp_path / "none.safetensors")


@pytest.mark.parametrize(
    ("shapes", "sort"),
    [
        ({"model.diffusion_model.input_blocks.0.0.weight": (320, 4, 3, 3),
          "model.diffusion_model.input_blocks.1.1.transformer_blocks.0.attn2.to_k.weight": (320, 768)},
         Sort("checkpoint", "sd1")),
        ({"model.diffusion_model.input_blocks.0.0.weight": (320, 9, 3, 3),
          "model.diffusion_model.input_blocks.1.1.transformer_blocks.0.attn2.to_k.weight": (320, 1024)},
         Sort("checkpoint", "sd2", inpaint=True)),
        ({"model.diffusion_model.input_blocks.4.1.transformer_blocks.0.attn2.to_k.weight": (640, 2048)},
         Sort("checkpoint", "sdxl")),
        ({"double_blocks.0.img_attn.norm.key_norm.scale": (128,)}, Sort("checkpoint", "flux")),
        ({"lora_unet_down_blocks_0_attentions_0_transformer_blocks_0_attn2_to_k.lora_down.weight": (8, 768)},
         Sort("lora", "sd1")),
        ({"controlnet_cond_embedding.conv_in.weight": (16, 3, 3, 3),
          "down_blocks.0.attentions.0.transformer_blocks.0.attn2.to_k.weight": (320, 768)}, Sort("controlnet", "sd1")),
        ({"decoder.conv_in.weight": (512, 4, 3, 3)}, Sort("vae")),
        ({"emb_params": (4, 768)}, Sort("embedding")),
        ({"something": (1,)}, Sort("unknown")),
    ],
)  # fmt: skip
def test_sorts_are_told_by_names_and_shapes(shapes: dict[str, tuple[int, ...]], sort: Sort, tmp_path: Path) -> None:
    file = tmp_path / "x.safetensors"
    save_file({name: torch.zeros(shape, dtype=torch.uint8) for name, shape in shapes.items()}, file)
    assert sort_of(file) == sort


@lru_cache(maxsize=8)
def folder(family: str) -> np.ndarray:
    return picture(load(saved(family)).pipe)


def alike(one: np.ndarray, other: np.ndarray) -> bool:
    """Equal but for the last bits: where weights lie in memory decides, on some processors, how products are summed."""
    return bool(np.abs(one - other).max() < 1e-5)


@pytest.mark.parametrize("family", ["sd1", "sd2", "sdxl", "sd1-inpaint", "sd3"])
def test_a_single_file_is_the_folder_it_was_made_from(family: str) -> None:
    assert alike(picture(load(single_file(family)).pipe), folder(family))


@pytest.mark.parametrize("family", ["sd1", "sdxl"])
def test_a_single_file_is_what_bare_diffusers_reads(family: str) -> None:
    kind = {"sd1": diffusers.StableDiffusionPipeline, "sdxl": diffusers.StableDiffusionXLPipeline}[family]
    bare = kind.from_single_file(str(single_file(family)), config=str(saved(family)), local_files_only=True)
    assert alike(picture(bare), folder(family))


def test_the_sampler_of_a_single_file_lies_beside_it() -> None:
    sampler = load(single_file("turbo")).pipe.scheduler
    assert type(sampler) is diffusers.EulerAncestralDiscreteScheduler and sampler.config.timestep_spacing == "trailing"


def _beside(family: str, folder: Path, *without: str) -> Path:
    """A single file that lacks what begins so, and its folder of configurations with its parts' weights."""
    shutil.copytree(saved(family), folder / "mine")
    kept = {name: value for name, value in tensors(family).items() if not name.startswith(without)}
    save_file(kept, folder / "mine.safetensors")
    return folder / "mine.safetensors"


def test_what_a_single_file_lacks_is_taken_from_the_folder_beside_it(tmp_path: Path) -> None:
    file = _beside("sd3", tmp_path, "text_encoders.t5xxl.", "text_encoders.clip_g.", "first_stage_model.")
    assert np.array_equal(picture(load(file).pipe), folder("sd3"))
    shutil.rmtree(file.with_suffix("") / "text_encoder_3")
    with pytest.raises(AuthorError, match=r"mine.safetensors holds no text_encoder_3; .* mine/text_encoder_3/"):
        load(file)


def test_a_configuration_is_no_model_of_its_own(tmp_path: Path) -> None:
    file = _beside("sd3", tmp_path, "text_encoders.t5xxl.")
    assert [model.path for model in found(tmp_path)] == [file, file.with_suffix("")]
    shutil.rmtree(file.with_suffix("") / "transformer")
    assert [model.path for model in found(tmp_path)] == [file]


def test_tokenizers_that_do_not_lie_beside_a_single_file_are_clip_s(tmp_path: Path) -> None:
    file = _beside("sdxl", tmp_path, "none")
    for name in ("tokenizer", "tokenizer_2"):
        shutil.rmtree(file.with_suffix("") / name)
    pipe = load(file).pipe
    assert len(pipe.tokenizer) == len(pipe.tokenizer_2) == 49408
    assert (pipe.tokenizer.pad_token, pipe.tokenizer_2.pad_token) == ("<|endoftext|>", "!")


def test_a_single_file_of_flux_without_its_encoders_is_told(tmp_path: Path) -> None:
    shutil.copytree(saved("flux"), tmp_path / "mine", ignore=shutil.ignore_patterns("*.safetensors"))
    names = ("double_blocks.0.img_attn.norm.key_norm.scale", "double_blocks.0.img_attn.qkv.weight")
    save_file({name: torch.zeros(2) for name in names}, tmp_path / "mine.safetensors")
    with pytest.raises(AuthorError, match="holds no text_encoder"):
        load(tmp_path / "mine.safetensors")


IN_FILE = {"conv_in.bias": "model.diffusion_model.input_blocks.0.0.bias",
           "final_layer_norm.bias": "conditioner.embedders.1.model.ln_final.bias"}  # fmt: skip
HARM: dict[str, Callable[[dict[str, torch.Tensor], str], None]] = {
    "missing": lambda found, name: found.__delitem__(name),
    "wrong shape": lambda found, name: found.__setitem__(name, torch.zeros(7)),
    "not finite": lambda found, name: found.__setitem__(name, torch.full_like(found[name], float("inf"))),
}


@pytest.mark.parametrize("tensor", IN_FILE)
@pytest.mark.parametrize("harm", HARM)
def test_a_damaged_sdxl_is_refused_by_name(harm: str, tensor: str, tmp_path: Path) -> None:
    shutil.copytree(saved("sdxl"), tmp_path / "mine")
    part = UNET if tensor == "conv_in.bias" else SECOND
    name = tensor if part is UNET else f"text_model.{tensor}"
    _edit(lambda found: HARM[harm](found, name), part)(tmp_path / "mine")
    found = tensors("sdxl")
    HARM[harm](found, IN_FILE[tensor])
    save_file(found, tmp_path / "mine.safetensors")
    for path in (tmp_path / "mine", tmp_path / "mine.safetensors"):
        with pytest.raises(AuthorError) as caught:
            load(path)
        said = str(caught.value)
        assert (tensor in said or IN_FILE[tensor] in said) and path.name in said and "\n" not in said, said


@pytest.mark.parametrize("ending", [".ckpt", ".safetensors"])
def test_a_single_file_that_lacks_a_tensor_is_refused(ending: str, tmp_path: Path) -> None:
    shutil.copytree(saved("sd1"), tmp_path / "mine")
    lacking = {name: value for name, value in tensors().items() if not name.endswith("input_blocks.0.0.bias")}
    file = tmp_path / f"mine{ending}"
    torch.save({"state_dict": lacking}, file) if ending == ".ckpt" else save_file(lacking, file)
    with pytest.raises(AuthorError, match="lacks conv_in.bias"):
        load(file)


def test_a_pickled_file_of_tensors_paints(tmp_path: Path) -> None:
    shutil.copytree(saved("sd1"), tmp_path / "mine")
    torch.save({"state_dict": tensors()}, tmp_path / "mine.ckpt")
    assert np.array_equal(picture(load(tmp_path / "mine.ckpt").pipe), picture(load(single_file()).pipe))
