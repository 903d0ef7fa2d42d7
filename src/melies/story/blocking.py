"""Blocking: deeds become acts with places on the stage, and who walks to the right keeps walking to the right."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace

from melies.core.story import Act
from melies.story.doing import MOVES, Doing
from melies.story.spots import at_the_end, free, free_side, side, way, x_of

CROWD = 4  # more than so many of the cast are not kept in one picture


@dataclass(frozen=True)
class Stage:
    """Where everybody of the scene stands, who sits, and each one's heading (1 right, -1 left) through the film."""

    stands: dict[str, str] = field(default_factory=dict)
    heading: dict[str, int] = field(default_factory=dict)
    seated: frozenset[str] = frozenset()

    def emptied(self) -> Stage:
        """A new place: nobody is there yet; headings hold."""
        return Stage({}, self.heading)

    def only(self, names: Collection[str]) -> Stage:
        """The same place with nobody but these: the others have left."""
        stands = {name: place for name, place in self.stands.items() if name in names}
        return replace(self, stands=stands, seated=self.seated & set(names))

    def goes(self, name: str) -> int:
        """Which way a member is heading; everybody unheard of heads right."""
        return self.heading.get(name, 1)


@dataclass(frozen=True)
class Timed:
    """A deed and the second at which it begins."""

    doing: Doing
    start: float


def block(
    deeds: Sequence[Timed], around: Iterable[str], speakers: Sequence[str], stage: Stage, close: bool = False
) -> tuple[tuple[Act, ...], Stage]:
    """The acts of one shot on a stage that `headed` has readied, and the stage after it.

    around: members mentioned without a deed. speakers face whom they speak to. In a close shot only those who do or
    say something are seen.
    """
    doers = _doers(deeds, speakers)
    people = list(dict.fromkeys([*doers, *(() if close else (*around, *stage.stands))]))[:CROWD]
    movers = [timed.doing for timed in deeds if _path(timed.doing)]
    stands, starts, seated, acts = dict(stage.stands), dict(stage.stands), set(stage.seated), list[Act]()
    moving: list[str] = []
    for name in sorted(
        people,
        key=lambda name: (any(_path(doing) == "to" for doing in movers if doing.who == name), people.index(name)),
    ):
        mine = [timed for timed in deeds if timed.doing.who == name]
        stays = not any(doing.who == name for doing in movers)
        if stays and name not in stands and movers:  # out of the way of those who pass
            aside = f"back {side(stage.goes(movers[0].who), '')}"
            stands[name] = free(aside, [*stands.values(), *starts.values()])
        if mine:
            together = sum(1 for other in moving if stage.goes(other) == stage.goes(name))
            acts.extend(_acted(name, mine, stands, starts, stage.goes(name), people, together))
            moving.extend(() if stays else (name,))
        else:
            stands.setdefault(name, free_side([*stands.values(), *starts.values()], stage.goes(name)))
            acts.append(Act(who=name, does="idle", at=stands[name], toward=_partner(name, doers, speakers, stands)))
        starts.setdefault(name, next(str(act.at) for act in acts if act.who == name))
        seated = _sitting(name, mine, seated)
    acts = [_still_seated(act, stage.seated & seated) for act in acts]
    acts = [part for act in acts for part in _held(act, stage, _partner(act.who, doers, speakers, stands))]
    return tuple(sorted(acts, key=lambda act: (act.start, people.index(act.who)))), Stage(
        stands, stage.heading, frozenset(seated)
    )


def _doers(deeds: Sequence[Timed], speakers: Sequence[str]) -> list[str]:
    return list(dict.fromkeys([*(timed.doing.who for timed in deeds), *speakers]))


def _sitting(name: str, mine: Sequence[Timed], seated: set[str]) -> set[str]:
    """Who sits after somebody's deeds: the last one that sits, moves or stands tells."""
    for timed in mine:
        if timed.doing.does == "sit":
            seated = seated | {name}
        elif _path(timed.doing) or timed.doing.verb == "stand":
            seated = seated - {name}
    return seated


def _still_seated(act: Act, seated: frozenset[str] | set[str]) -> Act:
    """Who sat down in an earlier shot looks and listens sitting."""
    return act.model_copy(update={"does": "sit"}) if act.who in seated and act.does in ("idle", "look") else act


def _held(act: Act, stage: Stage, toward: str | None) -> list[Act]:
    """Who sat when the shot began sits until something else is theirs to do."""
    if act.who not in stage.seated or act.at is None or act.start == 0:
        return [act]
    return [Act(who=act.who, does="sit", at=act.at, toward=toward), act.model_copy(update={"at": None})]


def _path(doing: Doing) -> str:
    """How a deed crosses the stage: its own path, or "on" for going somewhere nobody said, or "" for staying."""
    if doing.does in MOVES:
        return "on" if doing.path == "to" and not doing.toward else doing.path or "on"
    return ""


def headed(deeds: Sequence[Timed], speakers: Sequence[str], stage: Stage) -> Stage:
    """The stage with a heading for everybody: said outright, kept from before, shared, or toward whom they meet."""
    doers = _doers(deeds, speakers)
    heading = dict(stage.heading)
    first = doers[0] if doers else ""
    waiting = [other for other in stage.stands if other != first]
    if first and first not in heading:
        heading[first] = -heading.get(waiting[0], 1) if waiting else 1
    turned: set[str] = set()
    for number, timed in enumerate(deeds):
        doing = timed.doing
        if doing.way in ("left", "right"):
            heading[doing.who] = 1 if doing.way == "right" else -1
        elif doing.verb in ("turn", "return") and doing.who in heading and doing.who not in turned:
            goes = any(_path(later.doing) for later in deeds[number:] if later.doing.who == doing.who)
            heading[doing.who] *= -1 if goes else 1
            turned.add(doing.who)
        elif _path(doing):
            heading[doing.who] = _joined(doing, deeds[:number], heading, stage)
    for name in (*doers, *stage.stands):
        heading.setdefault(name, heading.get(first, 1))
    return Stage(stage.stands, heading, stage.seated)


def _joined(doing: Doing, before: Sequence[Timed], heading: dict[str, int], stage: Stage) -> int:
    """Which way somebody goes: with whom they follow or go together, to whom they go, off by the nearer side."""
    goes = [timed.doing for timed in before if timed.doing.who != doing.who and _path(timed.doing)]
    for other in reversed(goes):
        if doing.toward == other.who or doing.verb in ("follow", "chase", "pursue") or other.verb == doing.verb:
            return heading.get(other.who, 1)
    here, there = stage.stands.get(doing.who), stage.stands.get(doing.toward)
    if _path(doing) == "to" and here and there and x_of(here) != x_of(there):
        return 1 if x_of(there) > x_of(here) else -1
    if _path(doing) == "out" and here and x_of(here):
        return 1 if x_of(here) > 0 else -1
    ahead = heading.get(doing.who, heading.get(before[0].doing.who, 1) if before else 1)
    wanders = (doing.does == "walk" or doing.path == "to") and _path(doing) in ("on", "across")
    return -ahead if wanders and at_the_end(here or "", ahead) else ahead


def _partner(name: str, doers: Sequence[str], speakers: Sequence[str], stands: dict[str, str]) -> str | None:
    """Whom somebody without a deed looks at: who speaks, else who acts, else whoever stands there."""
    others = [other for other in (*speakers, *doers, *stands) if other != name]
    return others[0] if others else None


def _acted(
    name: str,
    mine: list[Timed],
    stands: dict[str, str],
    starts: dict[str, str],
    heading: int,
    people: list[str],
    together: int,
) -> list[Act]:
    """One member's deeds as acts, each beginning where the last one ended; `together` others go the same way before."""
    acts: list[Act] = []
    for number, timed in enumerate(mine):
        doing, last = timed.doing, number == len(mine) - 1
        path = _path(doing)
        if path:
            here, there = way(doing, path, stands, heading, last, together, name, starts)
            acts.append(Act(who=name, does=doing.does, at=here if not acts else None, to=there, start=timed.start))
            stands[name] = there
        else:
            stands.setdefault(name, free_side([*stands.values(), *starts.values()], heading))
            aim = _aim(doing, stands, heading, people)
            acts.append(
                Act(who=name, does=doing.does, at=None if acts else stands[name], start=timed.start, toward=aim)
            )
    if stands[name].startswith("off"):
        del stands[name]
    return acts


def _aim(doing: Doing, stands: dict[str, str], heading: int, people: list[str]) -> str | None:
    """Whom or where a deed on the spot is aimed at."""
    if doing.toward and doing.toward != "up" and doing.toward in people:
        return doing.toward
    if doing.does in ("look", "point", "sit") and doing.toward == "up":
        return "far away"  # arms and eyes rise with the distance of what they are aimed at
    if doing.does in ("look", "point"):
        return side(heading, "far")
    others = [other for other in people if other != doing.who and other in stands]
    return others[0] if doing.does in ("wave", "idle") and others else None


def spread(doings: Sequence[tuple[int, Doing]], seconds: float) -> list[Timed]:
    """Deeds over the shot's time: each telling sentence has its share; in it one member's deeds follow each other."""
    timed = []
    telling = sorted({sentence for sentence, _ in doings})
    for number, sentence in enumerate(telling):
        inside = [doing for other, doing in doings if other == sentence]
        turns: dict[str, int] = {}
        most = max((sum(1 for other in inside if other.who == doing.who) for doing in inside), default=1)
        for doing in inside:
            turn = turns.get(doing.who, 0)
            turns[doing.who] = turn + 1
            start = seconds * (number + turn / most) / len(telling)
            timed.append(Timed(doing, round(4 * start) / 4))
    return _distinct(timed)


def _distinct(timed: list[Timed]) -> list[Timed]:
    """A deed that repeats the one before it, or begins with it, is one with it."""
    kept: list[Timed] = []
    for item in timed:
        before = next((other for other in reversed(kept) if other.doing.who == item.doing.who), None)
        if before and before.doing.does == "sit" and item.doing.does in ("look", "idle"):
            kept[kept.index(before)] = Timed(
                replace(before.doing, toward=item.doing.toward or before.doing.toward), before.start
            )
        elif before and before.doing.does == item.doing.does and before.doing.does not in ("look", "point"):
            merged = replace(
                before.doing, path=item.doing.path or before.doing.path, toward=item.doing.toward or before.doing.toward
            )
            kept[kept.index(before)] = Timed(merged, before.start)
        elif before and before.start >= item.start:
            kept.append(Timed(item.doing, before.start + 0.5))
        else:
            kept.append(item)
    return kept
