"""The words and options of `banshi city check|import|export`."""

from pathlib import Path
from typing import Annotated

import typer

from commands.options import AsJson, Data, Database, DatabaseFile, settings_with

city = typer.Typer(no_args_is_help=True, help="A whole city as one file: check it, bring it in, write it out.")

CityFile = Annotated[Path, typer.Argument(metavar="FILE", help="A city as YAML; `export` shows the form.")]


@city.command("check")
def check(file: CityFile, json: AsJson = False) -> None:
    """Say everything that is wrong with a city's file, with line, column and remedy."""
    from commands.city.carrying_in import check_city_file

    raise typer.Exit(0 if check_city_file(file, as_json=json) else 1)


@city.command("import")
def bring_in(
    file: CityFile,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change, and change nothing.")] = False,
    data: Data = None,
    database: Database = None,
    database_file: DatabaseFile = None,
    json: AsJson = False,
) -> None:
    """Change the city to what its file says, also while its server runs; 1 is returned when something waits."""
    from commands.city.carrying_in import import_city

    here = settings_with(data=data, database=database, database_file=database_file)
    raise typer.Exit(0 if import_city(here, file, dry_run=dry_run, as_json=json) else 1)


@city.command("export")
def write_out(
    file: Annotated[Path | None, typer.Argument(metavar="FILE", help="Where to; without it it is printed.")] = None,
    data: Data = None,
    database: Database = None,
    database_file: DatabaseFile = None,
) -> None:
    """Write the city that is in force as one file, which `import` takes back."""
    from commands.city.carrying_in import export_city

    export_city(settings_with(data=data, database=database, database_file=database_file), file)
