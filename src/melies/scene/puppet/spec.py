"""What a puppet looks like, as a frozen value, and how free text becomes one."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, fields, replace
from typing import Any

from melies.core.plural import IRREGULAR, singulars
from melies.core.seed import Seed
from melies.scene.puppet import words as w
from melies.scene.puppet.defaults import dressed
from melies.scene.puppet.tint import Rgb, painted, shade

KINDS = w.KINDS
ANYBODY = ("woman", "man", "elder", "woman", "child", "man")  # "people"
GROWN = (1.0, 0.9, 1.07, 0.95, 1.03, 0.87, 1.1)  # heights within a crowd


@dataclass(frozen=True)
class PuppetSpec:
    """One member of the cast. Colours are sRGB in [0, 1]; height is metres without hat or raised arms.

    cloth is the main garment, under the trousers or what shows below it; coat is an animal's fur (a robot's metal),
    belly its light side, accent the second colour of any pattern or ornament. Empty strings mean "none".
    """

    kind: str = "child"
    height: float = 1.15
    age: str = "adult"
    build: float = 1.0
    mood: str = ""
    skin: Rgb = (0.93, 0.75, 0.62)
    hair: Rgb = (0.35, 0.22, 0.16)
    cloth: Rgb = (0.95, 0.76, 0.19)
    under: Rgb = (0.25, 0.3, 0.42)
    shoes: Rgb = (0.36, 0.24, 0.2)
    accent: Rgb = (0.82, 0.25, 0.2)
    coat: Rgb = (0.8, 0.4, 0.2)
    belly: Rgb = (0.95, 0.9, 0.82)
    eyes: Rgb = (0.17, 0.13, 0.16)
    hair_style: str = "short"
    costume: str = "shirt"
    pattern: str = ""
    hat: str = ""
    hat_colour: Rgb = (0.86, 0.72, 0.42)
    beard: str = ""
    scarf: Rgb | None = None
    cape: Rgb | None = None
    backpack: Rgb | None = None
    prop: str = ""
    prop_colour: Rgb = (0.82, 0.22, 0.19)
    glasses: bool = False
    glowing: bool = False
    wings: bool = False
    antlers: bool = False
    horn: bool = False
    mane: bool = False


NAMED = (w.KIND_WORDS, w.COSTUMES, w.HATS, w.PROPS, w.PATTERNS, w.HAIR_STYLES, w.EXTRAS)  # words of these are nouns
MIXED = "people"  # who are anybody, each another
WORN = ("scarf", "cape", "backpack", "glasses", "shoes", "trousers", "beard")


@dataclass
class _Reading:
    """What has been read so far, while reading."""

    kind: str = ""
    word: str = ""
    old: bool = False
    several: bool = False
    facts: dict[str, Any] = field(default_factory=dict)
    size: float = 1.0
    colours: list[Rgb] = field(default_factory=list)
    manners: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    worn: list[str] = field(default_factory=list)  # clothes and things in hand, which only people have

    def colour(self) -> Rgb | None:
        """Take the colour waiting for its noun; the second of two is an accent."""
        taken, self.colours = self.colours, []
        if len(taken) > 1:
            self.facts.setdefault("accent", taken[1])
        return taken[0] if taken else None

    def manner(self, *names: str) -> bool:
        """Take a waiting manner (long, glowing ...) if it is among the names."""
        found = [m for m in self.manners if m in names]
        self.manners = [m for m in self.manners if m not in found]
        return bool(found)


def tokens(text: str) -> list[str]:
    """Lower-case words, with the known pairs joined by a hyphen."""
    plain = re.sub(r"[^\w' -]+", " , ", text.lower().replace("’", "'"))
    for pair, joined in w.JOINED.items():
        plain = re.sub(rf"\b{pair}\b", joined, plain)
    return re.findall(r"[\w'-]+|,", plain)


def kind_of(text: str) -> str | None:
    """The kind of puppet a text names, or None when none of its words is one."""
    found = [w.KIND_WORDS[t] for t in tokens(text) if t in w.KIND_WORDS]
    return found[0] if found else None


def parse(text: str, seed: Seed, height: float | None = None, member: int = 0) -> tuple[PuppetSpec, tuple[str, ...]]:
    """Read a description; returns the spec and the words that could not be drawn.

    `height` (metres) wins over sizes in the text. What the text leaves open is chosen from the seed; of a crowd of the
    same words every `member` (0, 1, ...) comes out differently: clothes, skin, hair, coat and height.
    """
    reading = _read_all(text)
    known = {f.name for f in fields(PuppetSpec)}
    kind = reading.kind or ANYBODY[member % len(ANYBODY)]
    facts = dressed(kind, reading.word, reading.facts, seed / "puppet", reading.old, member)
    spec = PuppetSpec(**{k: v for k, v in facts.items() if k in known})
    tall = height if height is not None else w.HEIGHTS[spec.kind] * reading.size * GROWN[member % len(GROWN)]
    return replace(spec, height=float(tall)), (*reading.missing, *_naked(reading), *_kin(reading))


def unworn(text: str) -> tuple[str, ...]:
    """Clothes and things in hand that a description gives to somebody who can't have them: an owl's hat."""
    return _naked(_read_all(text))


def _kin(r: _Reading) -> tuple[str, ...]:
    """Whom the puppet is only kin to, and what is drawn instead."""
    return (f"{r.word} (drawn as a {r.kind})",) if r.word in w.STAND_INS else ()


def _naked(r: _Reading) -> tuple[str, ...]:
    return tuple(r.worn) if r.kind and r.kind not in w.PEOPLE else ()


def _read_all(text: str) -> _Reading:
    reading = _Reading()
    for word in tokens(text):
        if word not in w.SILENT and word != ",":
            _read(word, reading)
    _finish(reading)
    return reading


def _read(word: str, r: _Reading) -> None:
    """One word: an adjective waits for its noun, a noun takes what waits."""
    one = _one(word)
    if one in w.KIND_WORDS or r.several:
        r.several |= one != word or word in IRREGULAR or word.endswith("s")
        word = one
    if word in w.COLOURS or word in w.SHADES:
        _read_colour(word, r)
    elif word.endswith("-haired") and word[:-7] in w.COLOURS:
        r.facts["hair"] = painted(w.COLOURS[word[:-7]])
    elif word in w.KIND_WORDS:
        _read_kind(word, r)
    elif word in w.OLD:
        r.old = True
    elif word in w.SIZES and word not in w.LONG:
        r.size *= w.SIZES[word]
    elif word in w.BUILDS:
        r.facts["build"] = w.BUILDS[word]
    elif word in w.MOODS:
        r.facts["mood"] = w.MOODS[word]
    elif word in w.LONG:
        r.manners.append(word)
    elif not _read_noun(word, r):
        r.missing.append(word)


def _one(word: str) -> str:
    """The word, or what it is the plural of where only that is known: of three knights each is a knight."""
    if word == MIXED or any(word in table for table in NAMED):
        return word
    return next((one for one in singulars(word) if any(one in table for table in NAMED)), word)


def _read_colour(word: str, r: _Reading) -> None:
    if word in w.SHADES:
        r.manners.append(word)
        return
    colour = painted(w.COLOURS[word])
    for tone in [m for m in r.manners if m in w.SHADES]:
        colour = shade(colour, w.SHADES[tone])
        r.manners.remove(tone)
    r.colours.append(colour)


def _read_kind(word: str, r: _Reading) -> None:
    if r.kind:
        r.missing.append(word)
        return
    r.kind, r.word = w.KIND_WORDS[word], word
    if r.manner("short"):
        r.size *= w.SIZES["short"]
    shades = {w.COLOURS[name]: name for name in ("black", "brown", "white")}
    colour = r.colour()
    if colour is None:
        return
    if r.kind == "fox" and colour == painted(w.COLOURS["red"]):
        return  # a red fox is fox-coloured
    human = r.kind in ("child", "woman", "man", "elder")
    if human and any(painted(rgb) == colour for rgb in shades):
        name = next(n for rgb, n in shades.items() if painted(rgb) == colour)
        r.facts["skin"] = {"black": (0.36, 0.23, 0.17), "brown": (0.58, 0.39, 0.27), "white": (0.95, 0.79, 0.68)}[name]
    else:
        r.facts["cloth" if r.kind in w.PEOPLE[:6] else "coat"] = colour


def _read_noun(word: str, r: _Reading) -> bool:
    """Clothes, hats, hair, things in hand, patterns; False for a word nothing is known of."""
    if word in w.COSTUMES or word in w.HATS or word in w.PROPS or w.EXTRAS.get(word) in WORN:
        r.worn.append(word)
    if word in w.COSTUMES:
        r.facts["costume"] = w.COSTUMES[word]
        _keep(r, "cloth")
    elif word in w.HATS:
        pointed = r.manner("pointed")
        r.facts["hat"] = "wizard hat" if pointed and word == "hat" else w.HATS[word]
        r.manner("straw")
        _keep(r, "hat_colour")
    elif word in w.PROPS:
        r.facts["prop"] = w.PROPS[word]
        r.manner("glowing", "shining", "luminous", "long")
        _keep(r, "prop_colour")
    elif word in w.PATTERNS:
        r.facts["pattern"] = w.PATTERNS[word]
        if len(r.colours) > 0 and "cloth" in r.facts:
            _keep(r, "accent")
    elif word in w.HAIR_STYLES:
        r.facts["hair_style"] = w.HAIR_STYLES[word]
        r.manner("long", "short")
        _keep(r, "hair")
    elif word in w.EXTRAS:
        _read_extra(w.EXTRAS[word], r)
    else:
        return False
    return True


def _keep(r: _Reading, name: str) -> None:
    colour = r.colour()
    if colour is not None:
        r.facts[name] = colour


def _read_extra(name: str, r: _Reading) -> None:
    if name in ("scarf", "cape", "backpack"):
        r.facts[name] = r.colour() or True
    elif name in ("glasses", "wings", "antlers", "horn", "mane"):
        r.facts[name] = True
        _keep(r, "accent")
    elif name == "beard":
        r.facts["beard"] = "short" if r.manner("short") else "long" if r.manner("long", "flowing", "bushy") else "short"
        _keep(r, "hair")
    elif name == "eyes":
        r.facts["glowing"] = r.manner("glowing", "shining", "luminous")
        _keep(r, "eyes")
    elif name == "hair":
        long, curly = r.manner("long", "flowing"), r.manner("curly")
        style = "curly" if curly else "braid" if r.manner("braided") else "long" if long else ""
        if style or r.manner("short"):
            r.facts["hair_style"] = style or "short"
        _keep(r, "hair")
    else:
        target = {"trousers": "under", "fur": "coat", "visor": "accent", "antenna": "accent", "tail": "belly"}
        r.manner("long", "bushy", "short")
        _keep(r, target.get(name, name))


def _finish(r: _Reading) -> None:
    """Colours and manners still waiting at the end: "dressed in red", "glowing"."""
    colour = r.colour()
    if colour is not None:
        r.facts.setdefault("cloth" if (r.kind or "woman") in w.PEOPLE[:6] else "coat", colour)
    if r.manner("glowing", "shining", "luminous"):
        r.facts["glowing"] = True
    if r.manner("braided"):
        r.facts["hair_style"] = "braid"
    if r.manner("curly"):
        r.facts["hair_style"] = "curly"
    r.missing.extend(m for m in r.manners if m not in w.SHADES)
