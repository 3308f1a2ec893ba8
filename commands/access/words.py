"""The words and options of `banshi access grant|list|revoke` and `banshi token new|list|revoke`."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from commands.options import AsJson, on_database, on_database_of_server
from config.settings import Settings

access = typer.Typer(no_args_is_help=True, help="Let browsers in by an address that works once.")
token = typer.Typer(no_args_is_help=True, help="Tokens of kiosks, screens, counters, channels and administrators.")


class Page(StrEnum):
    """Who has a page that an address opens."""

    counter = "counter"
    display = "display"
    admin = "admin"


class Role(StrEnum):
    """Who can have a token."""

    kiosk = "kiosk"
    counter = "counter"
    display = "display"
    channel = "channel"
    admin = "admin"


Center = Annotated[str | None, typer.Option(help="In which center.")]
Counter = Annotated[str | None, typer.Option(help="At which counter.")]
Id = Annotated[str, typer.Argument(metavar="ID", help="As `list` names it.")]


@access.command("grant")
@on_database_of_server
def grant(
    here: Settings,
    role: Annotated[
        Page, typer.Argument(metavar="ROLE", help="counter, display, or admin for editors and hall leads.")
    ],
    center: Center = None,
    counter: Counter = None,
    json: AsJson = False,
) -> None:
    """Print an address and its QR code that let one browser in, once, within an hour."""
    from commands.access.letting_in import grant as run

    run(here, role.value, center, counter, as_json=json)


@access.command("list")
@on_database
def list_granted(here: Settings, json: AsJson = False) -> None:
    """Print the addresses that nobody has used yet, by their ids."""
    from commands.access.letting_in import list_granted as run

    run(here, as_json=json)


@access.command("revoke")
@on_database
def revoke_granted(here: Settings, id_: Id) -> None:
    """Let an address that nobody has used yet open nothing any more."""
    from commands.access.letting_in import revoke_granted as run

    run(here, id_)


@token.command("new")
@on_database_of_server
def make(
    here: Settings,
    role: Annotated[Role, typer.Argument(metavar="ROLE", help="kiosk, counter, display, channel or admin.")],
    center: Center = None,
    counter: Counter = None,
    name: Annotated[str, typer.Option(help="What people call its holder; a channel needs one.")] = "",
    out: Annotated[Path | None, typer.Option(help="Write it to this file, which only you can read.")] = None,
    json: AsJson = False,
) -> None:
    """Make a token and show it, this once, with its QR code; a kiosk's carries the release key that it trusts."""
    from commands.access.letting_in import make as run

    run(here, role.value, center, counter, name, out, as_json=json)


@token.command("list")
@on_database
def list_made(
    here: Settings,
    everything: Annotated[bool, typer.Option("--all", help="Also those that were revoked or have ended.")] = False,
    json: AsJson = False,
) -> None:
    """Print every token's id, whom it speaks for, and when it was used last."""
    from commands.access.letting_in import list_made as run

    run(here, as_json=json, everything=everything)


@token.command("revoke")
@on_database
def revoke_made(
    here: Settings,
    ids: Annotated[list[str], typer.Argument(metavar="ID...", help="As `list` names them.")],
) -> None:
    """Let tokens open nothing any more; their live sockets are closed within five seconds."""
    from commands.access.letting_in import revoke_made as run

    run(here, ids)
