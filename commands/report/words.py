"""The words and options of `banshi report order|fairness`."""

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from commands.options import AsJson, on_database
from config.settings import Settings

report = typer.Typer(no_args_is_help=True, help="How a line treats people: by its rules, and on a day.")

Center = Annotated[str, typer.Argument(help="The center.")]


class Order(StrEnum):
    """The orders that a center can choose."""

    virtual_time = "virtual_time"
    strict = "strict"
    fifo = "fifo"


@report.command()
@on_database
def order(
    here: Settings,
    center: Center,
    policy: Annotated[Order | None, typer.Option(help="Under this order, instead of the one in force.")] = None,
    json: AsJson = False,
) -> None:
    """Say in plain words what the order of a center's lines does to people."""
    from commands.report.order import report_order

    report_order(here, center, policy.value if policy else None, as_json=json)


@report.command()
@on_database
def fairness(
    here: Settings,
    center: Center,
    day: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="The day, such as 2026-11-27; today without it."),
    ] = None,
    page: Annotated[Path | None, typer.Option("--page", help="Write the table as a web page too.")] = None,
    json: AsJson = False,
) -> None:
    """Say who went before whom on a day, by which rule, and the worst case; 1 is returned when a bound was broken."""
    from commands.report.fairness import report_fairness

    held = report_fairness(here, center, day.date() if day else None, page=page, as_json=json)
    raise typer.Exit(0 if held else 1)
