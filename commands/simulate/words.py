"""The words and options of `banshi simulate hall|replay|elastic`."""

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from commands.options import AsJson, on_database
from config.settings import Settings

simulate = typer.Typer(no_args_is_help=True, help="Let days of a hall go by: made-up ones, or real ones once more.")

Page = Annotated[Path | None, typer.Option("--page", help="Write tables and plots as a web page.")]


class Order(StrEnum):
    """The policies of a line."""

    virtual_time = "virtual_time"
    strict = "strict"
    fifo = "fifo"
    accumulating = "accumulating"


@simulate.command()
def hall(
    counters: Annotated[
        list[int] | None, typer.Option(min=1, max=300, help="Counters of the hall; may be repeated. 3, 12, 30.")
    ] = None,
    days: Annotated[int, typer.Option(min=1, max=1000, help="Days of each hall that are counted.")] = 6,
    training: Annotated[int, typer.Option(min=0, max=1000, help="Days before them in which the hall learns.")] = 8,
    halls: Annotated[int, typer.Option(min=1, max=100, help="How many halls of each size.")] = 3,
    load: Annotated[float, typer.Option(min=0.05, max=1.5, help="Work beside what the counters can do.")] = 0.88,
    policy: Annotated[list[Order] | None, typer.Option(help="Only orders of this kind; may be repeated.")] = None,
    seed: Annotated[int, typer.Option(help="The same number gives the same days.")] = 1,
    page: Page = None,
    json: AsJson = False,
) -> None:
    """Compare orders of the line and estimates of the wait over the same made-up days."""
    from commands.simulate.hall import simulate_hall

    kinds = [each.value for each in policy or list(Order)]
    simulate_hall(counters or [3, 12, 30], days, training, halls, load, kinds, seed, page=page, as_json=json)


@simulate.command()
@on_database
def replay(
    here: Settings,
    center: Annotated[str, typer.Argument(help="The center whose journal is read.")],
    day: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="The day, such as 2026-11-27; the last one without it."),
    ] = None,
    policy: Annotated[
        list[Order] | None, typer.Option(help="Under this order; may be repeated. All of them without it.")
    ] = None,
    more: Annotated[int, typer.Option(min=0, max=20, help="So many counters more.")] = 1,
    like: Annotated[
        str | None, typer.Option(help="The counter that they are like; the most needed one without it.")
    ] = None,
    page: Page = None,
    json: AsJson = False,
) -> None:
    """Let a day of a center's journal go by once more, with another order or more counters, side by side."""
    from commands.simulate.replaying import replay_day

    kinds = [each.value for each in policy or list(Order)]
    replay_day(here, center, day.date() if day else None, kinds, more, like, page=page, as_json=json)


@simulate.command()
def rehearsal(
    counters: Annotated[int, typer.Option(min=1, max=300, help="Counters of the hall.")] = 12,
    tickets: Annotated[int, typer.Option(min=1, max=20_000, help="About so many people come.")] = 3_000,
    seed: Annotated[int, typer.Option(help="The same number gives the same day.")] = 1,
    page: Page = None,
    json: AsJson = False,
) -> None:
    """Live a whole day through the real office at speed, with every key pressed, and look whether all is right."""
    from commands.simulate.rehearsal import rehearse

    rehearse(counters, tickets, seed, page=page, as_json=json)


@simulate.command()
@on_database
def elastic(
    here: Settings,
    center: Annotated[str, typer.Argument(help="The center whose journal is read.")],
    days: Annotated[
        int, typer.Option(min=1, max=60, help="So many of the last days on which somebody was called.")
    ] = 5,
    file: Annotated[
        Path | None,
        typer.Option(help="Settings of the center as `banshi settings show` prints them, with the rules to try."),
    ] = None,
    json: AsJson = False,
) -> None:
    """Let days of a center's journal go by once more, without the rules and with them."""
    from commands.simulate.elastic import preview_rules

    preview_rules(here, center, days, file, as_json=json)
