"""The shelf of shipped looks: which picture each is learnt from, and the words on its card.

    python -m melies.train.shelf PACK.zip OUT_DIR [NAME ...] --minutes 4

learns the named looks (all, if none is named) one after the other into OUT_DIR; unfinished ones go on where they
stopped. PACK.zip is the corpus' `landscapes` pack with its index beside it: `melies corpus build` makes it.
Presets need no learning; they are copied out of the style network's assets.
"""

from __future__ import annotations

import argparse
import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import fields
from pathlib import Path

import numpy as np
from jaxtyping import Float32
from numpy import ndarray

from melies.media.palette import palette
from melies.models import looks
from melies.models.style import paint, presets
from melies.train.recipes import BY_AGE, CARD, OWN, PACKAGE, RECIPES, Recipe

Picture = Float32[ndarray, "h w 3"]


def learn_shelf(
    pack: Path, out: Path, names: list[str], minutes: float, steps: int | None, features: Path | None
) -> Iterator[str]:
    """Make the named looks; yields a line to print now and then."""
    contents = list(photographs(pack))
    for recipe in RECIPES:
        path = out / f"{recipe.name.replace(' ', '-')}.safetensors"
        if path.exists() or (names and recipe.name not in names):
            continue
        if isinstance(recipe.source, int):
            looks.save(path, presets()[recipe.source], _preset_card(recipe, recipe.source, contents))
        else:
            yield from _learn(recipe, pack, path, contents, minutes, steps, features)
        yield f"{recipe.name}: kept in {path}"


def recard(out: Path) -> None:
    """Write the recipes' words and strengths anew into the looks of a folder, and CARD.md; their numbers stay."""
    rows = []
    for recipe in RECIPES:
        path = out / f"{recipe.name.replace(' ', '-')}.safetensors"
        if path.exists():
            look = looks.load(str(path))
            old = look.card
            source = PACKAGE.format(recipe.source) if isinstance(recipe.source, int) else old.source
            card = _card(recipe, source, old.licence, old.palette, old.figures)
            looks.save(path, look.norms, card)
            rows.append(_row(recipe.name, card))
    (out / "CARD.md").write_text(CARD.format(rows="\n".join(rows)))


def _row(name: str, card: looks.Card) -> str:
    found = card.figures
    distance = f"{found['before']:.2f} → {found['after']:.2f}" if "after" in found else ""
    return f"| {name} | {card.about} | {card.source} | {distance} | {card.licence} |"


def _learn(
    recipe: Recipe,
    pack: Path,
    path: Path,
    contents: list[Picture],
    minutes: float,
    steps: int | None,
    features: Path | None,
) -> Iterator[str]:
    from melies.train import features as seen
    from melies.train import look

    picture, title, licence = _painting(recipe, pack)
    usual = look.Lesson(minutes=minutes, steps=steps, stroke=recipe.stroke)
    lesson = look.Lesson(**{**vars(usual), "weights": {**usual.weights, **recipe.weights}})
    known = seen.load(seen.weights_file(features))
    figures: dict[str, float] = {}
    for now in look.learn([picture], contents, known, lesson, path.with_suffix(".lesson")):
        figures |= {k: round(v, 4) for k, v in now.figures.items()}
        if now.step % 50 == 0 or now.part == 1:
            yield f"{recipe.name}: step {now.step}, {now.part:.0%}, {figures}"
    looks.save(path, now.norms, _card(recipe, title, licence, palette(picture), figures))


def photographs(pack: Path) -> Iterator[Picture]:
    """Public-domain landscape photographs of the pack, those kept for measuring first; no interiors, no space."""
    from PIL import Image

    rows = json.loads(pack.with_suffix(".index.json").read_text())
    unfit = ("station", "nasa", "space", "earthrise")
    files = [r["file"] for r in rows if r["file"].startswith("photo/") and r.get("tier") == "pd"]
    files = [f for f in files if not any(word in f for word in unfit)]
    with zipfile.ZipFile(pack) as archive:
        for file in files[::20] + [f for i, f in enumerate(files) if i % 20]:
            with Image.open(io.BytesIO(archive.read(file))) as image:
                yield np.asarray(image.convert("RGB"), np.float32) / 255


def _painting(recipe: Recipe, pack: Path) -> tuple[Picture, str, str]:
    """The picture to learn from, its title for the card, and its licence."""
    from PIL import Image

    if recipe.source == "drawn":
        from melies.train.jungle import style_picture

        return style_picture(), "melies.train.jungle, seed 7", OWN
    rows = json.loads(pack.with_suffix(".index.json").read_text())
    row = next(r for r in rows if r["group"] == "painting" and str(recipe.source) in r["file"])
    with zipfile.ZipFile(pack) as archive, Image.open(io.BytesIO(archive.read(row["file"]))) as image:
        picture = np.asarray(image.convert("RGB"), np.float32) / 255
    year = f" ({row['year']})" if row.get("year") else ""
    return picture, f"{row['artist']}, {row['title']}{year}", BY_AGE


def _preset_card(recipe: Recipe, number: int, contents: list[Picture]) -> looks.Card:
    painted = np.concatenate([paint(np.ascontiguousarray(c[::2, ::2]), presets()[number]) for c in contents[:6]])
    return _card(recipe, PACKAGE.format(number), "Apache-2.0", palette(painted), {})


def _card(
    recipe: Recipe, source: str, licence: str, found: tuple[str, ...], figures: Mapping[str, float]
) -> looks.Card:
    manner = {part.name: getattr(recipe, part.name) for part in fields(looks.Manner)}
    manner["palette"] = recipe.palette or found
    return looks.Card(recipe.name.capitalize(), source, licence, recipe.about, figures, **manner)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pack", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--minutes", type=float, default=4.0)
    parser.add_argument("--steps", type=int, default=None, help="end after so many steps, if that is sooner")
    parser.add_argument("--features", type=Path, default=None, help="the feature network's .h5, if not installed")
    parser.add_argument("--cards", action="store_true", help="only renew the cards of the looks in OUT_DIR")
    given = parser.parse_args()
    if given.cards:
        return recard(given.out)
    for line in learn_shelf(given.pack, given.out, given.names, given.minutes, given.steps, given.features):
        print(line, flush=True)


if __name__ == "__main__":
    main()
