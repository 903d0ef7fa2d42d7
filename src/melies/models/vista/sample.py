"""Sampling: from noise to clean layers in a few steps, with what is given held where it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

import torch
import torch.nn.functional as F
from jaxtyping import Float
from torch import Tensor

from melies.models.vista.layers import span
from melies.models.vista.led import Lead
from melies.models.vista.net import Vista
from melies.models.vista.spec import LAYERS, PATCH, TEXT

FLAT = 0.02  # noise left where the last step begins, at most: the clean picture is then simply taken
SHIFTS = ((0, 0), (4, 4), (2, 6), (6, 2), (4, 0), (0, 4), (6, 6), (2, 2))  # pixels by which patches lie elsewhere


@dataclass(frozen=True, eq=False)
class Words:
    """Token vectors (B, n, 384) and where there are any (B, n), as zeros and ones."""

    vectors: Tensor
    there: Tensor


def unworded(count: int) -> Words:
    """No words at all, for `count` pictures."""
    return Words(torch.zeros(count, 1, TEXT), torch.zeros(count, 1))


@dataclass(frozen=True, eq=False)
class Asked:
    """What is asked of the network.

    given: clean layers (B, C, h, w) by name; all others are foretold together, for they help each other. start:
    colour to begin from, with `strength` of it replaced by noise. clear: (B, 1, h, w), 1 where the start's colour
    stays, else 0. guidance: how far away from the wordless picture (classifier-free, Ho and Salimans
    2022); unwanted: the words that it is led away from, in place of none. turning: further words with the shares that
    they have in what is foretold (composed as by Liu et al. 2022); `words` has the rest.
    """

    words: Words
    given: Mapping[str, Tensor] = field(default_factory=dict)
    start: Tensor | None = None
    strength: float = 1.0
    clear: Tensor | None = None
    steps: int = 20
    guidance: float = 2.0
    unwanted: Words | None = None
    turning: tuple[tuple[Words, float], ...] = ()


def sampled(
    net: Vista, asked: Asked, noise: Float[Tensor, "b c h w"], lead: Lead | None = None
) -> Iterator[Float[Tensor, "b c h w"]]:
    """What the clean layers are thought to be, step by step; the last is the result. Euler's steps, evenly spaced.

    Patches lie elsewhere at each step, and the last step takes the mean of two ways, so that no seam stays where it was
    (cycle spinning, Coifman and Donoho 1995). lead: moves what each step foretells, which comes with its noise level.
    """
    first = 0.0 if asked.start is None else 1.0 - asked.strength
    times = torch.linspace(first, 1.0, max(1, round(asked.steps * (1.0 - first))) + 1)
    z = _begun(asked, noise, first)
    for number, (now, then) in enumerate(zip(times[:-1].tolist(), times[1:].tolist(), strict=True)):
        clean = foreseen(net, asked, z, now, SHIFTS[number % len(SHIFTS)])
        if then == 1.0:
            clean = (clean + foreseen(net, asked, z, now, SHIFTS[(number + 1) % len(SHIFTS)])) / 2
        clean = _held(clean if lead is None else lead(clean, now), asked)
        yield clean
        if then < 1.0 - FLAT:
            z = _held(z + (clean - z) * ((then - now) / (1.0 - now)), asked)


def foreseen(net: Vista, asked: Asked, z: Tensor, level: float, shift: tuple[int, int] = (0, 0)) -> Tensor:
    """The clean layers that the network foretells at one noise level, guided by the words.

    shift: rows and columns by which its patches lie further up and left; the picture goes on mirrored there.
    """
    if any(shift):
        (up, left), (height, width) = shift, z.shape[2:]
        around = (left, -left % PATCH, up, -up % PATCH)
        clear = None if asked.clear is None else F.pad(asked.clear, around, mode="reflect")
        wide = foreseen(net, replace(asked, clear=clear), F.pad(z, around, mode="reflect"), level)
        return wide[..., up : up + height, left : left + width]
    levels = z.new_full((len(z), len(LAYERS)), level)
    for number, name in enumerate(LAYERS):
        levels[:, number] = 1.0 if name in asked.given else level
    clear = z.new_full((len(z), 1, *z.shape[2:]), float(levels[0, 0]))
    if asked.clear is not None:
        clear = torch.maximum(clear, asked.clear)
    words, other = asked.words, asked.unwanted
    told = net(z, levels, clear, words.vectors, words.there) * (1 - sum(share for _, share in asked.turning))
    for some, share in asked.turning:
        told = told + share * net(z, levels, clear, some.vectors, some.there)
    if asked.guidance == 1.0 or other is None and not any(bool(some.there.any()) for some in _every(asked)):
        return told
    if other is None:
        other = Words(words.vectors, torch.zeros_like(words.there))
    untold = net(z, levels, clear, other.vectors, other.there)
    return untold + asked.guidance * (told - untold)


def _every(asked: Asked) -> Iterator[Words]:
    """All words that are wanted."""
    yield asked.words
    yield from (words for words, _ in asked.turning)


def _begun(asked: Asked, noise: Tensor, first: float) -> Tensor:
    z = noise.clone()
    if asked.start is not None:
        colour = span("rgb")
        z[:, colour] = first * asked.start + (1.0 - first) * noise[:, colour]
    return _held(z, asked)


def _held(z: Tensor, asked: Asked) -> Tensor:
    """The layers with what is given put back: given layers whole, colour as far as it is clear."""
    z = z.clone()
    for name, clean in asked.given.items():
        z[:, span(name)] = clean
    if asked.clear is not None and asked.start is not None:
        colour = span("rgb")
        z[:, colour] = asked.clear * asked.start + (1 - asked.clear) * z[:, colour]
    return z
