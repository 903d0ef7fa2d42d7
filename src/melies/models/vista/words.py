"""Texts as the network reads them: MiniLM's vector of each token."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from jaxtyping import Float16
from numpy import ndarray

from melies.models.text import states, tokenizer
from melies.models.vista.spec import TEXT, TOKENS


def token_vectors(text: str) -> Float16[ndarray, "tokens text"]:
    """A text's first tokens, its opening and closing signs left out."""
    return states(text)[1:-1][:TOKENS].astype(np.float16)


def unread(text: str) -> tuple[str, ...]:
    """The parts of a text, between commas, that lie beyond its first TOKENS tokens at least with their end."""
    parts = text.split(", ")
    lengths = [len(tokenizer().ids(", ".join(parts[: n + 1]))) - 2 for n in range(len(parts))]
    return tuple(part for part, length in zip(parts, lengths, strict=True) if length > TOKENS)


def together(parts: Sequence[ndarray]) -> tuple[ndarray, ndarray]:
    """Token vectors of several texts side by side, filled up with nothing."""
    longest = max(1, *(len(part) for part in parts))
    vectors = np.zeros((len(parts), longest, TEXT), np.float32)
    there = np.zeros((len(parts), longest), np.float32)
    for number, part in enumerate(parts):
        vectors[number, : len(part)] = part
        there[number, : len(part)] = 1
    return vectors, there
