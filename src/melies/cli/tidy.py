"""melies tidy: a project without what nothing hangs on any more."""

from __future__ import annotations

from typing import Annotated

import typer

from melies.cli.flags import Project, StoryArgument


def tidy(
    where: StoryArgument,
    dry: Annotated[bool, typer.Option("--dry-run", help="Only say what would be removed.")] = False,
    only_chosen: Annotated[
        bool, typer.Option("--only-chosen", help="Remove the tries that are not chosen as well.")
    ] = False,
    project: Project = None,
) -> None:
    """Make room: remove frames and sounds of earlier versions of the story. What is removed can be painted again.

    The film and book as they are now stay, with all their tries, and every revision of the story's text.

    [dim]Example:[/] [cyan]melies tidy tale --dry-run[/]
    """
    from melies.cli import desk, work

    opened = work.opened(where)
    found = desk.tidied(opened, desk.project_of(opened, project), only_chosen, dry)
    verb = "would be removed" if dry else "are removed"
    typer.echo(f"{found.frames} frames and {found.sounds} sounds {verb}, {found.size / 1e6:.1f} MB; {found.stay} stay")
