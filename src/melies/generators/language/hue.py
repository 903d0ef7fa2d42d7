"""A colour that words ask for, where they ask for nothing else that could be drawn."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from melies.generators.language.lexicon import words_of
from melies.generators.language.prompt import read
from melies.generators.language.tables import colours
from melies.scene.staging import Rgb


@lru_cache(maxsize=512)
def colour(text: str) -> Rgb | None:
    """sRGB in [0, 1] of `golden`, `dark green`, `a turquoise lake`; None for `a red boat`, which is a thing."""
    words = words_of(text)
    named = {words_of(name): rgb for name, rgb in colours.COLOURS.items()}
    for length in (3, 2, 1):
        for start in range(len(words) - length + 1):
            if words[start : start + length] in named and not read(text).things:
                rgb = np.array(named[words[start : start + length]]) / 255
                for word in words[:start]:
                    rgb = rgb * colours.SHADES.get(word, 1.0)
                return tuple(float(part) for part in np.clip(rgb, 0, 1))  # type: ignore[return-value]
    return None
