"""`melies train vista`: from rendered worlds to the networks and the sheets that show them; goes on at any kill."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch

from melies.core.errors import AuthorError
from melies.core.headway import Headway
from melies.media.picture import write_png
from melies.models.vista import weights
from melies.models.vista.larger import Larger
from melies.models.vista.net import Vista
from melies.models.vista.painter import Painter
from melies.models.vista.spec import Spec, preset
from melies.scene.labels import DRAWN
from melies.train.vista import enlarge, gallery, pack
from melies.train.vista.sheet import sheet
from melies.train.vista.teach import Lesson, start, teach

KNOWN = len(DRAWN)  # labels
DEVICES = ("cpu", "cuda")
SHIPPED = "shipped"
WIDE = (6, 11)  # the grid that sheets are made of, where there is one


@dataclass(frozen=True)
class Progress(Headway):
    """How far a stage is; losses since the last look, and the sheet that was written."""

    losses: dict[str, float] = field(default_factory=dict)
    file: Path | None = None


@dataclass(frozen=True)
class Course:
    """Where worlds lie, where the work is kept, and what is taught.

    begin: a vista to go on from; pictures: a folder of the author's own, with captions.
    """

    worlds: Path
    work: Path
    size: str = "s"
    lesson: Lesson = Lesson()
    larger: int = 1200
    pieces: int = 24
    begin: str = ""
    pictures: Path | None = None


def course(plan: Course, out: Path) -> Iterator[Progress]:
    """Teach and write a vista into `out`. AuthorError without worlds, or where what it begins with does not fit."""
    if not next(plan.worlds.glob("world-*.npz"), None):
        raise AuthorError(f"{plan.worlds} holds no worlds; melies corpus worlds -o {plan.worlds} renders some")
    if plan.pictures is not None:
        gallery.captions(plan.pictures)
    spec = preset(plan.size)
    out.parent.mkdir(parents=True, exist_ok=True)
    if out.exists() and not out.is_dir():
        raise AuthorError(f"{out} is a file; name a folder for the networks")
    if plan.lesson.device not in DEVICES:
        raise AuthorError(f"--device is {' or '.join(DEVICES)}; got {plan.lesson.device!r}")
    if plan.lesson.device == "cuda" and not torch.cuda.is_available():
        raise AuthorError("there is no graphics card that torch can use here; leave --device out")
    state = plan.work / f"vista-{plan.size}.pt"
    if plan.begin and state.is_file():
        raise AuthorError(f"a lesson was begun in {state}; leave --begin out to go on with it, or name another --work")
    if plan.begin:
        weights.ready(_known(plan))
    home = plan.work / "base"
    if plan.pictures is not None:
        for done, of in gallery.small(plan.pictures, home):
            yield Progress("the author's pictures", done, of)
    for done, of in pack.small(plan.worlds, home):
        yield Progress("base pictures", done, of)
    groups, held = pack.groups(plan.worlds, home, held=False), pack.groups(plan.worlds, home, held=True)
    if plan.pictures is not None:
        groups += gallery.groups(plan.pictures, home)
    book = pack.Wordbook(plan.work / "words.npz")
    said = [text for group in groups for row in group.told for one in row for text in (one, pack.mirrored(one))]
    for done, of in book.learn(said):
        yield Progress("words", done, of)
    net = _begun(plan, spec, groups)
    if plan.begin:
        enlarge.begin(_state(plan), weights.painter(_known(plan)).larger, plan.lesson.seed)
    shown = max((group for group in held), key=lambda group: (group.cells == WIDE, len(group)))
    taught = Vista(spec)
    for look in teach(net, groups, book, plan.lesson, state):
        note = ", ".join(f"{name} {loss:.3f}" for name, loss in look.losses.items())
        file = None
        if look.net is not None:
            taught = look.net
            smooth = Painter(taught, Larger(), KNOWN)
            file = write_png(plan.work / f"sheet-{look.step:06d}.png", sheet(smooth, shown))
        yield Progress("vista", look.step, look.of, note, dict(look.losses), file)
    larger = Larger()
    for told in _larger(plan, taught):
        if isinstance(told, Progress):
            yield told
        else:
            larger = told
    painter = Painter(taught, larger, KNOWN)
    facts: dict[str, Any] = {"spec": spec.told(), "labels": KNOWN, "steps": plan.lesson.steps}
    weights.save(out, painter.net, painter.larger, facts)
    yield Progress("vista", 1, 1, "", {}, write_png(plan.work / "sheet.png", sheet(painter, shown)))


def _known(plan: Course) -> str:
    """The folder of the vista that a lesson begins with."""
    return "" if plan.begin == SHIPPED else plan.begin


def _state(plan: Course) -> Path:
    """Where the enlarger's lesson is kept."""
    return plan.work / f"larger-{plan.size}.pt"


def _begun(plan: Course, spec: Spec, groups: list[pack.Group]) -> Vista:
    """A new network, or one that was taught before."""
    if not plan.begin:
        return start(spec, groups, plan.lesson.seed)
    net = weights.painter(_known(plan)).net
    if net.spec != spec:
        raise AuthorError(f"what --begin names is {net.spec.told()}, not of size {plan.size!r}; name its size")
    again = Vista(spec)
    again.load_state_dict(net.state_dict())
    return again


def _larger(plan: Course, taught: Vista) -> Iterator[Progress | Larger]:
    from melies.guidance.perceptors.lens import backbone

    home = plan.work / f"pieces-{weights.digest(taught)}"  # as this very network paints them
    for done, of in enlarge.pieces(plan.worlds, home, taught):
        yield Progress("pieces", done, of)
    some = enlarge.load(plan.worlds, home)
    lesson = enlarge.Lesson(plan.larger, plan.pieces, plan.lesson.seed)
    for look in enlarge.teach(some, backbone(), lesson, _state(plan)):
        note = ", ".join(f"{name} {loss:.3f}" for name, loss in look.losses.items())
        yield Progress("enlarger", look.step, look.of, note, dict(look.losses))
        if look.net is not None:
            yield look.net
