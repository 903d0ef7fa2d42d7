"""Items to a draft: a small grammar of noun phrases, verbs, places in the picture and negation.

English prompts are mostly noun phrases. A phrase gathers its adjectives until its noun; a known noun before an unknown
one only describes it ("taxi driver" is no taxi); verbs and positions belong to the things just named, or to the next.
"""

from __future__ import annotations

from collections.abc import Callable

from melies.generators.language import nearest
from melies.generators.language.doers import Doers
from melies.generators.language.draft import Draft, Pending
from melies.generators.language.effects import FLAVOURS, apply, refuse
from melies.generators.language.garments import ADJECTIVES, garment_end
from melies.generators.language.lexer import END, Item
from melies.generators.language.setting import WINGED, Setting, rgb
from melies.generators.language.tables.amounts import BEINGS, WHOLE
from melies.generators.language.tables.grammar import ALSO_VERBS, HOW_FAR, INSIDE, ON, PEOPLE, WHITHER
from melies.generators.language.tables.natives import HOLLOW
from melies.scene.puppet.words import PROPS

SUBJECTS = ("he", "she", "it", "they", "who", "which", "something", "everything", "somebody")
DESCRIBING = ("article", "ruined", "alien", "manner", *ADJECTIVES)
FOLLOWERS = "is was are were has had does did will would can could on in at of from into under by to".split()


class Reader:
    """Reads items one after another into `draft`."""

    def __init__(self, items: list[Item], grounded: int = 0) -> None:
        self.items, self.at, self.last = items, 0, END
        self.draft, self.pending = Draft(grounded=grounded), Pending()
        self.setting = Setting(self.draft)
        self.negating = self.negated = self.leaning = False
        self.other = False  # whether somebody was named who is not of these things: verbs are theirs
        self.doers = Doers()
        self.said = False  # whether this clause has said something, so that a position may belong to that

    def read(self) -> Draft:
        """The draft of the whole text."""
        while self.at < len(self.items):
            item = self.items[self.at]
            self.at += 1
            if item.stop:
                self._stop(item.stop)
            elif not any(item.is_(role) and handle(self, item) for role, handle in _HANDLERS):
                self._unknown(item)
            self.doers.after(item)
            self.last = item
        self._stop(".")
        return self.draft

    def ahead(self, steps: int = 0) -> Item:
        """The item so many steps after the next, or a stop."""
        return self.items[self.at + steps] if self.at + steps < len(self.items) else END

    # -- words that only hold the sentence together

    def _stop(self, stop: str) -> None:
        if stop == "," and self.pending.colours and not self.pending.unknown and _adjectival(self.ahead()):
            return
        self._flush()
        self.setting.end_clause(self.said, stop == ".")
        self.negating = self.negated = self.leaning = self.said = False
        self.other = self.other and stop == "," and self.ahead().is_("wears")  # "Mira, in a red coat, ..."

    def _cast(self, item: Item) -> bool:
        """A member of the cast: somebody else draws it; what is said of it concerns no thing here."""
        if self.pending.unknown:
            self._report_unknown()
        self._flush()
        self._someone_else()
        self.doers.named("cast")
        return True

    def _someone_else(self) -> None:
        self.setting.run, self.setting.closed, self.setting.relation = [], False, None
        self.pending, self.other, self.said = Pending(), True, True

    def _not(self, item: Item) -> bool:
        self._flush()
        self.negating, self.negated = True, False
        return True

    def _join(self, item: Item) -> bool:
        if not (self.pending.colours and self.ahead().is_("colour")):
            self._flush()
            self.setting.joined = True
        return True

    def _article(self, item: Item) -> bool:
        if self.negated and self.last.is_("join") and not self.last.words.lower().endswith("or"):
            self.negating = False
        self._flush()
        self.pending.article = item.words.lower()
        return True

    def _silent(self, item: Item) -> bool:
        if self.pending.unknown:
            self._flush()
        if item.words.lower().endswith("ly") and self._heads():
            self._unknown(item)
        return True

    def _style(self, item: Item) -> bool:
        self._report(f"style: {item.words}")
        return True

    def _of_style(self, item: Item) -> bool:
        """ "in the style of X": everything up to the next stop is style."""
        self._flush()
        words = [item.words]
        while not self.ahead().stop:
            words.append(self.ahead().words)
            self.at += 1
        self._report("style: " + " ".join(words))
        return True

    # -- adjectives

    def _adjective(self, item: Item) -> bool:
        roles, pending = item.roles, self.pending
        if {"colour", "material"} & set(roles) and "noun" in roles and not self._before_noun():
            return False
        if ("material" in roles or item.words.lower() in BEINGS) and self._heads():
            self._unknown(item)
            return True
        if "colour" in roles:
            pending.colours.append(rgb(roles["colour"], pending.shade))
            pending.shade = 1.0
        elif "size" in roles:
            pending.size *= roles["size"] * pending.lift
            return True
        pending.lift *= roles.get("lift", 1.0)
        pending.shade *= roles.get("shade", 1.0) if self.ahead().is_("colour") else 1.0
        pending.words.append(item.words)
        return True

    def _before_noun(self) -> bool:
        ahead = self.ahead()
        return not ahead.stop and not any(map(ahead.is_, ("silent", "at", "does", "verb", "relation", "not", "join")))

    def _heads(self) -> bool:
        """Whether a word that mostly describes is a noun here: "a giant sleeps", "she folds the paper"."""
        return bool(self.pending.article) and self._last_of_phrase()

    def _last_of_phrase(self) -> bool:
        ahead, word = self.ahead(), self.ahead().words.lower()
        ends = bool(ahead.stop) or any(map(ahead.is_, ("does", "verb", "join", "at", "relation", "wears", "silent")))
        return not ahead.is_("noun") and (ends or word in FOLLOWERS)

    def _count(self, item: Item) -> bool:
        if self.pending.unknown:
            self._flush()
        if item.is_("place"):
            self._effect(item)
        self.pending.count = item.roles["count"]
        self.pending.field = item.words.lower().endswith(WHOLE)
        self.pending.words.extend([item.words] if item.is_("manner") else [])
        return True

    def _leans(self, item: Item) -> bool:
        if self.pending.colours:
            self._lean()
        elif not self.negating:
            self.leaning = True
        return True

    def _lean(self) -> None:
        target = self.draft.refused_colours if self.negating else self.draft.accents
        target.extend(self.pending.colours)
        self.pending.colours = []

    # -- place, weather, hour

    def _effect(self, item: Item) -> bool:
        waves = self.setting.takes or self.last.is_("cast") or self.last.words.lower() in PEOPLE
        if item.is_("does") and waves and not self.pending.open:
            return False
        if item.is_("weather") and item.plural and self.ahead().is_("article") and not self.pending.open:
            return self._verb(item)  # "winds the clock"
        self.said, self.setting.waiting = True, None
        if self.negating:
            refuse(self.draft, item.roles)
            self.negated = True
            return not item.is_("noun")
        if self.pending.colours and any(map(item.is_, ("leans", "place", "weather", "water"))):
            self._lean()
        if self.pending.unknown and item.is_("place"):
            self._report_unknown()
        apply(self.draft, item)
        self.doers.named("sky")
        self.setting.relate_to_place()
        if item.is_("place") and not item.is_("noun"):
            self.pending = Pending(does=self.pending.does)
        return not item.is_("noun")

    def _trodden(self, item: Item) -> bool:
        """A path: where the place has one, it is there already."""
        if self.pending.unknown or not self._last_of_phrase():
            return False
        self.draft.trodden.extend([] if self.negating else [item.words])
        self.doers.named("path")
        self.pending, self.said = Pending(), True
        return True

    def _mirrored(self, item: Item) -> bool:
        """A reflection: where the place has water, it is there already."""
        self.draft.mirrored.extend([] if self.negating else [item.words])
        return self._silent(item)

    # -- things

    def _noun(self, item: Item) -> bool:
        if item.is_("does") and self.setting.takes and not self.pending.open:
            return False
        if self._is_deed(item):
            return self._verb(item)
        if item.words.lower() in WHITHER and not self.pending.article:
            return True
        self.pending.words.append(item.words)
        if self._describes(item):
            self.pending.unknown.append(item.words)
        elif self.negating:
            self.draft.refused.setdefault(item.roles["noun"], item.words)
            self.said = self.negated = True
            self.pending = Pending()
        else:
            if self.pending.unknown:
                self._report_unknown()
            self._report_inside(item)
            self.setting.put(
                item.roles["noun"], item.plural, item.words.lower(), self.pending, self.ahead().is_("join")
            )
            self.doers.named(item.roles["noun"].kind)
            self.pending, self.other = Pending(), False
        return True

    def _report_inside(self, item: Item) -> None:
        """ "in a window", "on a horse": things stand side by side, and nobody is inside or on top of anything."""
        noun, at = item.roles["noun"], self.at - 2
        while at >= 0 and any(map(self.items[at].is_, DESCRIBING)):
            at -= 1
        leads = self.items[at].words.lower() if at >= 0 else ""
        solid = noun.kind in HOLLOW if noun.source == "native" else noun.source == "cutout" and not item.plural
        ridden = leads in ON and self._somebody() and (solid or noun.source == "puppet")
        if ridden or leads in INSIDE and solid:
            self._report(" ".join(part.words for part in self.items[at : self.at]))

    def _somebody(self) -> bool:
        """Whether the one spoken of is a puppet, or of the cast."""
        run = self.setting.run
        return self.draft.things[run[-1]].noun.source == "puppet" if run else self.other

    def _describes(self, item: Item) -> bool:
        """Whether a noun only describes the next: "taxi driver", "robot dog"."""
        ahead = self.ahead()
        if ahead.stop:
            return False
        if not ahead.roles:
            one = self.pending.article in ("a", "an") and ahead.words.lower().endswith("s")
            return not ahead.name and not one and not _verbal(ahead.words, self.ahead(1))
        if ahead.words.lower() in ALSO_VERBS and not self.pending.count:
            return False
        return ahead.is_("noun") and not ahead.is_("does") and not ahead.is_("colour") and not item.plural

    def _is_deed(self, item: Item) -> bool:
        """Whether a word for things says what the one just named does: "the boy bows", "the bell rings"."""
        subject = self.last.is_("cast") or self.last.is_("noun") or self.last.words.lower() in SUBJECTS
        return subject and item.words.lower() in ALSO_VERBS and not self.pending.open

    # -- verbs, positions, relations, clothes

    def _does(self, item: Item) -> bool:
        if item.is_("noun") and self.pending.open:
            return False
        if self.pending.unknown:
            self._flush()
        if self.other and not self.pending.open and not self.setting.takes:
            return True
        if item.roles["does"] == "fly" and self._leads_on() and not self._winged():
            return True  # "flies a kite": the kite does
        if self.pending.open or not self.setting.takes:
            self.pending.does = item.roles["does"]
            self.pending.words.append(item.words)
        else:
            self.setting.act(self.setting.run, item.roles["does"], item.words.lower().startswith(("float", "drift")))
            self.setting.closed = True
        return True

    def _verb(self, item: Item) -> bool:
        """A verb nobody can act is reported, unless it is told by what is there; its subject is drawn all the same."""
        if self.pending.unknown:
            self._flush()
        if not self.doers.show(item.words.lower(), self.last):
            self._report(item.words)
        self.setting.closed = self.setting.closed or not self.pending.open
        return True

    def _where(self, item: Item) -> bool:
        if item.is_("relation") and self._leads_on():
            return False
        if self.pending.unknown:
            self._flush()
        where = item.roles["at"]
        if self.setting.run and not self.pending.open and self.setting.place_run(where):
            return True
        if self.setting.run or self.pending.open or not self.said:
            self.setting.wait(where)
        return True

    def _leads_on(self) -> bool:
        return any(map(self.ahead().is_, ("article", "noun", "count", "place", "leans", *ADJECTIVES)))

    def _relate(self, item: Item) -> bool:
        self._flush()
        self.setting.relate(item.roles["relation"])
        return True

    def _winged(self) -> bool:
        """Whether the one spoken of can fly at all, or is no puppet."""
        things = [self.draft.things[number] for number in self.setting.run]
        return any(thing.noun.source != "puppet" or thing.noun.kind in WINGED for thing in things)

    def _wears(self, item: Item) -> bool:
        """Clothes and things in hand of a puppet belong to its words."""
        if self.pending.unknown:
            self._flush()
        thing = self.draft.things[self.setting.run[-1]] if self.setting.run else None
        if self.other and thing is None:
            end = garment_end(self.items, self.at, colour_will_do=True)
            for held in (part.words for part in self.items[self.at : end] if part.words.lower() in PROPS):
                self._report(held)  # clothes are the cast's own affair; what is in hand may be news
            self.at = end
        elif thing is not None and thing.noun.source == "puppet":
            end = garment_end(self.items, self.at, colour_will_do=item.words.lower() in ("in", "dressed", "clad"))
            if end > self.at:
                worn = [part.words for part in self.items[self.at : end] if not part.stop]
                thing.words = " ".join([thing.words, item.words, *worn])
                self.at = end
        return True

    # -- what is not known

    def _unknown(self, item: Item) -> None:
        if self.setting.run and not self.pending.open and self.last.is_("noun") and _verbal(item.words, self.ahead()):
            self._report(item.words)
            self.setting.closed = True
            return
        ahead = self.ahead().is_("article") or self.ahead().is_("count")
        if ahead and item.words.endswith(("ed", "ing")) and not item.name:
            self._verb(item)  # "around her danced a swarm of bees"
            return
        self.pending.unknown.append(item.words)
        self.pending.words.append(item.words)
        self.pending.named = self.pending.named or item.name

    def _report(self, words: str) -> None:
        if not self.negating:
            self.draft.missing.append(words)

    def _report_unknown(self) -> None:
        self._report(" ".join(self.pending.unknown))
        self.pending.unknown = []

    def _flush(self) -> None:
        """The noun phrase ends: its head, if unknown, is the nearest thing known, or is reported."""
        pending = self.pending
        if pending.unknown:
            phrase = " ".join(pending.unknown)
            found = None if pending.named else nearest.noun(phrase)
            if found is None:
                self._report_unknown()
                self._someone_else()
                self.doers.named("")
                pending = Pending(colours=pending.colours)
            elif self.negating:
                self.draft.refused.setdefault(found, phrase)
            else:
                pending.unknown = []
                plural = phrase.lower().endswith("s") and not phrase.lower().endswith("ss")
                self.setting.put(found, plural, "", pending, self.ahead().is_("join"))
                pending = self.pending = Pending()
        if pending.colours:
            self._lean()
        self.pending = Pending(does=pending.does)


_HANDLERS: tuple[tuple[str, Callable[[Reader, Item], bool]], ...] = (
    ("cast", Reader._cast),
    ("style", Reader._style),
    ("of style", Reader._of_style),
    ("not", Reader._not),
    ("article", Reader._article),
    ("join", Reader._join),
    ("count", Reader._count),
    *((role, Reader._adjective) for role in ("colour", "size", "shade", "lift", "material")),
    *((role, Reader._effect) for role in ("place", "weather", "hour", "hint", "accent", *FLAVOURS)),
    ("mirrored", Reader._mirrored),
    ("trodden", Reader._trodden),
    ("verb", Reader._verb),
    ("leans", Reader._leans),
    ("does", Reader._does),
    ("noun", Reader._noun),
    ("at", Reader._where),
    ("relation", Reader._relate),
    ("wears", Reader._wears),
    ("manner", Reader._adjective),
    ("silent", Reader._silent),
)


def _adjectival(item: Item) -> bool:
    return any(map(item.is_, ADJECTIVES)) or item.is_("join")


def _verbal(word: str, after: Item) -> bool:
    """Whether an unknown word behind a noun looks like its verb."""
    word = word.lower()
    if word in HOW_FAR:
        return True
    if word.endswith(("ing", "ed")) and len(word) > 4:
        return True
    leads = any(map(after.is_, ("article", "silent", "relation", "at", "wears", "join")))
    return word.endswith("s") and not word.endswith("ss") and leads
