"""What the network foretells of a picture at one noise level, guided by words and by what is given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import torch
import torch.nn.functional as F
from torch import Tensor

from melies.models.vista.layers import codes, span
from melies.models.vista.net import Vista
from melies.models.vista.spec import GUIDANCE, LAYERS, PATCH, STEPS, TEXT


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

    given: clean layers (B, C, h, w) by name; all others are foretold together, for they help each other. start: colour
    to begin from, with `strength` of it replaced by noise; tone: how far its broad colours stay, [0, 1]. clear:
    (B, 1, h, w), 1 where the start's colour stays, else 0. guidance: how far away from the picture that knows neither
    words nor what is given (classifier-free, Ho and Salimans 2022); unwanted: the words that it is led away from, in
    place of none. turning: further words with the shares that they have in what is foretold (composed as by Liu et al.
    2022); `words` has the rest. known: how many labels there are. drawn: (B, 1, h, w), 1 where labels are given, 0
    where they are left open and foretold; None: nothing is open. figures: the labels of things that keep the colours of
    their parts as well, where the tone stays.
    """

    words: Words
    given: Mapping[str, Tensor] = field(default_factory=dict)
    start: Tensor | None = None
    strength: float = 1.0
    clear: Tensor | None = None
    steps: int = STEPS
    guidance: float = GUIDANCE
    unwanted: Words | None = None
    turning: tuple[tuple[Words, float], ...] = ()
    known: int = len(codes())
    tone: float = 0.0
    drawn: Tensor | None = None
    figures: frozenset[int] = frozenset()

    @property
    def whole(self) -> frozenset[str]:
        """The layers that are given everywhere."""
        return frozenset(self.given) - (frozenset() if self.drawn is None else {"labels"})


def foreseen(
    net: Vista, asked: Asked, z: Tensor, level: float, shift: tuple[int, int] = (0, 0), noise: Tensor | None = None
) -> Tensor:
    """The clean layers that the network foretells at one noise level.

    shift: rows and columns by which its patches lie further up and left; the picture goes on mirrored there. noise:
    what stands for given layers, but for colour, in the picture that it is led away from; without it they are given to
    both.
    """
    if any(shift):
        (up, left), (height, width) = shift, z.shape[2:]
        around = (left, -left % PATCH, up, -up % PATCH)
        clear = None if asked.clear is None else F.pad(asked.clear, around, mode="reflect")
        wider = None if noise is None else F.pad(noise, around, mode="reflect")
        wide = foreseen(net, replace(asked, clear=clear), F.pad(z, around, mode="reflect"), level, noise=wider)
        return wide[..., up : up + height, left : left + width]
    levels = z.new_full((len(z), len(LAYERS)), level)
    for number, name in enumerate(LAYERS):
        levels[:, number] = 1.0 if name in asked.whole else level
    clear = z.new_full((len(z), 1, *z.shape[2:]), float(levels[0, 0]))
    if asked.clear is not None:
        clear = torch.maximum(clear, asked.clear)
    wanted = [(asked.words, 1.0 - sum(share for _, share in asked.turning)), *asked.turning]
    blind, unsure = z.clone(), levels.clone()
    drawn = [] if noise is None else [name for name in asked.given if name != "rgb"]
    for name in drawn:
        assert noise is not None
        blind[:, span(name)] = noise[:, span(name)]
        unsure[:, list(LAYERS).index(name)] = 0.0
    leads = asked.unwanted is not None or drawn or any(bool(some.there.any()) for some, _ in wanted)
    if asked.guidance == 1.0 or not leads:
        return _mean(net, [(z, levels, clear, some, share) for some, share in wanted])
    other = unworded(len(z)) if asked.unwanted is None else asked.unwanted
    rows = [(z, levels, clear, some, share * asked.guidance) for some, share in wanted]
    return _mean(net, [*rows, (blind, unsure, clear, other, 1.0 - asked.guidance)])


def _mean(net: Vista, rows: Sequence[tuple[Tensor, Tensor, Tensor, Words, float]]) -> Tensor:
    """What is foretold for several readings of a batch, in one look of the network, summed by their shares."""
    longest = max(words.there.shape[1] for *_, words, _ in rows)
    vectors = torch.cat([F.pad(words.vectors, (0, 0, 0, longest - words.there.shape[1])) for *_, words, _ in rows])
    there = torch.cat([F.pad(words.there, (0, longest - words.there.shape[1])) for *_, words, _ in rows])
    z, levels, clear = (torch.cat([row[part] for row in rows]) for part in range(3))  # type: ignore[misc]
    found = net(z, levels, clear, vectors, there).unflatten(0, (len(rows), -1))
    shares = found.new_tensor([share for *_, share in rows]).view(-1, 1, 1, 1, 1)
    return (found * shares).sum(0)
