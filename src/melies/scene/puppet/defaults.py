"""What a description leaves open: harmonious wardrobes and natural coats, chosen from the seed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from melies.core.seed import Seed
from melies.scene.puppet import words as w
from melies.scene.puppet.tint import Rgb, far_apart, lightness, mix, painted, shade

SKINS: tuple[Rgb, ...] = (
    (0.95, 0.79, 0.68), (0.92, 0.73, 0.58), (0.84, 0.63, 0.47), (0.72, 0.51, 0.37), (0.55, 0.37, 0.26), (0.42, 0.28,
    0.21),
)  # fmt: skip
HAIRS = ("brown", "chestnut", "auburn", "black", "ginger", "blonde", "chocolate")
WARDROBE = (  # garment, what lies under it, accent
    ("yellow", "navy", "red"), ("teal", "charcoal", "amber"), ("crimson", "navy", "cream"), ("green", "chocolate",
    "mustard"),
    ("coral", "teal", "cream"), ("cobalt", "charcoal", "yellow"), ("plum", "charcoal", "peach"), ("rust", "navy",
    "turquoise"),
)  # fmt: skip
COATS: dict[str, tuple[Rgb, Rgb, Rgb]] = {  # fur, light side, dark marks
    "fox": ((0.86, 0.42, 0.16), (0.97, 0.91, 0.82), (0.28, 0.17, 0.15)),
    "wolf": ((0.48, 0.50, 0.56), (0.86, 0.86, 0.85), (0.24, 0.25, 0.31)),
    "deer": ((0.68, 0.43, 0.25), (0.94, 0.86, 0.74), (0.33, 0.21, 0.15)),
    "horse": ((0.56, 0.32, 0.19), (0.72, 0.48, 0.31), (0.22, 0.14, 0.13)),
    "cat": ((0.90, 0.60, 0.27), (0.98, 0.92, 0.83), (0.68, 0.36, 0.16)),
    "dog": ((0.80, 0.58, 0.34), (0.97, 0.92, 0.84), (0.45, 0.27, 0.17)),
    "rabbit": ((0.76, 0.68, 0.60), (0.97, 0.94, 0.90), (0.93, 0.66, 0.64)),
    "bear": ((0.45, 0.29, 0.19), (0.70, 0.51, 0.35), (0.24, 0.16, 0.13)),
    "bird": ((0.25, 0.52, 0.78), (0.97, 0.80, 0.55), (0.16, 0.24, 0.42)),
    "owl": ((0.56, 0.41, 0.29), (0.92, 0.82, 0.66), (0.32, 0.22, 0.17)),
    "fish": ((0.93, 0.52, 0.20), (0.99, 0.88, 0.66), (0.76, 0.24, 0.18)),
    "whale": ((0.22, 0.36, 0.53), (0.83, 0.89, 0.91), (0.15, 0.24, 0.38)),
    "dragon": ((0.27, 0.56, 0.35), (0.94, 0.82, 0.48), (0.78, 0.30, 0.22)),
    "robot": ((0.60, 0.66, 0.70), (0.83, 0.86, 0.86), (0.86, 0.42, 0.24)),
}
FURS = (0.0, -0.07, 0.06, -0.03, 0.1, -0.11)  # how much lighter or darker the beasts of a herd are
PROP_COLOURS = {
    "umbrella": "red", "lantern": "amber", "sword": "silver", "book": "crimson", "flower": "coral", "balloon": "red",
    "staff": "brown", "fishing rod": "tan", "kite": "scarlet",
}  # fmt: skip
HAT_COLOURS = {"straw hat": "ochre", "crown": "gold", "helmet": "silver", "cap": "navy", "top hat": "charcoal"}


def dressed(
    kind: str, word: str, facts: dict[str, Any], seed: Seed, old: bool = False, member: int = 0
) -> dict[str, Any]:
    """Everything a spec needs: facts read from the text, the word's role, then the seed's choice for this member."""
    rng = seed.rng()
    chosen: dict[str, Any] = {"kind": kind}
    if old and kind in ("man", "woman"):
        chosen["kind"] = kind = "elder"
        chosen["costume"] = "dress" if w.KIND_WORDS.get(word) == "woman" else "coat"
    chosen |= _person(kind, word, rng, member) if kind in w.PEOPLE else _beast(kind, facts, member)
    if word in w.ROLE_COLOURS:
        colour = painted(w.COLOURS[w.ROLE_COLOURS[word]])
        chosen["cloth" if kind in w.PEOPLE else "coat"] = colour
        if kind not in w.PEOPLE and kind != "bird":
            chosen["belly"] = shade(mix(colour, (0.98, 0.94, 0.88), 0.7), 0.02)
    chosen |= w.ROLES.get(word, {}) | {k: v for k, v in facts.items() if v is not None}
    return _matched(chosen, facts)


def _person(kind: str, word: str, rng: np.random.Generator, member: int = 0) -> dict[str, Any]:
    """What the seed chooses; the members of a crowd go on from there, each with the next of everything."""
    cloth, under, accent = (painted(w.COLOURS[c]) for c in _next(WARDROBE, rng, 3 * member))
    skin = _next(SKINS, rng, 5 * member)
    hair = painted(w.COLOURS[_next(HAIRS, rng, 2 * member)])
    if lightness(skin) < 0.62:
        hair = painted(w.COLOURS["black"])
    person: dict[str, Any] = dict(skin=skin, cloth=cloth, under=under, accent=accent, hair=hair)
    person["shoes"] = shade(under, -0.05) if rng.random() < 0.5 else (0.40, 0.26, 0.20)
    styles = {"child": ("bob", "short", "braid", "curly"), "woman": ("long", "bun", "bob", "curly", "ponytail")}
    options = styles.get(kind, ("short",))
    person["hair_style"] = _next(options, rng, member)
    return person | _by_kind(kind, word, rng, member)


def _next(choices: Sequence[Any], rng: np.random.Generator, further: int) -> Any:
    return choices[(int(rng.integers(len(choices))) + further) % len(choices)]


def _by_kind(kind: str, word: str, rng: np.random.Generator, member: int) -> dict[str, Any]:
    if kind == "elder":
        female = word in ("grandmother", "grandma", "granny", "old-woman", "crone") or w.KIND_WORDS.get(word) == "woman"
        return {
            "age": "old", "hair": (0.84, 0.84, 0.85), "costume": "dress" if female else "coat", "glasses": True,
            "hair_style": "bun" if female else "bald", "beard": "" if female else "short",
        }  # fmt: skip
    if kind == "wizard":
        return {
            "age": "old", "hair": (0.93, 0.93, 0.92), "beard": "long", "costume": "robe", "hat": "wizard hat",
            "prop": "staff", "cloth": painted(w.COLOURS["indigo"]), "accent": painted(w.COLOURS["gold"]),
                "pattern": "stars",
            "hair_style": "long",
        }  # fmt: skip
    if kind == "astronaut":
        return {"costume": "spacesuit", "hat": "visor", "cloth": (0.93, 0.92, 0.90), "accent": (0.91, 0.45, 0.20)}
    if kind == "robot":
        coat, belly, accent = COATS["robot"]
        return {
            "costume": "metal",
            "coat": shade(coat, FURS[member % len(FURS)]),
            "belly": belly,
            "accent": accent,
            "eyes": (0.55, 0.95, 1.0),
            "glowing": True,
        }
    costumes = {
        "child": ("coat", "sweater", "dress"),
        "woman": ("coat", "dress", "gown"),
        "man": ("coat", "jacket", "sweater"),
    }
    return {"age": "young" if kind == "child" else "adult", "costume": _next(costumes[kind], rng, member)}


def _beast(kind: str, facts: dict[str, Any], member: int = 0) -> dict[str, Any]:
    coat, belly, dark = COATS[kind]
    coat = shade(coat, FURS[member % len(FURS)]) if member else coat
    beast: dict[str, Any] = dict(coat=coat, belly=belly, accent=dark, age="adult", costume="", eyes=(0.14, 0.11, 0.13))
    beast["antlers"], beast["mane"] = kind == "deer", kind == "horse"
    if kind in ("cat",):
        beast["pattern"] = "stripes"
    asked = facts.get("coat")
    if asked is not None and kind != "fox":
        light = lightness(asked)
        beast["accent"] = shade(asked, -0.20 if light > 0.4 else 0.12) if kind != "dragon" else mix(asked, dark, 0.6)
        beast["belly"] = mix(asked, (0.98, 0.94, 0.87), 0.72 if light > 0.45 else 0.35)
    elif asked is not None:
        beast["accent"] = shade(asked, -0.28)
    return beast


def _matched(chosen: dict[str, Any], facts: dict[str, Any]) -> dict[str, Any]:
    """Colours that follow from others: hats, things in hand, cape and scarf without a colour of their own."""
    cloth, accent = chosen.get("cloth", (0.5, 0.5, 0.5)), chosen["accent"]
    for name, colour in (("scarf", accent), ("cape", accent), ("backpack", (0.55, 0.36, 0.22))):
        if chosen.get(name) is True:
            chosen[name] = colour
    if chosen.get("costume") == "raincoat":
        chosen.setdefault("hat", "hood")
        if "shoes" not in facts:
            chosen["shoes"] = painted(w.COLOURS["navy" if far_apart(cloth, w.COLOURS["red"]) < 0.17 else "red"])
    if "under" not in facts and "under" in chosen and far_apart(cloth, chosen["under"]) < 0.16:
        chosen["under"] = painted(w.COLOURS["charcoal" if lightness(cloth) > 0.45 else "ash"])
    if "shoes" not in facts and "shoes" in chosen and far_apart(chosen["under"], chosen["shoes"]) < 0.08:
        chosen["shoes"] = (0.40, 0.26, 0.20)
    if "accent" not in facts and "cloth" in chosen and far_apart(cloth, accent) < 0.13:
        accent = chosen["accent"] = painted(w.COLOURS["cream" if lightness(cloth) < 0.75 else "teal"])
    hat = chosen.get("hat", "")
    if "hat_colour" not in chosen:
        named = HAT_COLOURS.get(hat)
        chosen["hat_colour"] = painted(w.COLOURS[named]) if named else (shade(cloth, -0.02) if hat in (
            "hood", "wizard hat", "sou'wester") else accent)  # fmt: skip
    if "prop_colour" not in chosen and chosen.get("prop"):
        chosen["prop_colour"] = painted(w.COLOURS[PROP_COLOURS[chosen["prop"]]])
    if chosen.get("costume") in ("armor",):
        chosen.setdefault("cape", accent)
        chosen["cloth"] = facts.get("cloth", (0.68, 0.71, 0.76))
    return chosen
