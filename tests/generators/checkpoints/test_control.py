"""The stage leads ControlNets by its exact layers, whatever file they come in."""

from __future__ import annotations

import json
import pickle
import shutil
from collections.abc import Callable
from dataclasses import replace
from importlib import resources
from pathlib import Path

import cv2
import numpy as np
import pytest

pytest.importorskip("diffusers")
import torch
from diffusers import AutoPipelineForImage2Image, ControlNetModel, DiffusionPipeline
from safetensors.torch import load_file, save_file
from tests.generators.checkpoints.ldm import unet
from tests.generators.checkpoints.test_engine import asked, bare
from tests.generators.checkpoints.test_load import Evil
from tests.generators.checkpoints.tiny import saved, saved_net, sd1

from melies.core.asset import MemoryAssets
from melies.core.errors import AuthorError
from melies.core.image import Image, to_bytes
from melies.core.option import settle
from melies.core.request import Request
from melies.generators.base import on_stage
from melies.generators.checkpoints.control import ADE20K, FAR, NEAR, NEARS, depth, edges, labels, softedge
from melies.generators.checkpoints.family import Sort
from melies.generators.checkpoints.nets import OPTIONS, Asked, _complete, fitting, network
from melies.generators.checkpoints.nets import asked as nets_asked
from melies.scene.labels import LABELS, PALETTE
from melies.synthesis import make

CPU = torch.device("cpu").type
BLOCKS = {"up_block_types": ("",) * 4}  # a ControlNet has none that go up
PUBLISHED = (
    "input_hint_block.14.weight", "zero_convs.11.0.bias", "middle_block_out.0.weight", "time_embed.2.bias",
    "middle_block.2.in_layers.2.bias", "input_blocks.8.1.transformer_blocks.0.attn2.to_k.weight",
    "input_blocks.9.0.op.bias",
)  # fmt: skip
WEIGHTS = "diffusion_pytorch_model.safetensors"
SHIPPED = Path(str(resources.files("melies") / "assets" / "checkpoints"))


def staged(request: Request) -> Image:
    return make(on_stage(request, "diorama"), MemoryAssets())


def plane(rows: int = 40, columns: int = 30) -> Image:
    """Level ground of grass below a sky that begins at a quarter of the height."""
    far = np.full((rows, columns), np.inf, np.float32)
    below = np.arange(rows) - rows // 4
    far[below >= 0] = (90.0 / (below[below >= 0] + 0.5))[:, None]
    ids = np.where(np.isinf(far), LABELS["sky"], LABELS["grass"]).astype(np.uint8)
    return Image(np.zeros((rows, columns, 3), np.float32), depth=far, labels=ids)


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


def test_outlines_are_thin_and_lie_on_what_is_nearer() -> None:
    ids, far = np.full((6, 8), LABELS["grass"], np.uint8), np.full((6, 8), 5.0, np.float32)
    ids[:, 4:], far[3:, :4] = LABELS["water"], 9.0
    seen = edges(Image(np.zeros((6, 8, 3), np.float32), depth=far, labels=ids))[..., 0]
    expected = np.zeros((6, 8))
    expected[:3, 3] = expected[2, :4] = expected[3:, 4] = 1
    assert np.array_equal(seen, expected)


def test_ground_that_runs_to_the_horizon_is_no_outline() -> None:
    seen = edges(plane())[..., 0]
    assert (seen[10] == 1).all() and seen.sum() == seen.shape[1]


def test_soft_outlines_fall_off_and_are_wider_where_more_changes() -> None:
    image = plane(256, 200)
    ids, far, mask = image.labels.copy(), image.depth.copy(), np.zeros((256, 200), np.float32)
    ids[:, 100:] = np.where(ids[:, 100:] == LABELS["grass"], LABELS["sand"], ids[:, 100:])
    mask[100:200, 20:60], far[100:200, 20:60] = 1, 2.0
    seen = softedge(Image(image.rgb, depth=far, labels=ids, masks={"mira": mask}))[..., 0]
    member, border = seen[150, 10:30], seen[240, 90:110]
    assert member.max() == 1 and 0.4 < border.max() < 0.8
    assert (member > 0.3).sum() > (border > 0.3).sum() >= 1
    assert 0 < (member > 0).sum() and ((member > 0.05) & (member < 0.95)).any() and seen[120, 150] < 1e-3


def test_a_picture_without_layers_shows_its_own_edges() -> None:
    rgb = np.zeros((64, 96, 3), np.float32)
    rgb[16:48, 32:64] = (0.9, 0.4, 0.2)
    picture = Image(rgb)
    assert np.array_equal(to_bytes(edges(picture))[..., 0], cv2.Canny(to_bytes(rgb), 100, 200))
    soft = softedge(picture)[..., 0]
    assert soft[32, 32] > 0.8 and 0 < soft[32, 34] < soft[32, 32] and soft[32, 48] < 0.02 and soft[4, 4] < 0.02
    for layer, name in ((depth, "depth"), (labels, "labels")):
        with pytest.raises(AuthorError, match=f"no {name} to lead"):
            layer(picture)


def led_by_two(family: str) -> tuple[Request, Image, np.ndarray]:
    """What is asked, our picture, and bare diffusers' led by the same layers."""
    net = str(saved_net(family))
    led = {"control_depth": net, "control_depth_weight": 0.8, "control_depth_end": 0.6}
    led |= {"control_softedge": net, "control_softedge_weight": 0.5}
    off = {"control_labels": "/none", "control_labels_weight": 0}
    request = asked(family, options={"strength": 0.75, **led, **off})
    ours, stage = make(request, MemoryAssets()), staged(request)
    bare_net = ControlNetModel.from_pretrained(net)
    pipe = AutoPipelineForImage2Image.from_pipe(
        DiffusionPipeline.from_pretrained(saved(family), local_files_only=True), controlnet=[bare_net, bare_net]
    )
    theirs = bare(
        pipe,
        image=stage.rgb[None],
        strength=0.75,
        control_image=[depth(replace(stage, info={"near": NEARS["wide"]}))[None], softedge(stage)[None]],
        controlnet_conditioning_scale=[0.8, 0.5],
        control_guidance_start=[0.0, 0.0],
        control_guidance_end=[0.6, 1.0],
    )
    return request, ours, theirs


@pytest.mark.parametrize("family", ["sd1", "sdxl"])
def test_what_is_led_is_bare_controlnet_with_the_stage_s_layers(family: str) -> None:
    request, ours, theirs = led_by_two(family)
    assert np.array_equal(to_bytes(ours.rgb), to_bytes(theirs))
    plain = make(asked(family, options={"strength": 0.75}), MemoryAssets())
    assert not np.array_equal(to_bytes(ours.rgb), to_bytes(plain.rgb)), "the layers reach the model"
    weightless = {**request.options, "control_depth_weight": 0, "control_softedge_weight": 0.0}
    assert np.array_equal(make(asked(family, options=weightless), MemoryAssets()).rgb, plain.rgb)


def given(**options: object) -> tuple[Asked, ...]:
    return nets_asked(settle(OPTIONS, options, "engine 'diffusers'"))


def test_controls_are_asked_for_by_file_weight_and_steps(tmp_path: Path) -> None:
    (tmp_path / "a:1@0.2-0.3").mkdir()
    more = {"control_edges_weight": "0.4", "control_edges_start": 0.25, "control_softedge_weight": 2}
    found = given(control_edges=str(tmp_path / "a:1@0.2-0.3"), **more)
    assert found == (Asked("edges", tmp_path / "a:1@0.2-0.3", 0.4, 0.25, 1.0),)
    assert given(control_depth="/none", control_depth_weight=0) == ()


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"control_depth_start": 0.6, "control_depth_end": 0.5}, "control_depth_start lies before control_depth_end"),
        ({"control_depth": "/none"}, "there is no ControlNet at /none"),
        ({"control_depth_weight": 3}, "control_depth_weight is 0 to 2"),
    ],
)
def test_a_control_that_cannot_be_is_told(options: dict[str, object], says: str, tmp_path: Path) -> None:
    with pytest.raises(AuthorError, match=says):
        given(**{"control_depth": str(tmp_path), **options})


# single files


def makers(tensors: dict[str, torch.Tensor], layers: int = 1) -> dict[str, torch.Tensor]:
    """A ControlNet's tensors under the names its makers gave (Zhang et al. 2023)."""
    found = {}
    for name, value in tensors.items():
        stem, end = name.rsplit(".", 1)
        head, *rest = stem.split(".")
        number = {"conv_in": 0, "conv_out": 14}.get(rest[0]) if rest else None
        if head == "controlnet_cond_embedding":
            named = f"input_hint_block.{2 * int(rest[1]) + 2 if number is None else number}.{end}"
        elif head == "controlnet_down_blocks":
            named = f"zero_convs.{rest[0]}.0.{end}"
        else:
            named = (
                f"middle_block_out.0.{end}"
                if head == "controlnet_mid_block"
                else unet(name, {**BLOCKS, "layers_per_block": layers})
            )
        found[f"control_model.{named}"] = value.contiguous().clone()
    return found


def linear() -> Path:
    """The folder of a tiny ControlNet of Stable Diffusion 2's kind, whose attention lies between linear layers."""
    torch.manual_seed(2)
    network = sd1(use_linear_projection=True, attention_head_dim=(4, 8)).unet
    net = ControlNetModel.from_unet(network, conditioning_embedding_out_channels=(16, 32))
    folder = saved_net("sd1").parent / "linear-net"
    net.save_pretrained(folder)
    return folder


def single(folder: Path, home: Path, change: Callable[[dict[str, torch.Tensor]], object] = str, **more: object) -> Path:
    """A folder's ControlNet as a single file; its configuration lies in a folder of its name beside it."""
    layout, ending = more.get("layout", makers), str(more.get("ending", ".safetensors"))
    tensors = layout(load_file(folder / WEIGHTS))  # type: ignore[operator]
    change(tensors)
    (home / "mine").mkdir()
    shutil.copy(folder / "config.json", home / "mine")
    file = home / f"mine{ending}"
    save_file(tensors, file) if ending == ".safetensors" else torch.save({"state_dict": tensors}, file)
    return file


FILES = {
    "sd1, makers'": (lambda: saved_net("sd1"), {}),
    "sd1, makers', pickled tensors": (lambda: saved_net("sd1"), {"ending": ".pth"}),
    "sd2, makers'": (linear, {}),
    "sd1, diffusers'": (lambda: saved_net("sd1"), {"layout": dict}),
    "sdxl, diffusers'": (lambda: saved_net("sdxl"), {"layout": dict}),
}


@pytest.mark.parametrize("which", FILES)
def test_a_single_file_is_the_folder_it_was_made_from(which: str, tmp_path: Path) -> None:
    folder, more = FILES[which][0](), FILES[which][1]
    one, two = network(single(folder, tmp_path, **more), CPU, None), network(folder, CPU, None)
    ours, theirs = one.state_dict(), two.state_dict()
    assert ours.keys() == theirs.keys() and all(torch.equal(ours[name], theirs[name]) for name in theirs)
    assert {**one.config, "_name_or_path": ""} == {**two.config, "_name_or_path": ""} and not one.training


def _nan(tensors: dict[str, torch.Tensor]) -> None:
    tensors["control_model.zero_convs.0.0.bias"][0] = float("nan")


def _shape(tensors: dict[str, torch.Tensor]) -> None:
    tensors["control_model.time_embed.0.bias"] = torch.zeros(7)


DAMAGE = {
    "cut short": (lambda file: file.write_bytes(file.read_bytes()[:9000]), str, "damaged or cut short"),
    "missing": (str, lambda held: held.pop("control_model.zero_convs.1.0.bias"), "lacks controlnet_down_blocks.1.bias"),
    "missing more": (str, lambda held: [held.pop(name) for name in list(held) if "hint" in name], "and 7 more"),
    "not finite": (str, _nan, "not finite, in control_model.zero_convs.0.0.bias"),
    "wrong shape": (str, _shape, "another shape: time_embedding.linear_1.bias"),
    "code": (lambda file: file.write_bytes(pickle.dumps(Evil())), str, "not opened"),
    "another kind": (
        lambda file: (file.parent / "mine" / "config.json").write_text('{"_class_name": "ControlNetUnionModel"}'),
        str, "mine is a ControlNetUnionModel",
    ),
    "no configuration": (lambda file: shutil.rmtree(file.parent / "mine"), str, "configuration is not in the file"),
}  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_file_is_refused_by_name(damage: str, tmp_path: Path) -> None:
    marker = Path("/tmp/melies-was-run")
    marker.unlink(missing_ok=True)
    harm, change, says = DAMAGE[damage]
    file = single(saved_net("sd1"), tmp_path, change, ending=".pth" if damage == "code" else ".safetensors")
    harm(file)
    with pytest.raises(AuthorError) as caught:
        network(file, CPU, None)
    assert says in str(caught.value) and "mine" in str(caught.value) and "\n" not in str(caught.value)
    assert not marker.exists()


def test_a_folder_without_weights_and_what_is_no_controlnet_are_refused(tmp_path: Path) -> None:
    shutil.copytree(saved_net("sd1"), tmp_path / "net")
    (tmp_path / "net" / WEIGHTS).unlink()
    with pytest.raises(AuthorError, match="net can't be loaded"):
        network(tmp_path / "net", CPU, None)
    with pytest.raises(AuthorError, match="sd1 is no ControlNet"):
        network(saved("sd1"), CPU, None)


def test_a_controlnet_of_another_family_is_refused_before_anything_is_painted(tmp_path: Path) -> None:
    reads = {"control_model.input_blocks.1.1.transformer_blocks.0.attn2.to_k.weight": torch.zeros(2, 768)}
    save_file(reads, tmp_path / "old.safetensors")
    net = Asked("depth", tmp_path / "old.safetensors")
    fitting((net,), Sort("checkpoint", "sd1"))
    fitting((net,), Sort("checkpoint"))
    with pytest.raises(
        AuthorError, match="control_depth: old.safetensors leads checkpoints of sd1, and this one is of sdxl"
    ):
        fitting((net,), Sort("checkpoint", "sdxl"))


@pytest.mark.parametrize(("family", "numbers"), [("sd1", 361_279_120), ("sd2", 364_228_240), ("sdxl", 1_251_014_160)])
def test_the_shipped_configurations_are_those_of_published_controlnets(family: str, numbers: int) -> None:
    config = json.loads((SHIPPED / f"{family}-controlnet" / "config.json").read_text())
    with torch.device("meta"):
        net = ControlNetModel.from_config(config)
    assert sum(weights.numel() for weights in net.parameters()) == numbers
    if family != "sdxl":
        named = makers(net.state_dict(), layers=2)
        assert len(named) == 340 and {f"control_model.{name}" for name in PUBLISHED} <= named.keys()
        _complete("it", {name: tuple(tensor.shape) for name, tensor in named.items()}, config)
    led = json.loads((SHIPPED / family / "unet" / "config.json").read_text())
    assert all(config[name] == led[name] for name in (config.keys() & led.keys()) - {"_class_name"})


def test_a_net_of_another_family_is_told_even_if_no_name_tells_it() -> None:
    options = {"control_depth": str(saved_net("sdxl"))}
    with pytest.raises(AuthorError, match="sdxl-net leads checkpoints of another family"):
        make(asked("sd1", options=options), MemoryAssets())
