"""The Request: one picture's complete, frozen, hashable order."""

from __future__ import annotations

import hashlib
import json
from typing import Literal

from pydantic import Field

from melies.core.asset import Ref
from melies.core.seed import Seed
from melies.core.size import Size
from melies.core.story import Act, Framing, Look
from melies.core.value import Value


class Phrase(Value):
    """Words with a weight; prompts that blend into each other carry weights that sum to 1."""

    text: str
    weight: float = 1.0


class Role(Value):
    """One cast member as the engine must know it."""

    name: str
    text: str
    picture: Ref | None = None
    height: float | None = None


class View(Value):
    """The camera of one frame, relative to how the engine stages the shot.

    framing and subject choose the staged camera; translation (metres, camera axes) and rotation (degrees, about
    x, y, z) move it; orbit turns it about the subject (degrees, positive to the right); zoom multiplies focal length;
    fov (vertical degrees) replaces the staged one.
    """

    framing: Framing = "wide"
    subject: str | None = None
    translation: tuple[float, float, float] = (0.0, 0.0, 0.0)
    rotation: tuple[float, float, float] = (0.0, 0.0, 0.0)
    orbit: float = 0.0
    zoom: float = 1.0
    fov: float | None = None


class Carried(Value):
    """A painted anchor brought here by exact flow: the warped picture and its soft mask of visibility.

    plain: the anchor before painting, brought here the same way: what it looks like where light or shadow moved
    tells how far to trust it. weight: how near the anchor is in time, (0, 1].
    """

    picture: Ref
    mask: Ref
    plain: Ref | None = None
    weight: float = Field(default=1.0, gt=0, le=1)


class Removed(Value):
    """A part of the staged world that is taken away, by the name that its engine gives it (`stand 12`)."""

    do: Literal["remove"] = "remove"
    part: str


class Added(Value):
    """A thing put into the staged world: words, and where it stands.

    x, z: metres on the floor; lift above it; height of what is drawn. In the sky instead: azimuth and elevation of its
    middle and its width, in degrees.
    """

    do: Literal["add"] = "add"
    text: str
    x: float = 0.0
    z: float = 0.0
    lift: float = 0.0
    height: float = Field(default=1.0, gt=0)
    azimuth: float | None = None
    elevation: float = 0.0
    width: float = 0.0


class Zone(Value):
    """A part of the picture that is finished in its own way. mask: one channel, how much of it each pixel takes.

    look: painted in another look; bold: how much more its forms stand out; tint: an sRGB colour its paint leans to;
    heal: filled up from what is round it, for pictures of which no world is known.
    select: the words that the mask was found by, so that it can be found again when the world has changed.
    """

    mask: Ref
    select: str = ""
    look: Look | None = None
    bold: float = Field(default=0.0, ge=0, le=1)
    tint: tuple[float, float, float] | None = None
    heal: bool = False


class Coat(Value):
    """A part of the stage, by words, that leans to another colour or stands out before anybody paints it.

    Found in every picture by the stage's own labels, so that it follows camera and things. strength, bold: 0 to 1;
    feather: pixels beyond it over which it fades.
    """

    select: str
    tint: tuple[float, float, float] | None = None
    bold: float = Field(default=0.0, ge=0, le=1)
    strength: float = Field(default=1.0, ge=0, le=1)
    feather: float = Field(default=0.0, ge=0, le=256)


class Guide(Value):
    """One wish that is measured, and that the picture is brought nearer to. weight: how much it counts, 0 not at all.

    kind: a critic's name (`text`, `style`, `palette`, `scribble`, ...). text, picture: what it measures against.
    avoid: further away is better. mask: one channel, where it holds; None: everywhere. perceptor: who sees words,
    `lens` or `clip:FOLDER`.
    """

    kind: str
    text: str = ""
    picture: Ref | None = None
    weight: float = 1.0
    avoid: bool = False
    mask: Ref | None = None
    perceptor: str = "lens"


class Request(Value):
    """What to make. No pictures inside, only references.

    place names the world's seed: the same place in two shots is the same world. setting is the part of the prompts that
    describes the place; an engine that can tell takes the kind of place from it. seconds is the moment
    within the shot; acts say where everybody is then. structure is a picture to paint over in place of the stage; fill
    a mask (one channel) of what is painted anew: where it is 0, no byte of what was there changes. atmosphere maps
    scene variables (hour 0-24, mist, rain, snow, wind, ... in [0, 1]) to values at this moment and wins over words.
    labels says which class of the palette each pixel is to show, outline where lines are drawn (one channel each).
    surfaces tells which surface each pixel shows (its number in four bytes), so that noise sticks to it; renew asks a
    painter to go over the paint that was carried here once more. take and again number further tries of a shot and of
    one frame: a stage sets another take's place anew, its cast as ever; a painter keeps the stage, with other noise.
    changes: what is taken from the staged world and put into it. coats: parts of it in other colours. zones: parts of
    the picture with a finish of their own, later ones over earlier ones. guides: what it is measured by and refined
    towards, everywhere or in regions.
    """

    engine: str = "diorama"
    size: Size = Size(width=640, height=360)
    seed: int = 0
    place: str = ""
    setting: str = ""
    prompt: tuple[Phrase, ...] = ()
    avoid: tuple[Phrase, ...] = ()
    cast: tuple[Role, ...] = ()
    acts: tuple[Act, ...] = ()
    seconds: float = 0.0
    view: View = View()
    time: tuple[Phrase, ...] = ()
    weather: tuple[Phrase, ...] = ()
    atmosphere: dict[str, float] = {}
    options: dict[str, float | int | str | bool] = {}
    look: Look = Look()
    style: Ref | None = None
    structure: Ref | None = None
    fill: Ref | None = None
    labels: Ref | None = None
    outline: Ref | None = None
    carried: tuple[Carried, ...] = ()
    surfaces: Ref | None = None
    renew: bool = False
    take: int = Field(default=0, ge=0)
    again: int = Field(default=0, ge=0)
    changes: tuple[Removed | Added, ...] = ()
    coats: tuple[Coat, ...] = ()
    zones: tuple[Zone, ...] = ()
    guides: tuple[Guide, ...] = ()

    @property
    def chance(self) -> Seed:
        """The stream of chance that sets the stage: another for every take."""
        return Seed(self.seed) / "take" / self.take if self.take else Seed(self.seed)

    @property
    def noise_seed(self) -> int:
        """The number that starts a painter's noise: the seed, and another one for every try of a shot or frame."""
        if not (self.take or self.again):
            return self.seed
        return (Seed(self.seed) / "take" / self.take / "again" / self.again).key >> 65  # 63 bits: torch takes no more

    def canonical(self) -> str:
        """JSON with sorted keys and without defaults: adding a field later changes no hash."""
        return json.dumps(self.model_dump(mode="json", exclude_defaults=True), sort_keys=True, separators=(",", ":"))

    @property
    def digest(self) -> str:
        """SHA-256 of the canonical JSON."""
        return hashlib.sha256(self.canonical().encode()).hexdigest()
