"""The words and options of `banshi report order|fairness|figures`."""

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


class Days(StrEnum):
    """Which days a report is about; those `between` a first and a last day are given."""

    yesterday = "yesterday"
    week = "week"
    month = "month"
    this_month = "this_month"
    last_month = "last_month"
    between = "between"


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


@report.command()
@on_database
def figures(
    here: Settings,
    center: Center,
    days: Annotated[Days, typer.Option(help="Which days; each of them is over.")] = Days.week,
    first: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The first day of `--days between`.")
    ] = None,
    last: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The last one.")] = None,
    below: Annotated[bool, typer.Option("--below", help="With the centers below it.")] = False,
) -> None:
    """Print the figures of a center as JSON: what the page of reports shows. Days without a fold are folded first."""
    from commands.report.figures import report_figures

    ends = (each.date() if each else None for each in (first, last))
    report_figures(here, center, days.value, *ends, below=below)
