"""The parts of a picture by name: what an author may speak of in it, as masks, and drawn over it."""

from __future__ import annotations

import colorsys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import cv2
import numpy as np
from jaxtyping import UInt8
from numpy import ndarray
from PIL import Image as Pillow

from melies.core.errors import AuthorError
from melies.core.image import Mask
from melies.core.region import Region
from melies.guidance.regions.masks import edge
from melies.guidance.regions.words import JOINS, selected, tokens
from melies.scene.parts import Part
from melies.story import lettering
from melies.synthesis.hand import Picture
from melies.synthesis.hand.where import Seeing

Pixels = UInt8[ndarray, "h w 3"]
GROUNDS = ("sky", "clouds", "mountains", "hills", "water", "trees", "bushes", "rocks", "buildings", "ground", "lights")
LEAST, LEAST_THING = 0.004, 0.0004  # of the picture that a ground and a thing cover at least
MOST, ALIKE = 24, 0.85


@dataclass(frozen=True, eq=False)
class Found:
    """A part with the region that selects it, its mask, and what it is, in words."""

    region: Region
    mask: Mask
    note: str = ""


def found(picture: Picture, seeing: Seeing | None = None) -> list[Found]:
    """What is found in a picture: the cast, the things that words asked for, then its grounds; the largest first each.

    seeing: finds words in a picture of which no parts are known. AuthorError where nothing can be found.
    """
    if picture.stage is None and seeing is None:
        raise AuthorError(
            "nothing is known of this picture's parts; with the network that sees (pip install 'melies[hand]') they "
            "are found, and boxes, polygons, clicks and masks name them anyway"
        )
    rows = list(_named(picture))
    rows += [
        row
        for row in _grounds(picture, seeing)
        if not any(_alike(row.mask, other.mask) or _same(row, other) for other in rows)
    ]
    if not rows:
        raise AuthorError("no part of the picture was found; draw boxes, polygons or masks, or click on them")
    return rows[:MOST]


def _named(picture: Picture) -> Iterator[Found]:
    rows: dict[str, list[Part]] = {}
    for part in picture.parts:
        name = part.who or (_short(part.thing.words or part.thing.kind) if part.thing is not None else "")
        if name:
            rows.setdefault(name, []).append(part)
    sized = sorted(rows, key=lambda name: -sum(int(part.shows.sum()) for part in rows[name]))
    for name in sized:
        mask = np.any([part.shows for part in rows[name]], axis=0)
        if mask.mean() >= LEAST_THING:
            many = f"{len(rows[name])} of them" if len(rows[name]) > 1 else ""
            note = picture.cast.get(name, "") if rows[name][0].who else many
            yield Found(Region(name=name, select=name), mask.astype(np.float32), note)


def _same(one: Found, other: Found) -> bool:
    """Whether two parts would go by one name."""
    return tokens(one.region.name) == tokens(other.region.name)


def _alike(one: Mask, other: Mask) -> bool:
    """Whether two masks are the same thing under two names."""
    return bool(np.minimum(one, other).sum() > ALIKE * np.maximum(one, other).sum())


def _short(words: str) -> str:
    """A thing's own words: without what stands before them, and what it has, wears or is near to."""
    said = words.split()
    end = next((n for n, word in enumerate(said) if n and word.lower() in JOINS), len(said))
    return " ".join(said[:end][-3:])


def _grounds(picture: Picture, seeing: Seeing | None) -> list[Found]:
    rows = []
    for name in GROUNDS:
        try:
            if picture.stage is not None and picture.stage.labels is not None:
                mask = selected(name, picture.parts, picture.stage.labels, picture.cast)[0]
            elif seeing is not None:
                mask = seeing(name, picture.pixels)
        except AuthorError:
            continue
        if mask.mean() >= LEAST:
            rows.append(Found(Region(name=name, select=name), mask, f"{100 * mask.mean():.0f} % of the picture"))
    return sorted(rows, key=lambda row: -float(row.mask.mean()))


def overlay(pixels: Pixels, masks: Mapping[str, Mask]) -> Pixels:
    """The picture with every region washed in a colour of its own, outlined, and named; small ones over large ones."""
    shown = pixels.astype(np.float32) * 0.55 + 40
    order = sorted(masks, key=lambda name: -float(masks[name].mean()))
    colours = {name: _colour(number) for number, name in enumerate(masks)}
    for name in order:
        wash = masks[name][..., None] * 0.5
        shown = shown * (1 - wash) + np.array(colours[name], np.float32) * wash
    for name in order:
        line = cv2.dilate(edge(masks[name]).astype(np.uint8), np.ones((2, 2), np.uint8)).astype(bool)
        shown[line] = colours[name]
    letters = lettering.Type(lettering.CAPTION, max(13.0, pixels.shape[0] / 26))
    free = np.ones(pixels.shape[:2], np.uint8)
    for name in order:
        shown = _labelled(shown, name, masks[name], letters, free)
    return lettering.to_uint8(shown.astype(np.float32))


def _labelled(shown: ndarray, name: str, mask: Mask, letters: lettering.Type, free: ndarray) -> ndarray:
    """The name where the region is broadest and no other name stands, white on a dark band; `free` is told of it."""
    inside = np.pad((mask >= 0.5).astype(np.uint8) & free, 1)
    away = cv2.distanceTransform(inside, cv2.DIST_L2, cv2.DIST_MASK_PRECISE)[1:-1, 1:-1]
    y, x = np.unravel_index(int(away.argmax()), away.shape)
    height, width = mask.shape
    wide, em = letters.length(name), letters.em
    left = float(np.clip(x - wide / 2, 4, max(4.0, width - wide - 4)))
    base = float(np.clip(y + 0.35 * em, em, height - 4))
    top, bottom = max(0, int(base - 0.95 * em)), min(height, int(base + 0.3 * em))
    columns = slice(max(0, int(left - 0.3 * em)), int(left + wide + 0.3 * em))
    shown[top:bottom, columns] *= 0.35
    free[max(0, top - int(em)) : bottom + int(em), columns] = 0
    ink = Pillow.new("L", (width, height))
    lettering.draw_line(ink, left, base, name, letters)
    return lettering.ink(shown.astype(np.float32), lettering.as_alpha(ink), (255, 255, 255))


def _colour(number: int) -> tuple[int, int, int]:
    red, green, blue = colorsys.hls_to_rgb((number * 0.381966) % 1.0, 0.62, 0.75)
    return round(red * 255), round(green * 255), round(blue * 255)
