"""What a base install puts on the disk."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from importlib.metadata import Distribution, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
LIMIT = 1_000_000_000


def installed(wanted: Iterable[str]) -> dict[str, Distribution]:
    """The distributions that these requirements bring here, and all that those require; no extras."""
    found: dict[str, Distribution] = {}
    open_ = [Requirement(text) for text in wanted]
    while open_:
        need = open_.pop()
        name = canonicalize_name(need.name)
        if name in found or (need.marker and not need.marker.evaluate({"extra": ""})):
            continue
        found[name] = distribution(name)
        open_ += map(Requirement, found[name].requires or ())
    return found


def size(part: Distribution) -> int:
    """Bytes of its files; without bytecode, which `make install` does not write."""
    files = (Path(str(file.locate())) for file in part.files or () if file.suffix != ".pyc")
    return sum(file.stat().st_size for file in files if file.is_file())


def test_the_base_install_stays_under_one_gigabyte() -> None:
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    own = sum(file.stat().st_size for file in (ROOT / "src").rglob("*") if file.suffix != ".pyc" and file.is_file())
    sizes = {name: size(part) for name, part in installed(wanted).items()}
    assert len(sizes) > len(wanted) and min(sizes["scipy"], sizes["llvmlite"]) > 10_000_000, sizes
    assert own + sum(sizes.values()) < LIMIT, sorted(sizes.items(), key=lambda pair: -pair[1])[:8]
