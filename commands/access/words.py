"""The words and options of `banshi access grant|list|revoke` and `banshi token new|list|revoke`."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from commands.options import AsJson, Data, Database, DatabaseFile, settings_with

access = typer.Typer(no_args_is_help=True, help="Let browsers in by an address that works once.")
token = typer.Typer(no_args_is_help=True, help="Tokens of kiosks, screens, counters, channels and administrators.")


class Page(StrEnum):
    """Who has a page that an address opens."""

    counter = "counter"
    display = "display"


class Role(StrEnum):
    """Who can have a token."""

    kiosk = "kiosk"
    counter = "counter"
    display = "display"
    channel = "channel"
    admin = "admin"


Center = Annotated[str | None, typer.Option(help="In which center.")]
Counter = Annotated[str | None, typer.Option(help="At which counter.")]
Server = Annotated[str | None, typer.Option(help="Address of the server as browsers reach it, http://HOST:PORT.")]
Id = Annotated[str, typer.Argument(metavar="ID", help="As `list` names it.")]


@access.command("grant")
def grant(
    role: Annotated[Page, typer.Argument(metavar="ROLE", help="counter or display.")],
    center: Center = None,
    counter: Counter = None,
    server: Server = None,
    data: Data = None,
    database: Database = None,
    database_file: DatabaseFile = None,
    json: AsJson = False,
) -> None:
    """Print an address and its QR code that let one browser in, once, within an hour."""
    from commands.access.letting_in import grant as run

    here = settings_with(data=data, database=database, database_file=database_file, server=server)
    run(here, role.value, center, counter, as_json=json)


@access.command("list")
def list_granted(
    data: Data = None, database: Database = None, database_file: DatabaseFile = None, json: AsJson = False
) -> None:
    """Print the addresses that nobody has used yet, by their ids."""
    from commands.access.letting_in import list_granted as run

    run(settings_with(data=data, database=database, database_file=database_file), as_json=json)


@access.command("revoke")
def revoke_granted(id_: Id, data: Data = None, database: Database = None, database_file: DatabaseFile = None) -> None:
    """Let an address that nobody has used yet open nothing any more."""
    from commands.access.letting_in import revoke_granted as run

    run(settings_with(data=data, database=database, database_file=database_file), id_)


@token.command("new")
def make(
    role: Annotated[Role, typer.Argument(metavar="ROLE", help="kiosk, counter, display, channel or admin.")],
    center: Center = None,
    counter: Counter = None,
    name: Annotated[str, typer.Option(help="What people call its holder; a channel needs one.")] = "",
    out: Annotated[Path | None, typer.Option(help="Write it to this file, which only you can read.")] = None,
    server: Server = None,
    data: Data = None,
    database: Database = None,
    database_file: DatabaseFile = None,
    json: AsJson = False,
) -> None:
    """Make a token and show it, this once, with its QR code; a kiosk's carries the release key that it trusts."""
    from commands.access.letting_in import make as run

    here = settings_with(data=data, database=database, database_file=database_file, server=server)
    run(here, role.value, center, counter, name, out, as_json=json)


@token.command("list")
def list_made(
    everything: Annotated[bool, typer.Option("--all", help="Also those that were revoked or have ended.")] = False,
    data: Data = None,
    database: Database = None,
    database_file: DatabaseFile = None,
    json: AsJson = False,
) -> None:
    """Print every token's id, whom it speaks for, and when it was used last."""
    from commands.access.letting_in import list_made as run

    here = settings_with(data=data, database=database, database_file=database_file)
    run(here, as_json=json, everything=everything)


@token.command("revoke")
def revoke_made(
    ids: Annotated[list[str], typer.Argument(metavar="ID...", help="As `list` names them.")],
    data: Data = None,
    database: Database = None,
    database_file: DatabaseFile = None,
) -> None:
    """Let tokens open nothing any more; their live sockets are closed within five seconds."""
    from commands.access.letting_in import revoke_made as run

    run(settings_with(data=data, database=database, database_file=database_file), ids)
