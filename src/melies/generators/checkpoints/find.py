"""What lies in a models folder laid out like Automatic1111's or ComfyUI's."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from melies.core.errors import AuthorError
from melies.generators.checkpoints.family import Kind, Sort, sort_of
from melies.generators.checkpoints.hashes import size_of, weights
from melies.generators.checkpoints.header import PICKLED, SAFE

HOME = "MELIES_MODELS"  # the variable that names the folder
FOLDERS: dict[str, Kind] = {  # by their names in lower case, what lies in them
    "stable-diffusion": "checkpoint", "checkpoints": "checkpoint", "diffusers": "checkpoint", "unet": "checkpoint",
    "diffusion_models": "checkpoint", "lora": "lora", "loras": "lora", "lycoris": "lora", "controlnet": "controlnet",
    "vae": "vae", "embeddings": "embedding",
}  # fmt: skip


@dataclass(frozen=True)
class Found:
    """One model: its name, where it lies, its sort, size in bytes, and what is wrong with it, if anything is."""

    name: str
    path: Path
    sort: Sort
    size: int
    trouble: str = ""


def models_home(given: str | None = None) -> Path:
    """The models folder: as given, else as `MELIES_MODELS` says. AuthorError if there is none."""
    named = given or os.environ.get(HOME)
    if not named:
        raise AuthorError(f"say where your models lie: a folder such as stable-diffusion-webui/models, or set {HOME}")
    path = Path(named).expanduser()
    if not path.is_dir():
        raise AuthorError(
            f"there is no models folder at {path}; check the path{'' if given else f', which {HOME} names'}"
        )
    return path


def found(home: Path) -> Iterator[Found]:
    """Every model under a folder, in the order of their names; what can't be read is told, not hidden."""
    return (_found(path, home) for path in models(home))


def models(home: Path) -> Iterator[Path]:
    """The files of weights and diffusers' folders under a folder, in the order of their names; none is opened."""
    for folder, inside, files in os.walk(home, followlinks=True):
        here = Path(folder)
        inside.sort()
        if (here / "model_index.json").is_file() or (here / "config.json").is_file() and weights(here):
            inside.clear()
            if not _beside(here):
                yield here
            continue
        yield from (here / name for name in sorted(files) if Path(name).suffix.lower() in (SAFE, *PICKLED))


def _beside(folder: Path) -> bool:
    """Whether a folder is but the configuration of a single file of its name, with no network of its own."""
    single = any(folder.with_name(folder.name + ending).is_file() for ending in (SAFE, *PICKLED))
    return single and not any(weights(folder / network) for network in ("unet", "transformer"))


def _found(path: Path, home: Path) -> Found:
    name, shelf = path.stem if path.is_file() else path.name, _shelf(path, home)
    try:
        sort = sort_of(path)
    except AuthorError as error:
        return Found(name, path, Sort(shelf), size_of(path), str(error))
    if sort.kind == "unknown":
        sort = Sort(shelf)
    return Found(name, path, sort, size_of(path))


def _shelf(path: Path, home: Path) -> Kind:
    """What the folder's name says that lies in it."""
    parents = path.relative_to(home).parts[:-1]
    return next((FOLDERS[part.lower()] for part in reversed(parents) if part.lower() in FOLDERS), "unknown")
