"""The frames of a shot by way of the project: what is kept is taken, what is missing is made and kept."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from jaxtyping import UInt8
from numpy import ndarray

from melies.core.errors import OurBug
from melies.core.image import Image, to_bytes
from melies.motion.frames import Kept, frames
from melies.motion.request import Take
from melies.project.keys import Recipe, Recipes, recipes
from melies.project.parts import weights
from melies.project.store import Fresh, Pictures, Store, Written
from melies.synthesis import make

About = Callable[[Image], Mapping[str, Any]]


@dataclass(frozen=True, eq=False)
class Shown:
    """A frame of a shot: its pixels, what is told of it; fresh: made just now."""

    pixels: UInt8[ndarray, "h w 3"]
    facts: Mapping[str, Any]
    fresh: bool = True


def shown(name: str, take: Take, store: Store, about: About, only: Sequence[int] | None = None) -> Iterator[Shown]:
    """Every frame of a shot in order, or `only` some of them, its bytes the same whether it was kept or is made now.

    name: the shot's for the project. about: what to remember of a frame beside its pixels, as JSON-able facts.
    """
    plan, assets = recipes(take), Pictures(store)
    wanted = plan.frames if only is None else [plan.frames[frame] for frame in only]
    there = store.known(recipe.key for recipe in wanted)
    missing = [recipe.frame for recipe in wanted if recipe.key not in there]
    with _Shelf(name, plan, store, about) as shelf:
        making = frames(take, assets, only=missing, shelf=shelf)
        for recipe in wanted:
            began, image = time.perf_counter(), None
            if recipe.frame in missing:
                _, image = next(making)
            found = shelf.fresh.pop(recipe.key, None) or _kept(recipe, store)
            if found is None and image is None:  # spoilt on disk since it was made
                ((_, image),) = frames(take, assets, only=[recipe.frame], shelf=shelf)
                found = shelf.fresh.pop(recipe.key, None)
            if found is None and image is not None:
                found = shelf.keep(recipe, image)
            if found is None:
                raise OurBug(f"frame {recipe.frame} of shot {name!r} was not made")
            shelf.took(recipe, time.perf_counter() - began)
            yield found


def one(name: str, recipe: Recipe, store: Store, about: About) -> Shown:
    """A picture that hangs on nothing but its request, such as a page of a book: kept, or made and kept."""
    found, request = _kept(recipe, store), recipe.request
    if found is not None:
        return found
    began = time.perf_counter()
    image = make(request, Pictures(store))
    pixels, facts = to_bytes(image.rgb), {**about(image), "weights": weights(request)}
    fresh = Fresh(recipe.key, name, recipe.frame, pixels, request, (), facts)
    store.keep(fresh, image.info.get("made"), seconds=time.perf_counter() - began)
    return Shown(pixels, facts)


def _kept(recipe: Recipe, store: Store) -> Shown | None:
    found = store.frame(recipe.key)
    pixels = None if found is None else store.pixels(found.blob)
    return None if found is None or pixels is None else Shown(pixels, found.facts, fresh=False)


class _Shelf:
    """The anchors of a shot in the project; and another pair of hands that brings frames to disk meanwhile.

    A frame's row follows when its pictures are on disk, at the latest when the next frame is kept.
    """

    def __init__(self, name: str, plan: Recipes, store: Store, about: About) -> None:
        self.name, self.plan, self.store, self.about = name, plan, store, about
        self.fresh: dict[str, Shown] = {}  # anchors painted now, until it is their turn
        self._hands = ThreadPoolExecutor(1, thread_name_prefix="keeping")
        self._open: list[tuple[Fresh, Any, Future[Written]]] = []
        self._seconds: dict[str, float] = {}

    def __enter__(self) -> _Shelf:
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self.settle()
        finally:
            self._hands.shutdown()

    def has(self, frame: int, again: int) -> bool:
        """Whether an anchor is kept, with all that others need of it."""
        self.settle()
        found = self.store.frame(self.plan.anchors[frame, again].key)
        return found is not None and found.plain is not None and self.store.blobs.has(found.plain)

    def get(self, frame: int, again: int) -> Kept | None:
        """A kept anchor's pictures."""
        self.settle()
        found = self.store.frame(self.plan.anchors[frame, again].key)
        if found is None:
            return None
        picture, plain, surfaces = (self.store.pixels(blob) for blob in (found.blob, found.plain, found.surfaces))
        whole = picture is not None and plain is not None and (surfaces is not None) == (found.surfaces is not None)
        return Kept(picture, plain, surfaces) if whole else None  # type: ignore[arg-type]

    def put(self, frame: int, again: int, anchor: Kept, image: Image) -> None:
        """Keep an anchor that was painted."""
        recipe = self.plan.anchors[frame, again]
        self.fresh[recipe.key] = self.keep(recipe, image, anchor)

    def keep(self, recipe: Recipe, image: Image, anchor: Kept | None = None) -> Shown:
        """Begin to keep a frame that was made."""
        pixels, facts = to_bytes(image.rgb) if anchor is None else anchor.picture, self.about(image)
        facts = {**facts, "weights": weights(recipe.request)}
        plain, surfaces = (None, None) if anchor is None else (anchor.plain, anchor.surfaces)
        fresh = Fresh(
            recipe.key, self.name, recipe.frame, pixels, recipe.request, recipe.sources, facts, plain, surfaces
        )
        self.settle()
        self._open.append((fresh, image.info.get("made"), self._hands.submit(self.store.written, fresh)))
        return Shown(pixels, facts)

    def took(self, recipe: Recipe, seconds: float) -> None:
        """How long a frame took, with what had to be made for it."""
        self._seconds[recipe.key] = seconds

    def settle(self) -> None:
        """Write the rows of all frames whose pictures were begun. AuthorError where the disk is full."""
        while self._open:
            fresh, made, written = self._open.pop(0)
            self.store.keep(fresh, made, written.result(), self._seconds.pop(fresh.key, 0.0))
