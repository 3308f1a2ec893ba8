"""The options that many commands share, and this machine's settings with what was given on the command line."""

from pathlib import Path
from typing import Annotated

import typer

from config.settings import Settings

Data = Annotated[Path | None, typer.Option(help="Folder of the embedded database.")]
Database = Annotated[str | None, typer.Option(help="PostgreSQL URL, instead of the embedded database.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object for programs.")]


def settings_with(**given: object) -> Settings:
    """Return this machine's settings, `given` ones (that are not None) in their place."""
    return Settings.model_validate(
        {**Settings().model_dump(), **{name: value for name, value in given.items() if value is not None}}
    )
