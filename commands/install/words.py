"""The words and options of `banshi install`."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from commands.options import Server, settings_with

install = typer.Typer(no_args_is_help=True, help="Let a machine keep the parts of a hall running.")


@install.callback()
def about() -> None:
    """Services of systemd, and files for containers."""


class Part(StrEnum):
    """What runs on a machine."""

    server = "server"
    kiosk = "kiosk"
    display = "display"


@install.command()
def systemd(
    parts: Annotated[list[Part] | None, typer.Argument(help="server, kiosk, display; the server when none.")] = None,
    user: Annotated[str, typer.Option(help="The user of the machine who runs it.")] = "banshi",
    folder: Annotated[Path, typer.Option(help="Where the services are written.")] = Path("/etc/systemd/system"),
    show: Annotated[bool, typer.Option("--print", help="Print them instead of writing them.")] = False,
    server: Server = None,
) -> None:
    """Write services of systemd: started with the machine, watched, and kept to what they need."""
    from commands.install.putting import systemd as run

    chosen = [each.value for each in dict.fromkeys(parts or [Part.server])]
    run(settings_with(server=server), chosen, user=user, folder=folder, show=show)  # type: ignore[arg-type]


@install.command()
def container(
    folder: Annotated[Path, typer.Argument(help="Where the files are written.")] = Path("banshi-container"),
) -> None:
    """Write files for containers: the server with PostgreSQL, and Prometheus' and Grafana's view of it."""
    from commands.install.putting import container as run

    run(folder)
