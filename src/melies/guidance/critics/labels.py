"""Labels: what each place shows against a map of classes."""

from __future__ import annotations

import numpy as np
import torch
from jaxtyping import UInt8
from numpy import ndarray
from torch import Tensor

from melies.core.image import OPEN
from melies.guidance.critics.base import Critic, Verdict, critics, mean, resized
from melies.guidance.perceptors.lens import lens
from melies.guidance.phrases import PHRASES
from melies.scene.labels import LABELS


@critics.add("labels")
class Labels(Critic):
    """Disbelief (cross-entropy, nats) of the lens in the class that a map wants at each place.

    wanted: (H, W) ids of `scene.labels`, OPEN where nothing is wanted.
    """

    name = "labels"

    def __init__(self, wanted: UInt8[ndarray, "h w"]) -> None:
        self.wanted = wanted
        names = [name for name in PHRASES if name in LABELS]
        self.texts = lens().phrases([PHRASES[name][0] for name in names])

    def judge(self, picture: Tensor, where: Tensor | None = None) -> Verdict:
        seeing = lens()
        places = seeing.places(picture)[0]
        belief = (places @ self.texts.T * seeing.head.weights["warmth"].exp()).log_softmax(-1)
        rows, columns = (
            np.linspace(0, n - 1, m).round().astype(int) for n, m in zip(self.wanted.shape, belief.shape, strict=False)
        )
        goal = torch.from_numpy(self.wanted[np.ix_(rows, columns)].astype(np.int64))
        said = goal != OPEN
        heat = -belief.gather(-1, goal.where(said, 0)[..., None])[..., 0]
        if bool(said.all()):
            return mean(heat, where)
        return mean(heat, said.float() if where is None else resized(where, heat.shape) * said)
