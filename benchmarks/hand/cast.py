"""Six shots of two characters after the look: whether each is known again in another light, size and pose."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from benchmarks.rows import Row
from melies.core.asset import MemoryAssets
from melies.core.image import to_bytes
from melies.core.request import Phrase, Request, Role, View
from melies.core.size import Size
from melies.core.story import Act, Does, Framing, Look
from melies.guidance.figures import unlike
from melies.story.likenesses import Sight, kinship, large, sight
from melies.synthesis import make

PAIRS = (("a girl in a yellow raincoat", "an old man in a brown coat with a grey beard"),
         ("a boy in a red pullover", "a woman in a long blue dress"))  # fmt: skip
SHOTS: tuple[tuple[str, Framing, Does], ...] = (
    ("a quay by the sea at dawn", "wide", "walk"), ("a forest at noon", "medium", "wave"),
    ("a neon city at night in the rain", "medium", "idle"), ("a meadow at sunset", "wide", "run"),
    ("an alpine lake at dusk", "close", "look"), ("snow at night, a cabin", "medium", "sit"),
)  # fmt: skip
OTHER, PLANTED = "in a green coat", 2


def rows() -> Iterator[Row]:
    for number, pair in enumerate(PAIRS):
        every = _sights(pair)
        distances = [(a.who == b.who, unlike(a.known, b.known)) for n, a in enumerate(every) for b in every[:n]]
        same, other = (float(np.mean([d for alike, d in distances if alike is which])) for which in (True, False))
        yield Row(f"pair {number + 1} in six shots: same over different character", same / other, "x", 0.5)
        strays = sum(len(kin.strays) for kin in kinship(every))
        yield Row(f"pair {number + 1}: shots named though nothing is wrong", strays, "", 0)
    planted = _sights(PAIRS[0], wrong=PLANTED)
    found = {kin.who: kin.strays for kin in kinship(planted)}
    yield Row("the shot with another coat is named, and no other", float(found["one"] == (str(PLANTED),)), "", 1, True)


def _sights(pair: tuple[str, str], wrong: int | None = None) -> list[Sight]:
    found = []
    for number, (place, framing, does) in enumerate(SHOTS):
        first = f"a girl {OTHER}" if number == wrong else pair[0]
        acts = (
            Act(who="one", does=does, at="left", to="middle" if does in ("walk", "run") else None),
            Act(who="two", does="idle" if number % 2 else "point", at="right"),
        )
        request = Request(
            size=Size(width=512, height=288), seed=4, prompt=(Phrase(text=place),), setting=place, acts=acts,
            cast=(Role(name="one", text=first), Role(name="two", text=pair[1])), look=Look(name="starry oils"),
            seconds=1.0, view=View(framing=framing, subject="one" if framing == "close" else None),
        )  # fmt: skip
        image = make(request, MemoryAssets())
        pixels = to_bytes(image.rgb)
        found += [sight(who, str(number), 0, pixels, mask) for who, mask in image.masks.items() if large(mask)]
    return found


if __name__ == "__main__":
    print(*(row.line() for row in rows()), sep="\n")
