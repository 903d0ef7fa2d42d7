"""Setting things on the draft: which verb, position and relation belong to which thing."""

from __future__ import annotations

from melies.generators.language.draft import Draft, Pending, Placed
from melies.generators.language.lexicon import Noun
from melies.generators.language.tables import amounts, natives
from melies.generators.language.tables.colours import COLOURS
from melies.scene import cutouts
from melies.scene.puppet import words as puppet
from melies.scene.staging import Rgb

Where = tuple[float | None, str | None, bool]  # x, depth, airborne

DEFINITE = ("the", "that", "this", "its", "his", "her", "their")
WINGED = {"bird", "owl", "dragon"}
ON_WATER = {"rowing boat", "sailboat", "ship", "lily pads", "swan", "duck", "canoe"}
MAY_HOVER = natives.MAY_FLY | {"castle", "rock", "boulder", "house", "stones", "cottage"}

FIELD = amounts.COUNTS["field of"]


class Setting:
    """The things of a draft while the text is read. `run`: the numbers a verb or position said now belongs to."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.run: list[int] = []
        self.before: list[int] = []  # the run of the clause before
        self.closed = self.joined = False
        self.waiting: Where | None = None
        self.relation: tuple[str, list[int]] | None = None

    @property
    def takes(self) -> bool:
        """Whether a verb said now has somebody to belong to."""
        return bool(self.run) and not self.closed

    def end_clause(self, said: bool, sentence: bool) -> None:
        """A stop: what still waits goes to the clause before, if it said where nothing else is."""
        if self.waiting and not self.run and not said and self.before:
            self.run = self.before
            self.waiting = None if self.place_run(self.waiting) else self.waiting
        self.before = self.run or ([] if said or sentence else self.before)
        self.run, self.closed, self.joined, self.relation = [], False, False, None
        if sentence:
            self.waiting = None

    def put(self, noun: Noun, plural: bool, word: str, pending: Pending, more: bool) -> None:
        """Set a thing with everything said of it so far; `more`: the list goes on behind it."""
        known = self._same(noun, plural, pending)
        numbers = self._add(noun, plural, word, pending) if known is None else self._more(known, word, pending)
        self.run = [*self.run, *numbers] if self.joined and not self.closed else numbers
        for subject in self.relation[1] if self.relation else []:
            if self.relation and subject not in numbers:
                self.draft.things[subject].by = (self.relation[0], numbers[0])
        listed, self.relation, self.closed, self.joined = self.joined, None, False, False
        if self.waiting:
            self.place(numbers, self.waiting)
            self.waiting = self.waiting if more or listed else None
        if pending.does:
            self.act(numbers, pending.does)

    def _same(self, noun: Noun, plural: bool, pending: Pending) -> int | None:
        """ "the fox" is the fox already there, and "a windmill" where the place has one is that one."""
        if plural or (pending.count or 1) > 1:
            return None
        things, grounded = self.draft.things, self.draft.grounded
        known = things if pending.article in DEFINITE and not pending.count else things[:grounded]
        if known is not things and len(things) < grounded:  # the place itself is still being told
            return None
        return next((number for number, thing in enumerate(known) if thing.noun == noun and thing.count == 1), None)

    def _more(self, known: int, word: str, pending: Pending) -> list[int]:
        """What is said again may be said with more: "the red windmill"."""
        thing = self.draft.things[known]
        thing.colour = next(iter((*pending.colours, tint(word), thing.colour)), None) or thing.colour
        thing.size = _size(thing.noun, pending) if pending.size != 1 else thing.size
        thing.words = max(thing.words, " ".join(pending.words), key=len)
        return [known]

    def _add(self, noun: Noun, plural: bool, word: str, pending: Pending) -> list[int]:
        """New things, one for each colour: "red and blue balloons" are two kinds of balloon."""
        wide = word.endswith("field") and noun.source == "native"
        count = FIELD if wide else pending.count or (_crowd(noun) if plural else 1)
        colours: list[Rgb | None] = [*pending.colours] or [tint(word)]
        colours = colours if plural else colours[:1]
        words = " ".join(pending.words)
        first = len(self.draft.things)
        for number, colour in enumerate(colours[:count]):
            share = count // len(colours) + (number < count % len(colours))
            placed = Placed(noun, words, min(max(share, 1), amounts.MOST), colour, _size(noun, pending))
            placed.field = wide or pending.field
            placed.airborne, placed.generic = _aloft(noun), word in ("tree", "trees")
            self.draft.things.append(placed)
        return list(range(first, len(self.draft.things)))

    def act(self, numbers: list[int], does: str, afloat: bool = False) -> None:
        """Let things do something; what flies is in the air, but what floats on water stays there."""
        for number in numbers:
            thing = self.draft.things[number]
            if does == "fly" and not (thing.noun.kind in ON_WATER and afloat):
                self.lift(number)
            thing.afoot |= does in ("walk", "run")
            if thing.noun.source == "puppet" and thing.does == "idle":
                thing.does = does

    def lift(self, number: int) -> None:
        """Hang a thing in the sky, if it is one that may."""
        thing = self.draft.things[number]
        if thing.noun.source == "native" and thing.noun.kind not in MAY_HOVER:
            return
        thing.airborne = True
        if thing.noun.source == "puppet" and thing.does == "idle" and thing.noun.kind in WINGED:
            thing.does = "fly"

    def place_run(self, where: Where) -> bool:
        """Place the run where it is said to be; False when every one of it already stands elsewhere."""
        free = [number for number in self.run if where[0] is None or self.draft.things[number].x is None]
        self.place(free, where)
        self.closed = self.closed or bool(free)
        return bool(free)

    def place(self, numbers: list[int], where: Where) -> None:
        """Fill in x and depth that are not said yet, and lift what is in the sky."""
        for number in numbers:
            thing = self.draft.things[number]
            thing.x = where[0] if thing.x is None else thing.x
            thing.depth = where[1] if thing.depth is None else thing.depth
            if where[2]:
                self.lift(number)

    def wait(self, where: Where) -> None:
        """Keep a position for the next thing; it adds to one that waits already."""
        x, depth, air = self.waiting or (None, None, False)
        self.waiting = (where[0] if where[0] is not None else x, where[1] or depth, where[2] or air)

    def relate(self, relation: str) -> None:
        """The run stands in a relation to the thing named next."""
        if self.run:
            self.relation = (relation, list(self.run))
        self.closed = True

    def relate_to_place(self) -> None:
        """ "over the lake": what can fly does; a castle above the sea stands on a cliff."""
        if self.relation and self.relation[0] == "over":
            for number in self.relation[1]:
                noun = self.draft.things[number].noun
                afoot = self.draft.things[number].afoot
                if not afoot and (noun.source != "native" or noun.kind in natives.MAY_FLY):
                    self.lift(number)
        self.relation = None


def _aloft(noun: Noun) -> bool:
    """Whether a thing hangs in the sky by itself."""
    return (
        noun.kind in natives.ALOFT
        if noun.source == "native"
        else cutouts.airborne(noun.kind) and noun.source == "cutout"
    )


def tint(word: str) -> Rgb | None:
    """The colour a word brings along: cherry blossoms are pink."""
    name = natives.TINTS.get(word, natives.TINTS.get(word.removesuffix("s"), ""))
    return rgb(COLOURS[name]) if name else None


def _crowd(noun: Noun) -> int:
    """How many a plural without a number means."""
    if noun.source == "native" and noun.kind in natives.SOLE:
        return 2
    crowd = natives.CROWDS.get(noun.kind) if noun.source == "native" else None
    return crowd or amounts.PLURAL[noun.source]


def _size(noun: Noun, pending: Pending) -> float:
    """People called little or tall are not as little or tall as houses called so."""
    person = noun.source == "puppet" and noun.kind in puppet.PEOPLE and pending.size != 1
    size = float(pending.size) ** 0.45 if person else pending.size
    return round(min(max(size, 0.5 if person else 0.2), 3.0 if person else 5.0), 3)


def rgb(colour: tuple[int, int, int], shade: float = 1.0) -> Rgb:
    """0-255 to [0, 1]; a shade under 1 darkens, above 1 mixes with white."""
    white = min(max(shade - 1, 0.0), 1.0)
    red, green, blue = (round(v / 255 * min(shade, 1.0) * (1 - white) + white, 4) for v in colour)
    return red, green, blue
