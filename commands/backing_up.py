"""`banshi backup` and `banshi restore`: one file that holds a hall, and a hall out of one file."""

import os
import sys
from contextlib import suppress
from pathlib import Path

import msgspec

from commands.failing import CannotRun, language
from commands.restored import record_restored
from commands.seeding import now
from config.settings import Settings
from config.words import say
from server.office.care.backup_schedule import scheduled_backup
from server.office.care.backups import BackupResult, back_up
from server.office.care.backups import restore as put_back
from server.store.backup.restoring import RestoredBackup


def backup(settings: Settings, to: Path | None, key_file: Path | None, *, trial: bool, as_json: bool) -> bool:
    """Write a backup into folder `to`, else the settings' one, and say what it is; return whether it is good."""
    folder = to or settings.backup.folder
    if folder is None:
        raise CannotRun(
            "backup_folder", "Say where to: banshi backup --to FOLDER, or folder in [backup] of banshi.toml."
        )
    made = back_up(settings, folder, now=now(), key_file=key_file, trial=trial)
    _say(made, folder, as_json=as_json)
    return made.good


def backup_on_schedule(settings: Settings) -> bool:
    """Make the backup that is due, if one is, behind everything else that this machine does."""
    with suppress(OSError, AttributeError):
        os.nice(15)
        # The server keeps to one core; this is to use the others.
        os.sched_setaffinity(0, range(os.cpu_count() or 1))
    made = scheduled_backup(settings, now())
    return made is None or made.good


def restore(settings: Settings, file: Path, key_file: Path | None, *, as_json: bool) -> None:
    """Put the backup `file` into the place of this machine's database and say where the one of before is."""
    done = put_back(settings, file, now=now(), key_file=key_file)
    record_restored(settings)
    if as_json:
        told = {
            "release": done.head.release,
            "made_at": done.head.made_at,
            "rows": sum(each.rows for each in done.sums.tables.values()),
            "kept": done.kept,
            "files": sorted(done.files),
        }
        sys.stdout.write(msgspec.json.encode(told).decode() + "\n")
    else:
        sys.stdout.write(_told(done, settings.data))


def _told(done: RestoredBackup, data: Path) -> str:
    words = language()
    rows = sum(each.rows for each in done.sums.tables.values())
    lines = [say(words, "{rows} rows in {tables} tables are back, each as it was. Screens and kiosks will ask anew.",
                 rows=rows, tables=len(done.sums.tables))]  # fmt: skip
    if done.kept:
        lines.append(say(words, "What was there before is kept as {place}.", place=done.kept))
    if done.files:
        lines.append(say(words, "Files of the backup: {place}", place=data / "restored"))
    return "\n".join(lines) + "\n"


def _say(made: BackupResult, folder: Path, *, as_json: bool) -> None:
    if as_json:
        sys.stdout.write(msgspec.json.encode(made).decode() + "\n")
        return
    words = language()
    if made.why is not None:
        sys.stderr.write(made.why.say(words) + "\n")
        return
    place = folder / made.file
    sys.stdout.write(
        say(words, "{place}: {rows} rows, {size} MB, {seconds} s", place=place, rows=made.rows,
            size=round(made.bytes / 1e6, 1), seconds=made.seconds) + "\n"
    )  # fmt: skip
    if made.tried:
        sys.stdout.write(say(words, "Restored on trial: every row was there.") + "\n")
    if not made.sealed:
        sys.stdout.write(say(words, "It is not sealed: whoever has the file can read it.") + "\n")
