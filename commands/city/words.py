"""The words and options of `banshi city check|import|export`."""

from pathlib import Path
from typing import Annotated

import typer

from commands.options import AsJson, on_database
from config.settings import Settings

city = typer.Typer(no_args_is_help=True, help="A whole city as one file: check it, bring it in, write it out.")

CityFile = Annotated[Path, typer.Argument(metavar="FILE", help="A city as YAML; `export` shows the form.")]


@city.command("check")
def check(file: CityFile, json: AsJson = False) -> None:
    """Say everything that is wrong with a city's file, with line, column and remedy."""
    from commands.city.carrying_in import check_city_file

    raise typer.Exit(0 if check_city_file(file, as_json=json) else 1)


@city.command("import")
@on_database
def bring_in(
    here: Settings,
    file: CityFile,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change, and change nothing.")] = False,
    json: AsJson = False,
) -> None:
    """Change the city to what its file says, also while its server runs; 1 is returned when something waits."""
    from commands.city.carrying_in import import_city

    raise typer.Exit(0 if import_city(here, file, dry_run=dry_run, as_json=json) else 1)


@city.command("export")
@on_database
def write_out(
    here: Settings,
    file: Annotated[Path | None, typer.Argument(metavar="FILE", help="Where to; without it it is printed.")] = None,
) -> None:
    """Write the city that is in force as one file, which `import` takes back."""
    from commands.city.carrying_in import export_city

    export_city(here, file)
