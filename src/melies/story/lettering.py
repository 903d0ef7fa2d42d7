"""Type: the shipped faces, what they can set, lines broken evenly, words as soft masks."""

from __future__ import annotations

import bisect
import json
import unicodedata
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np
from jaxtyping import Float32, UInt8
from numpy import ndarray
from PIL import Image as Pillow
from PIL import ImageDraw, ImageFilter, ImageFont

Face = Literal["Cormorant-SemiBold", "EBGaramond-Regular", "EBGaramond-Italic", "AlegreyaSans-Medium"]
Font = ImageFont.FreeTypeFont
Alpha = Float32[ndarray, "h w"]

TITLE: Face = "Cormorant-SemiBold"
TEXT: Face = "EBGaramond-Regular"
ITALIC: Face = "EBGaramond-Italic"
CAPTION: Face = "AlegreyaSans-Medium"

LIGATURES = {"ffi": "\ufb03", "ffl": "\ufb04", "ff": "\ufb00", "fi": "\ufb01", "fl": "\ufb02"}

THE_END, MADE_WITH = "The End", "made with Melies"  # what films and books close with

IVORY = (250, 243, 228)
GOLD = (233, 196, 128)


def font_file(face: Face) -> Path:
    """Where a shipped face lies."""
    return Path(str(resources.files("melies") / "assets" / "fonts" / f"{face}.ttf"))


class Type(NamedTuple):
    """A face at a size: `em` in pixels (or points)."""

    face: Face
    em: float

    def length(self, text: str, tracking: float = 0.0) -> float:
        """The width of a line, its pairs kerned, its letters `tracking` em further apart."""
        return sum(self.steps(text, tracking)) - tracking * self.em if text else 0.0

    def steps(self, text: str, tracking: float = 0.0) -> list[float]:
        """From each letter to the next: its own width, the pair's kerning, the tracking."""
        pairs = zip(text, [*text[1:], ""], strict=True)
        return [
            (_advance(here, self.face) + kern(here + after, self.face) + tracking) * self.em for here, after in pairs
        ]


@lru_cache(maxsize=64)
def font(face: Face, size: int) -> Font:
    """A face at `size` pixels per em.

    Laid out by Pillow's simple engine: the other is there only where the system has FriBidi, and a picture must not
    depend on that. The simple one does not kern, so `Type` does.
    """
    return ImageFont.truetype(str(font_file(face)), max(4, size), layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=4096)
def _advance(character: str, face: Face) -> float:
    """A letter's width in em."""
    return font(face, 1000).getlength(character) / 1000


def kern(pair: str, face: Face) -> float:
    """How much closer (negative) or further apart two letters stand, in em."""
    return _kerning(face).get(pair, 0.0)


@lru_cache(maxsize=8)
def _kerning(face: Face) -> dict[str, float]:
    """The shipped table lists pairs by their kerning in thousandths of an em."""
    by_amount: dict[str, str] = json.loads(_asset("kerning.json"))[face]
    return {
        pairs[place : place + 2]: int(amount) / 1000
        for amount, pairs in by_amount.items()
        for place in range(0, len(pairs), 2)
    }


@lru_cache(maxsize=1)
def _coverage() -> dict[str, list[list[int]]]:
    ranges: dict[str, list[list[int]]] = json.loads(_asset("coverage.json"))
    return ranges


def _asset(name: str) -> str:
    return (resources.files("melies") / "assets" / "fonts" / name).read_text("utf-8")


def can_set(character: str, face: Face) -> bool:
    """Whether the face has a drawing for the character."""
    ranges = _coverage()[face]
    place = bisect.bisect_right(ranges, [ord(character), 0x110000]) - 1
    return place >= 0 and ord(character) <= ranges[place][1]


def unset(text: str, face: Face = TEXT) -> list[str]:
    """The characters of a text that the face can't set, each once: for the report."""
    missing = {c for c in printable(text, None) if not c.isspace() and not can_set(c, face)}
    return sorted(c for c in missing if not unicodedata.normalize("NFKD", c)[0].isascii())


def printable(text: str, face: Face | None) -> str:
    """The text in composed form without control characters; what `face` cannot set loses its marks, or is left out."""
    kept = []
    for character in unicodedata.normalize("NFC", text):
        if character.isspace():
            kept.append("\n" if character == "\n" else " ")
        elif unicodedata.category(character)[0] == "C":
            continue
        elif face is None or can_set(character, face):
            kept.append(character)
        else:
            kept.extend(c for c in unicodedata.normalize("NFKD", character) if can_set(c, face) and not _is_mark(c))
    return "\n".join(" ".join(line.split()) for line in "".join(kept).split("\n"))


def ligated(text: str, face: Face) -> str:
    """The text with f's ligatures where the face has them; for drawing only, since searching would miss the words."""
    for letters, ligature in LIGATURES.items():
        if can_set(ligature, face):
            text = text.replace(letters, ligature)
    return text


def fitting(text: str, *faces: Face) -> Face:
    """The first of the faces that can set the whole text, else the one that can set most of it."""
    letters = [c for c in unicodedata.normalize("NFC", text) if not c.isspace()]
    return max(faces, key=lambda face: sum(can_set(c, face) for c in letters))


def wrap(text: str, letters: Type, width: float, even: bool = True) -> list[str]:
    """Lines no wider than `width` pixels, broken as evenly as the same number of lines allows, or simply filled."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        words = paragraph.split()
        lines += _even(words, letters, width) if even else _greedy(words, letters, width)
    return lines


def _even(words: list[str], letters: Type, width: float) -> list[str]:
    best = _greedy(words, letters, width)
    low, high = min(width, max((letters.length(word) for word in words), default=0.0)), width
    for _ in range(8 if len(best) > 1 else 0):
        middle = (low + high) / 2
        tried = _greedy(words, letters, middle)
        narrow = all(letters.length(line) <= middle for line in tried)
        if len(tried) == len(best) and narrow:
            best, high = tried, middle
        else:
            low = middle
    return best


def _greedy(words: list[str], letters: Type, width: float) -> list[str]:
    lines: list[str] = []
    for word in words:
        for piece in _pieces(word, letters, width):
            if lines and letters.length(f"{lines[-1]} {piece}") <= width:
                lines[-1] = f"{lines[-1]} {piece}"
            else:
                lines.append(piece)
    return lines


def _pieces(word: str, letters: Type, width: float) -> list[str]:
    """A word wider than a line is broken where the line ends; others stay whole."""
    if letters.length(word) <= width:
        return [word]
    pieces = [""]
    for character in word:
        if pieces[-1] and letters.length(pieces[-1] + character) > width:
            pieces.append("")
        pieces[-1] += character
    return pieces


def draw_line(mask: Pillow.Image, x: float, baseline: float, text: str, letters: Type, tracking: float = 0.0) -> None:
    """Draw a line into an 8-bit mask from its left end on a baseline, in pixels."""
    pen, face = ImageDraw.Draw(mask), font(letters.face, round(letters.em))
    for character, step in zip(text, letters.steps(text, tracking), strict=True):
        pen.text((x, baseline), character, font=face, fill=255, anchor="ls")
        x += step


def blurred(alpha: Pillow.Image, radius: float) -> Pillow.Image:
    """A mask softened by `radius` pixels."""
    return alpha.filter(ImageFilter.GaussianBlur(radius))


def as_alpha(alpha: Pillow.Image) -> Alpha:
    """An 8-bit mask as float32 in [0, 1]."""
    return np.asarray(alpha, dtype=np.float32) / np.float32(255.0)


def ink(rgb: Float32[ndarray, "h w 3"], alpha: Alpha, colour: tuple[int, int, int]) -> Float32[ndarray, "h w 3"]:
    """Lay `colour` on a picture (both 0 to 255) through a mask."""
    weight = alpha[..., None]
    laid: Float32[ndarray, "h w 3"] = rgb * (1.0 - weight) + np.array(colour, np.float32) * weight
    return laid


def to_uint8(rgb: Float32[ndarray, "h w 3"]) -> UInt8[ndarray, "h w 3"]:
    """A picture in 0 to 255 as bytes, rounding half up."""
    rounded: UInt8[ndarray, "h w 3"] = (np.clip(rgb, 0, 255) + 0.5).astype(np.uint8)
    return rounded


def _is_mark(character: str) -> bool:
    return unicodedata.category(character) == "Mn"
