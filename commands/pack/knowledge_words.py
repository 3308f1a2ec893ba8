"""The words and options of `banshi pack sources|todo|export|import`."""

from pathlib import Path
from typing import Annotated

import typer

from commands.options import AsJson

knowledge = typer.Typer()

PackFolder = Annotated[Path, typer.Argument(help="Folder of a guidance pack.")]
TableFile = Annotated[Path, typer.Argument(help="A .csv or .xlsx file.")]


@knowledge.command()
def sources(
    folder: PackFolder,
    update: Annotated[bool, typer.Option("--update", help="Say that a person has read every source today.")] = False,
    json: AsJson = False,
) -> None:
    """Compare sources with what was read, look for every quote, and say what is for reference only now."""
    from commands.pack.knowledge import look_at_sources

    raise typer.Exit(0 if look_at_sources(folder, update=update, as_json=json) else 1)


@knowledge.command()
def todo(folder: PackFolder, json: AsJson = False) -> None:
    """Say what waits for a person: sources, points, conflicts, parameters."""
    from commands.pack.knowledge import tell_todo

    tell_todo(folder, as_json=json)


@knowledge.command("export")
def export_table(folder: PackFolder, file: TableFile) -> None:
    """Write the knowledge points in the columns of 12345."""
    from commands.pack.knowledge import export_knowledge

    export_knowledge(folder, file)


@knowledge.command("import")
def import_table(
    folder: PackFolder,
    file: TableFile,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change, and change nothing.")] = False,
) -> None:
    """Take knowledge points from a table in the columns of 12345; nothing is taken while a cell is wrong."""
    from commands.pack.knowledge import import_knowledge

    raise typer.Exit(0 if import_knowledge(folder, file, dry_run=dry_run) else 1)
