"""The checkpoint and the ControlNets that the settings name, loaded once and kept while their files are the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from melies.core.errors import AuthorError
from melies.core.image import Image
from melies.core.option import Setting
from melies.core.story import Framing
from melies.generators.checkpoints import heap, lora, nets
from melies.generators.checkpoints.control import LAYERS, NEARS
from melies.generators.checkpoints.device import chosen, settle
from melies.generators.checkpoints.family import sort_of
from melies.generators.checkpoints.hashes import digest
from melies.generators.checkpoints.load import Loaded, load, quiet
from melies.generators.checkpoints.where import located

Settings = Mapping[str, Setting]
Stamp = tuple[tuple[str, int, int], ...]


def named(settings: Settings) -> Path:
    """Where the checkpoint lies. AuthorError if none is named."""
    if not settings["checkpoint"]:
        raise AuthorError("say which checkpoint paints: --option checkpoint=FILE, or options: {checkpoint: FILE}")
    return located(str(settings["checkpoint"]))


def ready(settings: Settings) -> Loaded:
    """The checkpoint with its LoRAs, in the device's precision."""
    quiet()
    heap.keep()
    device, dtype = chosen(str(settings["device"]), str(settings["precision"]))
    path, loras = named(settings), lora.asked(str(settings["lora"]))
    stamps = (_stamp(path), *(_stamp(file) for file, _ in loras))
    return _loaded(path, device, dtype, loras, stamps)


def sound(settings: Settings) -> None:
    """Refuse, before any work, files that are missing, of another kind, or of another family than the checkpoint."""
    path, wanted = named(settings), nets.asked(settings)
    lora.asked(str(settings["lora"]))
    if wanted:
        nets.fitting(wanted, sort_of(path))


def hashed(settings: Settings) -> dict[str, str]:
    """SHA-256 of every file of weights that the settings name, worked out once for each state of the file."""
    path, loras, wanted = named(settings), lora.asked(str(settings["lora"])), nets.asked(settings)
    found = {"checkpoint": digest(path)}
    found |= {f"lora {number}": f"{digest(file)}:{weight:g}" for number, (file, weight) in enumerate(loras)}
    return found | {f"control_{net.layer}": digest(net.path) for net in wanted}


def placed(pipe: Any, settings: Settings) -> str:
    """Lay a pipeline on its device, as far as memory reaches; tells the device."""
    device, _ = chosen(str(settings["device"]), str(settings["precision"]))
    settle(pipe, device, str(settings["memory"]))
    return device


def leading(
    settings: Settings, stage: Image, framing: Framing, loaded: Loaded
) -> tuple[dict[str, Any], tuple[Any, ...]]:
    """What the stage leads the painting by, as arguments, and the ControlNets that are led."""
    wanted = nets.asked(settings)
    if not wanted:
        return {}, ()
    _, dtype = chosen(str(settings["device"]), str(settings["precision"]))
    nets.fitting(wanted, loaded.sort)
    staged = replace(stage, info={**stage.info, "near": NEARS[framing]})
    networks = tuple(_net(net.path, dtype, _stamp(net.path)) for net in wanted)
    for net, network in zip(wanted, networks, strict=True):
        nets.same_kind(network, loaded.pipe, net.path.name)
    return nets.led(wanted, staged), networks


def versions() -> dict[str, str]:
    """Versions of the libraries a picture depends on."""
    from importlib.metadata import version

    return {name: version(name) for name in ("torch", "diffusers", "transformers")}


@lru_cache(maxsize=1)
def _loaded(path: Path, device: str, dtype: Any, loras: lora.Asked, stamps: tuple[Stamp, ...]) -> Loaded:
    """The one checkpoint kept in memory; a changed file is loaded anew."""
    loaded = load(path, dtype)
    lora.lay(loaded.pipe, loras)
    loaded.pipe.set_progress_bar_config(disable=True)
    return loaded


@lru_cache(maxsize=len(LAYERS))
def _net(path: Path, dtype: Any, stamp: Stamp) -> Any:
    return nets.network(path, "cpu", dtype)  # it goes to its device with the pipeline


def _stamp(path: Path) -> Stamp:
    """What changes when a model's files do."""
    files = [path] if path.is_file() else sorted(file for file in path.rglob("*") if file.is_file())
    return tuple((str(file), file.stat().st_size, file.stat().st_mtime_ns) for file in files)
