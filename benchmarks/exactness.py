"""What a checkpoint paints beside what bare diffusers paints, what a mask keeps, what leads, and how paint travels."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np
from tests.generators.checkpoints import test_families as families
from tests.generators.checkpoints.test_control import led_by_two
from tests.generators.checkpoints.test_engine import SIZE, asked
from tests.generators.checkpoints.test_fill import masks
from tests.generators.checkpoints.test_load import DAMAGE, refused
from tests.generators.checkpoints.test_lora import with_lora, written
from tests.generators.checkpoints.tiny import saved_net
from tests.motion.warped import warped

from benchmarks.rows import Row
from melies.core.asset import MemoryAssets
from melies.core.image import Image, to_bytes
from melies.generators.base import on_stage
from melies.generators.checkpoints.control import ADE20K, FAR, LAYERS, NEAR
from melies.scene.labels import PALETTE
from melies.synthesis import make

MASKS = 100


def exact_rows() -> list[Row]:
    """Every figure that is exact, and how far carried paint strays."""
    return [*_parity(), _kept(), *_led(), _refused(), *_carried()]


def _parity() -> list[Row]:
    """Values in which our pictures differ from bare diffusers', over all families."""
    ways: dict[str, Callable[[str], tuple[Any, Any]]] = {
        "from words": families.from_words,
        "over a picture": families.over_a_picture,
        "inside a mask": families.inside_a_mask,
    }
    found = [_unlike(f"{way}, {len(families.SAID)} families", map(pair, families.SAID)) for way, pair in ways.items()]
    led = [led_by_two(family)[1:] for family in ("sd1", "sdxl")]
    found.append(_unlike("led by two ControlNets, 2 families", [(to_bytes(a.rgb), to_bytes(b)) for a, b in led]))
    with tempfile.TemporaryDirectory() as home:
        files = {family: written(family, Path(home)) for family in ("sd1", "sdxl")}
        loras = [with_lora(family, file) for family, layouts in files.items() for file in layouts.values()]
    return [*found, _unlike("with a LoRA, 2 families in 3 layouts", loras)]


def _unlike(what: str, pairs: Iterable[tuple[Any, Any]]) -> Row:
    differ = sum(int(np.count_nonzero(ours != theirs)) for ours, theirs in pairs)
    return Row(f"{what}: values unlike bare diffusers'", float(differ), "values", 0)


def _refused() -> Row:
    """Damaged and malicious checkpoints that are told of by name, none of their code run."""
    with tempfile.TemporaryDirectory() as home:
        said = [refused(damage, Path(home) / damage) for damage in DAMAGE]
    return Row(f"refused by name, of {len(said)} harmed checkpoints", float(sum(map(bool, said))), "", len(said), True)


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
    near = np.clip((1 / np.clip(np.asarray(stage.depth), NEAR, None) - 1 / FAR) / (1 / NEAR - 1 / FAR), 0, 1)
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
