"""What projects promise, in figures: kills, full disks, surgical renders, workers, costs, hostile files."""

from __future__ import annotations

import json
import random
import stat
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from benchmarks import killed, saves
from benchmarks.rows import Row, told
from melies.core.asset import MemoryAssets
from melies.core.errors import AuthorError
from melies.core.image import to_bytes
from melies.core.size import Size
from melies.motion.frames import frames
from melies.motion.request import Take
from melies.project.keys import recipes
from melies.project.pack import MANIFEST, SCHEMA, unpack
from melies.project.render import shown
from melies.project.store import Store
from melies.story.camera_roll import Job, film_shot
from melies.story.crew import Crew, Task

KILLS, SAVES, TRIES, SHOTS = 20, 50, 3, 4


def rows(quick: bool) -> Iterable[Row]:
    with tempfile.TemporaryDirectory(prefix="melies-") as place:
        home = Path(place)
        return [
            *_kills(home, 3 if quick else KILLS),
            *_saves(home),
            *_surgery(home),
            *_workers(home),
            *_costs(home, 1 if quick else TRIES),
            *_hostile(home),
        ]


def _kills(home: Path, kills: int) -> Iterator[Row]:
    """Moving frames that are killed again and again, beside those that never were."""
    for engine in ("diorama", "look", "diffusers"):
        checkpoint = _checkpoint() if engine == "diffusers" else ""
        if engine == "diffusers" and not checkpoint:
            continue
        whole = killed.film(home / f"{engine} whole", engine, checkpoint)
        hit = killed.killed(home / engine, engine, checkpoint, kills)
        again = killed.film(home / engine, engine, checkpoint)
        name = {"look": "diorama with a look", "diffusers": "tiny checkpoint"}.get(engine, engine)
        differ = sum(one != other for one, other in zip(whole, again, strict=True))
        yield Row(f"{name}: {len(whole)} frames killed {hit} times: frames that differ", differ, "frames", 0)


def _checkpoint() -> str:
    """A tiny checkpoint, where the packages for it are here."""
    try:
        from tests.generators.checkpoints.tiny import saved
    except ImportError:
        return ""
    return str(saved("sd1"))


def _saves(home: Path) -> Iterator[Row]:
    """Saves that are killed, and disks that are full, at random points."""
    whole = full = 0
    for seed in range(SAVES):
        chance = random.Random(seed)
        folder = home / f"killed {seed}"
        whole += _sound(folder, saves.killed(folder, chance.randrange(1, saves.EDITS * 22)))
        folder = home / f"full {seed}"
        full += _sound(folder, saves.full(folder, chance.randrange(1, saves.EDITS * 9))[0])
    yield Row(
        f"{SAVES} kills while saving: projects that are whole, at most the last edit missing", whole, "", SAVES, True
    )
    yield Row(f"{SAVES} full disks while saving: the same", full, "", SAVES, True)


def _sound(folder: Path, told: int) -> bool:
    try:
        saves.sound(folder, told)
    except (AssertionError, AuthorError):
        return False
    return True


def _surgery(home: Path) -> Iterator[Row]:
    """One frame of a filmed shot is redone, then its words change: what becomes of the files that were there."""
    take = killed.take("look")
    with Store.at(home / "surgery") as store:
        list(shown("walk", take, store, lambda image: {}))
        before = {name: store.blobs.path(name).read_bytes() for name in store.blobs}
        again = replace(take, choice=take.choice.model_copy(update={"frames": {37: 1}}))
        made = sum(one.fresh for one in shown("walk", again, store, lambda image: {}))
        shot = take.shot.model_copy(update={"prompt": "a desert at noon"})
        list(shown("walk", replace(take, shot=shot), store, lambda image: {}))
        changed = sum(store.blobs.path(name).read_bytes() != content for name, content in before.items())
    yield Row("one frame between anchors redone: frames made", made, "frames", 1)
    yield Row("and the shot's words changed: earlier files that changed", changed, "files", 0)


def _workers(home: Path) -> Iterator[Row]:
    """The same shots by one worker and by two, forwards and backwards."""
    times, films = {}, []
    for name, hands, turn in (("one", 1, 1), ("two", 2, 1), ("backwards", 2, -1)):
        jobs = {f"shot {number}": _job(number, home / name) for number in range(SHOTS)}
        began = time.perf_counter()
        crew = Crew({one: Task(film_shot, job, one) for one, job in list(jobs.items())[::turn]}, hands)
        for result in crew.results.values():
            result.result()
        times[name] = time.perf_counter() - began
        crew.close()
        films.append([job.roll.read_bytes() for job in jobs.values()])
    differ = sum(one != films[0] for one in films)
    yield Row("one worker, two, and two from the last shot on: films that differ", differ, "films", 0)
    yield Row("two workers of one thread over one, their start included", times["one"] / times["two"], "x", 1.7, True)


def _job(number: int, folder: Path) -> Job:
    folder.mkdir(parents=True, exist_ok=True)
    take = killed.take("look")
    shot = take.shot.model_copy(update={"name": f"shot {number}"})
    take = replace(take, shot=shot, size=Size(width=384, height=216), frames=36)
    return Job(shot.name, take, range(take.frames), folder / f"{number}.rgb", threads=1, project=folder)


def _costs(home: Path, tries: int) -> Iterator[Row]:
    """What keeping frames costs, and taking them again, beside making them; the best of a few turns each."""
    take = replace(killed.take("look"), size=Size(width=640, height=360), frames=37)
    bare, kept, again = [], [], []
    _made(take)
    for number in range(tries):
        bare.append(_seconds(lambda: _made(take)))
        with Store.at(home / f"cost {number}", lasting=False) as store:
            kept.append(_seconds(lambda store=store: list(shown("walk", take, store, lambda image: {}))))  # type: ignore[misc]
            again.append(_seconds(lambda store=store: list(shown("walk", take, store, lambda image: {}))))  # type: ignore[misc]
    recipes(take)
    yield Row("making and keeping frames at 640x360", 100 * (min(kept) / min(bare) - 1), "% more", 3)
    yield Row("taking them again", 100 * min(again) / min(bare), "% of making", 3)


def _made(take: Take) -> None:
    for _, image in frames(take, MemoryAssets()):
        to_bytes(image.rgb)


def _hostile(home: Path) -> Iterator[Row]:
    """Packs, stories and pictures that mean harm."""
    from melies.media.picture import read
    from melies.story.yaml import parse

    def packed(
        name: str, content: bytes = b"harm", size: int | None = None, link: bool = False
    ) -> Callable[[], object]:
        path = home / "hostile.zip"

        def forged() -> None:
            import hashlib

            with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as zipped:
                about = zipfile.ZipInfo(name)
                about.external_attr = ((stat.S_IFLNK if link else stat.S_IFREG) | 0o777) << 16
                zipped.writestr(about, content)
                listed = {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content) if size is None else size}
                zipped.writestr(MANIFEST, json.dumps({"schema": SCHEMA, "files": {name: listed}}))
            list(unpack(path, home / "unpacked"))

        return forged

    giant = home / "giant.png"
    giant.write_bytes(bytes.fromhex("89504e470d0a1a0a0000000d49484452000186a0000186a00802000000b3c1d2e4"))
    nested = (f"{b}: &{b} [*{a}, *{a}]\n" for a, b in pairwise("abcdefghijklmnopqrstu"))
    bomb = "a: &a [x, x]\n" + "".join(nested)
    harms = [
        packed("../out"), packed("/out"), packed("a/../../out"), packed("C:\\out"),
        packed("link", b"/etc/passwd", link=True),
        packed("bomb", bytes(30_000_000), size=10), packed("huge", size=10**16), lambda: parse(bomb),
        lambda: parse("title: !!python/object/apply:os.system ['true']\nshots: []"), lambda: read(giant),
    ]  # fmt: skip
    yield Row(
        f"{len(harms)} hostile packs, stories and pictures: refused", sum(map(_refused, harms)), "", len(harms), True
    )


def _refused(harm: Callable[[], object]) -> bool:
    try:
        harm()
    except AuthorError:
        return True
    return False


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    sys.exit(told("What projects promise.", "fewer kills and tries", rows))
