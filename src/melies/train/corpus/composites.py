"""Cut-outs laid over the packs' free landscapes, with the label map of what was laid there, clear elsewhere.

Written as `melies train vista --pictures` takes them: a picture, its caption, its map. Laid in sRGB, not in light, for
what is seen at 88 x 48 pixels.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
from jaxtyping import Float32, UInt8
from numpy import ndarray
from PIL import Image as Pillow

from melies.core.errors import AuthorError
from melies.core.image import OPEN, to_bytes
from melies.core.seed import Seed
from melies.media.atomic import replacing, write_text
from melies.media.pack import Pack, Row
from melies.scene.cutouts import Cutout, cutout, table
from melies.scene.labels import DRAWN, LABELS
from melies.train.corpus.captioned import free, wordings
from melies.train.corpus.held import held_out

SHARES = {"animal": 0.5, "vehicle": 0.15, "building": 0.12, "character": 0.1, "bush": 0.08, "prop": 0.05}
SHAPES = ((352, 192), (352, 192), (320, 224), (256, 256), (224, 320), (192, 352))  # width, height
MANY = (0.55, 0.35, 0.1)  # of the pictures have one thing, two, three
TALL = (0.14, 0.55)  # of the picture's height, of a thing
STANDING, HANGING = (0.55, 0.97), (0.1, 0.6)  # where feet stand, and bottoms hang, in heights from above
LIT = 0.75  # how far a thing takes the light of the place
QUALITY = 90


class Laid(NamedTuple):
    """A picture (H, W, 3) in [0, 1], its labels (H, W), OPEN where nothing was laid, and what is said of it."""

    rgb: Float32[ndarray, "h w 3"]
    labels: UInt8[ndarray, "h w"]
    told: tuple[str, ...]


def composites(packs: Path, out: Path, count: int, seed: int = 0) -> Iterator[tuple[int, int]]:
    """Write pictures 0 to `count`, those that are there already left alone; yields how many of how many are done.

    AuthorError without the pack of landscapes. Deterministic by the seed and the number. What `captioned` lays out and
    lessons hold out is no background here.
    """
    pack = Pack.open(packs / "landscapes.zip")
    rows = [row for number, row in enumerate(free(pack)) if not held_out(number)]
    if not rows:
        raise AuthorError(f"{packs / 'landscapes.zip'} holds no free landscapes; build it again")
    for number in range(count):
        path = out / f"composite-{seed}-{number:06d}.webp"
        if not path.is_file():
            made = laid(pack, rows, (Seed(seed) / "composites" / number).rng())
            _write(path, made)
        yield number + 1, count


def laid(pack: Pack, rows: Sequence[Row], rng: np.random.Generator) -> Laid:
    """A part of a landscape with one to three things in it."""
    row, (width, height) = rows[int(rng.integers(len(rows)))], SHAPES[int(rng.integers(len(SHAPES)))]
    rgb = _part(pack.picture(row["file"])[..., :3], width, height, rng)
    labels, said = np.full((height, width), OPEN, np.uint8), list[str]()
    for _ in range(1 + int(rng.choice(len(MANY), p=MANY))):
        cut = _chosen(rng)
        side, x = _place(rng)
        _lay(rgb, labels, cut, x * width, rng)
        said.append(f"{'an' if cut.name[0] in 'aeiou' else 'a'} {cut.name}{side}")
    return Laid(rgb, labels, tuple(f"{', '.join(said)}, {words}" for words in wordings(row)))


def _part(picture: UInt8[ndarray, "h w 3"], width: int, height: int, rng: np.random.Generator) -> ndarray:
    """A part of a picture, of the wanted shape and size."""
    high, wide = picture.shape[:2]
    scale = min(high / height, wide / width) * float(rng.uniform(0.6, 1.0))
    h, w = max(1, int(height * scale)), max(1, int(width * scale))
    y, x = int(rng.integers(high - h + 1)), int(rng.integers(wide - w + 1))
    how = cv2.INTER_AREA if scale > 1 else cv2.INTER_CUBIC
    part = cv2.resize(picture[y : y + h, x : x + w], (width, height), interpolation=how)
    return part.astype(np.float32) / np.float32(255)


def _chosen(rng: np.random.Generator) -> Cutout:
    label = str(rng.choice(list(SHARES), p=list(SHARES.values())))
    some = [cut for cut in table().values() if cut.label == label and cut.kind != "food"]
    return some[int(rng.integers(len(some)))]


def _place(rng: np.random.Generator) -> tuple[str, float]:
    """How a place is said, and where it is, in widths."""
    if rng.random() < 0.5:
        return "", float(rng.uniform(0.1, 0.9))
    side = int(rng.integers(3))
    words = (" on the left", " in the middle", " on the right")[side]
    return words, float(rng.uniform(*((0.08, 0.35), (0.38, 0.62), (0.65, 0.92))[side]))


def _lay(rgb: ndarray, labels: ndarray, cut: Cutout, x: float, rng: np.random.Generator) -> None:
    """Lay a thing into picture and labels, in the light of the place, with its shadow under it."""
    height, width = labels.shape
    card = cutout(cut.key).rgba
    scale = height * float(rng.uniform(*TALL)) / card.shape[0]
    scale = min(scale, 0.7 * width / card.shape[1])
    size = max(2, round(card.shape[1] * scale)), max(2, round(card.shape[0] * scale))
    clear = np.concatenate([card[..., :3] * card[..., 3:], card[..., 3:]], -1)
    small = cv2.resize(clear, size, interpolation=cv2.INTER_AREA)
    small = small[:, ::-1] if rng.random() < 0.5 else small
    foot = max(size[1], height * float(rng.uniform(*(HANGING if cut.airborne else STANDING))))
    move = np.array([[1, 0, x - size[0] / 2], [0, 1, foot - size[1]]], np.float32)
    over = cv2.warpAffine(np.ascontiguousarray(small), move, (width, height), flags=cv2.INTER_LINEAR)
    alpha = over[..., 3:]
    if not cut.airborne:
        _shadow(rgb, x, foot, size[0])
    around = cv2.GaussianBlur(rgb, (0, 0), max(2.0, size[0] / 2))
    light = 1 + LIT * (around / max(0.2, float(around.mean())) * min(1.0, float(rgb.mean()) / 0.5) - 1)
    rgb[:] = np.clip(rgb * (1 - alpha) + over[..., :3] * np.clip(light, 0.15, 1.3), 0, 1)
    labels[alpha[..., 0] > 0.5] = LABELS[cut.label]


def _shadow(rgb: ndarray, x: float, foot: float, width: float) -> None:
    """Darken the ground under a thing, softly."""
    rows, columns = np.mgrid[: rgb.shape[0], : rgb.shape[1]].astype(np.float32)
    away = ((columns - x) / (0.55 * width)) ** 2 + ((rows - foot) / (0.14 * width)) ** 2
    rgb *= (1 - 0.45 * np.exp(-2 * away))[..., None].astype(np.float32)


def _write(path: Path, made: Laid) -> None:
    """The picture last: where it is, the others are."""
    colours = np.array([*DRAWN.values()], np.uint8)
    known = made.labels != OPEN
    drawn = np.zeros((*known.shape, 4), np.uint8)
    drawn[known] = np.concatenate([colours[made.labels[known]], np.full((int(known.sum()), 1), 255, np.uint8)], 1)
    with replacing(path.with_name(path.stem + ".labels.png")) as draft:
        Pillow.fromarray(drawn).save(draft, "PNG")
    write_text(path.with_suffix(".txt"), "\n".join(made.told) + "\n")
    with replacing(path) as draft:
        Pillow.fromarray(to_bytes(made.rgb)).save(draft, "WEBP", quality=QUALITY)
