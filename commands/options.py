"""The options that many commands share, and this machine's settings with what was given on the command line."""

import os
from pathlib import Path
from typing import Annotated

import typer

from config.settings import ENVIRONMENT, Settings, secret_in

Data = Annotated[Path | None, typer.Option(help="Folder of the embedded database.")]
Database = Annotated[
    str | None,
    typer.Option(help="PostgreSQL URL, instead of the embedded database. With a password: BANSHI_DATABASE or a file."),
]
DatabaseFile = Annotated[Path | None, typer.Option(help="File that holds the PostgreSQL URL.")]
TokenFile = Annotated[Path | None, typer.Option(help="File that holds the token, instead of BANSHI_TOKEN.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object for programs.")]


def settings_with(**given: object) -> Settings:
    """Return this machine's settings, `given` ones (that are not None) in their place, secrets read from their files.

    Raises `ValidationError`, `SettingsFileError` or `TextFileError`.
    """
    named = {name: value for name, value in given.items() if value is not None}
    found = Settings(**named)  # type: ignore[arg-type]
    for name in ("database", "token"):
        file = getattr(found, f"{name}_file")
        if file is not None and _counts(name, named):
            secret = secret_in(file)
            Settings.model_validate({name: secret})
            found = found.model_copy(update={name: secret})
    return found


def _counts(name: str, given: dict[str, object]) -> bool:
    """Tell whether a secret's file counts: the nearer word does, and the secret itself where both are as near."""
    if name in given:
        return False
    return f"{name}_file" in given or f"{ENVIRONMENT}{name.upper()}" not in os.environ
