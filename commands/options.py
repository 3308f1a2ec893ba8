"""The options that many commands share, and this machine's settings with what was given on the command line."""

import inspect
import os
import sys
from collections.abc import Callable, Mapping
from functools import wraps
from pathlib import Path
from threading import Event
from typing import Annotated, Any, Concatenate, Final, ParamSpec, TypeVar, cast, get_type_hints
from urllib.parse import urlsplit

import typer

from commands.terminal import language
from config.settings import ENVIRONMENT, Settings, secret_in
from config.words import say

Data = Annotated[Path | None, typer.Option(help="Folder of the embedded database.")]
Database = Annotated[
    str | None,
    typer.Option(help="PostgreSQL URL, instead of the embedded database. With a password: BANSHI_DATABASE or a file."),
]
DatabaseFile = Annotated[Path | None, typer.Option(help="File that holds the PostgreSQL URL.")]
TokenFile = Annotated[Path | None, typer.Option(help="File that holds the token, instead of BANSHI_TOKEN.")]
DATABASE_OPTIONS: Final[dict[str, Any]] = {"data": Data, "database": Database, "database_file": DatabaseFile}
Server = Annotated[str | None, typer.Option(help="Address of the server, http://HOST:PORT.")]
BrowsersServer = Annotated[
    str | None, typer.Option(help="Address of the server as browsers reach it, http://HOST:PORT.")
]
AdminsServer = Annotated[str | None, typer.Option(help="Address of the server; BANSHI_TOKEN holds an admin's token.")]
Printer = Annotated[str | None, typer.Option(help="socket://HOST:PORT or serial:///dev/NAME?baud=115200.")]
CardReader = Annotated[
    str | None, typer.Option(help="Reader of identity cards: serial:///dev/NAME?baud=115200 or socket://HOST:PORT.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object for programs.")]

SEEN_BY_ALL: Final = (
    "A password on the command line can be read by every program of this machine. "
    "Put the address into BANSHI_DATABASE or into a file (--database-file)."
)

_seen_by_all: Final = Event()

P = ParamSpec("P")
R = TypeVar("R")


def settings_with(**given: object) -> Settings:
    """Return this machine's settings, `given` ones (that are not None) in their place, secrets read from their files.

    Raises `ValidationError`, `SettingsFileError` or `TextFileError`.
    """
    named = {name: value for name, value in given.items() if value is not None}
    found = Settings(**named)  # type: ignore[arg-type]
    if _has_password(str(named.get("database", ""))):
        _seen_by_all.set()
    for name in ("database", "token"):
        file = getattr(found, f"{name}_file")
        if file is not None and _counts(name, named):
            secret = secret_in(file)
            Settings.model_validate({name: secret})
            found = found.model_copy(update={name: secret})
    return found


def on_database(command: Callable[Concatenate[Settings, P], R]) -> Callable[..., R]:
    """Give `command`, which takes this machine's settings first, the options that say which database is meant."""
    return _with(DATABASE_OPTIONS, command)


def on_database_of_server(command: Callable[Concatenate[Settings, P], R]) -> Callable[..., R]:
    """Give `command` what `on_database` does, and the option that says how browsers reach the server."""
    return _with({**DATABASE_OPTIONS, "server": BrowsersServer}, command)


def _with(options: Mapping[str, Any], command: Callable[Concatenate[Settings, P], R]) -> Callable[..., R]:
    signature = inspect.signature(command)
    kinds = get_type_hints(command, include_extras=True)
    own = [each.replace(annotation=kinds[each.name]) for each in [*signature.parameters.values()][1:]]
    shared = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=kind)
        for name, kind in options.items()
    ]

    @wraps(command)
    def run(**given: Any) -> R:
        here = settings_with(**{name: given.pop(name) for name in options})
        return cast(Callable[..., R], command)(here, **given)

    parameters = sorted([*own, *shared], key=lambda each: each.kind)
    run.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {each.name: each.annotation for each in parameters}
    return run


def look_anew() -> None:
    """Forget what stood on another command line of this process."""
    _seen_by_all.clear()


def tell_what_is_seen() -> None:
    """Say once on stderr that a secret stands on the command line, where one does; not where the command fails."""
    if _seen_by_all.is_set():
        _seen_by_all.clear()
        sys.stderr.write(say(language(), SEEN_BY_ALL) + "\n")


def _has_password(address: str) -> bool:
    try:
        return urlsplit(address).password is not None
    except ValueError:
        return False


def _counts(name: str, given: dict[str, object]) -> bool:
    """Tell whether a secret's file counts: the nearer word does, and the secret itself where both are as near."""
    if name in given:
        return False
    return f"{name}_file" in given or f"{ENVIRONMENT}{name.upper()}" not in os.environ
