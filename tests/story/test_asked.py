"""What a report tells of a shot: all prompts with their frames, nothing twice, and what the author said of the air."""

from __future__ import annotations

from melies.core.story import CameraWork, Shot, Story
from melies.story import asked

PLACES = {"clearing": "a jungle clearing with a stream"}
STORY = Story(prompt="fireflies", avoid="people", places=PLACES, seed=21)


def test_no_phrase_stands_twice() -> None:
    shot = Shot(name="a", place="clearing", prompt="A jungle clearing with a stream", avoid="people")
    assert asked.prompt(STORY, shot) == "A jungle clearing with a stream, fireflies"
    assert asked.avoid(STORY, shot) == "people"


def test_keyed_prompts_are_told_with_their_frames() -> None:
    shot = Shot(name="a", place="clearing", prompt={48: "a sea --neg boats", 0: "a lake"})
    assert asked.prompt(STORY, shot) == "0: a lake / 48: a sea / a jungle clearing with a stream / fireflies"
    assert asked.avoid(STORY, shot) == "boats, people"


def test_hour_and_weather_are_told_as_they_were_said() -> None:
    shot = Shot(
        name="a",
        time="dusk",
        weather={0: "", 24: "rain"},
        schedules={"hour": "0:(17.4), 120:(18.6)", "mist": 0.25, "flash": "0:(0)" + ", 1:(0)" * 90},
        camera=CameraWork(move="push in"),
    )
    flash = asked.facts(shot).pop("flash")
    assert len(flash) == asked.LONGEST and flash.endswith("…")
    assert {name: text for name, text in asked.facts(shot).items() if name != "flash"} == {
        "time": "dusk",
        "weather": "0: – / 24: rain",
        "hour": "0:(17.4), 120:(18.6)",
        "mist": "0.25",
        "camera": "push in",
        "framing": "wide",
    }


def test_the_seed_is_the_shots_own() -> None:
    assert asked.seed(STORY, Shot(name="The Arrival!")) == "21/shot/the-arrival"
    assert asked.seed(STORY, Shot(name="b", seed=5)) == "5/shot/b"
