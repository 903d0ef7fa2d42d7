"""Guided sampling: what wishes come to in vista, and in a checkpoint, here a tiny one of random weights."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

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
    for kind in KINDS:
        yield _row("vista", kind, {"engine": "vista", "options": {"direct": "words"}})
    try:
        from tests.generators.checkpoints.tiny import saved
    except ImportError:
        return
    for kind in KINDS:
        for how in ("cheap", "full"):
            options = {"checkpoint": str(saved("sd1")), "steps": STEPS, "device": "cpu", "direct": "words"}
            made = {"engine": "diffusers", "options": {**options, "critics": how}}
            yield _row(f"tiny checkpoint ({how})", kind, made)


def _row(name: str, kind: str, made: dict[str, Any]) -> Row:
    ratios = [_ratio(kind, made, number) for number in range(len(FIXTURES))]
    what = f"guided sampling, {name}: {kind}, energy over that without, of {len(ratios)}"
    return Row(what, float(np.mean(ratios)), "x")


def _ratio(kind: str, made: dict[str, Any], number: int) -> float:
    assets = MemoryAssets()
    words = FIXTURES[number]
    given = assets.put(staged(words).pixels) if kind in ("palette", "style") else None
    guide = Guide(kind=kind, text=words if kind == "text" else "", picture=given)
    base = Request(size=SIZE, seed=number, prompt=(Phrase(text=words),), **made)
    plain, led = (to_bytes(make(base.model_copy(update={"guides": guides}), assets).rgb) for guides in ((), (guide,)))
    wish = critic(guide, assets, SIZE, Views(count=12, chunk=12, seed=77))  # other views than those it was led by
    return float(wish.judge(planes(led)).energy) / float(wish.judge(planes(plain)).energy)
