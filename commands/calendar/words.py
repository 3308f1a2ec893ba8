"""The words and options of `banshi calendar import`."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

import typer

from commands.options import AdminsServer, TokenFile, settings_with

calendar = typer.Typer(no_args_is_help=True, help="Holidays and make-up workdays.")


@calendar.callback()
def about() -> None:
    """Holidays and make-up workdays of a city, its towns and its centers."""


class Source(StrEnum):
    """The packages that know holidays."""

    chinesecalendar = "chinesecalendar"
    holidays = "holidays"


@calendar.command("import")
def import_(
    source: Annotated[
        Source | None, typer.Option("--from", help="One package alone, instead of all that are installed.")
    ] = None,
    year: Annotated[int | None, typer.Option(min=2020, max=2100, help="Instead of this year.")] = None,
    scope: Annotated[str, typer.Option(help="city, towns/ID or centers/ID.")] = "city",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change, and change nothing.")] = False,
    unannounced: Annotated[
        bool, typer.Option("--unannounced", help="Also a year whose make-up workdays are not announced yet.")
    ] = False,
    server: AdminsServer = None,
    token_file: TokenFile = None,
) -> None:
    """Write the holidays and make-up workdays of a year into the settings; other years stay as they are."""
    from commands.calendar.importing import import_calendar

    here = settings_with(server=server, token_file=token_file)
    wanted = year or date.today().year  # noqa: DTZ011 - whoever imports means the year on their wall
    package: Literal["chinesecalendar", "holidays"] | None = None if source is None else source.value
    done = import_calendar(here, package, wanted, scope, dry_run=dry_run, unannounced=unannounced)
    raise typer.Exit(0 if done else 1)
