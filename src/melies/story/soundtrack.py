"""The film's sound: the author's song or composed music, the places' ambience, mixed to the film's exact length."""

from __future__ import annotations

from melies.core.seed import Seed
from melies.core.story import Story
from melies.sound.mix import Mix, mix
from melies.story.heard import layers
from melies.story.timing import Schedule

FLOOR = 0.35  # energy under which music never falls


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
