"""The storyboard: a script becomes a story of timed shots that the author edits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from melies.core.story import Act, CameraWork, CastMember, Line, Move, Shot, Story, Transition, Words
from melies.core.words import away
from melies.generators.language.literal import over, shown
from melies.story.blocking import Stage, block, headed, spread
from melies.story.casting import find
from melies.story.direct import Situation, direct, stripped, together
from melies.story.doing import Context, Doing, cleared, doings
from melies.story.lexicon import hour_words
from melies.story.members import Cast
from melies.story.names import spellings, spelt
from melies.story.pace import LONGEST, Passage, passages
from melies.story.places import key, places
from melies.story.read import parse, read
from melies.story.remarks import foreign, unseen, wished
from melies.story.script import Scene, Script
from melies.story.sentences import in_capitals
from melies.story.short import slug, unique
from melies.story.voices import attributed
from melies.story.where import (
    heading_time,
    hour_said,
    time_passes,
    turn_of_time,
    turn_of_weather,
    weather_said,
)

FPS = 24
ANYWHERE = "Open country"  # what a voice is heard over when nothing says where


JOINS = (("FADE", "fade"), ("IRIS", "fade"), ("DISSOLVE", "dissolve"), ("WIPE", "dissolve"), ("CUT", "cut"))


@dataclass(frozen=True)
class Boarded:
    """A story, and what its author should know of how the script was taken: one sentence each."""

    story: Story
    remarks: tuple[str, ...] = ()


def board(script: str | Path) -> Story:
    """The story of a script, given as a file's path or as text. Raises AuthorError for what can't be read as one."""
    return boarded(script).story


def boarded(script: str | Path) -> Boarded:
    """The story of a script as `board` gives it, with remarks."""
    if isinstance(script, Path) or ("\n" not in script and Path(script).suffix and Path(script).exists()):
        return from_script(read(Path(script)))
    return from_script(parse(script))


def from_script(script: Script) -> Boarded:
    """The story of a parsed script."""
    cast = find(script)
    wishes, refused = wished(script)
    story = _story(attributed(script, cast), cast, wishes)
    return Boarded(story, (*foreign(script), *refused, *cast.remarks, *unseen(story)))


def _story(script: Script, cast: Cast, wishes: dict[str, Any]) -> Story:
    looks = places(script, cast)
    shots = list(_Director(cast, looks).shots(script))
    used = {act.who for shot in shots for act in shot.acts} | {line.who for shot in shots for line in shot.captions}
    said = " ".join(str(shot.prompt) for shot in shots)
    members = {
        name: CastMember(text=member.text)
        for name, member in cast.members.items()
        if name in used or re.search(rf"\b{re.escape(name)}\b", said, re.IGNORECASE)
    }
    return Story(
        title=script.title or "Untitled",
        author=script.author,
        logline=script.logline,
        fps=FPS,
        cast=members,
        places={name: text for name, text in looks.items() if text},
        shots=tuple(shots),
        **wishes,
    )


@dataclass(frozen=True)
class _Air:
    """The time and weather that hold now, as the author's words."""

    time: str = ""
    weather: str = ""


class _Director:
    """Walks through the scenes; keeps who stands where, whom a pronoun means, and how the last shots moved."""

    def __init__(self, cast: Cast, places: dict[str, str]) -> None:
        self.cast, self.places = cast, places
        self.stage, self.context, self.air = Stage(), Context(), _Air()
        self.moves: list[Move] = []
        self.names: set[str] = set()
        self.place: str | None = None
        self.join: str | None = "fade"
        self.time = ""

    def shots(self, script: Script) -> Iterator[Shot]:
        """Every shot of the script, in order."""
        count = len(script.scenes)
        for number, scene in enumerate(script.scenes):
            before = self.air
            self._enter(scene)
            told = list(passages(scene, self.cast))
            for turn, passage in enumerate(told):
                opening, ending = turn == 0, number == count - 1 and turn == len(told) - 1 and count + turn > 2
                if opening and self._needs_opening(passage, script):
                    yield self._opening(scene)
                    opening = False
                yield self._shot(passage, scene, before, opening, ending)
            self._leave(scene)

    def _enter(self, scene: Scene) -> None:
        """A scene's place, time and weather."""
        place = key(scene)
        moved = place != self.place
        self.stage = self.stage.emptied() if moved or time_passes(scene.time) else self.stage
        self.context = self.context.elsewhere() if moved else self.context
        time = heading_time(scene.time) or hour_said(scene.time)
        weather = weather_said(f"{scene.place} {scene.time}".lower().replace("neon", ""))
        goes_on = not moved or scene.time and not heading_time(scene.time)
        goes_on = goes_on and not _another_hour(time, self.air.time)
        self.air = _Air(time or self.air.time, weather or (self.air.weather if goes_on else ""))
        if self.place is not None and self.join is None:
            passes = time_passes(scene.time) or moved and bool(time) and time != self.time
            self.join = "dissolve" if passes else None
        self.time = self.air.time
        self.place = place

    def _leave(self, scene: Scene) -> None:
        """How the next scene begins, if the script says."""
        last = scene.elements[-1] if scene.elements else None
        self.join = _join(last.text) if last and last.kind == "transition" else None

    def _needs_opening(self, passage: Passage, script: Script) -> bool:
        """A scene of a screenplay that begins with talk begins with a look at its place instead."""
        return script.form == "screenplay" and not passage.told and bool(self.place)

    def _present(self, text: str) -> str:
        """A text without those who are looked for, waited for or thought of: they are not there."""
        for mention in reversed(self.cast.mentions(text)):
            cut = away(text, mention.start)
            text = text if cut is None else text[:cut] + text[mention.end :]
        return text

    def _opening(self, scene: Scene) -> Shot:
        camera = direct(Situation(self.places.get(self.place or "", ""), opening=True, last=self.moves))
        return self._made("", key(scene), camera, 3.0, (), ())

    def _shot(self, passage: Passage, scene: Scene, before: _Air, opening: bool, ending: bool) -> Shot:
        self.join = _join(passage.join) or self.join
        told = [self._told(sentence) for sentence in passage.told]
        seconds = min(LONGEST, passage.seconds + (1.0 if opening else 0.0))
        deeds: list[tuple[int, Doing]] = []
        mentioned: list[str] = []
        clear = False
        for number, sentence in enumerate(told):
            found, self.context, names = doings(self._present(shown(sentence)[0]), self.cast, self.context)
            deeds.extend((number, doing) for doing in found)
            mentioned.extend(names)
            clear = clear or cleared(shown(sentence)[0])
        for manner in passage.manners:
            deeds.extend((max(0, len(told) - 1), doing) for doing in self._manner(manner, passage))
        air = self._breathe(" ".join(shown(sentence)[0] for sentence in told), seconds)
        text = " ".join(
            (*passage.told, *passage.manners, *(line.text for line in passage.lines if line.text.isupper()))
        )
        timed = spread(deeds, seconds)
        self.stage = self.stage.only({*mentioned, *passage.voices}) if clear else self.stage
        self.stage = headed(timed, passage.voices, self.stage)
        camera = self._camera(text, [doing for _, doing in deeds], passage, opening, ending, len(set(mentioned)))
        acts, self.stage = block(timed, mentioned, passage.voices, self.stage, close=camera.framing == "close")
        camera = together(camera, len({act.who for act in acts}), len(deeds), len(passage.voices))
        prompt = self._prompt([part for part in told if part], passage, scene)
        self.context = self.context.after(list(passage.voices), self.cast) if passage.voices else self.context
        return self._made(prompt, self._short_name(prompt, passage), camera, seconds, acts, passage.lines, air)

    def _manner(self, manner: str, passage: Passage) -> list[Doing]:
        """(waving), (looks up): what a speaker does while speaking."""
        if not passage.voices:
            return []
        found, _, _ = doings(f"{self._written(passage.voices[0])} {manner}", self.cast, self.context)
        return [doing for doing in found if doing.who == passage.voices[0]][:1]

    def _camera(
        self, text: str, deeds: list[Doing], passage: Passage, opening: bool, ending: bool, seen: int
    ) -> CameraWork:
        who = [*(doing.who for doing in deeds), *passage.voices]
        heading = self.stage.goes(who[0]) if who else 1
        camera = direct(Situation(text, deeds, passage.voices, opening, ending, heading, tuple(self.moves), seen))
        self.moves.append(camera.move)
        return camera

    def _breathe(self, text: str, seconds: float) -> tuple[Words | None, Words | None]:
        """The shot's time and weather, keyed to frames where the words say that they turn, and what holds after it."""
        middle = max(1, round(Fraction(seconds) * FPS * 3 / 4))
        later, begins = turn_of_time(text), turn_of_weather(text)
        now = hour_said(text)
        now = now if not later or hour_words().get(now) == hour_words()[later] else ""
        time: Words | None = now or self.air.time or None
        said = "clear" if over(text) else "" if begins == "clear" else weather_said(text)
        weather_now = said or self.air.weather
        weather: Words | None = weather_now or None
        if later and hour_words().get(later) != hour_words().get(str(time)):
            time = {0: str(time or "day"), middle: later}
        if begins:
            weather = {0: self.air.weather, middle: begins}
        self.air = _Air(later or now or self.air.time, begins or weather_now)
        return time, weather

    def _told(self, sentence: str) -> str:
        """A sentence in ordinary letters, without camera talk: "CLOSE ON: MIRA waves." -> "Mira waves."."""
        text, parts, position = stripped(sentence), list[str](), 0
        for mention in self.cast.mentions(text):
            written = text[mention.start : mention.end]
            name, ending = self._spelled(mention.name, written)
            if name != written:
                parts.extend((text[position : mention.start], name, ending))
                position = mention.end
        text = "".join((*parts, text[position:]))
        text = re.sub(r" ?\(\d{1,3}s?\)", "", text).replace("’S", "’s").replace("'S", "'s").strip()
        return text[:1].upper() + text[1:]

    def _spelled(self, name: str, written: str) -> tuple[str, str]:
        """A mention in ordinary letters, and under the name that the cast has ("Ines's" -> "the girl", "'s")."""
        member = self.cast.members[name]
        bare = re.sub(r"['’][sS]?$", "", written)
        ending = written[len(bare) :].lower()
        if not member.named and bare.istitle() and bare.lower() not in (name.lower(), member.noun):
            return f"the {name}", ending
        if in_capitals(bare) and len(bare) > 1:
            return spelt(bare, spellings([name])) if member.named else bare.lower(), ending
        return written, ""

    def _prompt(self, told: list[str], passage: Passage, scene: Scene) -> str:
        """The sentences of the shot, but for those that its place already says."""
        place = self.places.get(key(scene), "")
        kept = [sentence for sentence in told if sentence.rstrip(".") not in place]
        if kept or told or not passage.voices:
            return " ".join(kept)
        who = " and ".join(self._written(name) for name in passage.voices[:3])
        return f"{who} {'talk' if len(passage.voices) > 1 else 'speaks'}."

    def _written(self, name: str) -> str:
        """A member's name inside a sentence."""
        return name if self.cast.members[name].named else f"the {name}"

    def _short_name(self, prompt: str, passage: Passage) -> str:
        spoken = passage.lines[0].text if passage.lines and not passage.told else ""
        return (
            slug(prompt if not spoken else f"{' '.join(passage.voices[:1])} {spoken}")
            or slug(self.place or "")
            or "shot"
        )

    def _made(
        self,
        prompt: str,
        name: str,
        camera: CameraWork,
        seconds: float,
        acts: tuple[Act, ...],
        lines: tuple[Line, ...],
        air: tuple[Words | None, Words | None] | None = None,
    ) -> Shot:
        if not any(letter.isalnum() for letter in prompt):
            prompt = "" if acts or self.places.get(self.place or "") else ANYWHERE
        time, weather = air or (self.air.time or None, self.air.weather or None)
        name = unique(slug(name, 6) or "shot", self.names)
        self.names.add(name)
        join, self.join = self.join or "cut", None
        transition = {"fade": Transition(kind="fade", length=1.0), "dissolve": Transition(kind="dissolve")}.get(
            join, Transition()
        )
        return Shot(
            name=name,
            prompt=prompt[:1].upper() + prompt[1:],
            place=self.place or None,
            time=time,
            weather=weather,
            length=seconds,
            camera=camera,
            acts=acts,
            captions=lines,
            transition=transition,
        )


def _another_hour(time: str, last: str) -> bool:
    """Whether a scene's time, if it has one, is not the one that held before it."""
    return bool(time and last) and hour_words().get(time, time) != hour_words().get(last, last)


def _join(words: str) -> str | None:
    """The transition that a script's words ask for: "SLOW FADE TO BLACK." -> "fade"."""
    return next((join for word, join in JOINS if word in words), None)
