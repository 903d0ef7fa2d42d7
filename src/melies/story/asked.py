"""How a shot was asked for, for a reader: its prompts with their frames, what it avoids, hour and weather, its seed."""

from __future__ import annotations

from melies.core.story import Shot, Story, Words
from melies.core.words import avoided, once, phrases
from melies.motion.request import shot_seed

LONGEST = 120  # letters of a schedule that are shown


def prompt(story: Story, shot: Shot) -> str:
    """The words of the shot, its place and the story, nothing twice; keyed ones as `0: a lake / 48: a sea`."""
    always = (story.places.get(shot.place or "", ""), story.prompt)
    if not isinstance(shot.prompt, dict):
        return ", ".join(once((_wanted(shot.prompt), *always)))
    said = {frame: _wanted(text) for frame, text in shot.prompt.items()}
    return " / ".join([keyed(said), *once(always, " ".join(said.values()))])


def avoid(story: Story, shot: Shot) -> str:
    """What is not wanted at any time of the shot, nothing twice."""
    texts = shot.prompt.values() if isinstance(shot.prompt, dict) else (shot.prompt,)
    said = [phrase.text for text in texts for phrase in avoided(text, 0)]
    return ", ".join(once((*said, shot.avoid, story.avoid)))


def facts(shot: Shot) -> dict[str, str]:
    """Place, hour, weather and schedules as the author wrote them, and the camera; what is not said is left out."""
    known = {"place": shot.place or "", "time": keyed(shot.time or ""), "weather": keyed(shot.weather or "")}
    known |= {name: _shortened(str(schedule)) for name, schedule in shot.schedules.items()}
    known |= {"camera": shot.camera.move, "framing": shot.camera.framing}
    return {name: text for name, text in known.items() if text}


def seed(story: Story, shot: Shot) -> str:
    """The shot's own stream of chance: the number it hangs on, and its name: `21/shot/last-light`."""
    stream = shot_seed(story, shot)
    return "/".join((str(stream.project), *stream.path))


def keyed(words: Words) -> str:
    """Words as they are, or every key's with its frame; a blank one is a dash."""
    if isinstance(words, str):
        return words
    return " / ".join(f"{frame}: {words[frame] or '–'}" for frame in sorted(words))


def _wanted(text: str) -> str:
    return " ".join(phrase.text for phrase in phrases(text, 0))


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
