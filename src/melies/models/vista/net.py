"""The network: a transformer over patches of all layers and words, which foretells the clean picture.

x-prediction over large patches after "Back to Basics: Let Denoising Generative Models Denoise" (Li and He 2025); each
layer has a noise level of its own (UniDiffuser, Bao et al. 2023), and colour one at every pixel (Diffusion Forcing,
Chen et al. 2024). Patches enter and leave by their principal components; rows and columns turn queries and keys (axial
rotary positions, Heo et al. 2024); one table of shifts and scales serves all blocks (PixArt-α, Chen et al. 2023, §2.3).
"""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F
from jaxtyping import Float
from torch import Tensor, nn

from melies.models.vista.spec import CHANNELS, COMPONENTS, KEPT, LAYERS, PATCH, TEXT, Spec

WAVES = 16  # pairs of waves that a noise level is told by
SLOWEST = 40.0  # patches over which the slowest turn of a position is one radian


class Block(nn.Module):
    """Attention over patches and words, then a layer for each alone; shifts, scales and gates come from outside."""

    def __init__(self, spec: Spec) -> None:
        super().__init__()
        self.heads = spec.heads
        self.qkv = nn.Linear(spec.width, 3 * spec.width, bias=False)
        self.out = nn.Linear(spec.width, spec.width, bias=False)
        self.up = nn.Linear(spec.width, 4 * spec.width)
        self.down = nn.Linear(4 * spec.width, spec.width)
        self.table = nn.Parameter(torch.zeros(6, spec.width))

    def forward(self, x: Tensor, turn: tuple[Tensor, Tensor], mask: Tensor, told: Tensor) -> Tensor:
        """x: (B, N, width); turn: cosines and sines (N, half); mask: (B, 1, 1, N), True where there is something."""
        shift, scale, gate, shift2, scale2, gate2 = (told + self.table).unbind(1)
        x = x + gate[:, None] * self._mixed(_norm(x) * (1 + scale[:, None]) + shift[:, None], turn, mask)
        inner = F.gelu(self.up(_norm(x) * (1 + scale2[:, None]) + shift2[:, None]), approximate="tanh")
        return x + gate2[:, None] * self.down(inner)

    def _mixed(self, x: Tensor, turn: tuple[Tensor, Tensor], mask: Tensor) -> Tensor:
        q, k, v = self.qkv(x).unflatten(-1, (3, self.heads, -1)).permute(2, 0, 3, 1, 4)
        q, k = _turned(_norm(q), turn), _turned(_norm(k), turn)
        mixed = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        return self.out(mixed.transpose(1, 2).flatten(2))


class Vista(nn.Module):
    """Noisy layers, noise levels and words in, clean layers out."""

    def __init__(self, spec: Spec) -> None:
        super().__init__()
        self.spec = spec
        for name, kept in KEPT.items():
            self.register_parameter(f"basis_{name}", nn.Parameter(torch.randn(kept, LAYERS[name] * PATCH**2) * 0.05))
        self.enter = nn.Linear(COMPONENTS + 1, spec.width)
        self.where = nn.Linear(8, spec.width)
        self.word = nn.Linear(TEXT, spec.width)
        self.meaning = nn.Linear(TEXT, spec.width)
        self.level = nn.Linear(2 * WAVES * len(LAYERS), spec.width)
        self.cond = nn.Linear(spec.width, spec.width)
        self.shared = nn.Linear(spec.width, 6 * spec.width)
        self.blocks = nn.ModuleList(Block(spec) for _ in range(spec.depth))
        self.last = nn.Linear(spec.width, 2 * spec.width)
        self.leave = nn.Linear(spec.width, COMPONENTS)
        self.smooth0 = nn.Conv2d(2 * CHANNELS + 1, spec.head, 3, padding=1)
        self.smooth1 = nn.Conv2d(spec.head, spec.head, 3, padding=1)
        self.smooth2 = nn.Conv2d(spec.head, CHANNELS, 3, padding=1)
        self._begin()

    def _begin(self) -> None:
        for name, values in self.named_parameters():
            part, _, kind = name.rpartition(".")
            if part in ("shared", "last", "smooth2") or part.endswith((".out", ".down")) and kind == "weight":
                nn.init.zeros_(values)
            elif kind == "table":
                values.data[[2, 5]] = 1.0

    def forward(
        self,
        z: Float[Tensor, "b c h w"],
        levels: Float[Tensor, "b layers"],
        clear: Float[Tensor, "b 1 h w"],
        words: Float[Tensor, "b n text"],
        there: Float[Tensor, "b n"],
    ) -> Float[Tensor, "b c h w"]:
        """The clean layers. z: all channels as they are; levels: how clean each layer is, 0 noise to 1 clean.

        clear: the same for colour at every pixel. words: token vectors; there: 1 where there is a token.
        """
        rows, columns = z.shape[2] // PATCH, z.shape[3] // PATCH
        x = self.enter(torch.cat([self._components(z), _patches(clear).mean(-1, keepdim=True)], -1))
        x = x + self.where(_places(rows, columns, z))
        x = torch.cat([x, self.word(words)], 1)
        turn = _turns(rows, columns, words.shape[1], self.spec.width // self.spec.heads, z)
        mask = torch.cat([there.new_ones(len(z), rows * columns), there], 1)[:, None, None] > 0.5
        count = there.sum(1, keepdim=True).clamp_min(1)
        meaning = self.meaning((words * there[..., None]).sum(1) / count)
        told = F.silu(self.cond(F.silu(self.level(_waves(levels)) + meaning)))
        shared = self.shared(told).unflatten(-1, (6, -1))
        for block in self.blocks:
            x = block(x, turn, mask, shared)
        shift, scale = self.last(told).chunk(2, -1)
        x = _norm(x[:, : rows * columns]) * (1 + scale[:, None]) + shift[:, None]
        rough = self._pixels(self.leave(x), rows, columns)
        inner = F.gelu(self.smooth0(torch.cat([rough, z, clear], 1)))
        return rough + self.smooth2(F.gelu(self.smooth1(inner)))

    def _components(self, z: Tensor) -> Tensor:
        parts = torch.split(z, list(LAYERS.values()), 1)
        return torch.cat([_patches(part) @ self._basis(name).T for name, part in zip(LAYERS, parts, strict=True)], -1)

    def _pixels(self, components: Tensor, rows: int, columns: int) -> Tensor:
        parts = torch.split(components, list(KEPT.values()), -1)
        found = [_whole(part @ self._basis(name), rows, columns) for name, part in zip(KEPT, parts, strict=True)]
        return torch.cat(found, 1)

    def _basis(self, name: str) -> Tensor:
        return self.get_parameter(f"basis_{name}")


def _norm(x: Tensor) -> Tensor:
    return F.rms_norm(x, x.shape[-1:], eps=1e-6)


def _patches(x: Tensor) -> Tensor:
    """(B, C, H, W) to (B, patches, C * PATCH²)."""
    b, c, h, w = x.shape
    x = x.reshape(b, c, h // PATCH, PATCH, w // PATCH, PATCH)
    return x.permute(0, 2, 4, 1, 3, 5).reshape(b, (h // PATCH) * (w // PATCH), c * PATCH**2)


def _whole(x: Tensor, rows: int, columns: int) -> Tensor:
    """(B, patches, C * PATCH²) to (B, C, H, W)."""
    x = x.reshape(len(x), rows, columns, -1, PATCH, PATCH).permute(0, 3, 1, 4, 2, 5)
    return x.reshape(len(x), -1, rows * PATCH, columns * PATCH)


def _centred(count: int, like: Tensor) -> Tensor:
    return torch.arange(count, device=like.device, dtype=like.dtype) - (count - 1) / 2


def _places(rows: int, columns: int, like: Tensor) -> Tensor:
    """Waves of each patch's place in the picture, (patches, 8)."""
    y = (_centred(rows, like) / rows * math.pi)[:, None].expand(rows, columns)
    x = (_centred(columns, like) / columns * math.pi)[None].expand(rows, columns)
    found = [wave(times * axis) for axis in (y, x) for times in (1, 2) for wave in (torch.sin, torch.cos)]
    return torch.stack(found, -1).reshape(-1, 8)


def _turns(rows: int, columns: int, words: int, width: int, like: Tensor) -> tuple[Tensor, Tensor]:
    """Cosines and sines (patches + words, width / 2) of how far each query and key is turned; words are not."""
    speeds = SLOWEST ** -torch.linspace(0, 1, width // 4, device=like.device, dtype=like.dtype)
    y = (_centred(rows, like)[:, None] * speeds)[:, None].expand(rows, columns, -1)
    x = (_centred(columns, like)[:, None] * speeds)[None].expand(rows, columns, -1)
    angles = torch.cat([torch.cat([y, x], -1).flatten(0, 1), like.new_zeros(words, width // 2)])
    return angles.cos(), angles.sin()


def _turned(x: Tensor, turn: tuple[Tensor, Tensor]) -> Tensor:
    a, b = x.chunk(2, -1)
    cos, sin = turn
    return torch.cat([a * cos - b * sin, a * sin + b * cos], -1)


def _waves(levels: Tensor) -> Tensor:
    """(B, layers) in [0, 1] to (B, layers * 2 * WAVES)."""
    speeds = torch.exp(torch.linspace(0, math.log(60.0), WAVES, device=levels.device, dtype=levels.dtype))
    angles = (levels[..., None] * speeds).flatten(1)
    return torch.cat([angles.cos(), angles.sin()], -1)
