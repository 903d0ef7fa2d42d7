"""Pictures from vista: numpy in, numpy out. What is asked for becomes channels, is sampled, enlarged and read back."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
import torch
from jaxtyping import Float, Float32
from numpy import ndarray
from torch import Tensor

from melies.core.image import OPEN, Image, Rgb
from melies.core.size import Size
from melies.models.guided import smooth
from melies.models.vista import layers
from melies.models.vista.detail import detailed
from melies.models.vista.foresee import Asked, Words, foreseen, unworded
from melies.models.vista.larger import FINE, Larger, coarse
from melies.models.vista.led import Push, leading
from melies.models.vista.net import Vista
from melies.models.vista.order import Order, Seen
from melies.models.vista.sample import SHIFTS, sampled
from melies.models.vista.spec import CHANNELS, LARGER, LAYERS
from melies.models.vista.words import together, token_vectors

CLEAR = 0.99  # of a base pixel that a mask must leave alone for its colour to count as given
FADING = 3  # how late, as the strength grows, the detail of what is painted over goes
LOOKS = 4  # looks at a picture that is read, with the patches elsewhere each time
EDGE, SOFT = 10, 0.06  # pixels and contrast within which layers that are read follow the picture's own edges


class Painter:
    """The network and its enlarger; known: how many labels it was taught."""

    def __init__(self, net: Vista, larger: Larger, known: int) -> None:
        self.net, self.known = net.eval().requires_grad_(False), known
        self.larger = larger.eval().requires_grad_(False).to(memory_format=torch.channels_last)  # type: ignore[call-overload]

    @torch.no_grad()
    def paint(self, order: Order, noise: Float32[ndarray, "c h w"], push: Push | None = None) -> Iterator[Image | int]:
        """The number of each step as it is done, then the picture at its full size with the layers it thought of.

        push: which way the pixels of a picture should go; it leads every step.
        """
        if order.start is not None and order.strength == 0:
            yield Image(order.start)
            return
        asked, base = self._asked(order), None
        lead = None if push is None else leading(push, order.size)
        for number, clean in enumerate(sampled(self.net, asked, torch.from_numpy(noise)[None], lead), 1):
            base = clean
            yield number
        assert base is not None
        yield self._enlarged(order, base)

    def read(self, rgb: Rgb) -> Seen:
        """The depth, labels and outline of a picture: what is foretold from its colours alone.

        Not sampled, but looked at a few times with the patches elsewhere: the mean of what may be there is what depth
        wants.
        """
        height, width = rgb.shape[:2]
        order = Order(Size(width=width, height=height))
        with torch.no_grad():
            found = self.foreseen(_tensor(_fitted(layers.of_rgb(rgb), order.cells)))
        return self._read(found[0].permute(1, 2, 0).numpy(), rgb)

    def foreseen(self, colour: Float[Tensor, "b 3 h w"]) -> Float[Tensor, "b c h w"]:
        """All layers of base pictures, foretold from their colours in [-1, 1] alone; gradients flow to those."""
        z = colour.new_zeros(len(colour), CHANNELS, *colour.shape[2:])
        z[:, layers.span("rgb")] = colour
        asked = Asked(unworded(len(colour)), {"rgb": colour}, guidance=1.0)
        ways = [foreseen(self.net, asked, z, 0.0, shift) for shift in SHIFTS[:LOOKS]]
        return torch.stack(ways).mean(0)

    def _read(self, found: Float32[ndarray, "h w c"], rgb: Rgb) -> Seen:
        height, width = rgb.shape[:2]
        radius = max(2, round(EDGE * height / 432))

        def full(name: str) -> ndarray:
            part = _resized(found[..., layers.span(name)], (width, height))
            some = range(0, part.shape[2], 4)  # OpenCV takes no more channels at once
            return np.concatenate([smooth(part[..., n : n + 4], rgb, radius, SOFT) for n in some], -1)

        sharp = np.clip((found[..., layers.span("outline")] + 1) / 2, 0, 1)
        outline = np.clip(_resized(sharp, (width, height)), 0, 1)[..., 0]
        labels = layers.to_labels(full("labels"), self.known)
        return Seen(layers.to_depth(full("depth")), labels, outline)

    def _asked(self, order: Order) -> Asked:
        height, width = order.cells
        given: dict[str, Tensor] = {}
        drawn = None
        if order.labels is not None:
            labels = layers.fewer(order.labels, (width, height))
            given["labels"] = _tensor(layers.of_labels(labels))
            drawn = _tensor((labels != OPEN)[..., None]) if (labels == OPEN).any() else None
        if order.outline is not None:
            given["outline"] = _tensor(layers.of_outline(order.outline, (width, height)))
        if order.depth is not None:
            given["depth"] = _tensor(_fitted(layers.of_depth(order.depth), order.cells))
        start = clear = None
        if order.start is not None:
            start = _tensor(_fitted(layers.of_rgb(order.start), order.cells))
            if order.anew is not None:
                clear = _tensor((_fitted(1 - order.anew[..., None], order.cells) > CLEAR).astype(np.float32))
        return Asked(
            _worded(order.words), given, start, order.strength, clear, order.steps, order.guidance,
            _worded(order.avoid) if order.avoid else None,
            tuple((_worded(text), share) for text, share in order.turning), self.known, order.tone, drawn,
            order.figures,
        )  # fmt: skip

    def _enlarged(self, order: Order, base: Tensor) -> Image:
        """The base at six times its size, then as the order says; drawn labels and lines lead it at their own size."""
        height, width = order.cells
        fine = coarse(base)
        if order.labels is not None:
            size = (width * LARGER, height * LARGER)
            drawn = cv2.resize(order.labels, size, interpolation=cv2.INTER_NEAREST)
            said, sure = _tensor(layers.of_labels(drawn))[0], torch.from_numpy(drawn != OPEN)
            fine[0, : LAYERS["labels"]] = torch.where(sure, said, fine[0, : LAYERS["labels"]])
        if order.outline is not None:
            lines = layers.of_outline(order.outline, (width * LARGER, height * LARGER))
            fine[0, LAYERS["labels"] : FINE] = _tensor(lines)[0]
        colour = self.larger(base, fine)[0].permute(1, 2, 0).numpy()
        size = (order.size.width, order.size.height)
        rgb = layers.to_rgb(_resized(colour, size))
        found = base[0].permute(1, 2, 0).numpy()
        if order.start is not None:
            small = layers.to_rgb(found[..., layers.span("rgb")])
            over = order.start if order.fine is None else order.fine
            over = over if over.shape == rgb.shape else layers.to_rgb(_resized(layers.of_rgb(over), size))
            rgb = detailed(rgb, small, over, order.detail * (1 - order.strength**FADING))
        labels = layers.to_labels(_resized(found[..., layers.span("labels")], size), self.known)
        if order.labels is not None:
            drawn = cv2.resize(order.labels, size, interpolation=cv2.INTER_NEAREST)
            labels = np.where(drawn == OPEN, labels, drawn)
        if order.depth is None:
            depth = layers.to_depth(_resized(found[..., layers.span("depth")], size))
        else:
            depth = cv2.resize(order.depth, size, interpolation=cv2.INTER_NEAREST)
        return Image(rgb, depth, np.asarray(labels, np.uint8))


def _worded(text: str) -> Words:
    vectors, there = together([token_vectors(text)])
    return Words(torch.from_numpy(vectors), torch.from_numpy(there))


def _tensor(channels: Float32[ndarray, "h w c"]) -> Tensor:
    return torch.from_numpy(np.ascontiguousarray(channels.transpose(2, 0, 1)))[None].float()


def _fitted(channels: Float32[ndarray, "h w c"], cells: tuple[int, int]) -> Float32[ndarray, "h w c"]:
    """Channels at the size of a base picture."""
    small = cv2.resize(channels, (cells[1], cells[0]), interpolation=cv2.INTER_AREA)
    return np.asarray(small.reshape(*cells, -1), np.float32)


def _resized(channels: Float32[ndarray, "h w c"], size: tuple[int, int]) -> Float32[ndarray, "h w c"]:
    """Channels at a larger size (width, height), smoothly; at a smaller one by their means."""
    how = cv2.INTER_CUBIC if size[0] >= channels.shape[1] else cv2.INTER_AREA
    some = range(0, channels.shape[2], 4)
    parts = [cv2.resize(np.ascontiguousarray(channels[..., n : n + 4]), size, interpolation=how) for n in some]
    return np.concatenate([part.reshape(size[1], size[0], -1) for part in parts], -1)
