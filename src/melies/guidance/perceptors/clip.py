"""The author's own CLIP: any model in transformers' layout (OpenAI's, LAION's OpenCLIP), behind the same interface.

`clip:FOLDER`, or `clip:owner/name` of a model that was fetched before. Its own picture size, mean and deviation are
used (Radford et al. 2021); places are its patch tokens brought into the common space, as in MaskCLIP (Zhou et al.
2022), which is coarse but needs no lesson.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

from melies.core.errors import AuthorError
from melies.guidance.perceptors.base import Perceptor, perceptors
from melies.guidance.phrases import rivals

INSTALL = "pip install 'melies[checkpoints]'"
MEAN, DEVIATION = (0.48145466, 0.4578275, 0.40821073), (0.26862954, 0.26130258, 0.27577711)  # where a model says none
FACTS = "preprocessor_config.json"


class Clip(Perceptor):
    """The perceptor."""

    name = "clip"

    def __init__(self, model: Any, words: Any, mean: Sequence[float], deviation: Sequence[float]) -> None:
        self.model, self.words = model, words
        self.side = int(model.config.vision_config.image_size)
        self._mean = torch.tensor(mean).view(1, 3, 1, 1)
        self._deviation = torch.tensor(deviation).view(1, 3, 1, 1)

    def text(self, texts: Sequence[str]) -> Tensor:
        """Unit vectors (n, d) of phrases."""
        with torch.no_grad():
            told = self.words(list(texts), padding=True, truncation=True, return_tensors="pt")
            out = self.model.text_model(input_ids=told["input_ids"], attention_mask=told["attention_mask"])
            return F.normalize(self.model.text_projection(out.pooler_output), dim=-1)

    def picture(self, pictures: Tensor) -> Tensor:
        """Unit vectors (B, d) of pictures (B, 3, H, W), brought to the model's square size."""
        out = self.model.vision_model(pixel_values=self._shown(pictures))
        return F.normalize(self.model.visual_projection(out.pooler_output), dim=-1)

    def likely(self, picture: Tensor, words: str) -> Tensor:
        """The share of belief that goes to the words at each patch, against the palette's other classes."""
        own, others = rivals(words)
        seen = self.model.vision_model(pixel_values=self._shown(picture)).last_hidden_state[:, 1:]
        places = F.normalize(self.model.visual_projection(self.model.vision_model.post_layernorm(seen)), dim=-1)
        scores = places[0] @ self.text([*own, *others]).T * self.model.logit_scale.exp()
        side = round(len(scores) ** 0.5)
        return scores.softmax(-1)[:, : len(own)].sum(-1).view(side, side)

    def _shown(self, pictures: Tensor) -> Tensor:
        size = (self.side, self.side)
        if tuple(pictures.shape[-2:]) != size:
            pictures = F.interpolate(pictures, size, mode="bicubic", antialias=True, align_corners=False).clamp(0, 1)
        return (pictures - self._mean) / self._deviation


@perceptors.add("clip")
@lru_cache(maxsize=1)
def clip(where: str = "") -> Clip:
    """The model of a folder or of a fetched name. AuthorError when it is not there, or is no CLIP."""
    if not where:
        raise AuthorError("say which CLIP sees: `perceptor: clip:FOLDER` (config.json, model.safetensors, tokenizer)")
    try:
        from transformers import AutoTokenizer, CLIPModel
    except ImportError:
        raise AuthorError(f"a CLIP of your own needs transformers; run: {INSTALL}") from None
    try:
        model: Any = CLIPModel.from_pretrained(where, use_safetensors=True, local_files_only=True)
        words = AutoTokenizer.from_pretrained(where, local_files_only=True)
        facts = _facts(Path(where))
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        told = " ".join(str(error).split())[:160]
        raise AuthorError(f"there is no CLIP to be read at {where!r} ({told}); give the folder of one") from None
    return Clip(
        model.eval().requires_grad_(False), words, facts.get("image_mean", MEAN), facts.get("image_std", DEVIATION)
    )


def _facts(folder: Path) -> dict[str, Any]:
    """How the model was shown pictures; nothing where its folder does not say."""
    file = folder / FACTS
    return dict(json.loads(file.read_text("utf-8"))) if file.is_file() else {}
