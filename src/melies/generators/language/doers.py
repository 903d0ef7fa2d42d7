"""Whose verb it is: what the cast acts, what the sky does by being there and what a flame does is no loss."""

from __future__ import annotations

from melies.generators.language.lexer import END, Item
from melies.generators.language.setting import ON_WATER
from melies.generators.language.tables.grammar import BEGINS, COMES, GLEAMS, NOBODY, PEOPLE, ROCKS, SPEAKS, STAGED
from melies.generators.language.tables.natives import ALOFT

GLEAMING = {"campfire", "lantern", "candle", "sun", "lighthouse", "fire", "street lamp", "diya lamp"}


class Doers:
    """Follows who does something while a text is read: "cast", "sky", "nobody", a kind of thing, or "" for unknown."""

    def __init__(self) -> None:
        self.first = self.latest = self.before = ""  # of this sentence, of this clause, of the sentence before

    def named(self, who: str) -> None:
        """Somebody or something was named."""
        self.latest = who
        self.first = self.first if self.first not in ("", "sky") else who  # "every morning Tin ..."

    def after(self, item: Item) -> None:
        """Take what an item says of it: pronouns, and the sentence's end."""
        word = item.words.lower()
        if item.stop == ".":
            self.before, self.first, self.latest = self.first or self.before, "", ""
        elif word in PEOPLE:
            self.named("cast")
        elif word in NOBODY:
            self.named("nobody")
        elif word == "it" and not self.first:
            self.named(self.before)

    def show(self, verb: str, last: Item = END) -> bool:
        """Whether what is on the stage tells a verb already. last: the item before it."""
        who = self.first if last.stop or last.is_("join") else self.latest
        told = BEGINS | SPEAKS
        told |= STAGED if who == "cast" else COMES if who == "sky" or who in ALOFT else set()
        told |= GLEAMS if who in GLEAMING else ROCKS if who in ON_WATER else set()
        return who == "nobody" or verb in told
