"""A small moving shot, and stores to film it into."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from melies.core.clock import Clock
from melies.core.size import Size
from melies.core.story import Act, CameraWork, CastMember, Look, Shot, Story
from melies.motion.request import Choice, Take
from melies.project.store import Store

FIRST = Choice()


@pytest.fixture
def take() -> Callable[..., Take]:
    """A shot by engine and length; the default is painted, and carries its paint."""

    def made(
        frames: int = 20,
        look: str = "starry oils",
        engine: str = "diorama",
        choice: Choice = FIRST,
        **change: object,
    ) -> Take:
        shot = Shot(
            name="walk",
            prompt="a snowy hill at dusk",
            camera=CameraWork(move="truck right"),
            acts=(Act(who="fox", does="walk", at="left", to="right"),),
        ).model_copy(update=change)
        story = Story(shots=(shot,), cast={"fox": CastMember(text="a red fox")}, look=Look(name=look), engine=engine)
        return replace(Take(story, shot, frames, Clock(numerator=12), Size(width=64, height=48)), choice=choice)

    return made


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.at(tmp_path / "project") as opened:
        yield opened
