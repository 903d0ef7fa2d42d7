"""The main job: a story becomes a film with sound, its timeline and its report."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Any

from jaxtyping import UInt8
from numpy import ndarray

from melies.core.asset import Assets, MemoryAssets, Ref
from melies.core.errors import AuthorError, nearest
from melies.core.machine import cores
from melies.core.request import Removed
from melies.core.size import Size
from melies.core.story import Look, Shot, Story
from melies.generators.base import engine
from melies.media.picture import read as read_picture
from melies.media.picture import write_png
from melies.media.video import Chapter, VideoWriter
from melies.motion.anchors import STRIDE
from melies.motion.frames import carries, paints
from melies.motion.request import Choice, Take
from melies.project import journal
from melies.project.database import writing
from melies.project.keys import recipes
from melies.project.store import Store
from melies.scene.parts import ACTOR
from melies.sound.mix import Mix
from melies.story import asked, cut, titles
from melies.story.camera_roll import Frame, Job, Rolls
from melies.story.captions import burned, film_cues, not_set
from melies.story.lettering import MADE_WITH
from melies.story.notes import POSTER, REPORT, TIMELINE, FilmNote, Omission, ShotNote
from melies.story.open import files
from melies.story.report import write_report
from melies.story.shot_edits import with_edits
from melies.story.soundtrack import kept, score, soundtrack
from melies.story.timeline import write_timeline
from melies.story.timing import END, TITLE, Schedule, schedule
from melies.story.titles import end_card, title_card
from melies.story.transitions import compose
from melies.story.waiting import waiting_room

SPAN = 4 * STRIDE  # frames of a shot that one worker films in a row
MOMENTS = (0.12, 0.5, 0.88)  # parts of a shot whose frames show it, in the report and on sheets
SAMPLES = len(MOMENTS)
REST = "rest"  # the mark under which stand the seconds that all but painting takes, for each frame of film


@dataclass(frozen=True)
class Progress:
    """How far the work is: `done` of `of` in a stage ("sound", "picture", "finish"); the last has the result.

    omitted: with the result, what is not to be seen in it. length: with a film, its own, in seconds.
    """

    stage: str
    done: int
    of: int
    note: str = ""
    result: Path | None = None
    omitted: tuple[Omission, ...] = ()
    length: float | None = None


@dataclass(frozen=True)
class Filming:
    """How to film. shots: names to include, all if empty. every: 0 renders each frame, else splats between.

    project: the folder that keeps what is made; None keeps nothing. choices: which try of a shot is wanted, by name.
    """

    workers: int = 0
    shots: tuple[str, ...] = ()
    every: int = 0
    preset: str = "medium"
    crf: int = 18
    command: str = ""
    project: Path | None = None
    choices: Mapping[str, Choice] = field(default_factory=dict)

    def hands(self, story: Story) -> int:
        """Processes to use: what was asked for, else one per core, at most 8; one for an engine that works alone."""
        return self.workers or (1 if engine(story.engine).alone else max(1, min(8, cores())))


@dataclass
class _Desk:
    """What is gathered while the film is made."""

    samples: dict[str, list[UInt8[ndarray, "h w 3"]]] = field(default_factory=dict)
    poster: Frame | None = None
    seconds: dict[str, float] = field(default_factory=dict)


def film(story: Story, folder: Path, out: Path, how: Filming = Filming()) -> Iterator[Progress]:  # noqa: B008
    """Make the film of a story whose files lie in `folder`; yields progress, last of all with the film's path.

    Beside `out` come `.otio` (timeline), `.report.html` and `.png` (poster). Nothing half-made is left on an error
    or an interruption. Raises AuthorError for whatever the author can mend.
    """
    numbers = {shot.name: number for number, shot in enumerate(story.shots, 1)}
    ready = rehearse(story, folder, how)
    story, plan, size, takes = ready.story, ready.schedule, ready.size, ready.takes
    for take in takes.values():
        take.check()
        engine(take.engine).prepare(take.request(0))
    if how.project is not None:
        with Store.at(how.project) as store:
            journal.begin(store, takes)
    began, desk = time.perf_counter(), _Desk()
    with waiting_room() as scratch:
        hands = how.hands(story)
        jobs = _jobs(ready.all, scratch, ready.pictures, how.every, hands, how.project)
        _check_room(scratch, jobs, hands)
        rolls = Rolls(jobs, hands, _ready(ready.all, how))  # the workers start while the music is made
        try:
            yield Progress("sound", 0, 1, "composing" if plan.brief else "listening")
            mixed = _sound(story, plan, how.project)
            desk.seconds["sound"] = time.perf_counter() - began
            yield Progress("sound", 1, 1, f"{mixed.lufs:.1f} LUFS")
            yield from _write(story, plan, size, out, rolls, desk, mixed.samples, how)
        finally:
            rolls.close()
    desk.seconds["picture"] = time.perf_counter() - began - desk.seconds["sound"]
    _learn(ready, rolls, time.perf_counter() - began, how)
    yield Progress("finish", 0, 1, "report")
    note = _note(story, plan, size, out, takes, rolls, desk, how)
    write_timeline(out.with_suffix(TIMELINE), note)
    write_report(out.with_suffix(REPORT), note)
    if desk.poster is not None:
        write_png(out.with_suffix(POSTER), desk.poster, {})
    omitted = (
        *(Omission(s.name, numbers[s.name], s.not_drawn, s.letters, s.not_seen) for s in note.shots),
        Omission("the cards", 0, letters=_cards_lack(story)),
    )
    yield Progress("finish", 1, 1, result=out, omitted=tuple(filter(None, omitted)), length=float(note.length))


def _learn(ready: Rehearsal, rolls: Rolls, lasted: float, how: Filming) -> None:
    """Remember how long all but the painting takes for each frame of film: the stage, sound, encoding."""
    if how.project is None or how.every:
        return
    painted = sum(facts["seconds"] for facts in rolls.facts.values()) / how.hands(ready.story)
    with Store.at(how.project) as store, writing(store.book):
        store.mark(REST, f"{max(0.0, lasted - painted) / ready.schedule.edit.frames:.6f}")


@dataclass(frozen=True)
class Rehearsal:
    """A film before its first frame: the story with its chosen shots, when everything happens, and every take.

    pictures: pixels of the author's pictures, read once. all: the takes with the title's backdrop, as they are filmed.
    """

    story: Story
    size: Size
    pictures: tuple[UInt8[ndarray, "h w c"], ...]
    schedule: Schedule
    takes: dict[str, Take]

    @property
    def all(self) -> dict[str, Take]:
        behind = _backdrop(self.story, self.schedule, self.size)
        first = self.takes[self.story.shots[0].name]
        own = tuple(
            change for change in first.changes if not (isinstance(change, Removed) and change.part.startswith(ACTOR))
        )
        as_there = {name: replace(take, changes=own, pictures=first.pictures) for name, take in behind.items()}
        return as_there | self.takes


def rehearse(story: Story, folder: Path, how: Filming = Filming()) -> Rehearsal:  # noqa: B008
    """Lay out the film of a story whose files lie in `folder`; nothing is made. Raises AuthorError."""
    story = chosen(story, how.shots)
    size = Size.parse(story.size).even()
    assets, refs = _pictures(story, folder)
    plan = schedule(story, folder, story.shots)
    takes = shot_takes(story, plan, size, refs, how.choices, assets)
    return Rehearsal(story, size, tuple(assets.get(ref) for ref in refs.values()), plan, takes)


def _ready(takes: Mapping[str, Take], how: Filming) -> set[str]:
    """The takes that the project has whole."""
    if how.project is None or how.every:
        return set()
    with Store.at(how.project) as store:
        keys = {name: {recipe.key for recipe in recipes(take).frames} for name, take in takes.items()}
        there = store.known(key for some in keys.values() for key in some)
    return {name for name, some in keys.items() if some <= there}


def _sound(story: Story, plan: Schedule, project: Path | None) -> Mix:
    """The film's sound, from the project if it is there."""
    if project is None:
        return soundtrack(score(story, plan))
    with Store.at(project) as store:
        return kept(score(story, plan), store)


def chosen(story: Story, names: tuple[str, ...]) -> Story:
    """The story with only the named shots, in its own order; refuses unknown names and a story without shots."""
    known = [shot.name for shot in story.shots]
    for name in names:
        if name not in known:
            raise AuthorError(f"the story has no shot called {name!r}{nearest(name, known)}")
    shots = tuple(shot for shot in story.shots if not names or shot.name in names)
    if not shots:
        raise AuthorError("a film has at least one shot; this story has none: add one under `shots`")
    return story.model_copy(update={"shots": shots, "titles": story.titles and not names})


def _pictures(story: Story, folder: Path) -> tuple[MemoryAssets, dict[str, Ref]]:
    """Every picture the story names, read once."""
    assets, refs = MemoryAssets(), dict[str, Ref]()
    for file in files(story):
        refs[file] = assets.put(read_picture(folder / file))
    return assets, refs


def shot_takes(
    story: Story,
    plan: Schedule,
    size: Size,
    refs: Mapping[str, Ref],
    choices: Mapping[str, Choice] = MappingProxyType({}),
    assets: Assets | None = None,
) -> dict[str, Take]:
    """The takes of the story's shots, by name, in the film's order. assets: where the pictures of `refs` are."""
    shots = {shot.name: shot for shot in story.shots}
    return {
        take.name: with_edits(
            Take(story, shots[take.name], take.rendered, plan.clock, size, refs, choices.get(take.name, Choice())),
            assets or MemoryAssets(),
        )
        for take in plan.edit.takes
        if take.name in shots
    }


def _backdrop(story: Story, plan: Schedule, size: Size) -> dict[str, Take]:
    """One frame for the title to lie on: the place of the first shot without anybody in it."""
    if plan.edit.takes[0].name != TITLE:
        return {}
    camera = story.shots[0].camera.model_copy(update={"subject": None, "framing": "wide"})
    shot = story.shots[0].model_copy(update={"acts": (), "camera": camera})
    return {TITLE: Take(story.model_copy(update={"cast": {}}), shot, 1, plan.clock, size)}


def _jobs(
    takes: Mapping[str, Take],
    scratch: Path,
    pictures: tuple[UInt8[ndarray, "h w c"], ...],
    every: int,
    hands: int,
    project: Path | None,
) -> dict[str, list[Job]]:
    spans = {name: _spans(take, hands, every) for name, take in takes.items()}
    threads = 1 if hands > 1 and sum(map(len, spans.values())) > 1 else 2
    return {
        name: [
            Job(name, take, span, scratch / f"{number:04d}-{span.start:06d}.rgb", pictures, every, threads, project)
            for span in spans[name]
        ]
        for number, (name, take) in enumerate(takes.items())
    }


def _spans(take: Take, hands: int, every: int) -> list[range]:
    """The parts of a shot that several workers may film at once; one if its anchors hang on those before them."""
    if hands == 1 or every or (carries(take) and paints(take)):
        return [range(take.frames)]
    starts = [*range(0, max(1, take.frames - SPAN // 2), SPAN), take.frames]
    return [range(first, last) for first, last in pairwise(starts)]


def _check_room(scratch: Path, jobs: Mapping[str, list[Job]], hands: int) -> None:
    """Refuse a disk on which not even the longest shot can wait for its turn."""
    need = max(job.frame * len(job.span) for parts in jobs.values() for job in parts)
    free = shutil.disk_usage(scratch).free
    if hands > 1 and need > free:
        raise AuthorError(
            f"the longest shot needs {need / 1e9:.1f} GB in {scratch.parent}; {free / 1e9:.1f} GB are free: "
            "make room, set TMPDIR to a larger disk, or use --workers 1"
        )


def _write(
    story: Story, plan: Schedule, size: Size, out: Path, rolls: Rolls, desk: _Desk, sound: Any, how: Filming
) -> Iterator[Progress]:
    """Push every frame of the film into the file; frames that wait on disk count as done."""
    edit, total, done = plan.edit, plan.edit.frames, 0
    yield Progress("picture", 0, total, "setting the stage")
    lines = {shot.name: shot.captions for shot in story.shots}
    cues = film_cues(edit, lines, plan.clock) if story.captions != "off" else []
    chapters = [Chapter(take.name, take.start, take.end) for take in edit.takes]
    metadata = {"title": story.title, "artist": story.author, "comment": MADE_WITH}
    pictures: Iterator[Frame] = compose(edit, lambda take: _play(story, size, take, rolls, desk))
    track = cues
    if story.captions == "burned":
        pictures = burned(pictures, cues, plan.clock)
        track = [cue for cue in cues if not_set(cue.line)]  # what can't be burned whole is not lost
    with VideoWriter(
        out,
        size,
        plan.clock,
        audio=sound,
        cues=track,
        chapters=chapters,
        metadata=metadata,
        preset=how.preset,
        crf=how.crf,
    ) as video:
        for number, frame in enumerate(pictures):
            video.push(frame)
            done = max(done, min(total, number + 1 + rolls.ahead()))
            yield Progress("picture", done, total, edit.takes[edit.at(number)[-1].take].name)


def _play(story: Story, size: Size, take: cut.Take, rolls: Rolls, desk: _Desk) -> Iterator[Frame]:
    """A take's frames: a card, or a shot's roll, with a few kept for the report."""
    if take.name in (TITLE, END):
        behind = list(rolls.play(TITLE))[-1] if take.name == TITLE else desk.poster
        card = (
            title_card(size, story.title, story.author, story.logline, behind)
            if take.name == TITLE
            else end_card(size, story.title, story.author, behind)
        )
        yield from card.frames(take.rendered, take.frames // 4)
        return
    keep = {min(take.frames - 1, round(take.frames * part)) for part in MOMENTS}
    for number, frame in enumerate(rolls.play(take.name)):
        if number in keep and len(desk.samples.setdefault(take.name, [])) < SAMPLES:
            desk.samples[take.name].append(frame.copy())
            middle = len(desk.samples[take.name]) == min(2, len(keep))
            desk.poster = frame.copy() if desk.poster is None and middle else desk.poster
        yield frame


def _named(look: Look) -> str:
    """A look as the report calls it, with what is mixed into it."""
    return " and ".join((look.name, *look.mix))


def _captions_lack(story: Story, shot: Shot) -> tuple[str, ...]:
    """Characters of a shot's burned captions that can't be set."""
    said = " ".join(f"{line.who or ''} {line.text}" for line in shot.captions)
    return tuple(not_set(said)) if story.captions == "burned" else ()


def _cards_lack(story: Story) -> tuple[str, ...]:
    """Characters of the title and end cards that can't be set."""
    return tuple(titles.not_set(story.title, story.author, story.logline)) if story.titles else ()


def _note(
    story: Story,
    plan: Schedule,
    size: Size,
    out: Path,
    takes: Mapping[str, Take],
    rolls: Rolls,
    desk: _Desk,
    how: Filming,
) -> FilmNote:
    """What timeline and report tell."""
    shots = []
    for name, take in takes.items():
        facts = rolls.facts.get(name, {})
        shots.append(
            ShotNote(
                name=name,
                seed=asked.seed(story, take.shot),
                prompt=asked.prompt(story, take.shot),
                avoid=asked.avoid(story, take.shot),
                facts=asked.facts(take.shot)
                | {"look": _named(take.shot.look or story.look)}
                | facts.get("painter", {}),
                seconds=float(facts.get("seconds", 0.0)),
                not_drawn=tuple(facts.get("not_drawn", ())),
                not_seen=tuple(facts.get("not_seen", ())),
                letters=_captions_lack(story, take.shot),
                samples=tuple(desk.samples.get(name, ())),
            )
        )
    return FilmNote(
        title=story.title,
        edit=plan.edit,
        clock=plan.clock,
        size=size,
        film=out.name,
        author=story.author,
        logline=story.logline,
        seed=story.seed,
        shots=tuple(shots),
        cues=tuple(film_cues(plan.edit, {s.name: s.captions for s in story.shots}, plan.clock)),
        facts={
            "engine": story.engine,
            "look": _named(story.look),
            "music": plan.brief.mood if plan.brief else (story.sound.song or "none"),
        },
        seconds=desk.seconds,
        command=how.command,
        poster=desk.poster,
    )
