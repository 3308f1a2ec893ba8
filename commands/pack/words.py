"""The words and options of `banshi pack submit|check|review|return|publish|withdraw|rollback|verify|diff|state|...`."""

from pathlib import Path
from typing import Annotated

import typer

from commands.options import AsJson, on_database
from commands.pack.knowledge_words import knowledge
from config.settings import Settings

pack = typer.Typer(no_args_is_help=True, help="Keep guidance packs: sources, knowledge, releases.")
releases = typer.Typer()
pack.add_typer(knowledge)
pack.add_typer(releases)

Release = Annotated[str, typer.Argument(help="A release: the beginning of its id.")]
By = Annotated[str, typer.Option(help="Who does it.")]
Note = Annotated[str, typer.Option(help="Why, in a sentence, for the record.")]
Edition = Annotated[str | None, typer.Option(help="An edition, to compare with the city's pack.")]
Html = Annotated[Path | None, typer.Option("--html", help="Write the difference as a web page.")]
Json = AsJson


@releases.command()
@on_database
def submit(
    here: Settings,
    folder: Annotated[Path, typer.Argument(help="Folder of a guidance pack.")],
    by: By,
    note: Note = "",
    json: Json = False,
) -> None:
    """Hand a pack in as a draft release, after proving it."""
    from commands.pack.release import submit as run

    run(here, folder, by, note, as_json=json)


@releases.command()
@on_database
def check(
    here: Settings,
    release: Release,
    by: By,
    department: Annotated[list[str], typer.Option(help="The department that vouches for its facts; may come again.")],
    note: Note = "",
) -> None:
    """Let departments vouch for the facts of a draft."""
    from commands.pack.release import check as run

    run(here, release, by, department, note)


@releases.command()
@on_database
def review(
    here: Settings,
    release: Release,
    by: By,
    note: Note = "",
) -> None:
    """Review a draft that somebody else wrote and its departments have checked."""
    from commands.pack.release import review as run

    run(here, release, by, note)


@releases.command("return")
@on_database
def give_back(
    here: Settings,
    release: Release,
    by: By,
    note: Note,
) -> None:
    """Give a draft back to its author."""
    from commands.pack.release import give_back as run

    run(here, release, by, note)


@releases.command()
@on_database
def publish(
    here: Settings,
    release: Release,
    by: By,
    at: Annotated[
        str | None, typer.Option(help="From when, as 2026-12-01T08:00 on the city's clock; else now.")
    ] = None,
    note: Note = "",
) -> None:
    """Sign a reviewed release and put it into force, now or at a time to come."""
    from commands.pack.release import publish as run

    run(here, release, by, at, note)


@releases.command()
@on_database
def withdraw(
    here: Settings,
    release: Release,
    by: By,
    note: Note = "",
) -> None:
    """Take a scheduled release back before it comes into force."""
    from commands.pack.release import withdraw as run

    run(here, release, by, note)


@releases.command()
@on_database
def rollback(
    here: Settings,
    by: By,
    release: Annotated[str | None, typer.Argument(help="A release; else the one in force before.")] = None,
    note: Note = "",
) -> None:
    """Put a release that was in force before back into force."""
    from commands.pack.release import rollback as run

    run(here, release, by, note)


@releases.command()
@on_database
def verify(
    here: Settings,
    file: Annotated[Path | None, typer.Argument(help="A release as a kiosk holds it; else the whole record.")] = None,
    key: Annotated[str | None, typer.Option(help="The only public key to believe.")] = None,
    json: Json = False,
) -> None:
    """Prove hashes, signatures and the record of all releases, or one release in a file."""
    from commands.pack.verifying import verify as run

    raise typer.Exit(0 if run(here, file, key, as_json=json) else 1)


@releases.command()
@on_database
def diff(
    here: Settings,
    before: Annotated[str, typer.Argument(help="A pack's folder, a release, or `current`.")],
    after: Annotated[str | None, typer.Argument(help="Another one.")] = None,
    edition: Edition = None,
    html: Html = None,
    json: Json = False,
) -> None:
    """Show field by field what differs between two packs, or what an edition changes."""
    from commands.pack.difference import diff as run

    run(
        here,
        before,
        after,
        edition,
        html,
        as_json=json,
    )


@releases.command()
@on_database
def state(here: Settings, json: Json = False) -> None:
    """Show where every release stands, and who did what."""
    from commands.pack.release import state as run

    run(here, as_json=json)


@releases.command()
@on_database
def key(
    here: Settings,
    new: Annotated[bool, typer.Option("--new", help="Make a new key and sign what is in force with it.")] = False,
    by: By = "",
) -> None:
    """Print the public key that releases are signed with; kiosks take it as BANSHI_RELEASE_KEY."""
    from commands.pack.release import tell_key as run

    run(here, by, new=new)


@releases.command()
@on_database
def replay(
    here: Settings,
    code: Annotated[str, typer.Argument(help="Code of a consultation, also of one that has run out.")],
    on: Annotated[str | None, typer.Option(help="For which day; else that of its last change.")] = None,
) -> None:
    """Print a consultation as it was answered, as JSON."""
    from commands.pack.verifying import replay as run

    run(here, code, on)
