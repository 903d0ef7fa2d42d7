"""A vista so small that it paints at once, with weights by chance."""

from __future__ import annotations

from pathlib import Path

import torch

from melies.models.vista import weights
from melies.models.vista.larger import Larger
from melies.models.vista.net import Vista
from melies.models.vista.spec import Spec
from melies.scene.labels import DRAWN

TINY = Spec(width=32, depth=1, heads=2, head=4)


def net(seed: int = 0) -> Vista:
    torch.manual_seed(seed)
    made = Vista(TINY)
    with torch.no_grad():
        for values in made.parameters():
            values.add_(torch.randn_like(values) * 0.02)
    return made.eval()


def larger(seed: int = 0) -> Larger:
    torch.manual_seed(seed)
    made = Larger()
    with torch.no_grad():
        made.leave.weight.normal_(0, 0.02)
    return made.eval()


def saved(folder: Path) -> Path:
    weights.save(folder, net(), larger(), {"spec": TINY.told(), "labels": len(DRAWN), "steps": 0})
    return folder
