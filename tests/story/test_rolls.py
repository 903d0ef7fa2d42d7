"""A shot filmed in spans, by one process or two, with a project or without, is the shot filmed whole."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from benchmarks.killed import take
from hypothesis import given, settings
from hypothesis import strategies as st

from melies.core.asset import MemoryAssets
from melies.core.image import to_bytes
from melies.motion.frames import frames
from melies.motion.request import Take
from melies.story.camera_roll import Job, Rolls
from melies.story.production import SPAN, _spans

SHOT = replace(take("look"), frames=20)


@settings(max_examples=20)
@given(st.integers(1, 400), st.integers(1, 3))
def test_spans_are_the_shot_in_order(length: int, hands: int) -> None:
    spans = _spans(replace(SHOT, frames=length), hands, 0)
    assert [frame for span in spans for frame in span] == list(range(length))
    assert all(span.start % SPAN == 0 for span in spans) and (hands > 1 or len(spans) == 1)
    assert all(len(span) <= SPAN * 1.5 for span in spans) or hands == 1


@pytest.mark.parametrize(("workers", "kept"), [(1, False), (2, False), (2, True)])
def test_spans_make_the_same_frames(tmp_path: Path, workers: int, kept: bool) -> None:
    wanted = [to_bytes(image.rgb) for _, image in frames(SHOT, MemoryAssets())]
    spans = (range(7), range(7, 13), range(13, 20))
    home = tmp_path / "project" if kept else None

    def filmed(ready: tuple[str, ...] = ()) -> tuple[list[np.ndarray], Rolls]:
        jobs = [Job("walk", SHOT, span, tmp_path / f"{span.start}.rgb", project=home) for span in spans]
        rolls = Rolls({"walk": jobs}, workers, ready)
        try:
            return list(rolls.play("walk")), rolls
        finally:
            rolls.close()

    for ready in ((), ("walk",)) if kept else ((),):
        made, rolls = filmed(ready)
        assert len(made) == 20 and all(np.array_equal(a, b) for a, b in zip(made, wanted, strict=True))
        assert set(rolls.facts["walk"]) == {"seconds", "not_drawn", "not_seen", "painter"}
        assert not list(tmp_path.glob("*.rgb"))


def test_a_painter_s_shot_is_one_span(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("melies.story.production.paints", lambda one: True)
    assert _spans(replace(SHOT, frames=500), 2, 0) == [range(500)]
    assert isinstance(SHOT, Take)
