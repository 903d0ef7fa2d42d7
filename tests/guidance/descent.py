"""A few steps of descent on a picture, as every critic must bear them."""

from __future__ import annotations

import torch
from torch import Tensor

from melies.guidance.critics.base import Critic


def energies(critic: Critic, start: Tensor, rate: float = 0.02) -> list[float]:
    """The energies of six pictures, each a step of Adam further."""
    picture, found = start.clone().requires_grad_(True), []
    optimiser = torch.optim.Adam([picture], rate)
    for _ in range(6):
        energy = critic.judge(picture).energy
        optimiser.zero_grad()
        energy.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        found.append(float(energy.detach()))
    return found
