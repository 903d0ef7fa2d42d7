"""Blind pairs for a viewer: the same words painted by two engines, which side is whose in a file of its own.

    python -m benchmarks.pairs -o pairs [--count 100] [--direct stage]  # sheets of ten pairs, and key.json
    python -m benchmarks.pairs -o pairs --answers said.txt  # lines like "17 A"; prints who was preferred

Vista, from words alone or over the stage, meets the stage in a look. The prompts are of worlds that no lesson had.
"""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path

import numpy as np
from numpy import ndarray
from PIL import Image as Picture
from PIL import ImageDraw

from benchmarks.hand.scenes import prompts
from melies.core.asset import MemoryAssets
from melies.core.image import to_bytes
from melies.core.request import Phrase, Request
from melies.core.seed import Seed
from melies.core.size import Size
from melies.core.story import Look
from melies.media.picture import write_png
from melies.synthesis import make

SIZE, LOOK = Size(width=384, height=216), "lamplit-dusk"
PAIRS = 10  # on a sheet
BAND = 26  # pixels of a pair's heading


def paint(words: str, seed: int, direct: str) -> dict[str, ndarray]:
    """What each of the two makes of the words, as bytes."""
    said = (Phrase(text=words),)
    asked = {
        "vista": Request(size=SIZE, prompt=said, seed=seed, engine="vista", options={"direct": direct}),
        "stage": Request(size=SIZE, prompt=said, seed=seed, look=Look(name=LOOK)),
    }
    return {name: to_bytes(make(request, MemoryAssets()).rgb) for name, request in asked.items()}


def write(out: Path, count: int, direct: str) -> None:
    """Sheets of pairs, and who is A in each."""
    rng, key, rows = Seed(0).rng(), dict[str, str](), list[ndarray]()
    out.mkdir(parents=True, exist_ok=True)
    for number, brief in enumerate(prompts(count), 1):
        made, first = paint(brief.text, number, direct), ("vista", "stage")[int(rng.integers(2))]
        second = "stage" if first == "vista" else "vista"
        key[str(number)] = first
        rows.append(np.concatenate([_heading(f"{number}. {brief.text}"), _beside(made[first], made[second])]))
        if number % PAIRS == 0 or number == count:
            half = -(-len(rows) // 2)
            rows += [np.zeros_like(rows[0])] * (2 * half - len(rows))
            write_png(
                out / f"pairs-{number:03d}.png", _beside(np.concatenate(rows[:half]), np.concatenate(rows[half:]))
            )
            rows = []
    (out / "key.json").write_text(json.dumps(key), encoding="utf-8")


def preferred(out: Path, answers: Path) -> dict[str, int]:
    """How often each engine was preferred."""
    key, counts = json.loads((out / "key.json").read_text("utf-8")), {"vista": 0, "stage": 0}
    said = re.findall(r"^(\d+)\W+([AB])\b", answers.read_text("utf-8"), re.MULTILINE)
    if unknown := [number for number, _ in said if number not in key] or len(said) - len(dict(said)):
        raise SystemExit(f"{answers}: every line names a pair of {out}, once, and A or B; mend {unknown}")
    for number, side in said:
        first = key[number]
        counts[first if side == "A" else "stage" if first == "vista" else "vista"] += 1
    return counts


def _heading(text: str) -> ndarray:
    sheet = Picture.new("RGB", (2 * SIZE.width + 8, BAND), "white")
    ImageDraw.Draw(sheet).text((6, 6), f"{text}   (A | B)", fill="black")
    return np.asarray(sheet)


def _beside(one: ndarray, other: ndarray) -> ndarray:
    return np.concatenate([one, np.full((len(one), 8, 3), 255, np.uint8), other], 1)


if __name__ == "__main__":
    options = argparse.ArgumentParser(description="Blind pairs of two engines, for a viewer.")
    options.add_argument("-o", "--out", type=Path, required=True)
    options.add_argument("--count", type=int, default=100)
    options.add_argument("--direct", choices=("words", "stage"), default="words")
    options.add_argument("--answers", type=Path)
    chosen = options.parse_args()
    if chosen.answers is None:
        write(chosen.out, chosen.count, chosen.direct)
    else:
        print(json.dumps(preferred(chosen.out, chosen.answers)))
