"""Muon: each matrix of the blocks moves by an orthogonal step, all else as Adam goes (Jordan et al. 2024)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor, nn

TERMS = (3.4445, -4.7750, 2.0315)  # of the quintic iteration of Newton and Schulz
ROUNDS, MOMENTUM, DECAY = 5, 0.95, 0.01


def orthogonal(steps: Tensor) -> Tensor:
    """Matrices (n, rows, columns) with their singular values brought near 1.

    Of a long matrix only its square is turned round after round, and the matrix itself once, at the end.
    """
    tall = steps.shape[1] > steps.shape[2]
    x = steps.transpose(1, 2) if tall else steps
    x = x / x.flatten(1).norm(dim=1)[:, None, None].clamp_min(1e-7)
    x = _by_squares(x) if x.shape[2] > 2 * x.shape[1] else _rounds(x)
    return x.transpose(1, 2) if tall else x


def _rounds(x: Tensor) -> Tensor:
    a, b, c = TERMS
    for _ in range(ROUNDS):
        square = x @ x.transpose(1, 2)
        x = a * x + (b * square + c * square @ square) @ x
    return x


def _by_squares(x: Tensor) -> Tensor:
    """The same: every round's factor is a polynomial in the first square, so all of them commute."""
    a, b, c = TERMS
    square = x @ x.transpose(1, 2)
    same, whole = torch.eye(x.shape[1]), None
    for number in range(ROUNDS):
        turn = a * same.to(x) + b * square + c * square @ square
        whole = turn if whole is None else turn @ whole
        if number < ROUNDS - 1:
            square = turn @ square @ turn
    assert whole is not None
    return whole @ x


class Muon:
    """For matrices; those of one shape go together. State is as `state` and `load` tell it."""

    def __init__(self, matrices: Mapping[str, nn.Parameter]) -> None:
        self.matrices = dict(matrices)
        self.speed = {name: torch.zeros_like(matrix) for name, matrix in self.matrices.items()}

    @torch.no_grad()
    def step(self, rate: float) -> None:
        """One step from the gradients."""
        shapes: dict[tuple[int, ...], list[str]] = {}
        for name, matrix in self.matrices.items():
            if matrix.grad is not None:
                shapes.setdefault(tuple(matrix.shape), []).append(name)
        for shape, names in shapes.items():
            for name in names:
                self.speed[name].lerp_(self.matrices[name].grad, 1 - MOMENTUM)  # type: ignore[arg-type]
            ahead = [self.speed[n].lerp(self.matrices[n].grad, 1 - MOMENTUM) for n in names]  # type: ignore[arg-type]
            turned = orthogonal(torch.stack(ahead)) * max(1.0, shape[0] / shape[1]) ** 0.5
            for name, way in zip(names, turned, strict=True):
                self.matrices[name].mul_(1 - rate * DECAY).add_(way, alpha=-rate)

    def state(self) -> dict[str, Tensor]:
        """What has to be kept to go on."""
        return self.speed

    def load(self, state: Mapping[str, Any]) -> None:
        """Go on from what was kept."""
        for name, speed in self.speed.items():
            speed.copy_(state[name])
