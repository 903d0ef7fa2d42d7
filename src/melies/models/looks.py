"""Looks: named vectors for the style network, each a small safetensors file with its card in the metadata.

A look is 990 normalisation numbers (fp16) and how strongly it is meant to be laid on. Shipped looks lie in
`assets/looks`; an author's own is any such file, made by `melies train look`.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

import numpy as np

from melies.core.errors import AuthorError, OurBug, nearest
from melies.models.style import LAYERS, NORMS, Norms, neutral, spans

HOME = Path(__file__).parents[1] / "assets" / "looks"
SCHEMA = "melies/look@1"
GROUPS = {
    "line": LAYERS[:3],
    "stroke": LAYERS[3:15],
    "colour": LAYERS[15:],
}  # what the layers do, coarsely: edges found, strokes laid, paint mixed


@dataclass(frozen=True, kw_only=True)
class Manner:
    """How a look wants to be laid on.

    strength: the one it looks best at. tone, hue: how much of the look's own light and palette to take at full
    strength, 0 to 1; the rest follows the picture, so that night stays night. calm: how far strokes fade where the
    picture is smooth, such as clear skies. limit: how far hues are pulled to the palette; glow: how far lights
    spill (`models.grade`). palette: the look's main colours as `#rrggbb`.
    """

    strength: float = 0.65
    tone: float = 1.0
    hue: float = 1.0
    calm: float = 0.0
    limit: float = 0.0
    glow: float = 0.0
    palette: tuple[str, ...] = ()


@dataclass(frozen=True)
class Card(Manner):
    """Where a look comes from, how it wants to be laid on, and what learning it measured (`figures`)."""

    title: str
    source: str
    licence: str
    about: str = ""
    figures: Mapping[str, float] = field(default_factory=dict)


_BARE = Card("None", "", "", strength=0.0, tone=0.0, hue=0.0)


@dataclass(frozen=True, eq=False)
class LookFile:
    """One look: its name, its 990 numbers, its card."""

    name: str
    norms: Norms
    card: Card


def names() -> list[str]:
    """The shipped looks, sorted."""
    return sorted(path.stem.replace("-", " ") for path in HOME.glob("*.safetensors"))


@functools.lru_cache(maxsize=64)
def load(name: str | Path) -> LookFile:
    """A shipped look by name ("starry oils", "starry-oils"), or a look file by its path.

    Raises AuthorError for unknown names, missing files and files that are not looks.
    """
    plain = str(name).strip()
    path = HOME / f"{plain.lower().replace(' ', '-').replace('_', '-')}.safetensors"
    if plain.endswith(".safetensors"):
        path = Path(plain).expanduser()
        if not path.is_file():
            raise AuthorError(f"there is no look file at {plain}; give the path of one, or a name of: {_list()}")
    elif "." in Path(plain).name or "/" in plain:
        raise _no_look(Path(plain).expanduser())
    elif not path.is_file():
        raise AuthorError(f"there is no look called {plain!r}{nearest(plain.replace('-', ' '), names())}")
    norms, metadata = _read(path)
    return LookFile(path.stem.replace("-", " "), norms, _card(path, metadata))


def save(path: Path, norms: Norms, card: Card) -> None:
    """Write a look file; NaN or a wrong length is our bug."""
    from safetensors.numpy import save as pack

    from melies.media.atomic import replacing

    if norms.shape != (NORMS,) or not np.isfinite(norms.astype(np.float16)).all():
        raise OurBug(f"a look is {NORMS} finite numbers; got shape {norms.shape}")
    about = {"schema": SCHEMA, "card": json.dumps(asdict(card), sort_keys=True)}
    path.parent.mkdir(parents=True, exist_ok=True)
    with replacing(path) as draft:
        draft.write_bytes(pack({"norms": norms.astype(np.float16)}, about))


def blend(norms: Norms, other: Norms, amount: float | Mapping[str, float]) -> Norms:
    """From `other` (0) to `norms` (1), by one amount or by one for each of GROUPS (missing groups take 1)."""
    weights = np.empty(NORMS, np.float32)
    for group, layers in GROUPS.items():
        share = amount.get(group, 1.0) if isinstance(amount, Mapping) else amount
        for layer in layers:
            for part in spans()[layer]:
                weights[part] = share
    return np.asarray(other + (norms - other) * weights, np.float32)


def mixed(parts: Sequence[tuple[LookFile | None, float]]) -> LookFile:
    """Looks by shares (brought to a sum of 1) as one: their 990 numbers and their manners; None is the bare picture.

    The palette is that of the greatest share; a strength is the mean of the parts' own.
    """
    total = sum(share for _, share in parts) or 1.0
    shares = [(look, share / total) for look, share in parts]
    numbers = np.sum([share * (look.norms if look else neutral()) for look, share in shares], axis=0)
    cards = [(look.card if look else _BARE, share) for look, share in shares]
    first = max(cards, key=lambda pair: pair[1])[0]
    manner = {
        part.name: sum(share * getattr(card, part.name) for card, share in cards)
        for part in fields(Manner)
        if part.name != "palette"
    }
    name = " and ".join(look.name if look else "none" for look, _ in shares)
    return LookFile(name, np.asarray(numbers, np.float32), replace(first, **manner))


def _no_look(file: Path) -> AuthorError:
    """Why a file that isn't a look's can't be laid on: a picture has to be learnt first."""
    from melies.media.picture import read_rgb

    if not file.is_file():
        return AuthorError(f"there is no file {str(file)!r}; a look is a .safetensors file, or a name of: {_list()}")
    read_rgb(file)  # refuses what is no picture
    learn = f"melies train look {file} --name mine"
    return AuthorError(f"a picture's style has to be learnt first: run {learn}, then name mine.safetensors as the look")


def _read(path: Path) -> tuple[Norms, dict[str, str]]:
    """The numbers and the text metadata of one file, every promise checked."""
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(str(path), framework="numpy") as file:
            metadata = dict(file.metadata() or {})
            norms = np.asarray(file.get_tensor("norms")) if "norms" in file.keys() else None  # noqa: SIM118
    except (SafetensorError, OSError) as error:
        raise AuthorError(f"{path} is not a whole look file; learn it again with `melies train look`") from error
    if metadata.get("schema") != SCHEMA or norms is None or norms.shape != (NORMS,):
        raise AuthorError(f"{path} is a safetensors file but not a look ({SCHEMA}); make one with `melies train look`")
    if not np.isfinite(norms).all():
        raise AuthorError(f"the look in {path} holds numbers that are not finite; learn it again")
    return norms.astype(np.float32), metadata


def _card(path: Path, metadata: dict[str, str]) -> Card:
    try:
        fields: dict[str, Any] = json.loads(metadata["card"])
        known = {key: value for key, value in fields.items() if key in Card.__dataclass_fields__}
        known["palette"] = tuple(known.get("palette", ()))
        return Card(**known)
    except (KeyError, ValueError, TypeError) as error:
        raise AuthorError(f"the card inside the look {path} cannot be read; learn it again") from error


def _list() -> str:
    return ", ".join(names())
