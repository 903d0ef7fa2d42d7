"""An author's own CLIP behind the perceptors' interface, in its own preprocessing, without the network."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("transformers")
import torch
from PIL import Image
from tests.generators.checkpoints.tiny import _clip
from tests.guidance.descent import energies
from transformers import CLIPConfig, CLIPImageProcessorPil, CLIPModel, CLIPTextConfig, CLIPVisionConfig

from melies.core.asset import MemoryAssets
from melies.core.errors import AuthorError
from melies.core.request import Guide
from melies.core.size import Size
from melies.guidance.critics.text import Text
from melies.guidance.guides import critic, planes
from melies.guidance.perceptors.base import perceptor
from melies.guidance.views import Views

MEAN, DEVIATION = [0.5, 0.4, 0.3], [0.2, 0.25, 0.3]
NARROW = {"hidden_size": 32, "intermediate_size": 48, "num_attention_heads": 4, "num_hidden_layers": 2}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model of random weights, saved as an author's would be."""
    torch.manual_seed(1)
    home, words = tmp_path_factory.mktemp("clip"), _clip()
    text = CLIPTextConfig(
        **NARROW, vocab_size=len(words), eos_token_id=words.eos_token_id, bos_token_id=words.bos_token_id
    )
    vision = CLIPVisionConfig(**NARROW, image_size=32, patch_size=8)
    CLIPModel(
        CLIPConfig(text_config=text.to_dict(), vision_config=vision.to_dict(), projection_dim=16)
    ).save_pretrained(home)
    words.save_pretrained(home)
    (home / "preprocessor_config.json").write_text(json.dumps({"image_mean": MEAN, "image_std": DEVIATION}))
    return home


def test_pictures_and_words_are_those_of_transformers(folder: Path) -> None:
    seer = perceptor(f"clip:{folder}")
    model = CLIPModel.from_pretrained(folder).eval()
    pixels = np.random.default_rng(2).integers(0, 256, (32, 32, 3), np.uint8)
    shown = CLIPImageProcessorPil(
        do_resize=False, do_center_crop=False, image_mean=MEAN, image_std=DEVIATION
    )(images=Image.fromarray(pixels), return_tensors="pt")  # fmt: skip
    with torch.no_grad():
        theirs = model.get_image_features(**shown)
        theirs = getattr(theirs, "pooler_output", theirs)
        ours = seer.picture(planes(pixels))
    assert torch.allclose(ours, torch.nn.functional.normalize(theirs, dim=-1), atol=1e-5)
    words = seer.text(["a red fox", "a lake"])
    assert words.shape == (2, 16) and torch.allclose(words.norm(dim=1), torch.ones(2), atol=1e-5)
    likely = seer.likely(planes(pixels), "water")
    assert likely.shape == (4, 4) and 0 <= float(likely.min()) <= float(likely.max()) <= 1


def test_it_leads_like_any_perceptor(folder: Path) -> None:
    wish = critic(
        Guide(kind="text", text="a red fox", perceptor=f"clip:{folder}"), MemoryAssets(), Size(width=48, height=40)
    )
    assert isinstance(wish, Text) and isinstance(wish.views, Views)
    found = energies(wish, torch.rand(1, 3, 40, 48, generator=torch.Generator().manual_seed(3)), rate=0.05)
    assert found[-1] < found[0]


def test_what_is_no_clip_is_told(tmp_path: Path) -> None:
    with pytest.raises(AuthorError, match="say which CLIP"):
        perceptor("clip")
    with pytest.raises(AuthorError, match="there is no CLIP to be read at"):
        perceptor(f"clip:{tmp_path}")
    with pytest.raises(AuthorError, match="perceptor"):
        perceptor("glasses")
