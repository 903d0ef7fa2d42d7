"""What a picture depends on beside its request: our code, the weights it names, and (told, not keyed) this machine."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Mapping
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

from melies import __version__
from melies.core.machine import cores
from melies.core.request import Request
from melies.generators.base import engine
from melies.generators.checkpoints.hashes import digest
from melies.models import looks

HOUSE = Path(__file__).parents[1]
# all that may change a pixel
ROOMS = ("assets", "core", "generators", "guidance", "models", "motion", "scene", "synthesis")
LEFT = ("__pycache__", "_licences")
LIBRARIES = ("numpy", "numba", "opencv-python-headless", "onnxruntime", "pillow")


@cache
def code() -> str:
    """SHA-256 of every file that makes pictures: another version of any part is another picture, perhaps."""
    return _hashed(ROOMS)


@cache
def sound_code() -> str:
    """The same of what makes sound."""
    return _hashed(("core", "sound"))


def weights(request: Request) -> dict[str, str]:
    """SHA-256 of the weights that a request's look and settings name, by what names them."""
    named = {"look": request.look.name} | {f"look {n}": name for n, name in enumerate(request.look.mix, 1)}
    laid = {what: hashlib.sha256(_look(look)).hexdigest() for what, look in named.items() if look != "none"}
    seers = {guide.perceptor for guide in request.guides if ":" in guide.perceptor}
    seen = {
        said: digest(Path(said.partition(":")[2])) for said in sorted(seers) if Path(said.partition(":")[2]).exists()
    }
    return {**laid, **seen, **engine(request.engine).weights(request)}


def files(request: Request) -> frozenset[str]:
    """The settings of a request that name files: their content counts, not where they lie."""
    return frozenset(option.name for option in engine(request.engine).options if option.files)


def maker(made: Mapping[str, Any] | None = None) -> dict[str, str]:
    """This Melies on this machine: versions, threads, processor. made: what an engine tells of its own libraries."""
    return _here() | {name: str(version) for name, version in (made or {}).items()}


@cache
def _here() -> dict[str, str]:
    facts = {"melies": __version__, "code": code(), "python": platform.python_version()}
    facts |= {name: metadata.version(name) for name in LIBRARIES}
    return facts | {"machine": platform.machine(), "instructions": _instructions(), "threads": str(cores())}


def told(request: Request, made: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """What a picture's file tells of its making beside its request."""
    return {"maker": maker(made), "weights": weights(request)}


@cache
def _instructions() -> str:
    """The widest vector instructions of this processor, which may change the last bit of a sum."""
    from numpy._core._multiarray_umath import __cpu_features__ as known

    ranks = ("AVX512_SKX", "AVX512F", "AVX2", "AVX", "SSE42", "SVE", "ASIMD", "NEON")
    return next((name for name in ranks if known.get(name)), "plain")


@cache
def _look(name: str) -> bytes:
    look = looks.load(name)
    return look.norms.tobytes() + repr(look.card).encode()


def _hashed(rooms: tuple[str, ...]) -> str:
    total = hashlib.sha256()
    for room in rooms:
        for path in sorted((HOUSE / room).rglob("*")):
            if path.is_file() and not set(path.parts) & set(LEFT):
                total.update(f"{path.relative_to(HOUSE).as_posix()}:{path.stat().st_size}:".encode())
                total.update(path.read_bytes())
    return total.hexdigest()
