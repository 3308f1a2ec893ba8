"""`banshi calendar import`: the holidays of a year become the table of settings that a hall can edit afterwards."""

import sys

import msgspec

from commands.calendar.sources import Source, days_of
from commands.terminal import language
from config.centers import Calendar, Holiday, Language
from config.settings import Settings
from config.words import both, say
from server.client.commands import Commands
from server.rules.hall.hours_told import WEEKDAYS
from server.rules.hall.year_table import Entry, changes, with_year


def import_calendar(
    settings: Settings, source: Source | None, year: int, scope: str, *, dry_run: bool, unannounced: bool = False
) -> bool:
    """Put the holidays of `year` that `source` knows (None: all packages) into the calendar of `scope`.

    What becomes different is said, and with `dry_run` nothing is; returns whether nothing was against it. Only where
    `unannounced` holds a year without make-up workdays is taken. Raises `Refusal`, or `CannotRun` when no package is
    there, when they do not know the year, or contradict each other.
    """
    found = days_of(year, source, unannounced=unannounced)
    client = Commands(settings.server, settings.token, language=language(), timeout=30)
    try:
        kept = client.settings(scope)
        calendar = msgspec.convert(kept["document"].get("calendar") or {}, Calendar)
        table = with_year(calendar, year, found.holidays, found.workdays)
        gone, come = changes(calendar, table)
        if not gone and not come:
            sys.stdout.write(
                say(language(), "{scope} has this table of {year} already.", scope=scope, year=year) + "\n"
            )
            return True
        document = {**kept["document"], "calendar": msgspec.to_builtins(table)}
        answer = client.put_settings(scope, document, kept["newest"], dry_run=dry_run)
    finally:
        client.close()
    if answer.findings:
        sys.stdout.writelines(f"{each.detail}\n" for each in answer.findings)
        return False
    words = language()
    head = "This would change in {scope}:" if dry_run else "This changed in {scope}; edit it with banshi settings:"
    lines = [say(words, head, scope=scope)]
    lines += [f"{sign} {_line(words, each)}" for sign, each in _in_order(gone, come)]
    lines.append(say(words, "Known so by: {sources}", sources=", ".join(found.sources)))
    if found.silent:
        silent = "Does not know {year} yet: {sources}"
        lines.append(say(words, silent, year=year, sources=", ".join(found.silent)))
    sys.stdout.write("\n".join(lines) + "\n")
    return True


def _in_order(gone: tuple[Entry, ...], come: tuple[Entry, ...]) -> list[tuple[str, Entry]]:
    marked = [*(("-", each) for each in gone), *(("+", each) for each in come)]
    return sorted(marked, key=lambda pair: (_first(pair[1]), pair[0] == "+"))


def _first(entry: Entry) -> str:
    return entry.first if isinstance(entry, Holiday) else entry.date


def _line(words: Language, entry: Entry) -> str:
    if isinstance(entry, Holiday):
        return f"{entry.first} - {entry.last}  {entry.name.say(words)}"
    return f"{entry.date}  {say(words, 'worked like a {day}', day=both(WEEKDAYS[entry.like - 1]))}"
