"""CLIP's tokenizer, which single-file checkpoints take for granted and do not hold.

Radford et al. 2021, byte-pair encoding of 49,408 words; the merges are shipped (see the card beside them).
"""

from __future__ import annotations

import gzip
from functools import lru_cache
from importlib import resources
from typing import Any

LENGTH = 77


@lru_cache(maxsize=1)
def vocabulary() -> tuple[dict[str, int], tuple[tuple[str, str], ...]]:
    """Every token's number, and the merges in order."""
    packed = resources.files("melies") / "assets" / "checkpoints" / "clip-merges.txt.gz"
    lines = gzip.decompress(packed.read_bytes()).decode("utf-8").split("\n")
    merges = tuple((first, second) for first, second in (line.split() for line in lines if line))
    letters = _letters()
    words = [*letters, *(f"{letter}</w>" for letter in letters), *("".join(merge) for merge in merges)]
    words += ["<|startoftext|>", "<|endoftext|>"]
    return {word: number for number, word in enumerate(words)}, merges


def tokenizer(pad: str = "<|endoftext|>") -> Any:
    """A new `transformers.CLIPTokenizer`; pad: "!" for the second encoder of SDXL and for SD 2."""
    from transformers import CLIPTokenizer

    words, merges = vocabulary()
    pairs: Any = list(merges)
    return CLIPTokenizer(vocab=dict(words), merges=pairs, pad_token=pad, model_max_length=LENGTH)


def _letters() -> list[str]:
    """A visible letter for every byte, printable ones first (GPT-2's table)."""
    plain = [*range(ord("!"), ord("~") + 1), *range(ord("¡"), ord("¬") + 1), *range(ord("®"), ord("ÿ") + 1)]
    hidden = [byte for byte in range(256) if byte not in plain]
    return [*map(chr, plain), *(chr(256 + number) for number in range(len(hidden)))]
