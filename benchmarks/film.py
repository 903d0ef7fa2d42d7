"""The whole film: seconds of work for each finished second, split into its parts; memory over length."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.parts import Places, part_rows, timed
from benchmarks.rows import Row

if TYPE_CHECKING:
    from melies.core.story import Story
    from melies.story.production import Filming

SCRIPT = Path(__file__).with_name("two-pages.fountain")
EXAMPLE = Path(__file__).parent.parent / "examples" / "neon-jungle"
SECOND, STAGING = "work for each finished second", "setting the stage, once"
MEMORY = """
import resource, sys
from pathlib import Path
from melies.story.open import open_story
from melies.story.production import Filming, film
story = open_story(Path(sys.argv[1])).story
shot = story.shots[0].model_copy(update={"beats": None, "length": float(sys.argv[2])})
story = story.model_copy(update={"shots": (shot,), "size": "192x108", "titles": False})
list(film(story, Path(sys.argv[1]), Path(sys.argv[3]) / "m.mp4", Filming(workers=1, preset="ultrafast")))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def film_rows(quick: bool) -> list[Row]:
    """Seconds of work per finished second, films and animatic; flicker; peak memory for 100 and 1,000 frames."""
    rows = []
    for size in ("640x360",) if quick else ("640x360", "1280x720"):
        rows += [*_film(size), *_picture(size)]
    rows += [_animatic(), *_flicker()]
    if not quick:
        short, long = (_peak(frames / 24) for frames in (100, 1000))
        rows.append(Row("peak memory with the look, 1,000 frames over 100 frames", long / short, "ratio", 1.10))
    return rows


def _animatic() -> Row:
    """The animatic of a two-page script (two minutes), as the command makes it: it is to take one minute."""
    from melies.media.probe import probe

    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "film.mp4"
        command = [sys.executable, "-c", "from melies.cli import main; main()", "animatic", str(SCRIPT), "-o", str(out)]
        began = time.perf_counter()
        subprocess.run(command, capture_output=True, check=True)
        spent = time.perf_counter() - began
        return Row(
            f"animatic of a two-page script: {SECOND}",
            spent / float(probe(out).video_seconds),
            "s",
            0.5,
        )


def _flicker() -> list[Row]:
    """How much neighbouring frames differ along the exact flow: the bare stage, each frame painted alone, as filmed."""
    from melies.core.asset import MemoryAssets
    from melies.core.clock import Clock
    from melies.core.size import Size
    from melies.motion.measure import flicker
    from melies.motion.request import Take
    from melies.story.open import open_story

    story = open_story(EXAMPLE).story
    shot = next(shot for shot in story.shots if shot.name == "lanterns of the wood")
    take = Take(story, shot, 150, Clock.parse(24), Size(width=384, height=216))
    ways = flicker(take, MemoryAssets(), range(40, 64))
    return [Row(f"flicker, {way}", ways[way].warp, "RMS of 255") for way in ("plain", "alone", "anchors")]


def _film(size: str, shots: tuple[str, ...] = ("the fox", "lanterns of the wood")) -> list[Row]:
    """Two shots as the command films them, a process for each core."""
    from melies.story.open import open_story
    from melies.story.production import Filming

    story = open_story(EXAMPLE).story.model_copy(update={"size": size})
    frames, spent = _filmed(story, Filming(shots=shots))
    parts = {stage: seconds / (frames / 24) for stage, seconds in sorted(spent.items())}
    return part_rows(f"film {size}", SECOND, sum(parts.values()), parts, "s")[:-1]


def _picture(size: str, seconds: float = 2.0) -> list[Row]:
    """The picture of one shot in one process, split into its parts; what is done once is apart."""
    from melies.story.open import open_story
    from melies.story.production import Filming

    story = open_story(EXAMPLE).story
    shot = next(shot for shot in story.shots if shot.name == "lanterns of the wood")
    shot = shot.model_copy(update={"beats": None, "length": seconds})
    story = story.model_copy(update={"shots": (shot,), "size": size, "titles": False})
    with timed(_picture_parts()) as spent:
        frames, stages = _filmed(story, Filming(workers=1))
    once, length, what = spent.pop(STAGING), frames / 24, f"picture {size}, one process"
    parts = {name: part / length for name, part in spent.items()}
    rows = part_rows(what, SECOND, (stages["picture"] - once) / length, parts, "s")
    return [*rows, Row(f"{what}: {STAGING}", once, "s")]


def _picture_parts() -> Places:
    from melies.generators import diorama
    from melies.media.video import VideoWriter
    from melies.motion import anchors
    from melies.synthesis.finishers import look

    return {
        STAGING: [(diorama, "_set_stage")],
        "stage": [(diorama, "render")],
        "look": [(look, "paint")],
        "flow": [(diorama.Diorama, "flow")],
        "warp": [(anchors, "bring")],
        "blend": [(look, name) for name in ("cover", "thick", "fill", "join")],
        "encoding": [(VideoWriter, "push"), (VideoWriter, "__exit__")],
    }


def _filmed(story: Story, how: Filming) -> tuple[int, dict[str, float]]:
    """Film it: frames, and the seconds spent in each stage of the work."""
    from melies.story.production import film

    with tempfile.TemporaryDirectory() as folder:
        began, spent, stage, frames = time.perf_counter(), dict[str, float](), "sound", 0
        for event in film(story, EXAMPLE, Path(folder) / "film.mp4", how):
            now = time.perf_counter()
            spent[stage] = spent.get(stage, 0.0) + now - began
            began, stage = now, event.stage
            frames = event.of if event.stage == "picture" else frames
    return frames, spent


def _peak(seconds: float) -> float:
    """Peak memory in MB of a film of one shot, in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [sys.executable, "-c", MEMORY, str(EXAMPLE), str(seconds), folder],
            capture_output=True,
            text=True,
            check=True,
        )
    return float(done.stdout.strip().splitlines()[-1])
