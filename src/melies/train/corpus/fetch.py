"""Public packages brought to a folder with npm and apt, once: `SOURCES/npm/NAME` and `SOURCES/deb/NAME`."""

from __future__ import annotations

import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from melies.core.errors import AuthorError

MINUTES = 30


@dataclass(frozen=True)
class Package:
    """One package: `kind` is "npm" or "deb"; `folder` is what it is called among the sources."""

    kind: str
    name: str
    version: str
    folder: str

    def home(self, sources: Path) -> Path:
        """Where it lies unpacked."""
        return sources / self.kind / self.folder


EMOJIBASE = Package("npm", "emojibase-data", "17.0.0", "emojibase-data")
FLUENT = Package("npm", "@lobehub/fluent-emoji-3d", "1.1.0", "fluent-emoji-3d")
ICONIFY = Package("npm", "@iconify/json", "2.2.535", "iconify-json")
PMNDRS = Package("npm", "@pmndrs/assets", "1.7.0", "pmndrs-assets")
OPENCLIPART = Package("deb", "openclipart-svg", "1:0.18+dfsg-19", "openclipart-svg")
ENDLESS_SKY = Package("deb", "endless-sky-data", "0.9.8-1.2", "endless-sky-data")
GCOMPRIS = Package("deb", "gcompris-qt-data", "3.1-2", "gcompris-qt-data")
BLENDER = Package("deb", "blender-data", "3.4.1+dfsg-2", "blender-data")


def fetch(packages: Sequence[Package], sources: Path) -> None:
    """Bring what is not there yet. AuthorError when npm or apt is missing, or a package can't be had."""
    for package in packages:
        home = package.home(sources.resolve())
        if not home.is_dir():
            _need(("npm",) if package.kind == "npm" else ("apt-get", "dpkg"), package)
            home.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=home.parent) as scratch:
                unpacked = (_npm if package.kind == "npm" else _deb)(package, Path(scratch))
                unpacked.rename(home)


def _need(programs: Sequence[str], package: Package) -> None:
    missing = [program for program in programs if shutil.which(program) is None]
    if missing:
        raise AuthorError(
            f"the corpus needs {' and '.join(missing)} to bring {package.name}, and finds none: install it, or bring "
            f"the package's contents to {package.kind}/{package.folder} in the folder of sources"
        )


def _npm(package: Package, scratch: Path) -> Path:
    _run(["npm", "pack", f"{package.name}@{package.version}", "--silent"], scratch, package)
    with tarfile.open(next(scratch.glob("*.tgz"))) as archive:
        archive.extractall(scratch, filter="data")
    return scratch / "package"


def _deb(package: Package, scratch: Path) -> Path:
    _run(["apt-get", "download", f"{package.name}={package.version}"], scratch, package)
    _run(["dpkg", "-x", str(next(scratch.glob("*.deb"))), "unpacked"], scratch, package)
    return scratch / "unpacked"


def _run(command: list[str], folder: Path, package: Package) -> None:
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60 * MINUTES, check=False)
    except subprocess.TimeoutExpired:
        raise AuthorError(
            f"{package.name} {package.version} did not come within {MINUTES} minutes; try again"
        ) from None
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines()
        reason = said[-1] if said else f"status {done.returncode}"
        raise AuthorError(
            f"{package.name} {package.version} could not be brought by {command[0]} ({reason}); is there a network?"
        )
