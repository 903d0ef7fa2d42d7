"""melies models: the author's own models that are here, and fetching one from the hub when told to."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from melies.cli.flags import Json
from melies.core.headway import Headway

if TYPE_CHECKING:
    from melies.generators.checkpoints.find import Found

MEGA = 1_000_000


def models(
    folder: Annotated[
        str | None,
        typer.Argument(
            metavar="[DIR]", help="The models folder; left out, what MELIES_MODELS names.", show_default=False
        ),
    ] = None,
    get: Annotated[
        str | None,
        typer.Option("--get", metavar="OWNER/NAME", help="Fetch a model from the Hugging Face hub into its cache."),
    ] = None,
    hashes: Annotated[bool, typer.Option("--hash/--no-hash", help="Work out hashes (once for each file).")] = True,
    as_json: Json = False,
) -> None:
    """List the models in a folder laid out like Automatic1111's or ComfyUI's: kind, family, size, hash.

    Nothing is loaded and no code in a file is run. What is damaged is listed as such. `--get` is the one command that
    asks the network for a model; stopped and given again, it keeps the files that were complete.

    [dim]Example:[/] [cyan]melies models ~/stable-diffusion-webui/models[/]
    """
    if get is not None:
        if folder is not None:
            raise typer.BadParameter("models are fetched into the hub's own cache; leave DIR out", param_hint="--get")
        return _fetched(get, as_json)
    from melies.cli.progress import shown
    from melies.generators.checkpoints.find import found, models_home

    listed = list(found(models_home(folder)))
    facts: list[dict[str, Any]] = []
    for event in shown(_looked_at(listed, hashes), quiet=as_json):
        if event.facts is not None:
            facts.append(event.facts)
    if as_json:
        typer.echo(json.dumps(facts, ensure_ascii=False))
    else:
        _table(facts)


def _fetched(name: str, as_json: bool) -> None:
    """Fetch a model; what is fetched shows bars of its own."""
    from melies.generators.checkpoints.hub import fetch, offered

    offer = offered(name)
    typer.echo(f"{name}: {len(offer.sizes)} files, {offer.size / MEGA:,.1f} MB", err=True)
    *_, path = fetch(offer)
    if as_json:
        facts = {"name": name, "path": str(path), "size": offer.size, "files": list(offer.sizes)}
        typer.echo(json.dumps(facts, ensure_ascii=False))
    else:
        typer.echo(f"{name} lies in {path}; say {name} wherever a checkpoint or ControlNet is asked for")


@dataclass(frozen=True)
class Looked(Headway):
    """How far the hashing is, in megabytes; facts of a model that is done."""

    facts: dict[str, Any] | None = None


def _looked_at(listed: list[Found], hashes: bool) -> Iterator[Looked]:
    from melies.generators.checkpoints.hashes import hashing

    of, before = sum(model.size for model in listed) // MEGA + 1, 0
    for model in listed:
        sha256 = ""
        for done, _, known in hashing(model.path) if hashes else ():
            sha256 = known
            yield Looked("hashing", (before + done) // MEGA, of, model.name)
        before += model.size
        facts = {
            "name": model.name, "kind": model.sort.kind, "family": model.sort.family, "inpaint": model.sort.inpaint,
            "size": model.size, "sha256": sha256, "path": str(model.path), "trouble": model.trouble,
        }  # fmt: skip
        yield Looked("hashing", before // MEGA, of, facts=facts)


def _table(facts: list[dict[str, Any]]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for column in ("model", "kind", "family", "size", "hash", ""):
        table.add_column(column)
    names = [row["name"] for row in facts]
    for row in facts:
        trouble = row["trouble"] or (f"several are called so: {row['path']}" if names.count(row["name"]) > 1 else "")
        family = f"{row['family']}{' inpaint' if row['inpaint'] else ''}"
        size = f"{row['size'] / MEGA:,.1f} MB"
        table.add_row(f"[bold]{row['name']}[/]", row["kind"], family, size, row["sha256"][:10], trouble)
    Console().print(table if facts else "no models here")
