"""Who speaks: "she" and nobody named become a member of the cast, as a reader would take it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from melies.story.doing import PRONOUNS, Context, doings
from melies.story.members import Cast
from melies.story.places import key
from melies.story.script import Element, Scene, Script
from melies.story.sentences import sentences


def attributed(script: Script, cast: Cast) -> Script:
    """The script with a name for every speaker of its prose that the words around tell; screenplays say it already."""
    if script.form == "screenplay":
        return script
    context = Context()
    scenes = []
    place = None
    for scene in script.scenes:
        context = context.elsewhere() if key(scene) != place else context
        place = key(scene)
        listener = _Listener(cast, context)
        scenes.append(replace(scene, elements=tuple(listener.heard(scene))))
        context = listener.context
    return replace(script, scenes=tuple(scenes))


class _Listener:
    """Follows who was mentioned and who spoke; an unnamed answer comes from the other one of the two."""

    def __init__(self, cast: Cast, context: Context) -> None:
        self.cast, self.context = cast, context
        self.speakers: tuple[str, ...] = ()

    def heard(self, scene: Scene) -> Iterator[Element]:
        for element in scene.elements:
            if element.kind == "action":
                for sentence in sentences(element.text):
                    _, self.context, _ = doings(sentence, self.cast, self.context)
            if element.kind != "speech":
                yield element
                continue
            name = self._speaker(element.who)
            if name:
                self.context = self.context.after([name], self.cast)
                self.speakers = (*(other for other in self.speakers if other != name), name)[-2:]
            yield replace(element, who=name or ("" if element.who.lower() in (*PRONOUNS, "i") else element.who))

    def _speaker(self, who: str) -> str | None:
        if who.lower() in PRONOUNS:
            meant = self.context.means(who.lower())
            return meant[-1] if meant else None
        if who:
            return self.cast.called(who)
        return self.speakers[0] if len(self.speakers) == 2 else (self.speakers[-1] if self.speakers else None)
