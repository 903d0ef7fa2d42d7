"""What is checked of weights before and after they are loaded, and how it is told."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from melies.core.errors import AuthorError
from melies.generators.checkpoints.header import PICKLED, SAFE, Shapes, header


def gist(error: Exception) -> str:
    return " ".join(str(error).split())[:240] or type(error).__name__


def shapes_of(path: Path) -> Shapes:
    """The names and shapes of a single file; none for a file of another kind."""
    ending = path.suffix.lower()
    return header(path).shapes if ending == SAFE else pickled(path) if ending in PICKLED else {}


def pickled(path: Path) -> dict[str, tuple[int, ...]]:
    """The shapes of a pickled file, read by torch's restricted loader; refused if it holds anything but tensors."""
    import pickle

    import torch

    try:
        found = torch.load(path, map_location="cpu", weights_only=True, mmap=True)
    except (pickle.UnpicklingError, RuntimeError, EOFError, OSError, ValueError):
        raise AuthorError(
            f"{path.name} holds more than tensors, or is damaged; it is not opened: use its .safetensors file"
        ) from None
    found = found.get("state_dict", found) if isinstance(found, dict) else found
    if not isinstance(found, dict) or not all(isinstance(value, torch.Tensor) for value in found.values()):
        raise AuthorError(f"{path.name} holds more than tensors; it is not opened")
    return {str(name): tuple(value.shape) for name, value in found.items()}


def used(file: Path, variant: str | None) -> bool:
    """Whether diffusers reads a file: safetensors where there are any, of one variant."""
    ending = SAFE if any(file.parent.glob(f"*{SAFE}")) else ".bin"
    return file.suffix.lower() == ending and (
        f".{variant}." in file.name if variant else not re.search(r"\.(fp16|bf16)\.", file.name)
    )


def trusted(folder: Path) -> None:
    """Refuse a folder with a weights file that is cut short, damaged, or holds more than tensors."""
    for file in folder.rglob("*"):
        if file.suffix.lower() == SAFE:
            header(file)
        elif file.suffix.lower() in PICKLED:
            pickled(file)


def whole(file: str, name: str, part: Any) -> None:
    """Refuse a network that lacks a tensor; make it ready to paint."""
    import torch

    if not isinstance(part, torch.nn.Module):
        return
    tensors = dict(part.named_parameters())
    lacking = sorted(key for key, value in tensors.items() if value.is_meta)
    if lacking:
        raise AuthorError(f"{file}: {name} lacks {some(lacking)}")
    part.eval()  # diffusers leaves T5 learning, with its dropout


def finite(whose: str, files: Iterable[Path]) -> None:
    """Refuse weights that hold a number that is not finite.

    Read from the files: what a network never uses (rare words, half of the picture code) need not stay in memory.
    """
    import torch
    from safetensors import safe_open

    for file in files:
        if file.suffix.lower() in PICKLED:
            found = torch.load(file, map_location="cpu", weights_only=True, mmap=True)
            odd = [name for name, value in found.get("state_dict", found).items() if not _sound(value)]
        else:
            with safe_open(str(file), framework="pt") as weights:
                odd = [name for name in weights.keys() if not _sound(weights.get_tensor(name))]  # noqa: SIM118
        if odd:
            raise AuthorError(f"{whose} holds numbers that are not finite, in {some(sorted(odd))}")


def _sound(value: Any) -> bool:
    return not value.is_floating_point() or bool(value.isfinite().all())


def some(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1} more"
