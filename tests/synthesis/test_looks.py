"""Looks that are mixed, that turn into each other over a shot, and colours that lean to a palette."""

from __future__ import annotations

import numpy as np
import pytest

from melies.core.asset import MemoryAssets
from melies.core.errors import AuthorError
from melies.core.oklab import to_oklab
from melies.core.request import Phrase, Request
from melies.core.size import Size
from melies.core.story import Look
from melies.models import looks
from melies.motion.looks import look_at
from melies.synthesis import make

OILS, WAVE = "starry oils", "woodblock wave"


def picture(look: Look) -> np.ndarray:
    request = Request(
        size=Size(width=96, height=64), seed=3, prompt=(Phrase(text="an alpine lake at noon"),), look=look
    )
    return make(request, MemoryAssets()).rgb


def test_a_mix_is_numbers_between_and_ends_at_either() -> None:
    oils, wave = looks.load(OILS), looks.load(WAVE)
    half = looks.mixed([(oils, 0.5), (wave, 0.5)])
    assert np.allclose(half.norms, (oils.norms + wave.norms) / 2, atol=1e-6)
    assert half.card.strength == pytest.approx((oils.card.strength + wave.card.strength) / 2)
    assert np.array_equal(looks.mixed([(oils, 1.0), (wave, 0.0)]).norms, oils.norms)
    assert looks.mixed([(None, 1.0), (wave, 1.0)]).card.strength == pytest.approx(wave.card.strength / 2)
    both = [picture(Look(name=OILS)), picture(Look(name=OILS, mix={WAVE: 0.5})), picture(Look(name=WAVE))]
    apart = [float(np.abs(both[1] - end).mean()) for end in (both[0], both[2])]
    assert 0 < max(apart) < float(np.abs(both[0] - both[2]).mean()) * 1.1
    assert np.array_equal(picture(Look(name=OILS, mix={WAVE: 1.0})), both[2])


def test_schedules_are_numbers_at_every_frame() -> None:
    look = Look(name=OILS, strength="0:(0), 10:(1)", mix={WAVE: "0:(0), 10:(0.5)"}, palette=("#203040",), limit="0.3")
    now = look_at(look, 5, 12.0, 11, 0, "")
    assert (now.strength, now.mix, now.limit) == (0.5, {WAVE: 0.25}, 0.3)
    plain = Look(name=OILS, strength=0.5)
    assert look_at(plain, 5, 12.0, 11, 0, "") is plain
    with pytest.raises(AuthorError, match="shot 'a': look.strength runs from 0 to 1; got 2 at frame 3"):
        look_at(Look(name=OILS, strength="2"), 3, 12.0, 11, 0, "shot 'a': ")
    with pytest.raises(AuthorError, match="takes numbers and no schedules"):
        picture(Look(name=OILS, strength="0:(0), 10:(1)"))


def test_colours_lean_to_a_palette() -> None:
    plain = picture(Look())
    reds = ("#b03020", "#501810", "#f0c0a0")

    def away(rgb: np.ndarray) -> float:
        lab = to_oklab(rgb)[..., 1:].reshape(-1, 2)
        wanted = to_oklab(np.array([[[int(c[i : i + 2], 16) / 255 for i in (1, 3, 5)] for c in reds]], np.float32))[
            0, :, 1:
        ]
        return float(np.linalg.norm(lab[:, None] - wanted, axis=2).min(1).mean())

    half, whole = (picture(Look(palette=reds, limit=limit)) for limit in (0.5, 1.0))
    assert away(whole) < 0.4 * away(half) < away(half) < away(plain)
    light = [to_oklab(rgb)[..., 0] for rgb in (plain, whole)]
    assert float(np.abs(light[0] - light[1]).mean()) < 0.02  # light and dark stay
    assert np.array_equal(picture(Look(palette=reds, limit=0.0)), plain)
