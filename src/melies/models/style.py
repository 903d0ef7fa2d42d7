"""The style network: paints any picture in a look, where a look is 990 normalisation numbers.

Dumoulin, Shlens and Kudlur, "A Learned Representation for Artistic Style" (2017): one convolutional network for all
looks; only the scale (gamma) and shift (beta) after each of its 18 convolutions differ from look to look. Our graph
(see `assets/style/CARD.md`) takes those numbers as an input, so a look can be any vector: a preset, a learnt one, or
a mixture.
"""

from __future__ import annotations

import functools
import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from jaxtyping import Float32
from numpy import ndarray

from melies.core.errors import AuthorError, OurBug

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

HOME = Path(__file__).parents[1] / "assets" / "style"
LAYERS = (
    *(f"contract.{i}" for i in range(3)),
    *(f"res.{i}.{j}" for i in range(6) for j in range(2)),
    *(f"expand.{i}" for i in range(3)),
)
CHANNELS = {name: 32 for name in LAYERS} | {"expand.0": 8, "expand.1": 4, "expand.2": 3}
STRIDES = {"contract.1": 2, "contract.2": 2}
NORMS = 2 * sum(CHANNELS.values())
SMALLEST = 16

Norms = Float32[ndarray, "990"]
Row = Float32[ndarray, "c"]


def paint(rgb: Float32[ndarray, "h w 3"], norms: Norms, threads: int = 1) -> Float32[ndarray, "h w 3"]:
    """The picture (sRGB in [0, 1], sides of 16 pixels or more) painted in the look `norms`; same size out.

    The picture is mirrored out to multiples of 4 and cropped again. The bytes do not depend on `threads`.
    Raises AuthorError for a smaller picture.
    """
    height, width = rgb.shape[:2]
    if min(height, width) < SMALLEST:
        raise AuthorError(f"a look needs a picture of at least {SMALLEST}x{SMALLEST}; this one is {width}x{height}")
    if norms.shape != (NORMS,) or not np.isfinite(norms).all():
        raise OurBug(f"a look is {NORMS} finite numbers; got shape {norms.shape}")
    padded = np.pad(rgb, ((0, -height % 4), (0, -width % 4), (0, 0)), mode="reflect")
    image = np.ascontiguousarray(padded.transpose(2, 0, 1)[None], np.float32)
    painted = run(session(threads), image, norms)
    return np.ascontiguousarray(painted[0].transpose(1, 2, 0)[:height, :width])


def run(network: InferenceSession, image: Float32[ndarray, "1 3 h w"], norms: Norms) -> Float32[ndarray, "1 3 h w"]:
    """One pass of a session over an image whose sides are multiples of 4."""
    result: Float32[ndarray, "1 3 h w"] = network.run(None, {"image": image, "norms": norms.astype(np.float32)})[0]
    return result


@functools.lru_cache(maxsize=4)
def session(threads: int = 1) -> InferenceSession:
    """The network, loaded once per thread count and checked against its recorded hash."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(_checked("network"), options, providers=["CPUExecutionProvider"])


@functools.cache
def presets() -> Float32[ndarray, "26 990"]:
    """The 26 looks the network came with: starting points for learning new ones."""
    from safetensors.numpy import load

    return np.asarray(load(_checked("presets"))["norms"], np.float32)


@functools.cache
def neutral() -> Norms:
    """The look that repaints a picture as it is, as nearly as the network can: the other end of strength."""
    from safetensors.numpy import load

    return np.asarray(load(_checked("neutral"))["norms"], np.float32)


@functools.cache
def facts() -> dict[str, Any]:
    """What the conversion recorded: hashes and parity."""
    return dict(json.loads((HOME / "style.json").read_text()))


def pack(layers: list[tuple[Row, Row]]) -> Norms:
    """Gamma and beta of each of LAYERS, in order, as one vector."""
    return np.concatenate([part for pair in layers for part in pair]).astype(np.float32)


def spans() -> dict[str, tuple[slice, slice]]:
    """Where each layer's gamma and beta lie in the vector."""
    found, start = {}, 0
    for name in LAYERS:
        width = CHANNELS[name]
        found[name] = (slice(start, start + width), slice(start + width, start + 2 * width))
        start += 2 * width
    return found


def _checked(part: str) -> bytes:
    file = HOME / ("network.onnx" if part == "network" else f"{part}.safetensors")
    data = file.read_bytes()
    if hashlib.sha256(data).hexdigest() != facts()[f"{part}_sha256"]:
        raise AuthorError(f"{file.name} is not the file Melies was shipped with; reinstall Melies")
    return data
