"""ControlNets of the author's: how they are asked for, checked and loaded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from melies.core.errors import AuthorError
from melies.core.image import Image
from melies.core.option import Option, Setting
from melies.generators.checkpoints.checks import finite, gist, shapes_of, some, trusted, whole
from melies.generators.checkpoints.control import LAYERS
from melies.generators.checkpoints.family import Sort, json_of, sort_of, told_by
from melies.generators.checkpoints.header import Shapes
from melies.generators.checkpoints.load import SHIPPED, part, quiet
from melies.generators.checkpoints.where import located

KIND = "ControlNetModel"  # diffusers' class
STRONGEST = 2.0
READS = ("cross_attention_dim", "addition_embed_type", "projection_class_embeddings_input_dim")
OPTIONS = tuple(
    option
    for name in LAYERS
    for option in (
        Option(f"control_{name}", "", f"a ControlNet led by the {name}: its folder or file", files=True),
        Option(f"control_{name}_weight", 1.0, f"how much the {name} lead; 0 is not at all", low=0, high=STRONGEST),
        Option(f"control_{name}_start", 0.0, f"share of the steps from which the {name} lead", low=0, high=1),
        Option(f"control_{name}_end", 1.0, f"share of the steps to which the {name} lead", low=0, high=1),
    )
)


@dataclass(frozen=True)
class Asked:
    """One ControlNet: the layer that leads it, where it lies, its weight, and its share of the steps (0 to 1)."""

    layer: str
    path: Path
    weight: float = 1.0
    start: float = 0.0
    end: float = 1.0


def asked(settings: Mapping[str, Setting]) -> tuple[Asked, ...]:
    """The ControlNets that the settings name and give a weight. AuthorError for steps that end before they start."""
    return tuple(
        _asked(layer, settings)
        for layer in LAYERS
        if settings[f"control_{layer}"] and settings[f"control_{layer}_weight"]
    )


def _asked(layer: str, settings: Mapping[str, Setting]) -> Asked:
    name = f"control_{layer}"
    weight, start, end = (float(settings[f"{name}_{what}"]) for what in ("weight", "start", "end"))
    if start >= end:
        raise AuthorError(f"{name}_start lies before {name}_end; got {start:g} and {end:g}")
    return Asked(layer, located(str(settings[name]), "ControlNet"), weight, start, end)


def fitting(nets: tuple[Asked, ...], checkpoint: Sort) -> None:
    """Refuse a ControlNet taught for another family than the checkpoint's, as far as both can be told."""
    for net in nets:
        own = _sort(net.path).family
        if own and checkpoint.family and own != checkpoint.family:
            raise AuthorError(
                f"control_{net.layer}: {net.path.name} leads checkpoints of {own}, and this one is of "
                f"{checkpoint.family}; name a ControlNet of that family"
            )


def same_kind(net: Any, pipe: Any, name: str) -> None:
    """Refuse a loaded ControlNet whose network reads other texts than the checkpoint's; the last word on families."""
    unet = getattr(pipe, "unet", None)
    reads = [[part.config.get(key) for key in READS] for part in (net, unet) if part is not None]
    if len(reads) == 2 and reads[0] != reads[1]:
        raise AuthorError(f"{name} leads checkpoints of another family; name a ControlNet of this one's")


def network(path: Path, device: str, dtype: Any) -> Any:
    """A ControlNet, checked as checkpoints are: a folder of diffusers', or a file in its names or in the makers'."""
    quiet()
    sort = _sort(path)
    if sort.kind != "controlnet":
        raise AuthorError(f"{path.name} is no ControlNet")
    try:
        return (_folder(path, dtype) if path.is_dir() else _file(path, sort, dtype)).to(device)
    except AuthorError:
        raise
    except (ValueError, RuntimeError, OSError, KeyError, TypeError, AttributeError) as error:
        raise AuthorError(f"{path.name} can't be loaded: {gist(error)}") from None


def led(nets: tuple[Asked, ...], stage: Image) -> dict[str, Any]:
    """The arguments by which the stage leads the networks."""
    return {
        "pictures": [LAYERS[net.layer](stage)[None] for net in nets],
        "controlnet_conditioning_scale": [net.weight for net in nets],
        "control_guidance_start": [net.start for net in nets],
        "control_guidance_end": [net.end for net in nets],
    }


def _sort(path: Path) -> Sort:
    return sort_of(path) if path.is_dir() else told_by(shapes_of(path))


def _folder(folder: Path, dtype: Any) -> Any:
    _config(folder)
    trusted(folder)
    return part(folder, "", "diffusers", KIND, dtype)


def _file(path: Path, sort: Sort, dtype: Any) -> Any:
    """A single file, by the config.json in the folder of its name, or ours for its family."""
    from diffusers import ControlNetModel

    folder = path.with_suffix("")
    if not (folder / "config.json").is_file():
        if sort.family not in SHIPPED:
            raise AuthorError(
                f"{path.name} is of the family {sort.family or 'unknown'}, whose configuration is not in the file: "
                f"put its config.json beside it as {folder.name}/config.json"
            )
        folder = Path(str(resources.files("melies") / "assets" / "checkpoints" / f"{sort.family}-controlnet"))
    _complete(path.name, shapes_of(path), _config(folder))
    net = ControlNetModel.from_single_file(str(path), config=str(folder), dtype=dtype, local_files_only=True)
    whole(path.name, KIND, net)
    finite(path.name, [path])
    return net


def _config(folder: Path) -> dict[str, Any]:
    """config.json of a folder; refused if it is another kind of ControlNet's."""
    config = json_of(folder / "config.json")
    if config.get("_class_name") != KIND:
        raise AuthorError(
            f"{folder.name} is a {config.get('_class_name')}; ControlNets of {', '.join(SHIPPED)} lead here"
        )
    return config


def _complete(file: str, shapes: Shapes, config: dict[str, Any]) -> None:
    """Refuse a file that lacks a tensor or holds one of another shape, by its name in diffusers."""
    import diffusers
    import torch
    from diffusers.loaders import single_file_utils

    library: Any = diffusers
    utils: Any = single_file_utils
    with torch.device("meta"):
        wanted = library.ControlNetModel.from_config(config).state_dict()
    named = utils.convert_controlnet_checkpoint({name: name for name in shapes}, config)  # diffusers' -> the file's
    lacking = sorted(name for name in wanted if named.get(name) is None)
    if lacking:
        raise AuthorError(f"{file}: {KIND} lacks {some(lacking)}")
    odd = sorted(name for name, tensor in wanted.items() if shapes[named[name]] != tuple(tensor.shape))
    if odd:
        raise AuthorError(f"{file}: {KIND} has tensors of another shape: {some(odd)}")
