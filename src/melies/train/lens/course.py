"""`melies train lens`: from public packs and rendered worlds to the two files that Melies ships, with their card."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from torch import Tensor

from melies.core.errors import AuthorError
from melies.core.headway import Headway
from melies.core.size import Size
from melies.guidance.perceptors.lens import BACKBONE, CLASSES, FACTS, HEAD, HOME
from melies.guidance.perceptors.lite import Lite
from melies.media.atomic import replacing, write_text
from melies.models.text import embed
from melies.train.corpus.shards import Plan, render
from melies.train.lens import samples
from melies.train.lens.backbone import backbone
from melies.train.lens.facts import Facts, write
from melies.train.lens.teach import Lesson, teach

Weights = Mapping[str, Tensor]
SIZE = Size(width=320, height=192)


@dataclass(frozen=True)
class Progress(Headway):
    """How far a stage is; figures are those of the head as it is."""

    figures: dict[str, float] = field(default_factory=dict)


def course(packs: Path, work: Path, out: Path, worlds: int, lesson: Lesson) -> Iterator[Progress]:
    """Render worlds, look at all samples, teach, and write the lens into `out`; goes on where it was stopped.

    packs: a folder of corpus packs (`melies corpus build`). work: keeps worlds, features and the state of the lesson.
    AuthorError for packs or a network that are not there.
    """
    if not (packs / "landscapes.zip").is_file():
        raise AuthorError(f"{packs} holds no packs; melies corpus build -o {packs} makes them")
    shards = work / "worlds"
    shards.mkdir(parents=True, exist_ok=True)
    for done, path in enumerate(render(shards, 0, worlds, Plan((SIZE,))), 1):
        yield Progress("worlds", done, worlds, path.name)
    weights, home = backbone(), work / "lens"
    net = Lite(weights)
    kinds = {
        "squares": chain(samples.cutouts(packs), samples.landscapes(packs)),
        "worlds": samples.worlds(shards),
    }
    for name, some in kinds.items():
        if not (home / name / "told.json").is_file():
            for done in write(some, net, home / name):
                yield Progress(f"looking at {name}", done, done)
    names = (HOME / CLASSES).read_text("utf-8").split("\n")
    vectors = embed([f"a photo of a {name}" for name in names if name])
    facts = [Facts.load(home / name) for name in ("worlds", "squares")]
    for look in teach(facts[0], facts[1], vectors, lesson, home / "state.pt"):
        note = f"loss {look.loss:.2f}"
        yield Progress("lesson", look.step, look.of, note, dict(look.figures))
        head, figures = look.weights, dict(look.figures)
    ship(weights, head, figures, out)


def ship(weights: Weights, head: Weights, figures: dict[str, float], out: Path) -> None:
    """Write network, head, and the facts that the loader checks them by."""
    from safetensors.torch import save

    out.mkdir(parents=True, exist_ok=True)
    sums = {}
    for name, tensors in ((BACKBONE, weights), (HEAD, head)):
        content = save({key: tensor.detach().half().contiguous() for key, tensor in tensors.items()})
        with replacing(out / name) as draft:
            draft.write_bytes(content)
        sums[name] = hashlib.sha256(content).hexdigest()
    told = {"sha256": sums, "figures": {name: round(value, 4) for name, value in figures.items()}}
    write_text(out / FACTS, json.dumps(told, indent=1) + "\n")
