"""What a checkpoint paints beside what bare diffusers paints, what a mask keeps, what leads, and how paint travels."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from tests.generators.checkpoints import test_families as families
from tests.generators.checkpoints.test_engine import SIZE, asked
from tests.generators.checkpoints.test_fill import masks
from tests.generators.checkpoints.tiny import saved_net
from tests.motion.warped import warped

from benchmarks.rows import Row
from melies.core.asset import MemoryAssets
from melies.core.image import Image, to_bytes
from melies.generators.base import on_stage
from melies.generators.checkpoints.control import ADE20K, LAYERS
from melies.scene.labels import PALETTE
from melies.synthesis import make

MASKS = 100


def exact_rows() -> list[Row]:
    """Every figure that is exact, and how far carried paint strays."""
    return [*_parity(), _kept(), *_led(), *_carried()]


def _parity() -> list[Row]:
    """Values in which our pictures differ from bare diffusers', over all families."""
    ways: dict[str, Callable[[str], tuple[Any, Any]]] = {
        "from words": families.from_words,
        "over a picture": families.over_a_picture,
        "inside a mask": families.inside_a_mask,
    }
    count = len(families.SAID)
    return [
        Row(
            f"{way}: values unlike bare diffusers', {count} families",
            float(sum(np.count_nonzero(ours != theirs) for ours, theirs in map(pair, families.SAID))),
            "values",
            0,
        )
        for way, pair in ways.items()
    ]


def _kept() -> Row:
    """Bytes that change outside of random masks."""
    assets, rng, changed = MemoryAssets(), np.random.default_rng(2), 0
    picture = rng.integers(0, 256, (SIZE.height, SIZE.width, 3), dtype=np.uint8)
    structure = assets.put(picture)
    for number, mask in enumerate(masks(MASKS)):
        options = {"steps": 1, "strength": 1.0, "guidance": 1.0}
        request = asked("sd1", structure=structure, fill=assets.put(mask[..., None]), seed=number, options=options)
        changed += np.count_nonzero((to_bytes(make(request, assets).rgb) != picture)[mask == 0])
    return Row(f"outside of {MASKS} masks: bytes that change", float(changed), "bytes", 0)


def _led() -> list[Row]:
    """Labels without a colour, and what a control that is switched off still does."""
    lacking = len(set(PALETTE) - set(ADE20K))
    plain = asked("sd1", options={"strength": 0.75})
    weights = {f"control_{name}_weight": 0.0 for name in LAYERS}
    off = {f"control_{name}": str(saved_net("sd1")) for name in LAYERS} | weights
    on = {"control_depth": str(saved_net("sd1"))}
    pictures: dict[str, Image] = {
        name: make(plain.model_copy(update={"options": {**plain.options, **more}}), MemoryAssets())
        for name, more in {"plain": {}, "off": off, "on": on}.items()
    }
    stage = make(on_stage(plain, "diorama"), MemoryAssets())
    near = np.clip((1 / np.clip(np.asarray(stage.depth), 1.5, None) - 1 / 120) / (1 / 1.5 - 1 / 120), 0, 1)
    astray = np.abs(LAYERS["depth"](stage)[..., 0] - near).max()
    still = np.count_nonzero(pictures["off"].rgb != pictures["plain"].rgb)
    heard = np.count_nonzero(pictures["on"].rgb != pictures["plain"].rgb) / pictures["on"].rgb.size
    return [
        Row("labels without a colour of ADE20K's", float(lacking), "labels", 0),
        Row("depth that leads, beside the stage's own: most that it is off", float(astray), "of 1", 1e-6),
        Row("controls switched off: values that change", float(still), "values", 0),
        Row("depth switched on: values that change", float(heard), "of 1", 0.5, least=True),
    ]


def _carried() -> list[Row]:
    """Sixty frames of a painter that adds nothing."""
    rows = []
    for move in ("truck right", "push in"):
        found = warped(move)
        rows += [
            Row(f"60 warped frames, {move}: worst frame", found.worst, "dB", 30, least=True),
            Row(f"60 warped frames, {move}: colour off by", 100 * found.colour, "%", 1),
            *(Row(f"the same by Deforum's warp, depth {known}", value, "dB") for known, value in found.peers.items()),
        ]
    return rows
