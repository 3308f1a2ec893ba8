"""The words and options of `banshi person export|erase`."""

from typing import Annotated

import typer

from commands.options import on_database
from config.settings import Settings

person = typer.Typer(no_args_is_help=True, help="All that is held about one person: print it, or erase it.")
Kind = Annotated[str, typer.Argument(help="What they show: ticket, booking, consultation or account.")]
Number = Annotated[str, typer.Argument(help="Number of the slip, digits of the booking, code, or name of the account.")]
Center = Annotated[str, typer.Option(help="The center of the ticket or booking.")]
Day = Annotated[str, typer.Option(help="The day of the ticket, YYYY-MM-DD.")]
Proof = Annotated[str, typer.Option(help="Digits of the slip, or telephone number of the booking.")]


@person.command()
@on_database
def export(here: Settings, kind: Kind, number: Number, center: Center = "", day: Day = "", proof: Proof = "") -> None:
    """Print all that is held about whoever shows this, as JSON; it is recorded."""
    from commands.person.rights import export as run

    run(here, kind, number, center, day, proof)


@person.command()
@on_database
def erase(here: Settings, kind: Kind, number: Number, center: Center = "", day: Day = "", proof: Proof = "") -> None:
    """Erase it, and print how many entries of what went; it is recorded."""
    from commands.person.rights import erase as run

    run(here, kind, number, center, day, proof)
