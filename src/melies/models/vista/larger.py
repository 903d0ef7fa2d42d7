"""The enlarger: a base picture with its layers to one six times as large, led by labels and lines that are finer."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from jaxtyping import Float
from torch import Tensor, nn

from melies.models.vista.spec import CHANNELS, LARGER, LAYERS

WIDTHS = (64, 48, 24)  # channels at the base, twice and six times the size
BLOCKS = (5, 3, 1)
FINE = LAYERS["labels"] + LAYERS["outline"]  # channels that may be known at the large size
TOLD = 16  # channels that they are told in
NEAR = 7  # base pixels of a neighbourhood's side
HALF = 3  # pixels of the large picture to one of the middle size


class Pair(nn.Module):
    """Two convolutions beside the way."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.one = nn.Conv2d(width, width, 3, padding=1)
        self.two = nn.Conv2d(width, width, 3, padding=1)

    def forward(self, x: Tensor) -> Tensor:
        return x + self.two(F.silu(self.one(x)))


class Larger(nn.Module):
    """(B, CHANNELS, h, w) and fine layers (B, FINE, 6 h, 6 w) to colour (B, 3, 6 h, 6 w) in [-1, 1]."""

    def __init__(self) -> None:
        super().__init__()
        small, middle, large = WIDTHS
        self.enter = nn.Conv2d(CHANNELS, small, 3, padding=1)
        self.body0 = nn.Sequential(*(Pair(small) for _ in range(BLOCKS[0])))
        self.up0 = nn.Conv2d(small, middle * (LARGER // HALF) ** 2, 3, padding=1)
        self.told = nn.Conv2d(FINE * HALF**2, TOLD, 1)
        self.join = nn.Conv2d(middle + TOLD, middle, 1)
        self.body1 = nn.Sequential(*(Pair(middle) for _ in range(BLOCKS[1])))
        self.up1 = nn.Conv2d(middle, large * HALF**2, 3, padding=1)
        self.body2 = nn.Sequential(*(Pair(large) for _ in range(BLOCKS[2])))
        self.leave = nn.Conv2d(large, 3, 3, padding=1)
        for values in self.leave.parameters():
            nn.init.zeros_(values)
        for spread, times in ((self.up0, LARGER // HALF), (self.up1, HALF)):
            _even(spread, times)

    def forward(self, base: Float[Tensor, "b c h w"], fine: Float[Tensor, "b f h6 w6"]) -> Float[Tensor, "b 3 h6 w6"]:
        """The large picture: the base enlarged smoothly, and what is missing in it."""
        x = self.body0(self.enter(base))
        x = F.pixel_shuffle(self.up0(F.silu(x)), LARGER // HALF)
        x = self.join(torch.cat([x, self.told(F.pixel_unshuffle(fine, HALF))], 1))
        x = self.body2(F.pixel_shuffle(self.up1(F.silu(self.body1(x))), HALF))
        smooth = F.interpolate(base[:, :3], scale_factor=LARGER, mode="bicubic", align_corners=False)
        return smooth + calmed(self.leave(F.silu(x)))


def calmed(fine: Float[Tensor, "b c h w"]) -> Float[Tensor, "b c h w"]:
    """Detail without what comes back at every base pixel of a neighbourhood: that is a grid, no detail."""
    phases = F.pixel_unshuffle(fine, LARGER)
    around = F.avg_pool2d(phases, NEAR, 1, NEAR // 2, count_include_pad=False)
    each = around.reshape(len(fine), -1, LARGER**2, *around.shape[2:])
    return fine - F.pixel_shuffle((each - each.mean(2, keepdim=True)).flatten(1, 2), LARGER)


def coarse(base: Tensor) -> Tensor:
    """The fine layers where none are known: those of the base picture, smoothly, so that no pixel shows as a square."""
    return F.interpolate(base[:, CHANNELS - FINE :], scale_factor=LARGER, mode="bicubic", align_corners=False)


def _even(spread: nn.Conv2d, times: int) -> None:
    """Begin with what nearest neighbours would be, not with a checkerboard (ICNR, Aitken et al. 2017)."""
    for values in spread.parameters():
        values.data = values.data[:: times**2].repeat_interleave(times**2, 0)
