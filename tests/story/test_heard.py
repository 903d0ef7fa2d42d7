"""Ambience: what is heard is what the picture reads of place, hour and weather."""

from __future__ import annotations

from pathlib import Path

import pytest

from melies.core.request import Phrase, Request
from melies.core.story import Shot, Sound, Story
from melies.sound.ambience import layers as sounds
from melies.story.heard import BESIDE, FALLS, GROUNDS, OPEN, VOICES, heard, layers
from melies.story.timing import schedule


def names(prompt: str, **said: object) -> set[str]:
    """The layers of a moment."""
    return {name for name, _ in heard(Request(prompt=(Phrase(text=prompt),), **said))}  # type: ignore[arg-type]


def story(*shots: Shot, **said: object) -> Story:
    return Story(shots=shots, sound=Sound(compose=None), titles=False, fps=12, **said)  # type: ignore[arg-type]


def at(told: Story, seconds: float) -> set[str]:
    """The layers at a time of a film."""
    plan = schedule(told, Path("."), told.shots)
    return {name for name, start, end, level in layers(told, plan) if start <= seconds < end and level > 0}


def test_every_layer_exists() -> None:
    known = {*FALLS, OPEN[0], *(name for name, _ in GROUNDS.values()), *(layer[0] for _, layer in BESIDE)}
    known |= {voice[0] for pair in VOICES.values() for voice in pair if voice}
    assert known <= set(sounds)


@pytest.mark.parametrize(
    ("prompt", "absent"),
    [
        ("a train crosses the meadow", "rain"),
        ("an office in a meadow", "snow"),
        ("fireflies in a wood", "fire"),
        ("a girl searches the meadow", "sea"),
        ('a wall in a meadow with the words "the sea"', "sea"),
    ],
)
def test_no_sound_of_a_word_inside_another_or_of_what_is_not_there(prompt: str, absent: str) -> None:
    assert absent not in names(prompt)


def test_places_weather_and_voices_are_heard_together() -> None:
    assert names("a beach by the sea with a campfire at night") == {"sea", "fire", "crickets"}
    assert names("a meadow at noon in a storm") >= {"storm", "rain", "birds"}
    assert names("a neon city street at night in the rain") == {"city", "rain"}
    assert names("a jungle clearing with a stream at night") == {"jungle", "water", "night insects"}


def test_schedules_and_a_shots_own_words_say_the_air() -> None:
    assert names("a meadow", atmosphere={"hour": 23.0, "rain": 1.0}) == {"rain", "crickets"}
    assert names("a meadow at night in the rain", atmosphere={"hour": 12.0, "rain": 0.0}) == {"wind", "birds"}
    dusk = (Phrase(text="night"),)
    assert names("a sunny meadow", time=dusk, weather=(Phrase(text="storm"),)) >= {"storm", "crickets"}


def test_ambience_follows_what_changes_within_a_shot() -> None:
    told = story(
        Shot(name="a", prompt="a meadow", length=10, schedules={"hour": "0:(12), 119:(23)", "rain": "60:(0), 80:(1)"}),
        Shot(name="b", prompt="a beach by the sea, Rain waits", length=4, time="night"),
        cast={"Rain": {"text": "a girl"}},
    )
    assert at(told, 1) == {"wind", "birds"}
    assert at(told, 9) == {"rain", "crickets"}
    assert at(told, 12) == {"sea", "crickets"}


def test_cards_sound_like_the_shots_beside_them() -> None:
    told = story(
        Shot(name="a", prompt="a meadow", length=2, schedules={"hour": "0:(12), 20:(23)"}),
        Shot(name="b", prompt="", place="bay", length=4, schedules={"hour": "0:(12), 40:(23)"}),
        places={"bay": "a beach by the sea"},
    ).model_copy(update={"titles": True})
    assert at(told, 0.1) == {"wind", "birds"}
    end = float(schedule(told, Path("."), told.shots).edit.frames) / 12
    assert at(told, end - 0.1) == {"sea", "crickets"}
