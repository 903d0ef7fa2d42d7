"""The whole film: seconds of work for each finished second, split into its parts, and memory over length."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.rows import Row

SCRIPT = Path(__file__).with_name("two-pages.fountain")
EXAMPLE = Path(__file__).parent.parent / "examples" / "neon-jungle"
MEMORY = """
import resource, sys
from pathlib import Path
from melies.core.story import Look
from melies.story.open import open_story
from melies.story.production import Filming, film
story = open_story(Path(sys.argv[1])).story
shot = story.shots[0].model_copy(update={"beats": None, "length": float(sys.argv[2])})
story = story.model_copy(update={"shots": (shot,), "size": "192x108", "titles": False, "look": Look(name="none")})
list(film(story, Path(sys.argv[1]), Path(sys.argv[3]) / "m.mp4", Filming(workers=1, preset="ultrafast")))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def film_rows(quick: bool) -> list[Row]:
    """Seconds of work per finished second, films and animatic; flicker; peak memory for 100 and 1,000 frames."""
    rows = []
    for size in ("640x360",) if quick else ("640x360", "1280x720"):
        rows += _film(size, ("the fox", "lanterns of the wood"))
    rows += [_animatic(), *_flicker()]
    if not quick:
        short, long = (_peak(frames / 24) for frames in (100, 1000))
        rows.append(Row("peak memory, 1,000 frames over 100 frames", long / short, "ratio", 1.10))
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
            "animatic of a two-page script: work for each finished second",
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


def _film(size: str, shots: tuple[str, ...]) -> list[Row]:
    from melies.story.open import open_story
    from melies.story.production import Filming, film

    story = open_story(EXAMPLE).story.model_copy(update={"size": size})
    with tempfile.TemporaryDirectory() as folder:
        began, parts, stage = time.perf_counter(), dict[str, float](), "sound"
        frames = 0
        for event in film(story, EXAMPLE, Path(folder) / "film.mp4", Filming(shots=shots)):
            now = time.perf_counter()
            parts[stage] = parts.get(stage, 0.0) + now - began
            began, stage = now, event.stage
            frames = event.of if event.stage == "picture" else frames
    length = frames / 24
    total = sum(parts.values())
    rows = [Row(f"film {size}: work for each finished second", total / length, "s")]
    return rows + [Row(f"film {size}: of which {name}", spent / length, "s") for name, spent in sorted(parts.items())]


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
