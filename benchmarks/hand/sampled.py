"""Guided sampling of a checkpoint: what its wishes come to. Here a tiny one of random weights, told as it is."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from benchmarks.hand.scenes import FIXTURES, SIZE, staged
from benchmarks.rows import Row
from melies.core.asset import MemoryAssets
from melies.core.image import to_bytes
from melies.core.request import Guide, Phrase, Request
from melies.guidance.guides import critic, planes
from melies.guidance.views import Views
from melies.synthesis import make

KINDS = ("palette", "style", "text", "saturation")
STEPS = 8


def rows() -> Iterator[Row]:
    try:
        from tests.generators.checkpoints.tiny import saved
    except ImportError:
        return
    for kind in KINDS:
        for how in ("cheap", "full"):
            ratios = [_ratio(kind, how, number, str(saved("sd1"))) for number in range(len(FIXTURES))]
            what = f"guided sampling ({how}), tiny checkpoint: {kind}, energy over that without, of {len(ratios)}"
            yield Row(what, float(np.mean(ratios)), "x")


def _ratio(kind: str, how: str, number: int, checkpoint: str) -> float:
    assets = MemoryAssets()
    words = FIXTURES[number]
    given = assets.put(staged(words).pixels) if kind in ("palette", "style") else None
    guide = Guide(kind=kind, text=words if kind == "text" else "", picture=given)
    options = {"checkpoint": checkpoint, "steps": STEPS, "device": "cpu", "direct": "words", "critics": how}
    base = Request(engine="diffusers", size=SIZE, seed=number, prompt=(Phrase(text=words),), options=options)
    plain, led = (to_bytes(make(base.model_copy(update={"guides": guides}), assets).rgb) for guides in ((), (guide,)))
    wish = critic(guide, assets, SIZE, Views(count=12, chunk=12, seed=77))  # other views than those it was led by
    return float(wish.judge(planes(led)).energy) / float(wish.judge(planes(plain)).energy)
