"""The first engine: a text is read, a stage is set, a camera looks at it. No torch, any laptop."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import replace
from typing import ClassVar

import numpy as np
from jaxtyping import Bool, Float32
from numpy import ndarray

from melies.core.asset import Assets
from melies.core.camera import Camera
from melies.core.errors import AuthorError
from melies.core.image import Flow, Image, Rgb
from melies.core.region import Box
from melies.core.request import Added, Removed, Request, Role
from melies.core.seed import Seed
from melies.generators.base import Capabilities, Generator, Step, engines
from melies.generators.language import beside, read
from melies.generators.staged import alone, atmosphere, staging, stagings
from melies.scene.air import mood_of
from melies.scene.assemble import Rows
from melies.scene.build import Builder
from melies.scene.caption import STRANGE, caption
from melies.scene.change import added, put, without
from melies.scene.clear import in_the_way
from melies.scene.flow import drift as trace_drift
from melies.scene.flow import flow as trace
from melies.scene.parts import Part, parts
from melies.scene.places.bare import bare
from melies.scene.puppet.build import Puppet, build
from melies.scene.puppet.spec import kind_of, parse
from melies.scene.render import Frame, render, standing
from melies.scene.shoot import camera as stage_camera
from melies.scene.staging import WEATHER, Staging, Thing
from melies.scene.things import painted_thing, set_things
from melies.scene.track import spot
from melies.scene.world import World

WORLDS, FRAMES = 4, 6
LEAST = 0.4  # metres: a smaller paper doll would not be seen
HOMES = (0.0, 0.42, -0.42, 0.7, -0.7, 0.2)


@engines.add("diorama")
class Diorama(Generator):
    """Text to staging to picture, with exact depth, labels, masks and flow."""

    name: ClassVar[str] = "diorama"
    capabilities: ClassVar[Capabilities] = Capabilities(
        takes_camera=True,
        native=frozenset({"text", "avoid", "picture", "time", "weather", "acts", "changes", "fill"}),
        exact=frozenset({"depth", "labels", "masks", "flow"}),
        atmosphere={
            **dict.fromkeys((*WEATHER, "flash"), (0.0, 1.0)),
            "haze": (0.0, 4.0),
            "hour": (-24.0, 48.0),
            "rise": (-40.0, 80.0),
        },
    )

    def __init__(self) -> None:
        self._worlds: OrderedDict[str, tuple[World, tuple[str, ...]]] = OrderedDict()
        self._frames: OrderedDict[str, Frame] = OrderedDict()
        self._sought: tuple[Request, World, Rows, Camera] | None = None  # both neighbours ask for the same moment
        self._clear: tuple[tuple[object, ...], Bool[ndarray, " stands"]] | None = None

    def make(self, request: Request, assets: Assets) -> Iterator[Step]:
        """One step: the stage as this moment's camera sees it."""
        world, missing = self._world(request, assets)
        frame = self._frame(request, world)
        rgb, missing = self._turning(request, assets, frame.rgb, missing)
        masks = {name: frame.masks[number] for number, name in enumerate(world.cast)}
        unsaid = [words for phrase in (*request.time, *request.weather) for words in beside(phrase.text)]
        said = caption(world, frame, atmosphere(request), {role.name: role.text for role in request.cast})
        info = {"caption": said, "not_drawn": list(dict.fromkeys((*missing, *unsaid)))}
        image = Image(rgb, frame.depth, frame.labels, masks, info)
        yield Step(1, 1, image, {"diorama": info})

    def flow(self, source: Request, target: Request, assets: Assets) -> Flow:
        """Exact motion between two moments of one shot; while one world turns into another nothing is seen twice."""
        worlds = [self._worlds_of(r, assets) for r in (source, target)]
        if worlds[0] != worlds[1] or len(worlds[0]) > 1:
            size = (source.size.height, source.size.width)
            return Flow(np.zeros((*size, 2), np.float32), np.zeros(size, bool))
        return trace(*(self._frame(r, worlds[0][0]) for r in (source, target)))

    def drift(self, source: Request, target: Request, assets: Assets) -> Float32[ndarray, "h w 2"]:
        """Exact displacements without visibility: only the cards of `target` are placed, nothing is rendered."""
        world = self._world(source, assets)[0]
        if self._worlds_of(target, assets) != [world]:
            return np.zeros((source.size.height, source.size.width, 2), np.float32)
        if self._sought is None or self._sought[0] is not target or self._sought[1] is not world:
            self._sought = (target, world, *_placed(target, world, self._cleared(target, world)))
        return trace_drift(self._frame(source, world), *self._sought[2:])

    def parts(self, request: Request, assets: Assets) -> tuple[Part, ...]:
        """Every thing that is seen, with the pixels that show it."""
        world = self._world(request, assets)[0]
        return tuple(parts(world, self._frame(request, world)))

    def adding(self, words: str, box: Box, request: Request, assets: Assets) -> Added:
        """The change that puts what words name where a box of the picture is. AuthorError for what nobody draws."""
        frame = self._frame(request, self._world(request, assets)[0])
        return added(_thing(words), frame, request.size, box)

    def camera(self, request: Request, assets: Assets) -> Camera:
        """The camera a request is seen through."""
        world = self._world(request, assets)[0]
        return _camera(world, request)

    def _worlds_of(self, request: Request, assets: Assets) -> list[World]:
        """The worlds a request shows, each once: two while one prompt turns into another of another place or cast."""
        parts = [alone(request, phrase) for phrase, _ in stagings(request)] if len(request.prompt) > 1 else [request]
        return list({id(world): world for world in (self._world(part, assets)[0] for part in parts)}.values())

    def _turning(
        self, request: Request, assets: Assets, rgb: Rgb, missing: tuple[str, ...]
    ) -> tuple[Rgb, tuple[str, ...]]:
        """The picture while one prompt turns into another: the second world shines through by its weight."""
        if len(request.prompt) < 2 or len(self._worlds_of(request, assets)) < 2:
            return rgb, missing
        mixed, total = np.zeros_like(rgb), sum(phrase.weight for phrase, _ in stagings(request))
        for phrase, _ in stagings(request):
            part = alone(request, phrase)
            world, lost = self._world(part, assets)
            mixed += np.float32(phrase.weight / total) * self._frame(part, world).rgb
            missing = tuple(dict.fromkeys((*missing, *lost)))
        return mixed, missing

    def _changed(self, request: Request, assets: Assets) -> tuple[World, tuple[str, ...]] | None:
        """The world without what is taken from it, out of the one it was taken from; None if nothing is taken away."""
        added = tuple(change for change in request.changes if isinstance(change, Added))
        removed = [change for change in request.changes if isinstance(change, Removed)]
        if not removed:
            return None
        world, missing = self._world(request.model_copy(update={"changes": added}), assets)
        return without(world, removed), missing

    def _frame(self, request: Request, world: World) -> Frame:
        """Rendered once; the last few are kept, since flow asks for its anchors again and again."""
        key = request.model_copy(update={"carried": (), "look": Request().look}).digest
        if key in self._frames:
            self._frames.move_to_end(key)
            return self._frames[key]
        seen = _camera(world, request)
        frame = render(
            world,
            seen,
            request.size,
            request.seconds,
            atmosphere(request),
            request.acts,
            self._cleared(request, world),
        )
        self._frames[key] = frame
        while len(self._frames) > FRAMES:
            self._frames.popitem(last=False)
        return frame

    def _cleared(self, request: Request, world: World) -> Bool[ndarray, " stands"]:
        """Stands taken away for the shot, the same in all its frames."""
        shot = (world, request.view.framing, request.view.subject, request.acts, _aspect(request))
        if self._clear is None or self._clear[0] != shot:
            self._clear = (shot, in_the_way(world, request.view, request.acts, _aspect(request)))
        return self._clear[1]

    def _world(self, request: Request, assets: Assets) -> tuple[World, tuple[str, ...]]:
        """The stage of a request, set once per place, text and cast."""
        stage = staging(request)
        key = repr(
            (
                request.place,
                request.chance,
                replace(stage, hour=0.0, weather={}, not_drawn=()),
                request.cast,
                _first_marks(request),
                request.changes,
            )
        )
        if key not in self._worlds:
            self._worlds[key] = self._changed(request, assets) or _set_stage(request, stage, assets)
            while len(self._worlds) > WORLDS:
                self._worlds.popitem(last=False)
        self._worlds.move_to_end(key)
        world, missing = self._worlds[key]
        return world, tuple(dict.fromkeys((*stage.not_drawn, *missing)))


def _thing(words: str) -> Thing:
    """The one thing that words name. AuthorError where they name none that is drawn, or several."""
    things = read(words).things if any(letter.isalnum() for letter in words) else ()
    if len(things) != 1 or things[0].count > 1:
        raise AuthorError(f"say one thing to add, such as 'a red rowing boat'; got {words!r}")
    return replace(things[0], words=words.strip())


def _placed(request: Request, world: World, hidden: Bool[ndarray, " stands"]) -> tuple[Rows, Camera]:
    """Every card's row at a moment, and the camera it is seen by."""
    air, seen = atmosphere(request), _camera(world, request)
    parts = standing(world, seen, mood_of(world, air), request.seconds, air, request.acts, hidden)
    return np.concatenate(parts), seen


def _camera(world: World, request: Request) -> Camera:
    return stage_camera(world, request.view, request.acts, _aspect(request), request.seconds)


def _aspect(request: Request) -> float:
    return request.size.width / request.size.height


def _first_marks(request: Request) -> tuple[object, ...]:
    return tuple((act.who, act.at) for act in request.acts if act.at is not None)


def _set_stage(request: Request, staging: Staging, assets: Assets) -> tuple[World, tuple[str, ...]]:
    builder, floor = bare(staging, request.chance / "place" / (request.place or staging.place))
    missing = set_things(builder, floor, staging)
    unread: list[str] = []
    play = float(builder.fields.get("play", 2.4))
    for number, role in enumerate(request.cast):
        unread += _cast(builder, role, (HOMES[number % len(HOMES)] * 6.2, play), assets, request)
    for change in request.changes:
        if isinstance(change, Added) and not put(builder, _thing(change.text), change):
            missing = (*missing, change.text)
    world = builder.done(floor, notes={name: getattr(staging, name) for name in (*STRANGE, "accent")})
    for act in request.acts:  # refuse unknown places before the first frame
        for where in (act.at, act.to):
            if where is not None:
                spot(world, where)
    return world, (*missing, *unread)


def _cast(builder: Builder, role: Role, home: tuple[float, float], assets: Assets, request: Request) -> list[str]:
    """Put one cast member on the stage; returns words of its description that could not be drawn."""
    puppet, unread, aloft = _figure(builder, role, assets, request)
    flies = aloft or any(act.who == role.name and act.does == "fly" for act in request.acts)
    builder.actor(role.name, puppet, puppet.cards, puppet.cards[0].label, home, flies=flies, lift=1.7 if flies else 0.0)
    return [f"{role.name}: {word}" for word in unread]


def _figure(builder: Builder, role: Role, assets: Assets, request: Request) -> tuple[Puppet, tuple[str, ...], bool]:
    """A jointed puppet, or a paper doll of the author's drawing or of the set piece that the words name.

    With the words that could not be drawn, and whether it hangs in the air by nature.
    """
    from melies.scene.puppet.picture import from_picture

    if role.picture is not None:
        return from_picture(assets.get(role.picture), role.height or 1.5), (), False
    shown = read(role.text)
    thing = next((thing for thing in shown.things if thing.source != "puppet"), None)
    card = painted_thing(builder, thing) if thing and kind_of(role.text) is None else None
    if thing and card:
        tall = role.height or max(LEAST, card.metres[1] * thing.size)
        lost = tuple(other.words or other.kind for other in shown.things if other is not thing)
        return from_picture(card.rgba, tall, card.label), (*shown.not_drawn, *lost), thing.airborne
    spec, unread = parse(role.text, Seed(request.seed) / "cast" / role.name, role.height)
    return build(spec), unread, False
