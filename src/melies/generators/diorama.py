"""The first engine: a text is read, a stage is set, a camera looks at it. No torch, any laptop."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import ClassVar

import numpy as np
from jaxtyping import Bool, Float32
from numpy import ndarray

from melies.core.asset import Assets
from melies.core.camera import Camera
from melies.core.errors import AuthorError
from melies.core.image import Flow, Image
from melies.core.request import Request, Role
from melies.core.seed import Seed
from melies.generators.base import Capabilities, Generator, Step, engines
from melies.generators.language import beside, hour, read, weather
from melies.scene.air import mood_of
from melies.scene.assemble import Rows
from melies.scene.build import Builder
from melies.scene.clear import in_the_way
from melies.scene.flow import drift as trace_drift
from melies.scene.flow import flow as trace
from melies.scene.places.bare import bare
from melies.scene.puppet.build import Puppet, build
from melies.scene.puppet.spec import kind_of, parse
from melies.scene.render import Frame, render, standing
from melies.scene.shoot import camera as stage_camera
from melies.scene.staging import WEATHER, Staging
from melies.scene.things import painted_thing, set_things
from melies.scene.track import spot
from melies.scene.world import World

WORLDS, FRAMES = 4, 6
SKY = ("clouds", "mist", "rain", "snow", "storm", "wind")
LEAST = 0.4  # metres: a smaller paper doll would not be seen
HOMES = (0.0, 0.42, -0.42, 0.7, -0.7, 0.2)


@engines.add("diorama")
class Diorama(Generator):
    """Text to staging to picture, with exact depth, labels, masks and flow."""

    name: ClassVar[str] = "diorama"
    capabilities: ClassVar[Capabilities] = Capabilities(
        takes_camera=True,
        native=frozenset({"text", "avoid", "picture", "time", "weather", "acts"}),
        exact=frozenset({"depth", "labels", "masks", "flow"}),
        atmosphere={**dict.fromkeys((*WEATHER, "flash"), (0.0, 1.0)), "haze": (0.0, 4.0), "hour": (-24.0, 48.0)},
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
        masks = {name: frame.masks[number] for number, name in enumerate(world.cast)}
        unsaid = [words for phrase in (*request.time, *request.weather) for words in beside(phrase.text)]
        info = {"caption": world.caption, "not_drawn": list(dict.fromkeys((*missing, *unsaid)))}
        image = Image(frame.rgb, frame.depth, frame.labels, masks, info)
        yield Step(1, 1, image, {"diorama": info})

    def flow(self, source: Request, target: Request, assets: Assets) -> Flow:
        """Exact motion between two moments of one shot."""
        return trace(*(self._frame(r, self._world(r, assets)[0]) for r in (source, target)))

    def drift(self, source: Request, target: Request, assets: Assets) -> Float32[ndarray, "h w 2"]:
        """Exact displacements without visibility: only the cards of `target` are placed, nothing is rendered."""
        world = self._world(source, assets)[0]
        if self._sought is None or self._sought[0] is not target or self._sought[1] is not world:
            self._sought = (target, world, *_placed(target, world, self._cleared(target, world)))
        return trace_drift(self._frame(source, world), *self._sought[2:])

    def camera(self, request: Request, assets: Assets) -> Camera:
        """The camera a request is seen through."""
        world = self._world(request, assets)[0]
        return _camera(world, request)

    def _frame(self, request: Request, world: World) -> Frame:
        """Rendered once; the last few are kept, since flow asks for its anchors again and again."""
        key = request.model_copy(update={"carried": (), "look": Request().look}).digest
        if key in self._frames:
            self._frames.move_to_end(key)
            return self._frames[key]
        staging = _staging(request)
        seen = _camera(world, request)
        frame = render(
            world,
            seen,
            request.size,
            request.seconds,
            atmosphere(request, staging),
            request.acts,
            self._cleared(request, world),
        )
        self._frames[key] = frame
        while len(self._frames) > FRAMES:
            self._frames.popitem(last=False)
        return frame

    def _cleared(self, request: Request, world: World) -> Bool[ndarray, " stands"]:
        """Stands taken away for the shot, the same in all its frames."""
        shot = (world, request.view.framing, request.view.subject, request.acts)
        if self._clear is None or self._clear[0] != shot:
            self._clear = (shot, in_the_way(world, request.view, request.acts, _aspect(request)))
        return self._clear[1]

    def _world(self, request: Request, assets: Assets) -> tuple[World, tuple[str, ...]]:
        """The stage of a request, set once per place, text and cast."""
        staging = _staging(request)
        key = repr(
            (
                request.place,
                request.seed,
                replace(staging, hour=0.0, weather={}, not_drawn=()),
                request.cast,
                _first_marks(request),
            )
        )
        if key not in self._worlds:
            self._worlds[key] = _set_stage(request, staging, assets)
            while len(self._worlds) > WORLDS:
                self._worlds.popitem(last=False)
        self._worlds.move_to_end(key)
        world, missing = self._worlds[key]
        return world, tuple(dict.fromkeys((*staging.not_drawn, *missing)))


def _placed(request: Request, world: World, hidden: Bool[ndarray, " stands"]) -> tuple[Rows, Camera]:
    """Every card's row at a moment, and the camera it is seen by."""
    air, seen = atmosphere(request, _staging(request)), _camera(world, request)
    parts = standing(world, seen, mood_of(world, air), request.seconds, air, request.acts, hidden)
    return np.concatenate(parts), seen


def _camera(world: World, request: Request) -> Camera:
    return stage_camera(world, request.view, request.acts, _aspect(request), request.seconds)


def _aspect(request: Request) -> float:
    return request.size.width / request.size.height


def _first_marks(request: Request) -> tuple[object, ...]:
    return tuple((act.who, act.at) for act in request.acts if act.at is not None)


def _staging(request: Request) -> Staging:
    """The staging of the weightiest prompt; what is being walked toward appears when it outweighs the rest."""
    prompts = sorted(request.prompt, key=lambda phrase: -phrase.weight)
    if not prompts or not prompts[0].text.strip():
        if not request.place:
            raise AuthorError("the prompt is empty; say what the picture shows")
        return Staging()
    avoid = ", ".join(phrase.text for phrase in request.avoid)
    return _understood(prompts[0].text, avoid, request.setting, request.cast)


@lru_cache(maxsize=64)
def _understood(prompt: str, avoid: str, setting: str, cast: tuple[Role, ...]) -> Staging:
    """What the words stage beside the cast: who plays is not drawn a second time, nor what a drawing wears already."""
    staging = read(prompt, avoid=avoid, cast=tuple(role.name for role in cast), place=setting)
    played = {_kind(role) for role in cast}
    drawn = {word for role in cast if role.picture is not None for word in role.text.lower().split()}
    things = tuple(
        thing
        for thing in staging.things
        if thing.count != 1 or not (thing.kind in played or {*(thing.words or thing.kind).lower().split()} <= drawn)
    )
    worn = " ".join(role.text.lower() for role in cast)
    missing = tuple(words for words in staging.not_drawn if words.lower().split()[-1] not in worn)
    return replace(staging, things=things, not_drawn=missing)


def _kind(role: Role) -> str:
    """What kind of puppet or set piece a member of the cast is; "" when no word says it."""
    if not role.text.strip():
        return ""
    shown = read(role.text).things
    return kind_of(role.text) or (shown[0].kind if shown else "")


def atmosphere(request: Request, staging: Staging) -> dict[str, float]:
    """Hour and weather now: the shot's own words blended by weight, else the text's; then explicit numbers.

    A shot that says its weather has that and no other; what shines (neon, an aurora) belongs to its place.
    """
    sky = {name: amount for name, amount in staging.weather.items() if not request.weather or name not in SKY}
    air = {"hour": staging.hour, **sky}
    hours = [(said, phrase.weight) for phrase in request.time if (said := hour(phrase.text)) is not None]
    if hours:
        angle = sum(np.exp(2j * np.pi * said / 24) * weight for said, weight in hours)
        air["hour"] = float(np.angle(angle) / (2 * np.pi) * 24) % 24
    total: dict[str, float] = {}
    for phrase in request.weather:
        for name, amount in weather(phrase.text).items():
            total[name] = total.get(name, 0.0) + amount * phrase.weight
    return {**air, **total, **request.atmosphere}


def _set_stage(request: Request, staging: Staging, assets: Assets) -> tuple[World, tuple[str, ...]]:
    builder, floor = bare(staging, Seed(request.seed) / "place" / (request.place or staging.place))
    missing = set_things(builder, floor, staging)
    unread: list[str] = []
    play = float(builder.fields.get("play", 2.4))
    for number, role in enumerate(request.cast):
        unread += _cast(builder, role, (HOMES[number % len(HOMES)] * 6.2, play), assets, request)
    world = builder.done(floor, caption=_caption(staging, request), notes={"alien": staging.alien})
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


def _caption(staging: Staging, request: Request) -> str:
    """A sentence that is true of the picture."""
    parts = [f"{'an alien ' if staging.alien else ''}{'ruined ' if staging.ruined else ''}{staging.place}".strip()]
    parts += [
        f"{thing.count if thing.count > 1 else 'a'} {thing.words or thing.kind}"
        for thing in staging.things
        if thing.count > 0
    ]
    parts += [role.text for role in request.cast]
    return ", ".join(parts)
