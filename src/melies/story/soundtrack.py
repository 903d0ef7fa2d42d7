"""The film's sound: the author's song or composed music, the places' ambience, mixed to the film's exact length."""

from __future__ import annotations

import hashlib
import json
import time
from dataclasses import asdict, dataclass, field

import numpy as np

from melies.core.seed import Seed
from melies.core.story import Composer, Story
from melies.media.audio import Samples
from melies.project import parts
from melies.project.store import Store
from melies.sound.mix import Mix, mix
from melies.story.heard import layers
from melies.story.timing import Schedule

FLOOR = 0.35  # energy under which music never falls


@dataclass(frozen=True, eq=False)
class Score:
    """All that a film's sound hangs on. cues: (time, energy 0-1). layers: (name, start, end, level); in seconds."""

    seconds: float
    seed: int
    loudness: float
    brief: Composer | None
    cues: list[tuple[float, float]] = field(default_factory=list)
    layers: list[tuple[str, float, float, float]] | None = None
    song: Samples | None = None

    @property
    def key(self) -> str:
        """SHA-256 of what it means, our own code included."""
        about = {name: value for name, value in vars(self).items() if name not in ("song", "brief")}
        about |= {"brief": None if self.brief is None else self.brief.model_dump(), "code": parts.sound_code()}
        about["song"] = None if self.song is None else hashlib.sha256(self.song.tobytes()).hexdigest()
        return hashlib.sha256(json.dumps(about, sort_keys=True).encode()).hexdigest()


def score(story: Story, plan: Schedule) -> Score:
    """What has to be composed, laid and mixed; quick."""
    return Score(
        seconds=float(plan.clock.seconds(plan.edit.frames)),
        seed=story.seed,
        loudness=story.sound.loudness,
        brief=plan.brief,
        cues=cues(story, plan) if plan.brief is not None else [],
        layers=layers(story, plan) if story.sound.ambience else None,
        song=plan.song,
    )


def soundtrack(asked: Score) -> Mix:
    """Compose or take the song, lay ambience under it, master to the story's loudness."""
    seed, music, places = Seed(asked.seed), asked.song, None
    if asked.brief is not None:
        from melies.sound.compose import compose

        music = compose(asked.brief, asked.seconds, seed / "music", asked.cues).samples
    if asked.layers is not None:
        from melies.sound.ambience import ambience

        places = ambience(asked.layers, asked.seconds, seed / "ambience")
    return mix(music, places, asked.seconds, asked.loudness)


def kept(asked: Score, store: Store) -> Mix:
    """The sound as the project has it, else made and kept."""
    found = store.sound(asked.key)
    if found is not None:
        content, facts = found
        return Mix(np.frombuffer(content, np.float32).reshape(-1, 2).copy(), **facts)
    began = time.perf_counter()
    made = soundtrack(asked)
    facts = {name: value for name, value in asdict(made).items() if name != "samples"}
    store.keep_sound(
        asked.key, np.ascontiguousarray(made.samples, np.float32).tobytes(), facts, time.perf_counter() - began
    )
    return made


def cues(story: Story, plan: Schedule) -> list[tuple[float, float]]:
    """(time, energy 0-1): what moves and who is chased lifts the music, stillness lets it rest."""
    energy = {"run": 1.0, "fly": 0.85, "walk": 0.55, "swim": 0.6}
    moves = {"fly over": 0.9, "orbit left": 0.75, "orbit right": 0.75, "crane up": 0.7, "push in": 0.6}
    shots = {shot.name: shot for shot in story.shots}
    found = []
    for take in plan.edit.takes:
        shot = shots.get(take.name)
        level = FLOOR
        if shot is not None:
            level = max(
                [FLOOR + 0.1, moves.get(shot.camera.move, 0.45), *(energy.get(act.does, 0.4) for act in shot.acts)]
            )
        found.append((float(plan.clock.seconds(take.start)), min(1.0, level)))
    return found
