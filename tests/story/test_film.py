"""The main job, small: a story becomes a film with sound, the same bytes for any number of workers."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from melies.core.errors import AuthorError
from melies.core.story import Act, CameraWork, CastMember, Composer, Line, Look, Shot, Sound, Story
from melies.media.probe import probe, read_frames
from melies.story.illustrate import book
from melies.story.production import Filming, Progress, film

QUICK = Filming(workers=1, preset="ultrafast")


def story(**more: object) -> Story:
    shots = (
        Shot(
            name="there",
            prompt="a lake at dusk",
            length=0.6,
            acts=(Act(who="fox", does="walk", at="left", to="right"),),
        ),
        Shot(
            name="here",
            prompt="a desert at noon",
            length=0.5,
            camera=CameraWork(move="push in"),
            captions=(Line(text="Hot."),),
        ),
    )
    plain = Story(
        title="Small", shots=shots, cast={"fox": CastMember(text="a red fox")}, size="96x54", fps=12, titles=False,
        look=Look(name="starry oils", strength=0.5), sound=Sound(compose=Composer(mood="calm"), ambience=True),
    )  # fmt: skip
    return plain.model_copy(update=dict(more))


def made(told: Story, folder: Path, name: str = "film.mp4", how: Filming = QUICK) -> Path:
    last = list(film(told, folder, folder / name, how))[-1]
    assert isinstance(last, Progress)
    assert last.result == folder / name
    return folder / name


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    yield made(story(titles=True), tmp_path_factory.mktemp("film"))


def test_a_film_has_pictures_sound_captions_and_chapters(finished: Path) -> None:
    facts = probe(finished)
    assert facts.codecs == ("h264", "aac", "mov_text")
    assert facts.faststart
    assert abs(float(facts.video_seconds) - float(facts.audio_seconds)) < 1 / 12
    assert [chapter[0] for chapter in facts.chapters] == ["title card", "there", "here", "end card"]
    assert any("Hot." in cue.text for cue in facts.cues)


def test_timeline_report_and_poster_lie_beside_it(finished: Path) -> None:
    assert finished.with_suffix(".otio").stat().st_size > 500
    assert "there" in finished.with_suffix(".report.html").read_text(encoding="utf-8")
    assert finished.with_suffix(".png").exists()
    assert not [path for path in finished.parent.iterdir() if path.name.startswith(".")]


def test_same_frames_for_one_and_two_workers(tmp_path: Path) -> None:
    told = story()
    one = np.stack(list(read_frames(made(told, tmp_path, "one.mp4"))))
    events = list(film(told, tmp_path, tmp_path / "two.mp4", Filming(workers=2, preset="ultrafast")))
    two = np.stack(list(read_frames(tmp_path / "two.mp4")))
    assert np.array_equal(one, two)
    done = [event.done for event in events if event.stage == "picture"]
    assert done == sorted(done) and done[-1] == len(two)


def test_same_frames_for_shots_in_any_order(tmp_path: Path) -> None:
    from melies.generators.base import engine

    acts = {
        "there": Act(who="fox", does="walk", at="left", to="right"),
        "here": Act(who="ada", does="wave", at="right"),
    }
    shots = [Shot(name=name, place="sea", prompt="a beach", length=0.5, acts=(act,)) for name, act in acts.items()]
    last = Shot(name="last", place="sea", prompt="a beach", length=0.1)  # whatever comes last fades out
    cast = {"fox": CastMember(text="a red fox"), "ada": CastMember(text="an old woman")}
    lossless, films = Filming(workers=1, preset="ultrafast", crf=0), []
    for order in (shots, shots[::-1]):
        engine.cache_clear()  # a stage left standing by the other film would hide what the order does
        told = story(shots=(*order, last), cast=cast, sound=Sound())
        films.append(np.stack(list(read_frames(made(told, tmp_path, how=lossless)))))
    one, other = films
    assert len(one) == len(other) == 13 and not np.array_equal(one[:6], one[6:12])
    assert np.array_equal(one, other[[*range(6, 12), *range(6), 12]])


@pytest.mark.parametrize("how", [QUICK, Filming(workers=1, every=4, preset="ultrafast")], ids=["film", "animatic"])
def test_what_is_not_to_be_seen_is_told_with_the_film(how: Filming, tmp_path: Path) -> None:
    shots = (
        Shot(name="plain", prompt="a lake", length=0.4),
        Shot(name="odd", prompt="a lake, a saxophone quartet", length=0.4, captions=(Line(text="Hi 漢字."),)),
    )
    told = story(shots=shots, cast={}, captions="burned", look=Look())
    *_, last = film(told, tmp_path, tmp_path / "a.mp4", how)
    (omission,) = last.omitted
    assert (omission.shot, omission.number, omission.letters) == ("odd", 2, ("字", "漢"))
    assert any("saxophone" in words for words in omission.words)
    page = (tmp_path / "a.report.html").read_text(encoding="utf-8")
    assert "not drawn: " in page and "saxophone" in page and "no letters for: 字 漢" in page
    assert ["漢字" in cue.text for cue in probe(tmp_path / "a.mp4").cues] == [True]  # not lost: in the track


@pytest.mark.parametrize("how", [QUICK, Filming(workers=1, every=4, preset="ultrafast")], ids=["film", "animatic"])
def test_a_player_whom_the_framing_leaves_out_is_told(how: Filming, tmp_path: Path) -> None:
    acts = (Act(who="fox", at="left"), Act(who="ada", at="right"))
    alone = CameraWork(framing="close", subject="fox")
    shots = (
        Shot(name="both", place="lake", prompt="a lake", length=0.4, acts=acts),
        Shot(name="close", place="lake", prompt="a lake", length=0.4, acts=acts, camera=alone),
    )
    cast = {"fox": CastMember(text="a red fox"), "ada": CastMember(text="an old woman")}
    *_, last = film(story(shots=shots, cast=cast, look=Look()), tmp_path, tmp_path / "a.mp4", how)
    assert [(one.shot, one.players) for one in last.omitted] == [("close", ("ada",))]
    assert "not seen: ada" in (tmp_path / "a.report.html").read_text(encoding="utf-8")
    assert '"not_seen": [\n' in (tmp_path / "a.otio").read_text(encoding="utf-8")


def test_a_shot_of_one_frame_is_poster_enough(tmp_path: Path) -> None:
    made(story(shots=(Shot(name="blink", prompt="a lake", length=0.01),), cast={}), tmp_path)
    assert (tmp_path / "film.png").exists()


def test_a_book_tells_too(tmp_path: Path) -> None:
    shots = (
        Shot(
            name="odd",
            prompt="a lake, a saxophone quartet",
            captions=(Line(text="Hi 漢字."),),
            acts=(Act(who="fox", at="off left"),),
        ),
    )
    *_, last = book(story(shots=shots, title="東", look=Look()), tmp_path, tmp_path / "a.pdf")
    assert [(one.number, one.letters) for one in last.omitted] == [(1, ("字", "漢")), (0, ("東",))]
    assert last.omitted[0].players == ("fox",)
    assert any("saxophone" in words for words in last.omitted[0].words)


def test_what_a_killed_film_left_is_swept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import os
    import tempfile

    from melies.story.waiting import OLD, waiting_room

    gone = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, text=True)
    dead, mine = gone.stdout.strip(), os.getpid()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    kept = {f"melies-{mine}-old": OLD + 60, f"melies-{dead}-new": 60, "melies-tale": OLD + 60, "other-1-x": OLD + 60}
    for name, age in {**kept, f"melies-{dead}-old": OLD + 60}.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "0001.rgb").write_bytes(b"x")
        then = (tmp_path / name).stat().st_mtime - age
        os.utime(tmp_path / name, (then, then))
    with waiting_room() as room:
        assert {path.name for path in tmp_path.iterdir()} == {*kept, room.name}
    assert {path.name for path in tmp_path.iterdir()} == set(kept)


def test_a_disk_too_small_for_a_shot_is_told_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import shutil

    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10, 10, 1))  # type: ignore[attr-defined]
    with pytest.raises(AuthorError, match="make room"):
        list(film(story(), tmp_path, tmp_path / "film.mp4", Filming(workers=2)))
    assert list(tmp_path.iterdir()) == []


def test_an_interrupted_film_leaves_nothing(tmp_path: Path) -> None:
    running = film(story(), tmp_path, tmp_path / "film.mp4", QUICK)
    for event in running:
        if event.stage == "picture" and event.done == 3:
            break
    running.close()  # type: ignore[attr-defined]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"fps": 0}, "frames per second"), ({"size": "9x9"}, "pixels"), ({"shots": ()}, "shot"),
        ({"look": Look(name="stary oils")}, "starry oils"), ({"engine": "dioramma"}, "diorama"),
        ({"cast": {"fox": CastMember(picture="nowhere.png")}}, "nowhere.png"),
    ],
)  # fmt: skip
def test_what_the_author_can_mend_is_one_sentence(change: dict[str, object], said: str, tmp_path: Path) -> None:
    with pytest.raises(AuthorError, match=said) as caught:
        list(film(story(**change), tmp_path, tmp_path / "film.mp4", QUICK))
    assert "\n" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []
