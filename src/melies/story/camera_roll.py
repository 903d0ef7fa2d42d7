"""Filming: each shot rendered to a roll of raw frames on disk, by one process or several, bytes always the same."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

import numpy as np
from jaxtyping import UInt8
from numpy import ndarray

from melies.core.asset import MemoryAssets
from melies.core.errors import AuthorError
from melies.core.image import Image, to_bytes
from melies.motion.animatic import animatic
from melies.motion.frames import frames
from melies.motion.request import Take
from melies.project.journal import note
from melies.project.keys import recipes
from melies.project.render import Shown, shown
from melies.project.store import Pictures, Store
from melies.story.crew import Crew, Task
from melies.story.presence import Presence, seen

Frame = UInt8[ndarray, "h w 3"]


@dataclass(frozen=True)
class Job:
    """One shot to film, or a span of its frames (the handle for a dissolve included), and where to put them.

    pictures: pixels of the assets the requests refer to. every: 0 renders each frame, else splats between renders.
    project: the folder that keeps what is made and gives what was made before; None keeps nothing.
    """

    name: str
    take: Take
    span: range
    roll: Path
    pictures: tuple[UInt8[ndarray, "h w c"], ...] = ()
    every: int = 0
    threads: int = 1
    project: Path | None = None

    @property
    def frame(self) -> int:
        """Bytes of one frame on the roll."""
        return self.take.size.width * self.take.size.height * 3

    @property
    def stage(self) -> str:
        """The place it is filmed at: who filmed there before has it set."""
        return self.take.request(0).place


def film_shot(job: Job) -> dict[str, Any]:
    """Render a shot into its roll; returns facts: seconds, what was not drawn, who was not seen. Pure."""
    from melies.scene.kernels.common import set_threads

    set_threads(job.threads)
    facts: dict[str, Any] = {}
    with job.roll.open("wb") as roll:
        for frame in exposed(job, facts):
            roll.write(frame.tobytes())
            roll.flush()
    return facts


def exposed(job: Job, facts: dict[str, Any]) -> Iterator[Frame]:
    """The shot's frames in 8 bits; fills `facts` with seconds spent, words not drawn, players not seen."""
    missing, present, spent = dict[str, None](), Presence(job.take.shot), 0.0
    painter = dict[str, str]()
    began = time.perf_counter()
    for frame in _shown(job):
        missing |= dict.fromkeys(frame.facts["not_drawn"])
        painter = painter or frame.facts["painter"]
        present.note(frame.facts["seen"])
        spent += time.perf_counter() - began
        yield frame.pixels
        began = time.perf_counter()
    facts |= {"seconds": spent, "not_drawn": list(missing), "not_seen": list(present.missing()), "painter": painter}


def _shown(job: Job) -> Iterator[Shown]:
    """The frames with what is told of them: from the project and into it, if there is one."""
    if job.project is not None and not job.every:
        yield from _kept(job, job.project)
        return
    assets = MemoryAssets()
    for pixels in job.pictures:
        assets.put(pixels)
    whole = animatic(job.take, assets, job.every, job.span) if job.every else frames(job.take, assets, job.span)
    for _, image in whole:
        yield Shown(to_bytes(image.rgb), about(image))


def _kept(job: Job, folder: Path) -> Iterator[Shown]:
    """By way of the project, whose journal tells how it went."""
    with Store.at(folder, lasting=False) as store:
        for pixels in job.pictures:
            Pictures(store).put(pixels)
        note(store, job.name, "running")
        try:
            yield from shown(job.name, job.take, store, about, job.span)
        except (GeneratorExit, KeyboardInterrupt):
            note(store, job.name, "pending")
            raise
        except BaseException as error:
            note(store, job.name, "failed", str(error) or type(error).__name__)
            raise
        keys = {recipe.key for recipe in recipes(job.take).frames}
        if keys <= store.known(keys):
            note(store, job.name, "done")


def about(image: Image) -> dict[str, Any]:
    """What is remembered of a frame beside its pixels."""
    return {"not_drawn": list(image.info.get("not_drawn", ())), "seen": seen(image), "painter": _painter(image)}


def _painter(image: Image) -> dict[str, str]:
    """Which checkpoint painted a frame, with what settings and words; empty where none did."""
    info = image.info
    if "checkpoint" not in info:
        return {}
    used = {name: f"{value:g}" if isinstance(value, float) else str(value) for name, value in info["settings"].items()}
    said, unwanted = info["prompt"], info["negative_prompt"]
    words = f"{said} (not: {unwanted})" if unwanted else str(said)
    named = f"{PurePath(info['checkpoint']).name} [{info['sha256'][:10]}]"
    return {"checkpoint": named, **used, "words the engine was given": words}


class Rolls:
    """The rolls of a film. `play` yields a shot's frames as they appear on disk and deletes its rolls after use.

    jobs: one or several for each shot, in the order of their spans. ready: shots whose frames the project has; these
    need no worker and no roll.
    """

    def __init__(self, jobs: Mapping[str, Sequence[Job]], workers: int, ready: Collection[str] = ()) -> None:
        self.jobs, self.facts = dict(jobs), dict[str, dict[str, Any]]()
        self._played = dict[Path, int]()
        some = [job for name, parts in jobs.items() if name not in ready for job in parts]
        tasks = {str(job.roll): Task(film_shot, job, job.stage) for job in some}
        self._crew = Crew(tasks, workers) if workers > 1 and len(tasks) > 1 else None
        self._ready = ready

    def play(self, name: str) -> Iterator[Frame]:
        """The frames of one shot, in order."""
        parts = []
        for job in self.jobs[name]:
            facts: dict[str, Any] = {}
            if self._crew is None or name in self._ready:
                yield from self._here(job, facts)
            else:
                yield from self._there(job, self._crew.results[str(job.roll)], facts)
            parts.append(facts)
            job.roll.unlink(missing_ok=True)
        self.facts[name] = _gathered(parts)

    def _here(self, job: Job, facts: dict[str, Any]) -> Iterator[Frame]:
        from melies.scene.kernels.common import set_threads

        set_threads(job.threads)
        yield from exposed(job, facts)

    def _there(self, job: Job, future: Future[dict[str, Any]], facts: dict[str, Any]) -> Iterator[Frame]:
        size, shape = job.frame, (job.take.size.height, job.take.size.width, 3)
        for number in range(len(job.span)):
            while not (job.roll.exists() and job.roll.stat().st_size >= (number + 1) * size):
                if future.done():
                    future.result()
                    if job.roll.stat().st_size < (number + 1) * size:
                        raise AuthorError(f"shot {job.name!r} ended early on disk; make room and run again")
                time.sleep(0.02)
            with job.roll.open("rb") as roll:
                roll.seek(number * size)
                self._played[job.roll] = number + 1
                yield np.frombuffer(roll.read(size), np.uint8).reshape(shape)
        facts |= future.result()

    def ahead(self) -> int:
        """How many frames lie on disk that were not played yet."""
        there = [job for job in self._all() if job.roll.exists()]
        return sum(job.roll.stat().st_size // job.frame - self._played.get(job.roll, 0) for job in there)

    def close(self) -> None:
        """Stop the workers and remove what is left of the rolls."""
        if self._crew is not None:
            self._crew.close()
        for job in self._all():
            job.roll.unlink(missing_ok=True)

    def _all(self) -> list[Job]:
        return [job for parts in self.jobs.values() for job in parts]


def _gathered(parts: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The facts of a shot from those of its spans: who is missing is missing in all of them."""
    if len(parts) == 1:
        return dict(parts[0])
    missing = dict.fromkeys(words for part in parts for words in part["not_drawn"])
    unseen = [name for name in parts[0]["not_seen"] if all(name in part["not_seen"] for part in parts)]
    painters = [part["painter"] for part in parts if part["painter"]]
    seconds = sum(part["seconds"] for part in parts)
    return {"seconds": seconds, "not_drawn": list(missing), "not_seen": unseen, "painter": (painters or [{}])[0]}
