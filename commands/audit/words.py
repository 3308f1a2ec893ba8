"""The words and options of `banshi audit verify|head`."""

from typing import Annotated

import typer

from commands.options import AsJson, on_database
from config.settings import Settings

audit = typer.Typer(no_args_is_help=True, help="Prove the record of changes.")


@audit.command()
@on_database
def verify(
    here: Settings,
    head: Annotated[
        list[str] | None,
        typer.Option(help="A head that was printed before, SEQ:HASH; may be repeated."),
    ] = None,
    json: AsJson = False,
) -> None:
    """Prove that nothing of the record was changed, left out or cut off; 1 is returned when something was."""
    from commands.audit.proving import verify as run

    raise typer.Exit(0 if run(here, head or [], as_json=json) else 1)


@audit.command()
@on_database
def head(here: Settings) -> None:
    """Print how far the record is, as SEQ:HASH: keep it elsewhere, and prove the record against it later."""
    from commands.audit.proving import tell_head

    tell_head(here)
