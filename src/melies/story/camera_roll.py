"""Filming: each shot rendered to a roll of raw frames on disk, by one process or several, bytes always the same."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
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
from melies.story.crew import Crew, Task
from melies.story.presence import Presence

Frame = UInt8[ndarray, "h w 3"]


@dataclass(frozen=True)
class Job:
    """One shot to film: what to render, how many frames (the handle for a dissolve included), and where to put it.

    pictures: pixels of the assets the requests refer to. every: 0 renders each frame, else splats between renders.
    """

    take: Take
    rendered: int
    roll: Path
    pictures: tuple[UInt8[ndarray, "h w c"], ...] = ()
    every: int = 0
    threads: int = 1

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
    assets, missing, present, spent = MemoryAssets(), dict[str, None](), Presence(job.take.shot), 0.0
    words = ""
    for pixels in job.pictures:
        assets.put(pixels)
    began = time.perf_counter()
    for _, image in animatic(job.take, assets, job.every) if job.every else frames(job.take, assets):
        frame = to_bytes(image.rgb)
        missing |= dict.fromkeys(image.info.get("not_drawn", ()))
        words = words or _words(image)
        present.look(image)
        spent += time.perf_counter() - began
        yield frame
        began = time.perf_counter()
    facts |= {"seconds": spent, "not_drawn": list(missing), "not_seen": list(present.missing()), "words": words}


def _words(image: Image) -> str:
    """What a painter was told to paint, and what not, at the first frame that it painted."""
    said, unwanted = (str(image.info.get(name, "")) for name in ("prompt", "negative_prompt"))
    return f"{said} (not: {unwanted})" if unwanted else said


class Rolls:
    """The rolls of a film. `play` yields a shot's frames as they appear on disk and deletes the roll after use."""

    def __init__(self, jobs: Mapping[str, Job], workers: int) -> None:
        self.jobs, self.facts = dict(jobs), dict[str, dict[str, Any]]()
        self._played = dict[str, int]()
        tasks = {name: Task(film_shot, job, job.stage) for name, job in jobs.items()}
        self._crew = Crew(tasks, workers) if workers > 1 and len(jobs) > 1 else None

    def play(self, name: str) -> Iterator[Frame]:
        """The frames of one shot, in order."""
        job = self.jobs[name]
        if self._crew is None:
            yield from self._here(name, job)
        else:
            yield from self._there(name, job, self._crew.results[name])
        job.roll.unlink(missing_ok=True)

    def _here(self, name: str, job: Job) -> Iterator[Frame]:
        from melies.scene.kernels.common import set_threads

        set_threads(job.threads)
        facts: dict[str, Any] = {}
        yield from exposed(job, facts)
        self.facts[name] = facts

    def _there(self, name: str, job: Job, future: Future[dict[str, Any]]) -> Iterator[Frame]:
        size, shape = job.frame, (job.take.size.height, job.take.size.width, 3)
        for number in range(job.rendered):
            while not (job.roll.exists() and job.roll.stat().st_size >= (number + 1) * size):
                if future.done():
                    future.result()
                    if job.roll.stat().st_size < (number + 1) * size:
                        raise AuthorError(f"shot {name!r} ended early on disk; make room and run again")
                time.sleep(0.02)
            with job.roll.open("rb") as roll:
                roll.seek(number * size)
                self._played[name] = number + 1
                yield np.frombuffer(roll.read(size), np.uint8).reshape(shape)
        self.facts[name] = future.result()

    def ahead(self) -> int:
        """How many frames lie on disk that were not played yet."""
        there = {name: job for name, job in self.jobs.items() if job.roll.exists()}
        return sum(job.roll.stat().st_size // job.frame - self._played.get(name, 0) for name, job in there.items())

    def close(self) -> None:
        """Stop the workers and remove what is left of the rolls."""
        if self._crew is not None:
            self._crew.close()
        for job in self.jobs.values():
            job.roll.unlink(missing_ok=True)
