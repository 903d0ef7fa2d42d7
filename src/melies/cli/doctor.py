"""melies doctor: what is installed, which engines can run, and where."""

from __future__ import annotations

import json
import os
import platform
import re
import shutil
import tempfile
from importlib import metadata, util
from pathlib import Path
from typing import Any

import typer

from melies.cli.flags import Json
from melies.core.machine import cores

EXTRAS = {  # what each optional part of the package is for
    "train": "learning your own looks (melies train look)",
    "hand": "losses of regions, and words found in any picture (melies edit)",
    "checkpoints": "painting with your own checkpoints (engine: diffusers)",
    "corpus": "building the open picture packs that training uses (melies corpus build)",
}


def doctor(as_json: Json = False) -> None:
    """Look this machine over: Python, cores, memory, disk, packages, engines and where they run, looks, fonts.

    Exits with 0 when films can be made here, with 2 when something is missing, and says what to do.
    """
    facts = examined()
    if as_json:
        typer.echo(json.dumps(facts, ensure_ascii=False))
    else:
        _show(facts)
    if facts["problems"]:
        raise typer.Exit(2)


def examined() -> dict[str, Any]:
    """Everything the doctor looks at, as plain data; `problems` are sentences that say what to do."""
    from melies import __version__

    base, extras = _packages()
    engines = _engines()
    problems = [
        f"{name} is missing; in Melies's folder run: pip install ." for name, found in base.items() if found is None
    ]
    wrong = _pinned_otherwise(base)
    problems += [
        f"{name} is {found}, tested with {pinned}; in Melies's folder run: pip install ."
        for name, found, pinned in wrong
    ]
    if not any(engine["runs"] for engine in engines):
        problems.append("no engine can run; in Melies's folder run: pip install --force-reinstall .")
    free = shutil.disk_usage(tempfile.gettempdir()).free
    if free < 2_000_000_000:
        problems.append(f"only {_gigabytes(free)} are free in {tempfile.gettempdir()}; a film needs about 2 GB there")
    return {
        "melies": __version__,
        "python": platform.python_version(),
        "system": platform.platform(),
        "cores": cores(),
        "memory": _memory(),
        "free_disk": free,
        "packages": base,
        "extras": extras,
        "engines": engines,
        "looks": _looks(),
        "fonts": _fonts(),
        "problems": problems,
    }


def _memory() -> int | None:
    """Bytes of main memory, where the system says."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (ValueError, OSError, AttributeError):
        return None


def _declared() -> list[tuple[str, str, str]]:
    """(name, pinned version, extra) of everything the package's own metadata requires."""
    try:
        lines = metadata.requires("melies") or []
    except metadata.PackageNotFoundError:
        return []
    found = (re.match(r"([\w.-]+)(?:==([\w.+]+))?[^;]*(?:;.*extra == ['\"](\w+)['\"])?", line) for line in lines)
    return [(match[1], match[2] or "", match[3] or "") for match in found if match and match[1] != "melies"]


def _packages() -> tuple[dict[str, str | None], dict[str, dict[str, str | None]]]:
    """Versions of what is needed, and of what each extra adds; None is not installed."""
    base: dict[str, str | None] = {}
    extras: dict[str, dict[str, str | None]] = {part: {} for part in EXTRAS}
    for name, _, part in _declared():
        if not part or part in EXTRAS:
            (extras[part] if part else base)[name] = _version(name)
    return base, extras


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _pinned_otherwise(base: dict[str, str | None]) -> list[tuple[str, str, str]]:
    pins = {name: pinned for name, pinned, part in _declared() if not part and pinned}
    found = ((name, base.get(name), pinned) for name, pinned in pins.items())
    return [(name, version, pinned) for name, version, pinned in found if version and version.split("+")[0] != pinned]


def _engines() -> list[dict[str, Any]]:
    """Each registered engine: whether it can be loaded here, where it runs, and what it declares."""
    from melies.generators.base import engines

    found = []
    for name in engines:
        try:
            part = engines[name]
            lacking = [package for package in part.needs if util.find_spec(package) is None]
            where = f"needs {', '.join(lacking)}" if lacking else part.where()
            native = sorted(part.capabilities.native)
            found.append({"name": name, "runs": not lacking, "where": where, "understands": native})
        except Exception as error:
            found.append({"name": name, "runs": False, "where": f"can't load: {error}", "understands": []})
    return found


def _looks() -> list[str]:
    try:
        from melies.models.looks import names

        return names()
    except Exception:
        return []


def _fonts() -> list[str]:
    """Fonts that come with Melies; no others are used, so that letters look the same everywhere."""
    home = Path(__file__).resolve().parent.parent / "assets" / "fonts"
    return sorted(path.stem for path in home.rglob("*") if path.suffix.lower() in (".ttf", ".otf", ".woff2"))


def _gigabytes(size: int | None) -> str:
    return "unknown" if size is None else f"{size / 1e9:.1f} GB"


def _show(facts: dict[str, Any]) -> None:
    from rich.console import Console

    console = Console(highlight=False, soft_wrap=True)
    ready = "[red]Films can't be made here yet:[/]" if facts["problems"] else "[green]Films can be made here.[/]"
    console.print(f"{ready} {'; '.join(facts['problems']) or 'Everything a film and a book need is installed.'}")
    console.print(f"[bold]melies {facts['melies']}[/] on Python {facts['python']}, {facts['system']}")
    memory, disk = _gigabytes(facts["memory"]), _gigabytes(facts["free_disk"])
    console.print(f"{facts['cores']} cores, {memory} memory, {disk} free for films in the making")
    for engine in facts["engines"]:
        mark = "[green]runs[/]" if engine["runs"] else "[red]can't run[/]"
        console.print(f"engine [bold]{engine['name']}[/]: {mark} on the {engine['where']}")
    console.print(f"{len(facts['looks'])} looks: {', '.join(facts['looks']) or 'none'}")
    console.print(f"{len(facts['fonts'])} fonts: {', '.join(facts['fonts']) or 'none'}")
    packages = ", ".join(f"{name} {version or '[red]missing[/]'}" for name, version in facts["packages"].items())
    console.print(f"packages: {packages or 'unknown (Melies is not installed as a package)'}")
    for part, found in facts["extras"].items():
        if None in found.values():
            console.print(
                f"[dim]not needed for films:[/] {EXTRAS[part]}; to add it: pip install '.\\[{part}]' in Melies's folder"
            )
        elif found:
            there = ", ".join(f"{name} {version}" for name, version in found.items())
            console.print(f"also here: {EXTRAS[part]}, with {there}")
