"""The words and options of `banshi pack submit|check|review|return|publish|withdraw|rollback|verify|diff|state|...`."""

from pathlib import Path
from typing import Annotated

import typer

from commands.options import AsJson, Data, Database, DatabaseFile, settings_with

releases = typer.Typer()

Release = Annotated[str, typer.Argument(help="A release: the beginning of its id.")]
By = Annotated[str, typer.Option(help="Who does it.")]
Note = Annotated[str, typer.Option(help="Why, in a sentence, for the record.")]
Edition = Annotated[str | None, typer.Option(help="An edition, to compare with the city's pack.")]
Html = Annotated[Path | None, typer.Option("--html", help="Write the difference as a web page.")]
Json = AsJson


@releases.command()
def submit(
    folder: Annotated[Path, typer.Argument(help="Folder of a guidance pack.")],
    by: By,
    note: Note = "",
    data: Data = None,
    database: Database = None,
    database_file: DatabaseFile = None,
    json: Json = False,
) -> None:
    """Hand a pack in as a draft release, after proving it."""
    from commands.pack.release import submit as run

    run(settings_with(data=data, database=database, database_file=database_file), folder, by, note, as_json=json)


@releases.command()
def check(
    release: Release,
    by: By,
    department: Annotated[list[str], typer.Option(help="The department that vouches for its facts; may come again.")],
    note: Note = "",
    data: Data = None,
    database: Database = None,
    database_file: DatabaseFile = None,
) -> None:
    """Let departments vouch for the facts of a draft."""
    from commands.pack.release import check as run

    run(settings_with(data=data, database=database, database_file=database_file), release, by, department, note)


@releases.command()
def review(
    release: Release,
    by: By,
    note: Note = "",
    data: Data = None,
    database: Database = None,
    database_file: DatabaseFile = None,
) -> None:
    """Review a draft that somebody else wrote and its departments have checked."""
    from commands.pack.release import review as run

    run(settings_with(data=data, database=database, database_file=database_file), release, by, note)


@releases.command("return")
def give_back(
    release: Release,
    by: By,
    note: Note,
    data: Data = None,
    database: Database = None,
    database_file: DatabaseFile = None,
) -> None:
    """Give a draft back to its author."""
    from commands.pack.release import give_back as run

    run(settings_with(data=data, database=database, database_file=database_file), release, by, note)


@releases.command()
def publish(
    release: Release,
    by: By,
    at: Annotated[
        str | None, typer.Option(help="From when, as 2026-12-01T08:00 on the city's clock; else now.")
    ] = None,
    note: Note = "",
    data: Data = None,
    database: Database = None,
    database_file: DatabaseFile = None,
) -> None:
    """Sign a reviewed release and put it into force, now or at a time to come."""
    from commands.pack.release import publish as run

    run(settings_with(data=data, database=database, database_file=database_file), release, by, at, note)


@releases.command()
def withdraw(
    release: Release,
    by: By,
    note: Note = "",
    data: Data = None,
    database: Database = None,
    database_file: DatabaseFile = None,
) -> None:
    """Take a scheduled release back before it comes into force."""
    from commands.pack.release import withdraw as run

    run(settings_with(data=data, database=database, database_file=database_file), release, by, note)


@releases.command()
def rollback(
    by: By,
    release: Annotated[str | None, typer.Argument(help="A release; else the one in force before.")] = None,
    note: Note = "",
    data: Data = None,
    database: Database = None,
    database_file: DatabaseFile = None,
) -> None:
    """Put a release that was in force before back into force."""
    from commands.pack.release import rollback as run

    run(settings_with(data=data, database=database, database_file=database_file), release, by, note)


@releases.command()
def verify(
    file: Annotated[Path | None, typer.Argument(help="A release as a kiosk holds it; else the whole record.")] = None,
    key: Annotated[str | None, typer.Option(help="The only public key to believe.")] = None,
    data: Data = None,
    database: Database = None,
    database_file: DatabaseFile = None,
    json: Json = False,
) -> None:
    """Prove hashes, signatures and the record of all releases, or one release in a file."""
    from commands.pack.verifying import verify as run

    raise typer.Exit(
        0
        if run(settings_with(data=data, database=database, database_file=database_file), file, key, as_json=json)
        else 1
    )


@releases.command()
def diff(
    before: Annotated[str, typer.Argument(help="A pack's folder, a release, or `current`.")],
    after: Annotated[str | None, typer.Argument(help="Another one.")] = None,
    edition: Edition = None,
    html: Html = None,
    data: Data = None,
    database: Database = None,
    database_file: DatabaseFile = None,
    json: Json = False,
) -> None:
    """Show field by field what differs between two packs, or what an edition changes."""
    from commands.pack.difference import diff as run

    run(
        settings_with(data=data, database=database, database_file=database_file),
        before,
        after,
        edition,
        html,
        as_json=json,
    )


@releases.command()
def state(data: Data = None, database: Database = None, database_file: DatabaseFile = None, json: Json = False) -> None:
    """Show where every release stands, and who did what."""
    from commands.pack.release import state as run

    run(settings_with(data=data, database=database, database_file=database_file), as_json=json)


@releases.command()
def key(
    new: Annotated[bool, typer.Option("--new", help="Make a new key and sign what is in force with it.")] = False,
    by: By = "",
    data: Data = None,
    database: Database = None,
    database_file: DatabaseFile = None,
) -> None:
    """Print the public key that releases are signed with; kiosks take it as BANSHI_RELEASE_KEY."""
    from commands.pack.release import tell_key as run

    run(settings_with(data=data, database=database, database_file=database_file), by, new=new)


@releases.command()
def replay(
    code: Annotated[str, typer.Argument(help="Code of a consultation, also of one that has run out.")],
    on: Annotated[str | None, typer.Option(help="For which day; else that of its last change.")] = None,
    data: Data = None,
    database: Database = None,
    database_file: DatabaseFile = None,
) -> None:
    """Print a consultation as it was answered, as JSON."""
    from commands.pack.verifying import replay as run

    run(settings_with(data=data, database=database, database_file=database_file), code, on)
