"""The film's sound: the author's song or composed music, the places' ambience, mixed to the film's exact length."""

from __future__ import annotations

import re

from melies.core.seed import Seed
from melies.core.story import Shot, Story
from melies.sound.mix import Mix, mix
from melies.story.timing import Schedule

FLOOR = 0.35  # energy under which music never falls
LAYERS: tuple[tuple[str, str, float], ...] = (
    (r"storm|thunder", "storm", 1.0),
    (r"rain|drizzle|downpour", "rain", 0.9),
    (r"blizzard|snow|ice|arctic", "snow", 0.7),
    (r"jungle|rainforest|swamp", "jungle", 0.9),
    (r"sea|ocean|coast|beach|surf|island", "sea", 0.9),
    (r"lake|river|stream|brook|pond|shore|water", "lake", 0.7),
    (r"desert|dune|canyon|mesa", "desert wind", 0.8),
    (r"city|street|neon|alley|skyline|traffic|rooftop", "city", 0.8),
    (r"fire|campfire|bonfire", "fire", 0.8),
    (r"wind|storm|mountain|cliff", "wind", 0.5),
    (r"meadow|field|forest|wood|garden|morning|dawn", "birds", 0.6),
    (r"night|dusk|evening|moon|midnight", "crickets", 0.6),
)


def words(story: Story, shot: Shot) -> str:
    """Everything said of a shot's place, hour and weather, in lower case."""
    parts = [
        shot.prompt,
        shot.time or "",
        shot.weather or "",
        shot.place or "",
        story.places.get(shot.place or "", ""),
        story.prompt,
    ]
    return " ".join(" ".join(part.values()) if isinstance(part, dict) else part for part in parts).lower()


def soundtrack(story: Story, plan: Schedule) -> Mix:
    """Compose or take the song, lay ambience under it, master to the story's loudness."""
    seconds = float(plan.clock.seconds(plan.edit.frames))
    music = plan.song
    if plan.brief is not None:
        from melies.sound.compose import compose

        music = compose(plan.brief, seconds, Seed(story.seed) / "music", cues(story, plan)).samples
    places = None
    if story.sound.ambience:
        from melies.sound.ambience import ambience

        places = ambience(layers(story, plan), seconds, Seed(story.seed) / "ambience")
    return mix(music, places, seconds, story.sound.loudness)


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


def layers(story: Story, plan: Schedule) -> list[tuple[str, float, float, float]]:
    """(ambience, start, end, level) of every shot, by the words of its place, hour and weather: two at most."""
    shots = {shot.name: shot for shot in story.shots}
    found = []
    for take in plan.edit.takes:
        shot = shots.get(take.name) or (story.shots[0] if take.start == 0 else story.shots[-1])
        said = words(story, shot)
        heard = [(name, level) for pattern, name, level in LAYERS if re.search(pattern, said)][:2] or [("wind", 0.35)]
        start, end = (float(plan.clock.seconds(frame)) for frame in (take.start, take.end))
        found += [(name, start, end, level) for name, level in heard]
    return found
