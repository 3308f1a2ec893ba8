"""The front door: `banshi VERB`. Each verb lives in `commands/`; here are only its words and its options."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from commands.access.words import access, token
from commands.audit.words import audit
from commands.calendar.words import calendar
from commands.city.words import city
from commands.install.words import install
from commands.options import (
    AdminsServer,
    AsJson,
    CardReader,
    Data,
    Database,
    DatabaseFile,
    Printer,
    Server,
    TokenFile,
    on_database,
    settings_with,
)
from commands.pack.words import pack
from commands.person.words import person
from commands.report.words import report
from commands.simulate.words import simulate
from config.settings import Settings

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)

app.add_typer(pack, name="pack")
app.add_typer(city, name="city")
app.add_typer(calendar, name="calendar")
app.add_typer(install, name="install")
app.add_typer(access, name="access")
app.add_typer(token, name="token")
app.add_typer(simulate, name="simulate")
app.add_typer(report, name="report")
app.add_typer(audit, name="audit")
app.add_typer(person, name="person")

settings = typer.Typer(no_args_is_help=True, help="Look at and change what city, towns and centers decide.")
app.add_typer(settings, name="settings")


@app.callback()
def front(
    version: Annotated[bool, typer.Option("--version", help="Print the version and end.")] = False,
) -> None:
    """Run a public service hall: server, kiosk, screens, counters, and everything around them."""


KeyFile = Annotated[Path | None, typer.Option(help="File with the key that seals backups: one line.")]


class Half(StrEnum):
    """Which half of the server runs in this process."""

    both = "both"
    web = "web"
    live = "live"


class Bench(StrEnum):
    """What can be measured."""

    issue = "issue"
    connections = "connections"
    call = "call"
    fanout = "fanout"
    kiosk = "kiosk"
    planner = "planner"
    check = "check"
    people = "people"
    search = "search"
    evaluate = "evaluate"
    estimate = "estimate"
    recovery = "recovery"
    city = "city"
    years = "years"
    slots = "slots"
    line = "line"
    backup = "backup"
    house = "house"
    reports = "reports"


@app.command()
def serve(
    half: Annotated[Half, typer.Argument(help="both, or one half when the halves run apart.")] = Half.both,
    data: Data = None,
    database: Database = None,
    database_file: DatabaseFile = None,
    http: Annotated[str | None, typer.Option(help="HOST:PORT of API and pages.")] = None,
    live: Annotated[str | None, typer.Option(help="HOST:PORT of the live socket.")] = None,
    trusted_proxy: Annotated[
        list[str] | None,
        typer.Option(help="Network of a proxy whose word on its clients is believed; may be repeated."),
    ] = None,
    public: Annotated[str | None, typer.Option(help="Address of the pages as everybody writes it.")] = None,
    live_public: Annotated[str | None, typer.Option(help="Address of the live socket as pages write it.")] = None,
    safe: Annotated[
        bool, typer.Option("--safe", help="Only show what is there and change nothing, while somebody mends it.")
    ] = False,
) -> None:
    """Run the server: API, pages and live sockets."""
    from commands.serving import serve as run

    run(
        half.value,
        settings_with(
            data=data,
            database=database,
            database_file=database_file,
            http=http,
            live=live,
            trusted_proxy=",".join(trusted_proxy) if trusted_proxy else None,
            phone=public,
            live_public=live_public,
        ),
        safe=safe,
    )


@app.command()
@on_database
def seed(
    here: Settings,
    demo: Annotated[
        bool, typer.Option("--demo", help="Write the fictional city; without it the city is empty.")
    ] = False,
    city: Annotated[Path | None, typer.Option(help="Write the city in this file, see `banshi city check`.")] = None,
    json: AsJson = False,
) -> None:
    """Make the database and write a city into it, once."""
    from commands.seeding import seed as run

    run(here, demo=demo, city=city, as_json=json)


@app.command("first-run")
@on_database
def first_run(here: Settings) -> None:
    """Print the code with which the first administrator makes their account in a browser."""
    from commands.first_run import first_run as run

    run(here)


@app.command()
@on_database
def restored(here: Settings) -> None:
    """Say that the database came from a backup, once, before the server starts on it."""
    from commands.restored import restored as run

    run(here)


@app.command()
@on_database
def backup(
    here: Settings,
    to: Annotated[Path | None, typer.Option(help="Folder that the file is written to.")] = None,
    key_file: KeyFile = None,
    trial: Annotated[
        bool, typer.Option("--trial", help="Restore it at once into a database that is thrown away.")
    ] = False,
    scheduled: Annotated[
        bool, typer.Option("--scheduled", help="Only if one is due by [backup] of banshi.toml; a server does this.")
    ] = False,
    json: AsJson = False,
) -> None:
    """Write all that a hall knows into one file, while it goes on."""
    from commands import backing_up

    if scheduled:
        raise typer.Exit(0 if backing_up.backup_on_schedule(here) else 1)
    raise typer.Exit(0 if backing_up.backup(here, to, key_file, trial=trial, as_json=json) else 1)


@app.command()
@on_database
def restore(
    here: Settings,
    file: Annotated[Path, typer.Argument(help="What `banshi backup` has written.")],
    key_file: KeyFile = None,
    json: AsJson = False,
) -> None:
    """Put a backup into the place of the database; what was there is kept. The server must not run."""
    from commands.backing_up import restore as run

    run(here, file, key_file, as_json=json)


@app.command()
@on_database
def upgrade(
    here: Settings,
    check: Annotated[bool, typer.Option("--check", help="Say what it would do, and change nothing.")] = False,
    json: AsJson = False,
) -> None:
    """Bring the database to this release, a copy first; the first start of a server does the same."""
    from commands.upgrading import upgrade as run

    run(here, check=check, as_json=json)


@app.command()
@on_database
def purge(here: Settings) -> None:
    """Throw away what nobody needs any more: consultations, kept answers and secrets that are over."""
    from commands.purging import purging as run

    run(here)


@app.command()
@on_database
def privacy(
    here: Settings,
    delivered: Annotated[bool, typer.Option("--delivered", help="As a new city keeps it, without a database.")] = False,
) -> None:
    """Print what is held about people, why and how long, with the form of an impact assessment (Markdown)."""
    from commands.privacy import privacy as run

    run(here, delivered=delivered)


@app.command()
def kiosk(
    server: Server = None,
    center: Annotated[str | None, typer.Option(help="The center this kiosk stands in.")] = None,
    printer: Printer = None,
    card_reader: CardReader = None,
    width: Annotated[int, typer.Option(min=320, max=8192, help="Width of the window in px.")] = 1080,
    height: Annotated[int, typer.Option(min=320, max=8192, help="Height of the window in px.")] = 1920,
    trace: Annotated[Path | None, typer.Option(help="Write what is shown as JSON lines, for tests.")] = None,
    home: Annotated[Path, typer.Option(help="Folder that the kiosk may write to.")] = Path("kiosk-home"),
    token_file: TokenFile = None,
) -> None:
    """Open the kiosk's window; without a token (BANSHI_TOKEN) it shows a code, by which it is paired."""
    from commands.kiosk_window import open_window

    here = settings_with(server=server, center=center, printer=printer, card_reader=card_reader, token_file=token_file)
    open_window(here, width, height, home=home, trace=trace)


@app.command()
def demo(
    once: Annotated[
        bool, typer.Option("--once", help="Play the main job without a person, prove it, and end.")
    ] = False,
    out: Annotated[Path, typer.Option(help="Where --once writes its report and pictures.")] = Path("out"),
    data: Annotated[Path | None, typer.Option(help="Keep the city's data here.")] = None,
) -> None:
    """Start the fictional city with all its parts; Ctrl-C ends all of them."""
    if once:
        from commands.demo.once import play

        raise typer.Exit(0 if play(out) else 1)
    from commands.demo.standing import run

    raise typer.Exit(run(data))


@app.command()
def check(
    packs: Annotated[list[Path] | None, typer.Argument(help="Folders of guidance packs.")] = None,
    json: AsJson = False,
    sarif: Annotated[bool, typer.Option("--sarif", help="Print SARIF 2.1.0, for editors and reviews.")] = False,
    mutants: Annotated[
        bool, typer.Option("--mutants", help="Change every rule a little and count which cases notice.")
    ] = False,
    report: Annotated[Path | None, typer.Option(help="Write a web page with graphs, proof and findings.")] = None,
    schema: Annotated[bool, typer.Option("--schema", help="Write the JSON Schema of packs and end.")] = False,
    anew: Annotated[bool, typer.Option("--anew", help="Prove all of it, whatever was proved before.")] = False,
) -> None:
    """Prove guidance packs: references, rules, every combination of answers, sources, cases."""
    from commands import checking

    if schema:
        checking.write_schema()
        return
    if not packs:
        raise typer.BadParameter("name at least one pack", param_hint="PACKS")
    form: checking.Form = "json" if json else "sarif" if sarif else "text"
    keeping = None if anew else checking.Keeping(checking.usual_folder())
    clean = checking.check_packs(packs, form, with_mutants=mutants, page=report, keeping=keeping)
    raise typer.Exit(0 if clean else 1)


@settings.command()
def show(
    scope: Annotated[str, typer.Argument(help="city, towns/ID or centers/ID.")],
    revision: Annotated[int | None, typer.Option(min=1, help="One revision, instead of the one in force.")] = None,
    server: AdminsServer = None,
    token_file: TokenFile = None,
    json: AsJson = False,
) -> None:
    """Print settings as YAML that `put` takes back."""
    from commands.settings import show as run

    run(settings_with(server=server, token_file=token_file), scope, revision, as_json=json)


@settings.command()
def put(
    file: Annotated[Path, typer.Argument(help="What `show` printed, edited.")],
    at: Annotated[str | None, typer.Option(help="When it takes force, such as 2026-12-01T00:00:00+08:00.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what speaks against it, and change nothing.")] = False,
    server: AdminsServer = None,
    token_file: TokenFile = None,
    json: AsJson = False,
) -> None:
    """Write settings; 1 is returned when something speaks against them."""
    from commands.settings import put as run

    raise typer.Exit(
        0 if run(settings_with(server=server, token_file=token_file), file, at, dry_run=dry_run, as_json=json) else 1
    )


@app.command()
def bench(
    name: Bench,
    json: AsJson = False,
    seconds: Annotated[float, typer.Option(min=0.1, max=3600, help="Length of each measured part.")] = 4,
    beside: Annotated[
        Path | None, typer.Option(help="Another checkout: measure both in turns, tell ratios instead of goals.")
    ] = None,
) -> None:
    """Measure against the design's goals, or against another checkout; 1 is returned when it falls short."""
    if beside is not None:
        from commands.bench.beside import measure_beside

        raise typer.Exit(0 if measure_beside(name.value, seconds, beside, as_json=json) else 1)
    from commands.bench.running import measure

    raise typer.Exit(0 if measure(name.value, seconds, as_json=json) else 1)


@app.command()
def doctor(
    data: Data = None,
    database: Database = None,
    database_file: DatabaseFile = None,
    server: Server = None,
    printer: Printer = None,
    card_reader: CardReader = None,
    json: AsJson = False,
    zipped: Annotated[
        Path | None,
        typer.Option("--zip", help="Write a file for whoever helps: no secrets, names or numbers are in it."),
    ] = None,
) -> None:
    """Say what this machine lacks, with remedies: 0 is returned when all is good, 1 when something is not."""
    from commands.doctor import tell

    here = settings_with(
        data=data,
        database=database,
        database_file=database_file,
        server=server,
        printer=printer,
        card_reader=card_reader,
    )
    raise typer.Exit(0 if tell(data, settings=here, as_json=json, zipped=zipped) else 1)


@app.command()
def openapi() -> None:
    """Print the OpenAPI document of the server, from which clients are made."""
    from commands.openapi import openapi as run

    print(run())


def main() -> None:
    """Run the command line; whatever cannot be done is one sentence, never a trace."""
    from commands.failing import explained
    from commands.front import command_line
    from commands.options import look_anew, tell_what_is_seen

    look_anew()
    with explained():
        code = command_line(app)
        tell_what_is_seen()
        raise SystemExit(code)


if __name__ == "__main__":
    main()
