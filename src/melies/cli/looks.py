"""melies looks: the looks that are here."""

from __future__ import annotations

import json

import typer

from melies.cli.flags import Json


def looks(as_json: Json = False) -> None:
    """List the looks: what each is like, where it comes from, and the strength it looks best at.

    Name one in story.yaml (`look: NAME`), or with `--look`. Learn your own with `melies train look`.
    """
    from melies.models.looks import load, names

    cards = {name: load(name).card for name in names()}
    if as_json:
        facts = [
            {"name": name, "title": card.title, "about": card.about, "source": card.source, "strength": card.strength}
            for name, card in cards.items()
        ]
        typer.echo(json.dumps(facts, ensure_ascii=False))
        return
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for column in ("look", "is like", "after", "strength"):
        table.add_column(column)
    for name, card in cards.items():
        table.add_row(f"[bold]{name}[/]", card.about or card.title, card.source, f"{card.strength:g}")
    Console().print(table)
