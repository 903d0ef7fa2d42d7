"""Ambience: every layer is alive, stereo and seamless."""

import numpy as np
import pytest

from melies.core.errors import AuthorError
from melies.core.seed import Seed
from melies.media.audio import RATE
from melies.sound.ambience import ambience, layers, weave


@pytest.mark.parametrize("name", list(layers))
def test_layer(name):
    sound = ambience([(name, 0.0, 4.0, 1.0)], 4.0, Seed(2))
    assert sound.shape == (4 * RATE, 2) and sound.dtype == np.float32 and np.isfinite(sound).all()
    level = np.sqrt((sound**2).mean())
    assert 0.002 < level < 0.2 and np.abs(sound).max() < 1.0 and np.abs(sound.mean(axis=0)).max() < 1e-3
    assert -0.1 < np.corrcoef(sound.T)[0, 1] < 0.95
    assert layers[name].__doc__


def test_same_seed_same_bytes_and_other_seed_other_sound():
    part = [("rain", 0.0, 1.0, 1.0)]
    first, again, other = (ambience(part, 1.0, Seed(seed)) for seed in (1, 1, 2))
    assert first.tobytes() == again.tobytes() != other.tobytes()


def test_places_hand_over_in_half_a_second():
    sound = ambience([("city", 0.0, 2.0, 1.0), ("rain", 2.0, 4.0, 1.0)], 4.0, Seed(1))
    alone = ambience([("city", 0.0, 2.0, 1.0)], 4.0, Seed(1))
    assert not alone[round(2.26 * RATE) :].any() and np.abs(alone[round(1.5 * RATE) : round(1.7 * RATE)]).max() > 0.005
    steps = np.abs(np.diff(sound, axis=0)).max(axis=1)
    assert steps[round(1.7 * RATE) : round(2.3 * RATE)].max() < 3 * np.median(steps[3 * RATE :]) + 0.2


def test_the_same_place_goes_on_through_a_cut():
    whole = ambience([("water", 0.0, 4.0, 0.8)], 4.0, Seed(1))
    cut = ambience([("water", 0.0, 1.5, 0.8), ("water", 1.5, 4.0, 0.8)], 4.0, Seed(1))
    assert np.array_equal(whole, cut)


def test_long_layers_have_no_seam(monkeypatch):
    monkeypatch.setattr(weave, "TAKE", 5.0)
    monkeypatch.setattr(weave, "SEAM", 1.0)
    sound = ambience([("room", 0.0, 16.0, 1.0)], 16.0, Seed(1))
    levels = np.sqrt((sound.reshape(32, -1) ** 2).mean(axis=1))
    assert levels.min() > 0.6 * levels.max()


def test_level_and_silence():
    loud, soft = (ambience([("wind", 0.0, 1.0, level)], 1.0, Seed(1)) for level in (1.0, 0.5))
    assert np.allclose(loud * 0.5, soft, atol=1e-6)
    assert not ambience([], 1.0, Seed(1)).any() and ambience([("rain", 5.0, 6.0, 1.0)], 1.0, Seed(1)).any() == 0


@pytest.mark.parametrize("part", [("rian", 0.0, 1.0, 1.0), ("rain", 0.0, float("nan"), 1.0), ("rain", 0.0, 1.0, -1.0)])
def test_nonsense_is_refused(part):
    with pytest.raises(AuthorError, match="rain"):
        ambience([part], 1.0, Seed(1))
