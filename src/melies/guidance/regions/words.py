"""Where words point in a picture whose parts are known by name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from jaxtyping import UInt8
from numpy import ndarray

from melies.core.errors import AuthorError, nearest
from melies.core.image import Mask
from melies.scene.labels import LABELS
from melies.scene.parts import Part

CLASSES: dict[str, tuple[str, ...]] = {  # a class of the palette, or several, by the words that mean it
    "sky cloud star": ("sky", "heaven", "heavens", "air", "background"),
    "cloud": ("cloud",),
    "star": ("star",),
    "sun/moon": ("sun", "moon"),
    "mountain": ("mountain", "peak", "ridge", "alp", "summit", "volcano"),
    "hill": ("hill", "hillside"),
    "ground grass sand snow road": ("ground", "floor", "earth", "soil", "foreground", "land"),
    "sand": ("sand", "dune", "beach"),
    "snow": ("snow",),
    "rock": ("rock", "stone", "boulder", "cliff"),
    "grass": ("grass", "meadow", "field", "lawn"),
    "water": ("water", "lake", "sea", "ocean", "river", "pond", "stream", "lagoon", "reflection"),
    "tree": ("tree", "forest", "wood", "woods", "trunk"),
    "tree bush grass": ("plant", "vegetation", "foliage", "greenery"),
    "bush": ("bush", "shrub", "flower"),
    "building": ("building", "house", "city", "tower", "skyscraper", "village", "town", "architecture"),
    "road": ("road", "street", "path", "pavement"),
    "light": ("light", "lamp", "neon", "sign"),
    "character": ("character", "person", "people", "man", "woman", "child", "human", "figure"),
    "animal": ("animal", "creature", "beast"),
    "character animal": ("everybody", "anybody", "somebody", "cast"),
    "prop": ("prop", "thing", "object"),
    "vehicle": ("vehicle", "car", "boat", "ship"),
}
SCENERY = {"sky", "mountain", "hill", "ground", "sand", "snow", "water", "road"}  # no things, whatever lies on them
JOINS = set("of with in under on by beside near behind from at to over before wearing holding who that and".split())
SMALL_WORDS = set("the a an all every each any its his her my our".split())


def selected(
    words: str, parts: Sequence[Part], labels: UInt8[ndarray, "h w"], cast: Mapping[str, str]
) -> tuple[Mask, tuple[Part, ...]]:
    """The mask of what words mean in a picture, and the parts that it is made of (none where it is a class of pixels).

    A name of the cast comes first, then what the author's words put there, then what things are painted as, then
    classes. cast: the words of each member, by name. AuthorError that lists the nearest words for what is not there.
    """
    sought = tokens(words)
    if not sought:
        raise AuthorError(f"a selection names something in the picture; got {words!r}")
    for named in (_cast(sought, parts, cast), _things(sought, parts), _painted(sought, parts)):
        if named:
            return np.any([part.shows for part in named], axis=0).astype(np.float32), tuple(named)
    for group, said in CLASSES.items():
        if sought[-1] in said:
            ids = [LABELS[name] for name in group.split()]
            mask = np.isin(labels, ids)
            if mask.any():
                inside = tuple(part for part in parts if part.label in group.split())
                return mask.astype(np.float32), () if group.split()[0] in SCENERY else inside
    raise AuthorError(f"{words!r} is not in the picture{nearest(' '.join(sought), names(parts, labels, cast))}")


def names(parts: Iterable[Part], labels: UInt8[ndarray, "h w"], cast: Mapping[str, str]) -> set[str]:
    """Words that would be found in a picture."""
    found = {part.who or (part.thing.words or part.thing.kind if part.thing else part.kind) for part in parts}
    seen = {name for name, number in LABELS.items() if (labels == number).mean() > 2e-3}
    return {name for name in found | seen if name}


def tokens(words: str) -> list[str]:
    """Words that count, in the singular: `the pine trees` is `pine tree`."""
    found = re.findall(r"[^\W_]+", words.lower())
    return [_singular(word) for word in found if word not in SMALL_WORDS]


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    if word.endswith(("shes", "ches", "xes", "sses")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word


def _cast(sought: list[str], parts: Sequence[Part], cast: Mapping[str, str]) -> list[Part]:
    exact = [part for part in parts if part.who and tokens(part.who) == sought]
    return exact or [part for part in parts if part.who and _means(sought, tokens(cast.get(part.who, "")))]


def _means(sought: list[str], said: list[str]) -> bool:
    """Whether words name the thing itself that others describe: `fox` of `a red fox under a starry sky`, `sky` not."""
    end = next((n for n, word in enumerate(said) if word in JOINS), len(said))
    return set(sought) <= set(said[:end]) and end > 0 and sought[-1] == said[end - 1]


def _things(sought: list[str], parts: Sequence[Part]) -> list[Part]:
    """Parts that the author's words asked for: all sought words are among theirs, the last one the thing itself."""
    asked = [(part, tokens(part.thing.words or ""), tokens(part.thing.kind)) for part in parts if part.thing]
    return [part for part, said, kind in asked if _means(sought, said) or sought == kind]


def _painted(sought: list[str], parts: Sequence[Part]) -> list[Part]:
    return [part for part in parts if part.kind and (sought == tokens(part.kind))]
