"""An album: the pictures of a folder as a tree of versions, each with the picture it came from and what was wanted."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from jaxtyping import UInt8
from numpy import ndarray
from pydantic import ValidationError

from melies.core.asset import Ref
from melies.core.errors import AuthorError
from melies.core.image import mask_bytes
from melies.core.region import Region
from melies.core.request import Request
from melies.core.size import Size
from melies.media.picture import read_info, read_rgb
from melies.project.keys import key
from melies.project.lock import alone
from melies.project.parts import weights
from melies.project.store import BOOK, Fresh, Made, Pictures, Store
from melies.synthesis.hand import Edited, Picture

NAME = "pictures.melies"  # the album of the pictures beside it
VERSION = "melies-version"  # the text chunk in which a file tells of its versions
KIND = "picture"  # what its rows are called instead of a shot
OTHERS = ("structure", "fill", "style")  # fields of a request that refer to other pictures


@dataclass(frozen=True)
class Version:
    """One picture of the album. rgb: SHA-256 of its bytes. parent: that of the picture it was made from, "" for none.

    regions: what was wanted of it, by name. changed and masks: where, as references.
    """

    rgb: str
    blob: str
    request: Request
    parent: str = ""
    regions: tuple[Region, ...] = ()
    changed: Ref | None = None
    masks: dict[str, Ref] | None = None


def home(file: Path) -> Path:
    """The album that a picture belongs to: the one its file tells of, else the one beside it, which need not be there.

    AuthorError for a file that is no picture.
    """
    beside = file.absolute().parent
    try:
        told = json.loads(read_info(file).get(VERSION, "{}")).get("album", NAME) if file.is_file() else NAME
    except (ValueError, AttributeError):
        told = NAME
    far = (beside / str(told)).resolve()
    return far if far.name == NAME and (far / BOOK).is_file() else beside / NAME


@contextmanager
def album(beside: Path, command: str) -> Iterator[Store]:
    """The album of the folder that a picture lies in, held so that nobody else changes it meanwhile."""
    folder = home(beside)
    with alone(folder, command), Store.at(folder) as store:
        yield store


def opened(file: Path, store: Store) -> Picture:
    """A picture file to work on, kept in the album: Melies' own by what it tells, any other as it is.

    AuthorError for what is no picture, or what was made from pictures that lie elsewhere.
    """
    pixels = read_rgb(file)
    request, assets = _request(read_info(file), pixels), Pictures(store)
    if request is not None and not _whole(request, assets):
        raise AuthorError(
            f"{file.name} was made from other pictures, which are not in {store.folder}; work on it in the folder that "
            "it was made in, or save it without its text chunks to work on it as a plain picture"
        )
    picture = Picture(pixels, assets, request)
    keep(picture, store)
    return picture


def keep(picture: Picture, store: Store, edited: Edited | None = None, parent: Picture | None = None) -> Version:
    """Keep a picture, and how it came to be if an edit made it."""
    request = picture.request or _plain(picture)
    facts: dict[str, Any] = {"weights": weights(request)}
    if edited is not None and parent is not None:
        put = picture.assets.put
        facts |= {
            "parent": sha(parent.pixels),
            "regions": [place.region.model_dump(mode="json") for place in edited.places.values()],
            "changed": put(edited.changed[..., None]).model_dump(),
            "masks": {name: put(mask_bytes(place.mask)).model_dump() for name, place in edited.places.items()},
        }
    known = version(sha(picture.pixels), store)
    if known is not None and edited is None:
        return known
    made = edited.image.info.get("made") if edited is not None else None
    found = f"{key(request)[:48]}{sha(picture.pixels)[:16]}"  # the same bytes may come by several ways
    return _version(store.keep(Fresh(found, KIND, 0, picture.pixels, request, (), facts), made))


def version(rgb: str, store: Store) -> Version | None:
    """The newest version with these bytes; one that an edit made goes first."""
    rows = [made for made in store.frames(KIND) if made.rgb == rgb]
    rows.sort(key=lambda made: ("parent" in made.facts, made.at))
    return _version(rows[-1]) if rows else None


def ancestors(one: Version, store: Store) -> list[Version]:
    """The versions that one came from, the nearest first."""
    found, seen = list[Version](), {one.rgb}
    while one.parent and one.parent not in seen:
        before = version(one.parent, store)
        if before is None:
            break
        seen.add(before.rgb)
        found.append(one := before)
    return found


def told(one: Version) -> dict[str, Any]:
    """What a picture's file tells of its versions."""
    return {"parent": one.parent, "regions": [r.model_dump(mode="json", exclude_defaults=True) for r in one.regions]}


def sha(pixels: UInt8[ndarray, "h w 3"]) -> str:
    """SHA-256 of a picture's bytes."""
    return hashlib.sha256(np.ascontiguousarray(pixels).tobytes()).hexdigest()


def _version(made: Made) -> Version:
    facts = made.facts
    try:
        regions = tuple(Region.model_validate(one) for one in facts.get("regions", ()))
        masks = {name: Ref.model_validate(ref) for name, ref in facts.get("masks", {}).items()}
        changed = Ref.model_validate(facts["changed"]) if "changed" in facts else None
    except ValidationError:
        raise AuthorError("the album is of a newer Melies; upgrade, or put pictures.melies away") from None
    return Version(made.rgb, made.blob, made.request, str(facts.get("parent", "")), regions, changed, masks)


def _request(told: dict[str, str], pixels: UInt8[ndarray, "h w 3"]) -> Request | None:
    """The request that a picture tells of, if it still has the request's size."""
    if "melies" not in told:
        return None
    try:
        request = Request.model_validate_json(told["melies"])
    except ValidationError:
        return None
    same = (request.size.height, request.size.width) == pixels.shape[:2]
    return request if same else None


def _whole(request: Request, assets: Pictures) -> bool:
    """Whether all pictures are here that a request refers to."""
    refs: Sequence[Ref | None] = [*(getattr(request, name) for name in OTHERS), *(zone.mask for zone in request.zones)]
    refs = [*refs, *(ref for guide in request.guides for ref in (guide.mask, guide.picture))]
    refs = [*refs, *(role.picture for role in request.cast)]
    return all(ref is None or assets.has(ref) for ref in refs)


def _plain(picture: Picture) -> Request:
    size = Size(width=picture.pixels.shape[1], height=picture.pixels.shape[0])
    return Request(engine="pixels", size=size, structure=picture.assets.put(picture.pixels))
