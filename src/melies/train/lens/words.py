"""Vectors of many phrases at once, for lessons: batches of equal length, kept on disk.

A batch shares the scale of its int8 activations, so a vector differs a little (cosine above 0.999) from the one that
`models.text` gives for the phrase alone, which is what counts at run time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from jaxtyping import Float32
from numpy import ndarray

from melies.media.atomic import replacing
from melies.models.text import LONGEST, session, tokenizer

BATCH = 32


def vectors(texts: Iterable[str], cache: Path) -> dict[str, Float32[ndarray, 384]]:
    """Unit vectors by phrase; those that the file `cache` has are taken from it, and it is brought up to date."""
    wanted, known = list(dict.fromkeys(texts)), _read(cache)
    fresh = [text for text in wanted if text not in known]
    if fresh:
        known |= _embedded(fresh)
        with replacing(cache) as draft, draft.open("wb") as file:
            np.savez(file, texts=np.array(list(known)), vectors=np.stack(list(known.values())).astype(np.float16))
    return {text: known[text] for text in wanted}


def _read(cache: Path) -> dict[str, ndarray]:
    if not cache.is_file():
        return {}
    with np.load(cache, allow_pickle=False) as data:
        return dict(zip(data["texts"].tolist(), data["vectors"].astype(np.float32), strict=True))


def _embedded(texts: list[str]) -> dict[str, ndarray]:
    lengths = defaultdict[int, list[tuple[str, list[int]]]](list)
    for text in texts:
        tokens = tokenizer().ids(text)[:LONGEST]
        lengths[len(tokens)].append((text, tokens))
    found: dict[str, ndarray] = {}
    for rows in lengths.values():
        for start in range(0, len(rows), BATCH):
            some = rows[start : start + BATCH]
            ids = np.array([tokens for _, tokens in some], np.int64)
            feeds = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
            (states,) = session().run(None, feeds)
            means = states.mean(1)
            unit = means / np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-12)
            found |= {
                text: vector.astype(np.float16).astype(np.float32) for (text, _), vector in zip(some, unit, strict=True)
            }
    return found
