"""story.yaml: what is refused and how it is said, short forms, and that nothing is lost on the way out and in."""

from __future__ import annotations

import json
from pathlib import Path
from string import ascii_lowercase

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from melies.core.errors import AuthorError
from melies.core.story import (
    Act,
    CameraWork,
    CastMember,
    Composer,
    Inspiration,
    Line,
    Look,
    Shot,
    Sound,
    Story,
    Transition,
)
from melies.story.yaml import dump, json_schema, load, parse

REFUSED = {
    "title: a\nlook: {nam: x}": ("line 2", "'nam'", "'name'"),
    "shots:\n- prompt: x\n  lenght: 4": ("line 3", "'lenght'", "'length'"),
    "shots:\n- prompt: x\n  captoin: hi": ("line 3", "'captoin'", "'caption'"),
    "shots:\n- prompt: x\n  camera: push on": ("line 3", "push on", "'push in'"),
    "shots:\n- prompt: x\n  camera:\n    fov: .nan": ("line 4", "finite"),
    "shots:\n- prompt: x\n  length: -3": ("line 3", "greater than 0"),
    "shots:\n- prompt: x\n  length: four": ("line 3", "a number", "'four'"),
    "shots:\n- {prompt: x, length: 3, beats: 4}": ("line 2", "not both"),
    "shots:\n- {name: a}\n- {name: b}\n- {name: a}": ("line 4", "two shots"),
    "cast: {fox: x}\nshots:\n- acts: [{who: fix}]": ("line 3", "'fix'", "'fox'"),
    "cast: {fox: x}\nshots:\n- acts:\n  - {who: fox, start: 3, end: 2}": ("line 4", "ends after"),
    "cast: {fox: x}\nshots:\n- name: a\n  acts:\n  - {who: fox, at: lefft}": ("line 5", "shot 'a'", "'left'"),
    "cast: {fox: x}\nshots:\n- name: a\n  acts:\n  - {who: fox, to: bak left}": ("line 5", "acts[1].to", "'back left'"),
    "cast: {fox: x}\nshots:\n- name: a\n  acts:\n  - {who: fox, toward: fix}": ("line 5", "shot 'a'", "'fox'"),
    "cast: {fox: x}\nshots:\n- name: a\n  camera: {subject: fix}": ("line 4", "camera.subject", "'fox'"),
    "shots:\n- name: a\n  captions: [{text: x, start: -1}]": ("line 3", "captions[1].start", "equal to 0"),
    "shots:\n- name: a\n  captions: [{text: x, start: .nan}]": ("line 3", "finite"),
    "shots:\n- name: a\n  captions: [{text: x, start: 3, end: 2}]": ("line 3", "shot 'a'", "ends after"),
    "shots:\n- {name: a, length: 4, captions: [{text: x, start: 4}]}": ("line 2", "shot 'a'", "lasts 4 s"),
    "shots:\n- {name: a, length: 0}": ("line 2", "greater than 0"),
    "shots:\n- {name: a, length: 1e9}": ("line 2", "equal to 600"),
    "shots: hello": ("line 1", "a list"),
    "shots:\n- [1]": ("line 2", "a mapping"),
    "seed: 1.5": ("line 1", "a whole number"),
    "titles: perhaps": ("line 1", "true or false"),
    "fps: 0": ("line 1", "frames per second"),
    "fps: .nan": ("line 1", "finite"),
    "title: a\nsize: 5x5": ("line 2", "16 to 8192"),
    "title: a\ntitle: b": ("line 2", "twice"),
    "title: a: b": ("line 1", "quotes"),
    "\ttitle: a": ("line 1", "tabs"),
    "title: 'a": ("line 1",),
    "- a\n- b": ("line 1", "a mapping"),
    "schema: melies/story@9": ("line 1", "newer Melies"),
    "schema: other": ("line 1", "melies/story@1"),
    "a: &x [1]\nb: *x": ("line 2", "aliases"),
    "x: !!python/object:os.system 1": ("line 1", "tag"),
    "? [a]\n: b": ("line 1", "a key is a word"),
    "a: 1\n---\nb: 2": ("line 2", "second document"),
    "": ("empty",),
    "# nothing": ("empty",),
}


@pytest.mark.parametrize("text", REFUSED)
def test_mistakes_are_told_with_their_line(text: str) -> None:
    with pytest.raises(AuthorError) as caught:
        parse(text)
    message = str(caught.value)
    assert message.startswith("story.yaml")
    for part in REFUSED[text]:
        assert part in message
    assert "\n" not in message


def test_bombs_are_refused_quickly() -> None:
    for bomb in (
        "a: " + "[" * 100_000,
        "a: " + "{a: " * 5_000,
        "seed: " + "9" * 5_000,
        "a: &a [x]\n" + "".join(f"{c}: &{c} [*a, *a, *a]\n" for c in ascii_lowercase[1:]),
    ):
        with pytest.raises(AuthorError):
            parse(bomb)


def test_short_forms_mean_the_long_ones() -> None:
    short = parse(
        "look: ember\ncast: {fox: a red fox}\nsound: song.mp3\nshots:\n"
        "- {prompt: A fox in the snow, camera: push in, length: 4s, transition: dissolve 1s, caption: Hello}\n"
        "- {prompt: A fox in the snow, length: 8 beats, captions: [One, {text: Two, who: fox}]}\n"
    )
    assert short.look == Look(name="ember")
    assert short.cast == {"fox": CastMember(text="a red fox")}
    assert short.sound == Sound(song="song.mp3")
    first, second = short.shots
    assert first.camera == CameraWork(move="push in") and first.length == 4
    assert first.transition == Transition(kind="dissolve", length=1) and first.captions == (Line(text="Hello"),)
    assert second.beats == 8 and second.length is None
    assert second.captions == (Line(text="One"), Line(text="Two", who="fox"))


def test_names_come_from_words_not_from_positions() -> None:
    one = parse("shots:\n- prompt: A fox in the snow\n")
    two = parse("shots:\n- prompt: Rain over the sea\n- prompt: A fox in the snow\n- prompt: a fox in snow\n")
    assert one.shots[0].name == two.shots[1].name == "fox-snow"
    assert two.shots[2].name == "fox-snow-2"
    assert parse("shots:\n- {length: 3}\n").shots[0].name == "shot-1"


def test_words_stay_words() -> None:
    story = parse("title: 1984\nlogline: no\nshots:\n- {prompt: on, time: 1:30, weather: {0: no, 48: yes}}\n")
    assert (story.title, story.logline) == ("1984", "no")
    assert story.shots[0].time == "1:30" and story.shots[0].weather == {0: "no", 48: "yes"}


def test_text_in_other_encodings(tmp_path: Path) -> None:
    for name, encoding in (("a", "utf-8-sig"), ("b", "utf-16"), ("c", "utf-8")):
        path = tmp_path / f"{name}.yaml"
        path.write_bytes("title: Mélodie\r\nshots:\r\n- prompt: nuit étoilée\r\n".encode(encoding))
        assert load(path).title == "Mélodie"


def test_missing_and_foreign_files_are_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "zero.yaml").write_bytes(b"")
    (tmp_path / "picture.yaml").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")
    for name in ("nothing.yaml", "zero.yaml", "picture.yaml", "."):
        with pytest.raises(AuthorError):
            load(tmp_path / name)


words = st.text(st.characters(exclude_categories=("Cs", "Cn"), exclude_characters="\ufeff"), max_size=30)
names = st.text(ascii_lowercase + "-0123456789é ", min_size=1, max_size=12).map(str.strip).filter(bool)
amounts = st.floats(0, 10, allow_nan=False).map(lambda value: round(value, 3))
lengths = st.floats(0.1, 600).map(lambda value: round(value, 3))
keyed = words | st.dictionaries(st.integers(0, 500), words, min_size=1, max_size=3)
schedules = st.floats(-100, 100, allow_nan=False) | words
cameras = st.builds(
    CameraWork, move=st.sampled_from(["still", "push in", "fly over"]), amount=amounts, zoom=st.none() | schedules
)
moments = st.none() | st.floats(0, 0.09)  # before the shortest shot ends
lines = st.builds(Line, text=words, who=st.none() | words, start=moments)
shots = st.builds(
    Shot,
    name=names,
    prompt=keyed,
    time=st.none() | keyed,
    length=st.none() | lengths,
    camera=cameras,
    captions=st.lists(lines, max_size=3).map(tuple),
    transition=st.builds(Transition, kind=st.sampled_from(["cut", "dissolve", "fade"]), length=amounts),
    look=st.none() | st.builds(Look, name=words),
    schedules=st.dictionaries(names, schedules, max_size=2),
    seed=st.none() | st.integers(-(2**70), 2**70),
)
stories = st.builds(
    Story,
    title=words,
    logline=words,
    seed=st.integers(-(2**40), 2**70),
    fps=st.sampled_from([24, 12.5, "30000/1001"]),
    cast=st.dictionaries(names, st.builds(CastMember, text=words, picture=st.none() | words), max_size=3),
    places=st.dictionaries(names, words, max_size=2),
    inspirations=st.lists(st.builds(Inspiration, kind=st.just("text"), text=words, weight=schedules), max_size=2).map(
        tuple
    ),
    shots=st.lists(shots, max_size=4, unique_by=lambda shot: shot.name).map(tuple),
    sound=st.builds(Sound, song=st.none() | words, compose=st.none() | st.builds(Composer, mood=words)),
)


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(stories)
def test_out_and_in_again_is_the_same_story(story: Story) -> None:
    assert parse(dump(story)) == story


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=120) | st.text("abc:-[]{}&*!|>'\"#%@, \n\t0.?", max_size=60))
def test_only_author_errors_escape(text: str) -> None:
    try:
        parse(text)
    except AuthorError as error:
        assert str(error)


def test_acts_survive_with_places_in_metres() -> None:
    acts = (
        Act(who="fox", does="walk", at=(1.0, 2.5), to="far right", end=3.0),
        Act(who="fox", toward="left", start=3.0),
    )
    story = Story(cast={"fox": CastMember(text="a fox")}, shots=(Shot(name="a", acts=acts),))
    assert parse(dump(story)) == story
    assert "at: [1, 2.5]" in dump(story)


def test_the_schema_is_json_and_knows_the_short_forms() -> None:
    schema = json.loads(json.dumps(json_schema()))
    shot = schema["$defs"]["Shot"]["anyOf"][0]
    assert "caption" in shot["properties"] and "name" not in shot["required"]
    assert {"title", "shots", "cast", "look"} <= set(schema["properties"])
