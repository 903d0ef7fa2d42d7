"""`melies corpus build OUT`: the packages, then the packs, then the run-time pack."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from melies.core.errors import AuthorError, nearest
from melies.train.corpus import emoji, fetch, landscapes, openclipart
from melies.train.corpus.fetch import Package
from melies.train.corpus.runtime import build_runtime


@dataclass(frozen=True)
class Recipe:
    """How one pack is made: from which packages, by which function (sources, out) -> zip."""

    packages: tuple[Package, ...]
    make: Callable[[Path, Path], Path]


RECIPES = {
    "fluent3d": Recipe((fetch.EMOJIBASE, fetch.FLUENT), lambda s, o: emoji.fluent3d(s, o, emoji.Names(s))),
    "noto": Recipe((fetch.EMOJIBASE, fetch.ICONIFY), lambda s, o: emoji.noto(s, o, emoji.Names(s))),
    "streamline": Recipe((fetch.EMOJIBASE, fetch.ICONIFY), lambda s, o: emoji.streamline(s, o, emoji.Names(s))),
    "openclipart": Recipe((fetch.OPENCLIPART,), openclipart.openclipart),
    "landscapes": Recipe((fetch.ENDLESS_SKY, fetch.PMNDRS, fetch.BLENDER, fetch.GCOMPRIS), landscapes.landscapes),
}
RUNTIME = ("fluent3d", "noto", "openclipart")


def build(out: Path, only: Sequence[str] = (), sources: Path | None = None) -> Iterator[Path]:
    """Build packs into `out` (all, or `only` those named), yielding each zip as it is ready, the run-time pack last.

    Packages come with npm and apt into `sources` (`out/sources`) and stay there for the next time. AuthorError when one
    can't be had or a name is unknown.
    """
    for name in only:
        if name not in RECIPES:
            raise AuthorError(f"there is no pack called {name!r}{nearest(name, RECIPES)}")
    sources = sources or out / "sources"
    for name in only or RECIPES:
        recipe = RECIPES[name]
        fetch.fetch(recipe.packages, sources)
        yield recipe.make(sources, out)
    if all((out / f"cutouts-{name}.zip").is_file() for name in RUNTIME):
        yield build_runtime(out, out)[0]
