"""Sampling: from noise to clean layers in a few steps, with what is given held where it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import torch
import torch.nn.functional as F
from jaxtyping import Float
from torch import Tensor

from melies.models.vista.foresee import Asked, foreseen
from melies.models.vista.layers import LOUD, codes, span
from melies.models.vista.led import Lead
from melies.models.vista.net import Vista
from melies.models.vista.tone import toned

SHIFTS = ((0, 0), (4, 4), (2, 6), (6, 2), (4, 0), (0, 4), (6, 6), (2, 2))  # pixels by which patches lie elsewhere
ASIDE = (7, 11)  # pixels by which, from step to step, the noise moves that stands for what is given
CALM = 3  # times that a plan's labels are mixed with those beside them, so that no speck becomes a thing
PLANNED = 0.4  # of the steps, where no layer is given whole: they find what is to be where, and the rest paint it


def sampled(
    net: Vista, asked: Asked, noise: Float[Tensor, "b c h w"], lead: Lead | None = None
) -> Iterator[Float[Tensor, "b c h w"]]:
    """What the clean layers are thought to be, step by step; the last is the result.

    From words, and from maps with open places, the first steps plan: the labels and depth that they come to are then
    given, as if drawn, and the colours begin anew. lead: moves what each step foretells, which comes with its
    noise level.
    """
    first = 0.0 if asked.start is None else 1.0 - asked.strength
    steps = max(1, round(asked.steps * (1.0 - first)))
    plan = round(PLANNED * steps) if asked.start is None and not asked.whole else 0
    clean = noise
    for clean in _walked(net, asked, noise, first, plan, lead):
        yield clean
    if plan:
        asked = replace(asked, given=_settled(clean, asked), drawn=None)
    yield from _walked(net, asked, noise, first, steps - plan, lead)


def _walked(net: Vista, asked: Asked, noise: Tensor, first: float, steps: int, lead: Lead | None) -> Iterator[Tensor]:
    """Euler's steps, evenly spaced.

    Patches lie elsewhere at each step, and the last step takes the mean of two ways, so that no seam stays where it was
    (cycle spinning, Coifman and Donoho 1995).
    """
    tone = toned(asked)
    times = torch.linspace(first, 1.0, steps + 1).tolist()
    z = _begun(asked, noise, first)
    for number, (now, then) in enumerate(zip(times[:-1], times[1:], strict=True)):
        blind = noise.roll((number * ASIDE[0], number * ASIDE[1]), (2, 3))
        ways = SHIFTS[number % len(SHIFTS)], SHIFTS[(number + 1) % len(SHIFTS)]
        looks = [foreseen(net, asked, z, now, shift, blind) for shift in ways[: 2 if then == 1.0 else 1]]
        clean = sum(looks[1:], looks[0]) / len(looks)
        clean = clean if tone is None else tone(clean)
        if asked.drawn is not None:
            clean = clean.clone()
            clean[:, span("labels")] = _nowhere_else(clean[:, span("labels")], asked)
        clean = _held(clean if lead is None else lead(clean, now), asked)
        yield clean
        if then < 1.0:
            z = _held(z + (clean - z) * ((then - now) / (1.0 - now)), asked)


def _settled(clean: Tensor, asked: Asked) -> dict[str, Tensor]:
    """What a plan comes to: its depth, and which label is the nearest around every pixel, those drawn as they were."""
    said, known = clean[:, span("labels")], torch.from_numpy(codes()[: asked.known]).to(clean)
    for _ in range(CALM):
        said = F.avg_pool2d(F.pad(said, (1, 1, 1, 1), mode="replicate"), 3, 1)
    said = said if asked.drawn is None else _nowhere_else(said, asked)
    nearest = torch.einsum("bchw,nc->bnhw", said, known).argmax(1)
    labels = LOUD * known[nearest].permute(0, 3, 1, 2)
    labels = labels if asked.drawn is None else torch.where(asked.drawn > 0, asked.given["labels"], labels)
    return {"depth": clean[:, span("depth")].clamp(-1, 1), "labels": labels}


def _nowhere_else(labels: Tensor, asked: Asked) -> Tensor:
    """Labels (B, C, h, w) that say nowhere else what figures the author drew: those are where they were drawn."""
    assert asked.drawn is not None
    words = torch.from_numpy(codes()).to(labels)
    said = torch.einsum("bchw,nc->bnhw", asked.given["labels"] * asked.drawn, words) / words.shape[1]
    drawn = said.amax((0, 2, 3)) > LOUD / 2
    some = words[[number for number in asked.figures if bool(drawn[number])]]
    more = torch.einsum("bchw,nc->bnhw", labels, some).clamp_min(0) / words.shape[1]
    return labels - (1 - asked.drawn) * torch.einsum("bnhw,nc->bchw", more, some)


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
        if name in asked.whole:
            z[:, span(name)] = clean
        elif asked.drawn is not None:
            z[:, span(name)] = torch.where(asked.drawn > 0, clean, z[:, span(name)])
    if asked.clear is not None and asked.start is not None:
        colour = span("rgb")
        z[:, colour] = asked.clear * asked.start + (1 - asked.clear) * z[:, colour]
    return z
