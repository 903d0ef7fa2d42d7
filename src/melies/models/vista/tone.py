"""Tone: what is painted over keeps the broad colours of each of its things, however much of it is painted anew.

After "ILVR" (Choi et al. 2021): the coarse part of what every step foretells is replaced by that of a given picture.
Here it is coarse within a thing only, so that a red coat stays red and does not colour the grass beside it, and hardly
coarse at all in what is too small to be painted, and in figures.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import torch
import torch.nn.functional as F
from jaxtyping import Float
from torch import Tensor

from melies.models.vista.foresee import Asked
from melies.models.vista.layers import codes, span

BROAD = 2.0  # base pixels: the deviation of what counts as broad
NARROW = 0.6  # the same for what is slight: figures, lamps, trunks keep the colours of their parts
MUCH, SLIGHT = 0.95, 0.25  # of a neighbourhood that a thing fills: what is painted, and how much less is not
AROUND, FADING = (1.5, 5.0, 16.0), 0.03  # base pixels around a hole that are asked, and how much less the farther say
FEW = 1e-3  # of a thing around a pixel, below which nothing is known of its colour

Tone = Callable[[Float[Tensor, "b c h w"]], Float[Tensor, "b c h w"]]


def toned(asked: Asked) -> Tone | None:
    """What gives foretold layers the start's broad colours; None where nothing is to stay.

    What a thing is, the labels say, if they are given; without them the picture is one thing. A hole that is painted
    anew, with no tone to keep, is brought to the colours around it.
    """
    start, share, clear, colour = asked.start, asked.tone, asked.clear, span("rgb")
    if start is None or not share and clear is None:
        return None
    if not share and clear is not None:
        return partial(_joined, start=start, clear=clear)
    things, numbers = _things(asked.given.get("labels"), start)
    slight = _slight(things, [number in asked.figures for number in numbers])
    ways = [
        (deviation, things * share / (broad(things, deviation) + FEW))
        for deviation, share in ((BROAD, 1 - slight), (NARROW, slight))
    ]

    def tone(clean: Tensor) -> Tensor:
        apart, shift = start - clean[:, colour], torch.zeros_like(start)
        for deviation, around in ways:
            for n in range(things.shape[1]):
                shift = shift + around[:, [n]] * broad(apart * things[:, [n]], deviation)
        moved = clean.clone()
        moved[:, colour] += share * shift
        return moved

    return tone


def _slight(things: Tensor, figures: Sequence[bool]) -> Tensor:
    """1 where a thing is a figure or too small to be painted, 0 where there is much of it, (B, n, h, w)."""
    much = F.max_pool2d(broad(things, BROAD) * things, 2 * int(BROAD) + 3, 1, int(BROAD) + 1)
    slight = ((MUCH - much) / SLIGHT).clamp(0, 1)
    return torch.where(torch.tensor(figures, device=things.device).view(1, -1, 1, 1), 1.0, slight)


def _joined(clean: Tensor, start: Tensor, clear: Tensor) -> Tensor:
    """What is foretold for holes, moved as what is foretold around them would have to be moved to be right."""
    colour, moved = span("rgb"), clean.clone()
    apart = (start - clean[:, colour]) * clear
    known, found = torch.zeros_like(clear), torch.zeros_like(apart)
    for number, deviation in enumerate(AROUND):  # what is near counts most
        found = found + broad(apart, deviation) * FADING**number
        known = known + broad(clear, deviation) * FADING**number
    moved[:, colour] += found / (known + FADING ** (len(AROUND) + 1))
    return moved


def broad(x: Float[Tensor, "b c h w"], deviation: float) -> Float[Tensor, "b c h w"]:
    """Each channel smoothed by a Gaussian; the picture goes on at its edges as it ends."""
    reach, channels = int(3 * deviation), x.shape[1]
    bell = torch.exp(-((torch.arange(-reach, reach + 1, device=x.device, dtype=x.dtype) / deviation) ** 2) / 2)
    bell = (bell / bell.sum()).repeat(channels, 1, 1, 1)
    x = F.conv2d(F.pad(x, (reach, reach, 0, 0), mode="replicate"), bell, groups=channels)
    return F.conv2d(F.pad(x, (0, 0, reach, reach), mode="replicate"), bell.mT, groups=channels)


def _things(labels: Tensor | None, like: Tensor) -> tuple[Float[Tensor, "b n h w"], list[int]]:
    """1 where each of the labels that are there lies, and their numbers; one thing, -1, where there are none."""
    if labels is None:
        return torch.ones_like(like[:, :1]), [-1]
    nearest = torch.einsum("bchw,nc->bnhw", labels, torch.from_numpy(codes()).to(labels)).argmax(1, keepdim=True)
    nearest = nearest.where(labels.abs().amax(1, keepdim=True) > 0, -1)  # what is open is a thing of its own
    numbers = torch.unique(nearest).tolist()
    return torch.cat([(nearest == number).to(like) for number in numbers], 1), numbers
