"""ControlNets of the author's: how they are asked for, and loaded."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from melies.core.errors import AuthorError
from melies.core.image import Image
from melies.core.option import Option, Setting
from melies.generators.checkpoints.control import LAYERS
from melies.generators.checkpoints.family import sort_of
from melies.generators.checkpoints.load import part, quiet, trusted

FORM = re.compile(r"(?P<path>.+?)(?::(?P<weight>\d*\.?\d+))?(?:@(?P<start>\d*\.?\d+)-(?P<end>\d*\.?\d+))?")
OPTIONS = tuple(
    Option(f"control_{name}", "", f"a ControlNet led by the stage's {name}: FOLDER[:weight[@start-end]]")
    for name in LAYERS
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
    """The ControlNets that the settings name. AuthorError for one that can't be read."""
    return tuple(_asked(name, str(settings[f"control_{name}"])) for name in LAYERS if settings.get(f"control_{name}"))


def _asked(layer: str, text: str) -> Asked:
    found = FORM.fullmatch(text.strip())
    if found is None:
        raise AuthorError(f"control_{layer} is FOLDER[:weight[@start-end]]; got {text!r}")
    given = {name: float(value) for name, value in found.groupdict().items() if name != "path" and value}
    net = Asked(layer, Path(found["path"]).expanduser().absolute(), **given)
    if not 0 <= net.start < net.end <= 1:
        raise AuthorError(f"control_{layer}: steps run from 0 to 1, the first before the last; got {text!r}")
    return net


def network(path: Path, device: str, dtype: Any) -> Any:
    """A ControlNet as diffusers saves one in a folder, checked as checkpoints are."""
    quiet()
    if not path.is_dir():
        raise AuthorError(f"there is no folder of a ControlNet at {path}")
    if sort_of(path).kind != "controlnet":
        raise AuthorError(f"{path.name} is no ControlNet")
    trusted(path)
    return part(path, "", "diffusers", "ControlNetModel", dtype).to(device)


def led(nets: tuple[Asked, ...], stage: Image) -> dict[str, Any]:
    """The arguments by which the stage leads the networks."""
    return {
        "pictures": [LAYERS[net.layer](stage)[None] for net in nets],
        "controlnet_conditioning_scale": [net.weight for net in nets],
        "control_guidance_start": [net.start for net in nets],
        "control_guidance_end": [net.end for net in nets],
    }
