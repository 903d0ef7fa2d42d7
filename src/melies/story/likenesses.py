"""Whether each of the cast looks the same in every shot of a film: measured on its own frames, paint and all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from statistics import fmean, median

import cv2
import numpy as np
from jaxtyping import UInt8
from numpy import ndarray

from melies.core.image import Mask
from melies.guidance.figures import Figure, figure, unlike
from melies.media.atomic import write_text
from melies.project.render import shown
from melies.project.store import Pictures, Store
from melies.story.camera_roll import about
from melies.story.production import MOMENTS, Rehearsal
from melies.story.webpage import page, picture_uri, safe
from melies.synthesis.hand.picture import Picture

Pixels = UInt8[ndarray, "h w 3"]
LEAST = 300  # pixels of somebody who can be told from another
FAR, ODD = 1.5, 0.7  # times their usual distance, and of that to others, from which a shot is not like the rest
STRANGE = 0.02  # the least distance that is ever odd, and the usual one to others where there are none
CROP = 150
STYLE = """body{background:#171615;color:#ddd8cf;font:15px/1.5 system-ui,sans-serif;margin:0}
main{max-width:1240px;margin:auto;padding:2rem}h1{font-size:1.5rem}h2{font-size:1.15rem;margin:2rem 0 .2rem}
p{margin:.1rem 0 .8rem;color:#9a9287}.row{display:flex;flex-wrap:wrap;gap:10px}figure{margin:0}
figure img{height:150px;border-radius:4px;display:block}figcaption{color:#9a9287;font-size:13px;max-width:11rem}
.stray img{outline:3px solid #e8927c}.stray figcaption{color:#e8927c}"""


@dataclass(frozen=True, eq=False)
class Sight:
    """One of the cast in one frame: who, where, a picture of them, and what they are known by."""

    who: str
    shot: str
    frame: int
    crop: Pixels
    known: Figure


@dataclass(frozen=True)
class Kin:
    """One of the cast. own: mean distance between their shots, 0 if they are in one only; other: to whoever is nearest.

    shots: each shot's mean distance to their other shots. strays: shots that are not like the rest.
    """

    who: str
    own: float
    other: float | None
    shots: Mapping[str, float]
    strays: tuple[str, ...]


def sights(film: Rehearsal, store: Store) -> Iterator[tuple[str, list[Sight]]]:
    """Each shot's name with everybody seen in a few of its frames; frames that are not there yet are made and kept."""
    for pixels in film.pictures:
        Pictures(store).put(pixels)
    for name, take in film.takes.items():
        numbers = sorted({min(take.frames - 1, round(take.frames * part)) for part in MOMENTS})
        found = list[Sight]()
        for number, frame in zip(numbers, shown(name, take, store, about, numbers), strict=True):
            stage = Picture(frame.pixels, Pictures(store), take.request(number)).stage
            masks = stage.masks if stage is not None else {}
            found += [sight(who, name, number, frame.pixels, mask) for who, mask in masks.items() if large(mask)]
        yield name, found


def large(mask: Mask) -> bool:
    """Whether enough of somebody is seen."""
    return bool((mask > 0.5).sum() >= LEAST)


def sight(who: str, shot: str, frame: int, pixels: Pixels, mask: Mask) -> Sight:
    """Somebody under a mask."""
    rows, columns = np.nonzero((mask > 0.5).any(1))[0], np.nonzero((mask > 0.5).any(0))[0]
    margin = 6
    top, left = max(0, rows[0] - margin), max(0, columns[0] - margin)
    crop = pixels[top : rows[-1] + 1 + margin, left : columns[-1] + 1 + margin]
    wide = max(1, round(crop.shape[1] * CROP / crop.shape[0]))
    small = cv2.resize(crop, (wide, CROP), interpolation=cv2.INTER_AREA)
    return Sight(who, shot, frame, np.asarray(small, np.uint8), figure(pixels, mask))


def kinship(every: Iterable[Sight]) -> list[Kin]:
    """How alike each of the cast is from shot to shot."""
    cast: dict[str, dict[str, list[Figure]]] = {}
    for one in every:
        cast.setdefault(one.who, {}).setdefault(one.shot, []).append(one.known)
    return [_kin(who, shots, [o for name, o in cast.items() if name != who]) for who, shots in cast.items()]


def _kin(who: str, shots: Mapping[str, list[Figure]], others: Sequence[Mapping[str, list[Figure]]]) -> Kin:
    pairs = {(a, b): _apart(shots[a], shots[b]) for a, b in combinations(shots, 2)}
    away = [fmean(_apart(mine, theirs) for mine in shots.values() for theirs in other.values()) for other in others]
    other = min(away, default=None)
    strays, rest = list[str](), list(shots)
    while len(rest) > 2 and (odd := _odd(pairs, rest, STRANGE if other is None else other)):
        strays.append(odd)
        rest.remove(odd)
    own = fmean(pairs.values()) if pairs else 0.0
    return Kin(who, own, other, _alike(pairs, list(shots)), tuple(name for name in shots if name in strays))


def _alike(pairs: Mapping[tuple[str, str], float], shots: Sequence[str]) -> dict[str, float]:
    """Each shot's mean distance to the others."""
    return {name: fmean([pairs[p] for p in pairs if name in p and {*p} <= {*shots}] or [0.0]) for name in shots}


def _odd(pairs: Mapping[tuple[str, str], float], shots: Sequence[str], other: float) -> str:
    """The shot farthest from the rest, if it is as far as somebody else may be; else none."""
    alike = _alike(pairs, shots)
    worst = max(shots, key=lambda name: alike[name])
    return worst if alike[worst] > max(FAR * median(alike.values()), ODD * other, STRANGE) else ""


def _apart(mine: Sequence[Figure], theirs: Sequence[Figure]) -> float:
    return fmean(unlike(a, b) for a in mine for b in theirs)


def said(kin: Kin) -> str:
    """The outcome for one of the cast, in a sentence."""
    if len(kin.shots) < 2:
        return f"{kin.who}: large enough to tell ({LEAST} pixels) in one shot only"
    against = "" if kin.other is None else f", {kin.other:.3f} to whoever is nearest"
    told = f"{kin.who}: {kin.own:.3f} from shot to shot{against}"
    return told + (f"; unlike the rest in {', '.join(kin.strays)}" if kin.strays else "")


def write(path: Path, title: str, kins: Sequence[Kin], every: Sequence[Sight]) -> Path:
    """The page with everybody as each shot shows them."""
    body = "".join(_section(kin, [one for one in every if one.who == kin.who]) for kin in kins)
    intro = "<p>Distances of colours as if in the same light: 0.01 is the same figure, 0.03 somebody else.</p>"
    head = f"<style>{STYLE}</style>"
    return write_text(
        path, page(f"{title}: the cast", head, f"<main><h1>{safe(title)}: the cast</h1>{intro}{body}</main>")
    )


def _section(kin: Kin, own: Sequence[Sight]) -> str:
    figures = "".join(
        f'<figure{" class=stray" if one.shot in kin.strays else ""}><img alt="" src="{picture_uri(one.crop, 600, 90)}">'
        f"<figcaption>{safe(one.shot)} {kin.shots[one.shot]:.3f}</figcaption></figure>"
        for one in own
    )
    return f'<h2>{safe(kin.who)}</h2><p>{safe(said(kin))}</p><div class="row">{figures}</div>'
