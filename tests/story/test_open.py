"""STORY on the command line, changes to a story, and shots on the clock."""

from __future__ import annotations

from fractions import Fraction
from importlib import resources
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from melies.core.clock import Clock
from melies.core.errors import AuthorError
from melies.core.size import Size
from melies.core.story import Act, Line, Look, Shot, Story
from melies.generators.language import hour, weather
from melies.media.picture import write_png
from melies.media.video import VideoWriter
from melies.sound.pulse import Pulse
from melies.story.alter import altered, at_rate
from melies.story.board import board
from melies.story.check import check
from melies.story.lexicon import hour_words, weather_words
from melies.story.open import open_story
from melies.story.shots import natural_length, timed
from melies.story.where import FOREIGN_HOURS
from melies.story.yaml import dump

YAML = "title: A\nshots:\n- {name: one, prompt: A lake, length: 2}\n"


def test_a_folder_a_file_and_scripts(tmp_path: Path) -> None:
    folder = tmp_path / "tale"
    folder.mkdir()
    (folder / "story.yaml").write_text(YAML)
    (folder / "tale.fountain").write_text("EXT. LAKE - DAY\n\nA fox runs.\n")
    (folder / "README.md").write_text("About.")
    assert open_story(folder).story.title == "A"
    assert open_story(folder).name == "tale" and open_story(folder).folder == folder
    assert open_story(folder / "tale.fountain").story.shots[0].prompt == "A fox runs."
    (folder / "story.yaml").unlink()
    assert open_story(folder).file.name == "tale.fountain"
    (folder / "other.fountain").write_text("EXT. SEA - DAY\n\nA dog runs.\n")
    with pytest.raises(AuthorError, match="several scripts"):
        open_story(folder)


def test_what_is_no_story(tmp_path: Path) -> None:
    (tmp_path / "film.mp4").write_bytes(b"x")
    (tmp_path / "empty").mkdir()
    for where in ("missing", "missing.yaml", "film.mp4", "empty"):
        with pytest.raises(AuthorError) as caught:
            open_story(tmp_path / where)
        assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "cast: {hero: {picture: hero.png}}\nshots: [{prompt: x}]",
        "sound: {song: song.mp3}\nshots: [{prompt: x}]",
        "inspirations: [{kind: style, file: wave.jpg}]\nshots: [{prompt: x}]",
    ],
)
def test_missing_pictures_and_songs_are_told_before_work(tmp_path: Path, text: str) -> None:
    (tmp_path / "story.yaml").write_text(text)
    with pytest.raises(AuthorError, match="line 1: .*there is no file"):
        open_story(tmp_path)


def test_a_missing_file_is_told_with_the_one_beside_it(tmp_path: Path) -> None:
    (tmp_path / "hero.png").write_bytes(b"x")
    (tmp_path / "story.yaml").write_text("title: a\ncast:\n  hero: {picture: heroo.png}\nshots: [{prompt: x}]")
    with pytest.raises(AuthorError, match=r"story.yaml, line 3: cast.hero.picture: .*'hero.png'"):
        open_story(tmp_path)


LATER = {  # what the file alone can't tell: (line that is wrong, what is said)
    "engine: dioramo": ("line 2", "'diorama'"),
    "look: stary oils": ("line 2", "'starry oils'"),
    "look: {far: 0.3}": ("line 2", "no name; say which look"),
    "sound: {compose: {mood: calmm}}": ("line 2", "'calm'"),
    "sound: {compose: {key: H minor}}": ("line 2", "a key is a note"),
    "inspirations: [{kind: palette, text: x}]": ("line 2", "a palette is a picture, or colours"),
    "inspirations: [{kind: palette, text: gold, weight: 3}]": ("line 2", "0 to 1; got 3"),
    "inspirations: [{kind: passage, text: ' '}]": ("line 2", "says something"),
    "inspirations: [{kind: clip, text: x}]": ("line 2", "names a film under `file`"),
    "inspirations: [{kind: outline, text: x}]": ("line 2", "a story takes no outline"),
    "inspirations: [{kind: text, text: fog, scope: end}]": ("line 2", "name of a shot"),
    "inspirations: [{kind: text, text: fog, weight: 2}]": ("line 2", "weigh 1"),
    "inspirations: [{kind: style, text: x}]": ("line 2", "a look file"),
    "shots: [{name: a, look: stary oils}]": ("line 2, shot 'a'", "'starry oils'"),
    "shots: [{name: a, prompt: x, schedules: {mits: 1}}]": ("line 2, shot 'a': schedules.mits", "'mist'"),
    "shots: [{name: a, prompt: x, schedules: {mist: 7}}]": ("line 2, shot 'a': schedules.mist", "from 0 to 1; got 7"),
    "shots: [{name: a, prompt: x, schedules: {hour: '0:(12), 9:(99)'}}]": ("schedules.hour", "got"),
    "shots: [{name: a, prompt: x, schedules: {mist: '0:(si(t))'}}]": ("line 2, shot 'a': schedules.mist", "'sin'"),
    "shots:\n- name: a\n  prompt: x\n  camera:\n    fov: 700": ("line 6, shot 'a': camera.fov", "1 to 150"),
    "shots:\n- name: a\n  prompt: x\n  time: teatime": (
        "line 5, shot 'a': time: ",
        "an hour, such as dawn",
        "'teatime'",
    ),
    "shots:\n- name: a\n  prompt: x\n  weather: frogs": ("line 5, shot 'a': weather: ", "such as clear", "'frogs'"),
    "shots:\n- name: a\n  prompt: x\n  weather: drizzel": ("line 5", "'drizzly'"),
    "shots:\n- name: a\n  prompt: x\n  time:\n    0: dusk\n    48: evning": (
        "line 7, shot 'a': time.48: ",
        "'evening'",
    ),
    "shots:\n- name: a\n  prompt: x\n  length: 1e-9": ("line 5, shot 'a': length: ", "less than a frame"),
    "shots:\n- name: a\n  prompt: x\n  beats: 0.01": ("line 5, shot 'a': beats: ", "less than a frame"),
    "places: {forest: a forest}\nshots:\n- name: a\n  place: forrest": ("line 5, shot 'a': place: ", "'forest'"),
    "cast: {Oda: a girl}\nshots:\n- name: a\n  captions:\n  - {text: Hi, who: Ben}\n  - {text: Hi, who: Odda}": (
        "line 7, shot 'a': captions",
        "did you mean 'Oda'?",
    ),
    "shots:\n- {name: b, prompt: x}\n- {name: a, prompt: ''}": (
        "line 4, shot 'a': prompt: ",
        "write a prompt, or a `place`",
    ),
    "shots:\n- {name: a, place: bay, prompt: '--neg fog'}": ("line 3", "words for 'bay' under `places`"),
    "cast: {Oda: a girl}\nshots:\n- {name: a, prompt: '...', acts: [{who: Oda}]}": ("line 4", "no word says"),
    "places: {light house: x}\nshots:\n- {name: a, place: Lighthouse}": ("line 4", "mean 'light house'?"),
}


@pytest.mark.parametrize("text", LATER)
def test_what_nothing_here_can_take_is_told_before_work(text: str, tmp_path: Path) -> None:
    rest = "" if "shots" in text else "\nshots: [{name: a, prompt: x}]"
    (tmp_path / "story.yaml").write_text(f"title: a\n{text}{rest}")
    with pytest.raises(AuthorError) as caught:
        opened = open_story(tmp_path)
        check(opened, opened.story)
    assert "\n" not in str(caught.value)
    for part in ("story.yaml", *LATER[text]):
        assert part in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "time: 18:30", "time: dusk --neg fog", "time: {0: dusk, 24: a starry night}", "weather: {0: '', 24: snow}",
        "weather: light rain over the hills", "weather: no rain", "time: ''", "place: house", "place: horse 2",
        "place: sea", "place: horse", "length: 0.05",
    ],
)  # fmt: skip
def test_what_can_be_understood_is_taken(text: str, tmp_path: Path) -> None:
    (tmp_path / "story.yaml").write_text(f"places: {{horse: x, horse 1: x}}\nshots:\n- name: a\n  prompt: x\n  {text}")
    opened = open_story(tmp_path)
    check(opened, altered(opened.story, fps=12))


@pytest.mark.parametrize(
    "text",
    [
        "places: {bay: a bay}\nshots: [{name: a, place: bay}]",
        "prompt: a lake\nshots: [{name: a, prompt: ''}]",
        "cast: {Oda: a girl}\nshots: [{name: a, acts: [{who: Oda}]}]",
        "shots: [{name: a, prompt: {0: '', 9: a lake}}]",
        "shots: [{name: a}]\ninspirations: [{kind: text, text: a lake, scope: a}]",
    ],
)
def test_a_shot_whose_place_acts_or_story_say_what_it_shows_needs_no_prompt(text: str, tmp_path: Path) -> None:
    (tmp_path / "story.yaml").write_text(text)
    opened = open_story(tmp_path)
    check(opened, opened.story)


@pytest.mark.parametrize(
    "script",
    [
        "Hello.\n",
        '"Hello," said nobody in particular.\n',
        "…\n",
        "Title: x\n\n!...\n",
        "EXT. X - DAY\n\nNARRATOR (V.O.)\nOnce upon a time.\n",
        "INT. 12 - DAY\n\n...\n",
        "EXT. LAKE - DAY\n\nMIRA\n...\n",
    ],
)
def test_whatever_is_boarded_shows_something(script: str, tmp_path: Path) -> None:
    (tmp_path / "story.yaml").write_text(dump(board(script)))
    opened = open_story(tmp_path)
    check(opened, opened.story)


@pytest.mark.parametrize(
    "time", "LATER CONTINUOUS SAME NACHT TEATIME DAY".split() + ["MOMENTS LATER - DUSK", "3 A.M.", ""]
)
def test_no_board_is_refused(time: str, tmp_path: Path) -> None:
    script = f"INT. KITCHEN - DAY\n\nMIRA walks. Night falls. Snow begins.\n\nINT. KITCHENS - {time}\n\nFog rolls in.\n"
    (tmp_path / "story.yaml").write_text(dump(board(script)))
    opened = open_story(tmp_path)
    check(opened, opened.story)


def test_every_word_of_the_board_s_sky_is_understood() -> None:
    assert all(hour(word) is not None for word in (*hour_words(), *FOREIGN_HOURS.values()))
    assert all(weather(word) for word in weather_words())


def test_what_the_command_line_replaced_is_not_blamed_on_the_file(tmp_path: Path) -> None:
    (tmp_path / "story.yaml").write_text("look: stary oils\nshots: [{name: a, prompt: x}]")
    opened = open_story(tmp_path)
    check(opened, altered(opened.story, look="starry oils"))
    with pytest.raises(AuthorError, match="^there is no look called 'stary'"):
        check(opened, altered(opened.story, look="stary"))


def test_a_story_file_that_is_a_folder(tmp_path: Path) -> None:
    (tmp_path / "tale" / "story.yaml").mkdir(parents=True)
    for where in ("tale", "tale/story.yaml"):
        with pytest.raises(AuthorError, match="is a folder"):
            open_story(tmp_path / where)


def test_changes_are_checked(tmp_path: Path) -> None:
    story = Story(shots=(Shot(name="a", length=2.0),))
    changed = altered(story, size="1280x720", fps=12, seed=7, engine="diorama", look="ember", captions="burned")
    assert (changed.size, changed.fps, changed.seed, changed.look.name) == ("1280x720", 12, 7, "ember")
    assert changed.captions == "burned" and altered(story) == story
    for wrong in ({"size": "1x1"}, {"fps": 0}, {"fps": "nan"}, {"captions": "loud"}, {"song": tmp_path / "no.mp3"}):
        with pytest.raises(AuthorError):
            altered(story, **wrong)


def test_words_keyed_to_frames_keep_their_moments() -> None:
    story = Story(fps=24, shots=(Shot(name="a", time={0: "day", 48: "night"}, weather={24: "rain"}, prompt="x"),))
    shot = at_rate(story, 12).shots[0]
    assert shot.time == {0: "day", 24: "night"} and shot.weather == {12: "rain"} and shot.prompt == "x"


@given(st.lists(st.floats(0.05, 30), min_size=1, max_size=40), st.sampled_from([12, 24, 25, "30000/1001", 23.976]))
def test_shots_follow_each_other_without_a_gap(lengths: list[float], fps: float | str) -> None:
    story = Story(fps=fps, shots=tuple(Shot(name=f"s{n}", length=length) for n, length in enumerate(lengths)))
    clock = Clock.parse(fps)
    shots, moment = timed(story), Fraction(0)
    for shot in shots:
        assert shot.start == moment and shot.frames >= 1
        moment = shot.start + clock.seconds(shot.frames)
    wanted = sum(map(Fraction, lengths))
    if all(Fraction(length) > 1 / clock.rate for length in lengths):
        assert abs(moment - wanted) <= 1 / clock.rate / 2


def test_beats_are_those_of_the_music_or_the_usual_ones() -> None:
    story = Story(fps=24, shots=(Shot(name="a", beats=8), Shot(name="b", length=1.3)))
    steady = timed(story, Pulse.steady(120, 60))
    assert [shot.frames for shot in steady] == [96, 31]
    assert timed(story)[0].frames == 120  # 8 beats of 96 a minute
    cut = timed(story, Pulse.steady(120, 60), on_beat=True)
    assert float(cut[1].start) == 4 and cut[1].frames in (24, 36)


def test_a_shot_without_a_length_takes_what_happens_in_it() -> None:
    assert natural_length(Shot(name="a")) == 4
    assert natural_length(Shot(name="a", acts=(Act(who="x", start=6.0),))) == 8.5
    assert natural_length(Shot(name="a", captions=(Line(text="word " * 30),))) > 9
    assert natural_length(Shot(name="a", captions=(Line(text="word", start=9.0),))) > 10
    with pytest.raises(AuthorError, match="no shots"):
        timed(Story())


@pytest.mark.parametrize("pixels", [np.zeros((40, 40, 4), np.uint8), np.full((1, 1, 3), 9, np.uint8)])
def test_a_drawing_without_a_figure_is_refused_on_opening_with_its_line(tmp_path: Path, pixels: np.ndarray) -> None:
    write_png(tmp_path / "hero.png", pixels, {})
    (tmp_path / "story.yaml").write_text(
        "schema: melies/story@1\ntitle: T\ncast:\n  hero: {picture: hero.png}\nshots:\n  - {name: a, prompt: a lake}\n"
    )
    with pytest.raises(AuthorError, match=r"line 4.*hero\.png: a character's picture"):
        open_story(tmp_path)


def test_inspirations_are_laid_into_the_story(tmp_path: Path) -> None:
    look = resources.files("melies") / "assets" / "looks" / "starry-oils.safetensors"
    (tmp_path / "mine.safetensors").write_bytes(look.read_bytes())
    (tmp_path / "song.wav").write_bytes(b"x")
    (tmp_path / "story.yaml").write_text(
        "shots: [{name: a, prompt: {0: x, 9: y}}, {name: b, prompt: z}]\n"
        "inspirations:\n"
        "- {kind: text, text: fireflies}\n"
        "- {kind: text, text: people, avoid: true}\n"
        "- {kind: text, text: a red moon, scope: shot a}\n"
        "- {kind: style, file: mine.safetensors, weight: 0.4, scope: b}\n"
        "- {kind: song, file: song.wav}\n"
    )
    opened = open_story(tmp_path)
    story = opened.story
    check(opened, story)
    assert story.prompt == "fireflies" and story.avoid == "people" and story.sound.song == "song.wav"
    assert story.shots[0].prompt == {0: "x, a red moon", 9: "y, a red moon"} and story.shots[0].look is None
    assert story.shots[1].look == Look(name=str(tmp_path / "mine.safetensors"), strength=0.4)
    assert story.inspirations == ()


def test_a_style_picture_has_to_be_learnt(tmp_path: Path) -> None:
    (tmp_path / "wave.png").write_bytes(b"x")
    (tmp_path / "story.yaml").write_text("shots: [{name: a, prompt: x}]\ninspirations: [{kind: style, file: wave.png}]")
    with pytest.raises(AuthorError, match=r"line 2: .*melies train look wave.png"):
        open_story(tmp_path)


def test_a_palette_a_passage_and_a_clip_are_laid_into_the_story(tmp_path: Path) -> None:
    write_png(tmp_path / "red.png", np.full((32, 32, 3), (180, 40, 30), np.uint8), {})
    (tmp_path / "page.txt").write_text("The marsh lay\nunder fog.\n")
    with VideoWriter(tmp_path / "scene.mp4", Size(width=64, height=48), Clock.parse(12)) as film:
        for level in (20, 220):
            for _ in range(18):
                film.push(np.full((48, 64, 3), level, np.uint8))
    (tmp_path / "story.yaml").write_text(
        "look: starry oils\nshots:\n- {name: a, prompt: a lake}\n"
        "- {name: b, prompt: a hill, length: 3, camera: pan left}\n"
        "inspirations:\n- {kind: palette, file: red.png, weight: '0:(0), 20:(1)', scope: a}\n"
        "- {kind: passage, file: page.txt, scope: b}\n"
    )
    a, b = open_story(tmp_path).story.shots
    assert a.look is not None and a.look.name == "starry oils" and a.look.limit == "0:(0), 20:(1)"
    assert a.look.palette[0] == "#b4281e" and b.look is None and b.prompt == "a hill, The marsh lay under fog."
    (tmp_path / "story.yaml").write_text(
        "shots:\n- {name: a, prompt: a lake}\n- {name: b, prompt: a hill, length: 3, camera: pan left}\n"
        "inspirations: [{kind: clip, file: scene.mp4, weight: 0.5}]\n"
    )
    story = open_story(tmp_path).story
    assert story.look.limit == 0.5 and len(story.look.palette) == 2
    assert sorted(int(colour[1:3], 16) for colour in story.look.palette) == pytest.approx([20, 220], abs=4)
    assert story.shots[0].length == pytest.approx(1.5, abs=0.2) and story.shots[1].length == 3
    assert story.shots[0].camera.move == "still" and story.shots[1].camera.move == "pan left"
