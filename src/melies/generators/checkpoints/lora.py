"""LoRA weights laid on a checkpoint: files in kohya's layout or peft's, each at a weight."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from melies.core.errors import AuthorError
from melies.generators.checkpoints.family import sort_of
from melies.generators.checkpoints.where import located

FORM = re.compile(r"(?P<path>.+?)(?::(?P<weight>-?\d*\.?\d+))?")
Asked = tuple[tuple[Path, float], ...]


def asked(text: str) -> Asked:
    """`FILE[:weight]`, and more after commas; the weight is 1 if left out."""
    found = []
    for part in filter(None, (part.strip() for part in text.split(","))):
        match = FORM.fullmatch(part)
        if match is None:
            raise AuthorError(f"lora is FILE[:weight], and more after commas; got {part!r}")
        path = located(match["path"], "LoRA")
        if sort_of(path).kind != "lora":
            raise AuthorError(f"{path.name} is no LoRA")
        found.append((path, float(match["weight"] or 1.0)))
    return tuple(found)


def lay(pipe: Any, loras: Asked) -> None:
    """Lay LoRAs on a pipeline. AuthorError for a file that is missing, damaged, no LoRA, or another family's."""
    from safetensors.torch import load_file

    for number, (path, _) in enumerate(loras):
        try:
            pipe.load_lora_weights(load_file(path), adapter_name=f"lora{number}")
        except (ValueError, RuntimeError, KeyError):
            raise AuthorError(
                f"{path.name} doesn't fit this checkpoint: it was taught for another family or size; leave it out"
            ) from None
    if loras:
        pipe.set_adapters([f"lora{number}" for number in range(len(loras))], [weight for _, weight in loras])
