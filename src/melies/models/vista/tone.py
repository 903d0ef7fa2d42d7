"""Tone: what is painted over keeps the broad colours of each of its things, however much of it is painted anew.

After "ILVR" (Choi et al. 2021): the coarse part of what every step foretells is replaced by that of a given picture.
Here it is coarse within a thing only, so that a red coat stays red and does not colour the grass beside it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import torch
import torch.nn.functional as F
from jaxtyping import Float
from torch import Tensor

from melies.models.vista.foresee import Asked
from melies.models.vista.layers import codes, span

BROAD = 2.0  # base pixels: the deviation of what counts as broad
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
    things = _things(asked.given.get("labels"), start)
    around = things / (broad(things, BROAD) + FEW)

    def tone(clean: Tensor) -> Tensor:
        apart = start - clean[:, colour]
        shift = sum(around[:, [n]] * broad(apart * things[:, [n]], BROAD) for n in range(things.shape[1]))
        moved = clean.clone()
        moved[:, colour] += share * shift
        return moved

    return tone


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


def _things(labels: Tensor | None, like: Tensor) -> Float[Tensor, "b n h w"]:
    """1 where each of the labels that are there lies; one thing where there are none."""
    if labels is None:
        return torch.ones_like(like[:, :1])
    nearest = torch.einsum("bchw,nc->bnhw", labels, torch.from_numpy(codes()).to(labels)).argmax(1, keepdim=True)
    nearest = nearest.where(labels.abs().amax(1, keepdim=True) > 0, -1)  # what is open is a thing of its own
    return torch.cat([(nearest == number).to(like) for number in torch.unique(nearest)], 1)
