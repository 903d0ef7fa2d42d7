"""The lens: pictures and words in one space, embedded. Whole pictures, and every place of a picture.

A frozen ImageNet network (`lite`) and a small head that `melies train lens` fits to MiniLM's vectors of captions, on
worlds of the stage, cut-outs, photographs and paintings. A whole picture's vector starts from the names of the classes
that the network believes in, weighed (they are the anchor); a place's vector comes from features at four scales, joined
from coarse to fine as in "Feature Pyramid Networks" (Lin et al. 2017). It knows what it was shown and what is near it;
it is no CLIP.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib import resources

import numpy as np
import torch
import torch.nn.functional as F
from jaxtyping import Float32
from numpy import ndarray
from torch import Tensor

from melies.core.errors import AuthorError
from melies.guidance.perceptors.base import Perceptor, perceptors
from melies.guidance.perceptors.lite import CHANNELS, WIDE, Lite
from melies.guidance.phrases import rivals
from melies.models.text import WIDTH, embed

INNER, HIDDEN = 96, 512
BELIEVED = 10  # classes that a picture's anchor is weighed from
SIDE = 192  # pixels of the shorter side that pictures are seen at
FINEST = 4  # pixels between places
TAKEN = slice(1, 5)  # of the network's stages: strides 4, 8, 16, 32
HEAD, BACKBONE, CLASSES, FACTS = "head.safetensors", "lite0.safetensors", "classes.txt", "lens.json"
HOME = resources.files("melies") / "assets" / "lens"
Shapes = Mapping[str, tuple[int, ...]]


def shapes() -> dict[str, tuple[int, ...]]:
    """The head's weights by name."""
    sides = {f"side{n}": (INNER, channels, 1, 1) for n, channels in enumerate(CHANNELS[TAKEN])}
    made: dict[str, tuple[int, ...]] = {f"{name}.w": shape for name, shape in sides.items()}
    made |= {f"{name}.b": (INNER,) for name in sides}
    made |= {"context.w": (INNER, WIDE), "context.b": (INNER,)}
    for name in ("mix0", "mix1"):
        made |= {f"{name}.w": (INNER, INNER, 3, 3), f"{name}.b": (INNER,)}
    made |= {"place.w": (WIDTH, INNER), "place.b": (WIDTH,), "words.w": (WIDTH, WIDTH), "said.w": (WIDTH, WIDTH)}
    made |= {"whole0.w": (HIDDEN, WIDE), "whole0.b": (HIDDEN,), "whole1.w": (WIDTH, HIDDEN), "whole1.b": (WIDTH,)}
    return made | {"anchor": (1,), "heat": (1,), "warmth": (1,)}


class Head:
    """The fitted part. Callable on features of `Lite`; weights as `shapes` lists them."""

    def __init__(self, weights: Mapping[str, Tensor]) -> None:
        self.weights = dict(weights)

    def joined(self, found: Sequence[Tensor], seen: Tensor) -> Tensor:
        """Features of every place (B, INNER, H / 4, W / 4), from the four last stages and the pooled head (B, 1280)."""
        w = self.weights
        context = F.linear(seen, w["context.w"], w["context.b"])[:, :, None, None]
        x = self._side(found[3], 3) + context
        for number in (2, 1):
            x = self._side(found[number], number) + _up(F.relu(x), found[number])
        x = F.relu(x)
        for name in ("mix0", "mix1"):
            x = x + F.relu(F.conv2d(x, w[f"{name}.w"], w[f"{name}.b"], padding=1))
        return F.relu(self._side(found[0], 0) + _up(x, found[0]))

    def places(self, joined: Tensor) -> Tensor:
        """Unit vectors of places, (..., INNER) to (..., WIDTH)."""
        return F.normalize(F.linear(joined, self.weights["place.w"], self.weights["place.b"]), dim=-1)

    def whole(self, seen: Tensor, anchor: Tensor) -> Tensor:
        """Unit vectors (B, WIDTH) of pictures, from the pooled head (B, 1280) and the classes' anchor (B, WIDTH)."""
        w = self.weights
        x = F.linear(F.gelu(F.linear(seen, w["whole0.w"], w["whole0.b"])), w["whole1.w"], w["whole1.b"])
        return F.normalize(x + w["anchor"] * anchor, dim=-1)

    def words(self, vectors: Tensor, places: bool = False) -> Tensor:
        """MiniLM's vectors turned to face pictures, or their places."""
        return F.normalize(vectors + F.linear(vectors, self.weights["words.w" if places else "said.w"]), dim=-1)

    def _side(self, features: Tensor, number: int) -> Tensor:
        return F.conv2d(features, self.weights[f"side{number}.w"], self.weights[f"side{number}.b"])


class Lens(Perceptor):
    """The perceptor."""

    name = "lens"
    side = SIDE

    def __init__(self, backbone: Lite, head: Head, names: Float32[ndarray, "classes width"]) -> None:
        self.backbone, self.head = backbone, head
        self._names = torch.from_numpy(np.ascontiguousarray(names))

    def text(self, texts: Sequence[str]) -> Tensor:
        """Unit vectors (n, 384) of phrases, to compare with whole pictures."""
        with torch.no_grad():
            return self.head.words(torch.from_numpy(embed(texts).copy()))

    def phrases(self, texts: Sequence[str]) -> Tensor:
        """Unit vectors (n, 384) of phrases, to compare with places."""
        with torch.no_grad():
            return self.head.words(torch.from_numpy(embed(texts).copy()), places=True)

    def likely(self, picture: Tensor, words: str) -> Tensor:
        """The share of belief that goes to the words, against all classes of the palette that mean something else."""
        own, others = rivals(words)
        texts = self.phrases([*own, *others])
        scores = self.places(picture)[0] @ texts.T * self.head.weights["warmth"].exp()
        return scores.softmax(-1)[..., : len(own)].sum(-1)

    def picture(self, pictures: Tensor) -> Tensor:
        """Unit vectors (B, 384) of pictures."""
        seen, last = self._seen(_sized(pictures))
        return self.head.whole(seen, self.anchor(seen, last))

    def places(self, pictures: Tensor) -> Tensor:
        """Unit vectors (B, H / 4, W / 4, 384) of places, of the picture at SIDE pixels."""
        found = self.backbone(_sized(pictures))
        seen = self.backbone.head(found[-1]).mean((2, 3))
        return self.head.places(self.head.joined(found[TAKEN], seen).permute(0, 2, 3, 1))

    def anchor(self, seen: Tensor, last: Tensor) -> Tensor:
        """The vectors of the classes' names, weighed by belief in the ten likeliest, (B, 384)."""
        return anchors(self.backbone.classes(last), self._names)

    def _seen(self, pictures: Tensor) -> tuple[Tensor, Tensor]:
        last = self.backbone(pictures)[-1]
        return self.backbone.head(last).mean((2, 3)), last


def anchors(logits: Tensor, names: Tensor) -> Tensor:
    """Unit vectors of class names weighed by belief in the likeliest. logits: (B, 1000); names: (1000, 384)."""
    belief, which = logits.softmax(1).topk(BELIEVED, 1)
    return F.normalize((names[which] * (belief / belief.sum(1, keepdim=True))[..., None]).sum(1), dim=-1)


@lru_cache(maxsize=1)
def backbone() -> Lite:
    """The frozen network that the lens sees with."""
    return Lite(_shipped(BACKBONE))


@lru_cache(maxsize=1)
def lens() -> Lens:
    """The shipped lens, its files checked by hash. AuthorError when one is missing or damaged."""
    names = (HOME / CLASSES).read_text("utf-8").split("\n")
    return Lens(backbone(), Head(_shipped(HEAD)), embed([f"a photo of a {name}" for name in names if name]))


def _shipped(name: str) -> dict[str, Tensor]:
    """A file of weights, checked by its hash. AuthorError when it is missing or damaged."""
    from safetensors.torch import load

    try:
        wanted = json.loads((HOME / FACTS).read_text("utf-8"))["sha256"][name]
        content = (HOME / name).read_bytes()
    except (OSError, KeyError, ValueError) as error:
        raise AuthorError(f"the lens can't be read ({error}); install Melies again") from None
    if hashlib.sha256(content).hexdigest() != wanted:
        raise AuthorError(f"the lens' file {name} is damaged; install Melies again")
    return {key: tensor.float() for key, tensor in load(content).items()}


perceptors.add("lens")(lens)


def _sized(pictures: Tensor) -> Tensor:
    """At SIDE pixels' height or width, sides multiples of 32."""
    height, width = pictures.shape[-2:]
    scale = SIDE / min(height, width)
    sides = tuple(max(32, round(side * scale / 32) * 32) for side in (height, width))
    if sides == (height, width):
        return pictures
    return F.interpolate(pictures, sides, mode="bilinear", antialias=True, align_corners=False)


def _up(x: Tensor, like: Tensor) -> Tensor:
    return F.interpolate(x, like.shape[-2:], mode="bilinear", align_corners=False)
