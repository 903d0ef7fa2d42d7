"""What a weights file holds, by name and shape, without loading a number or running a line of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from melies.core.errors import AuthorError

Shapes = Mapping[str, tuple[int, ...]]
PICKLED = (".ckpt", ".pt", ".pth", ".bin")
SAFE = ".safetensors"


@dataclass(frozen=True)
class Header:
    """Names and shapes of a file's tensors, and the words its maker left in it."""

    shapes: Shapes
    words: Mapping[str, str]


def header(path: Path) -> Header:
    """The header of a `.safetensors` file. AuthorError for a file that is truncated, damaged or none at all."""
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(str(path), framework="numpy") as file:
            shapes = {name: tuple(file.get_slice(name).get_shape()) for name in file.keys()}  # noqa: SIM118
            return Header(shapes, dict(file.metadata() or {}))
    except FileNotFoundError:
        raise AuthorError(f"there is no checkpoint at {path}") from None
    except (SafetensorError, OSError) as error:
        raise AuthorError(f"{path.name} is damaged or cut short ({error}); download it again") from None
