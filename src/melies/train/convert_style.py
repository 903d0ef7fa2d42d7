"""Turns the packaged 26-style network into our own graph, whose looks are an input instead of a fixed list.

    python -m melies.train.convert_style multistyle26.onnx src/melies/assets/style

writes `network.onnx` (weights and structure; every layer's scale and shift come from one input vector of 990
numbers), `presets.safetensors` (the 26 looks the package came with, as such vectors) and `style.json` (hashes and
parity, which the loader checks). Needs the `onnx` package; nothing at run time does.

The network is the conditional instance normalisation of Dumoulin, Shlens and Kudlur, "A Learned Representation for
Artistic Style" (2017), section 2.2. The package computes mean and variance with a chain of eight operators a layer;
here one `InstanceNormalization` does it, which is the same arithmetic and faster.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
from jaxtyping import Float32
from numpy import ndarray

from melies.models.style import LAYERS, NORMS, STRIDES, Norms, pack, run

EPSILON = 1e-5


def convert(source: Path, out: Path) -> dict[str, Any]:
    """Read the packaged ONNX file, write ours into the folder `out`; returns the facts also kept in style.json."""
    import onnx
    from onnx import numpy_helper
    from safetensors.numpy import save

    model = onnx.load(source)
    weights = {i.name: numpy_helper.to_array(i).astype(np.float32) for i in model.graph.initializer}
    kernels = {name: weights[f"{name}.w"] for name in LAYERS}
    presets = np.stack([_preset(weights, k) for k in range(len(weights[f"{LAYERS[0]}.norm.gamma"]))])
    graph = build(kernels)
    out.mkdir(parents=True, exist_ok=True)
    (out / "network.onnx").write_bytes(graph)
    (out / "presets.safetensors").write_bytes(save({"norms": presets}))
    facts = {
        "source_sha256": _sha(source.read_bytes()),
        "network_sha256": _sha(graph),
        "presets_sha256": _sha((out / "presets.safetensors").read_bytes()),
        "parity": parity(source, graph, presets),
    }
    (out / "style.json").write_text(json.dumps(facts, indent=1) + "\n")
    return facts


def build(kernels: dict[str, Float32[ndarray, "o i k k"]]) -> bytes:
    """The serialised graph: inputs image (1, 3, H, W) and norms (990,); output painted (1, 3, H, W).

    H and W must be multiples of 4. `kernels` maps each of LAYERS to its convolution weights.
    """
    from onnx import TensorProto, helper, numpy_helper

    nodes: list[Any] = []
    constants: dict[str, ndarray] = {f"{n}.w": w for n, w in kernels.items()}
    widths = [len(kernels[name]) for name in LAYERS for _ in range(2)]
    constants["widths"] = np.array(widths, np.int64)
    constants["twice"] = np.array([1, 1, 2, 2], np.float32)
    parts = [f"{name}.{kind}" for name in LAYERS for kind in ("gamma", "beta")]
    nodes.append(helper.make_node("Split", ["norms", "widths"], parts, axis=0))

    def conv(value: str, name: str) -> str:
        """Reflected border, convolution, instance normalisation with this look's scale and shift."""
        half = kernels[name].shape[-1] // 2
        constants[f"pad{half}"] = np.array([0, 0, half, half, 0, 0, half, half], np.int64)
        stride = STRIDES.get(name, 1)
        nodes.append(helper.make_node("Pad", [value, f"pad{half}"], [f"{name}.p"], mode="reflect"))
        nodes.append(helper.make_node("Conv", [f"{name}.p", f"{name}.w"], [f"{name}.c"], strides=[stride, stride]))
        inputs = [f"{name}.c", f"{name}.gamma", f"{name}.beta"]
        nodes.append(helper.make_node("InstanceNormalization", inputs, [f"{name}.n"], epsilon=EPSILON))
        return f"{name}.n"

    def relu(value: str) -> str:
        nodes.append(helper.make_node("Relu", [value], [f"{value}.relu"]))
        return f"{value}.relu"

    value = "image"
    for name in LAYERS[:3]:
        value = relu(conv(value, name))
    for first, second in zip(LAYERS[3:15:2], LAYERS[4:15:2], strict=True):
        inner = conv(relu(conv(value, first)), second)
        nodes.append(helper.make_node("Add", [value, inner], [f"{second}.sum"]))
        value = f"{second}.sum"
    for name in LAYERS[15:17]:
        nodes.append(helper.make_node(
            "Resize", [value, "", "twice"], [f"{name}.up"],
            mode="nearest", coordinate_transformation_mode="asymmetric", nearest_mode="floor",
        ))  # fmt: skip
        value = relu(conv(f"{name}.up", name))
    nodes.append(helper.make_node("Sigmoid", [conv(value, LAYERS[17])], ["painted"]))
    shape: list[int | str | None] = [1, 3, "height", "width"]
    graph = helper.make_graph(
        nodes, "style",
        [helper.make_tensor_value_info("image", TensorProto.FLOAT, shape),
         helper.make_tensor_value_info("norms", TensorProto.FLOAT, [NORMS])],
        [helper.make_tensor_value_info("painted", TensorProto.FLOAT, shape)],
        [numpy_helper.from_array(np.ascontiguousarray(v), n) for n, v in constants.items()],
    )  # fmt: skip
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], producer_name="melies")
    model.ir_version = 8
    return bytes(model.SerializeToString())


def parity(source: Path, graph: bytes, presets: Float32[ndarray, "n 990"]) -> float:
    """Largest difference to the packaged graph over all presets, on a noise picture of 96x128 in [0, 1]."""
    import onnxruntime

    stock = onnxruntime.InferenceSession(str(source))
    ours = onnxruntime.InferenceSession(graph)
    image = np.random.default_rng(0).random((1, 3, 96, 128), np.float32)
    worst = 0.0
    for k, norms in enumerate(presets):
        weights = np.zeros(len(presets), np.float32)
        weights[k] = 1.0
        expected = stock.run(None, {"image": image, "style_weights": weights})[0]
        worst = max(worst, float(np.abs(expected - run(ours, image, norms)).max()))
    return worst


def _preset(weights: dict[str, ndarray], k: int) -> Norms:
    gammas = [weights[f"{name}.norm.gamma"][k] for name in LAYERS]
    betas = [weights[f"{name}.norm.beta"][k] for name in LAYERS]
    return pack(list(zip(gammas, betas, strict=True)))


def _sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


if __name__ == "__main__":
    print(json.dumps(convert(Path(sys.argv[1]), Path(sys.argv[2])), indent=1))
