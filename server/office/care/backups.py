"""Backups of a hall: made and tried, told of, thrown away when they are old, and put back.

What became of each stands in `backups.json` beside them, so it is known also where the database is not.
"""

import os
import re
import time
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import Final

import msgspec

from config.centers import Text
from config.settings import Settings, secret_in
from config.system_words import system_says
from config.text_file import TextFileError
from config.words import both
from server.office.care.hall_files import hall_files
from server.store.backup.making import UNFINISHED, Origin, make_backup
from server.store.backup.restoring import RestoredBackup, restore_backup, try_backup
from server.store.errors import StoreError
from server.store.people_key import FILE as PEOPLE_KEY
from server.store.release_key import FILE as RELEASE_KEY

KEPT: Final = "backups.json"
KEY_VARIABLE: Final = "BANSHI_BACKUP_KEY"
MOST_TOLD: Final = 400
OLD_MS: Final = 48 * 3600 * 1000
"""A hall whose last good backup is older than two days is not safe any more."""
RESTORED: Final = "restored"
"""The folder in the data directory that files of a restored backup are put into."""
_FILE: Final = re.compile(r"banshi-\d{8}-\d{6}\.(?:banshi|tar\.gz)")


class BackupResult(msgspec.Struct, frozen=True):
    """What became of one backup, begun at `at` (ms) and done after `seconds`.

    A good one has a `file` (its name) of so many `bytes` and `rows`; it was `tried` when it was restored on trial and
    all rows were there. Else `code` is stable and `why` says it.
    """

    at: int
    seconds: float
    file: str = ""
    bytes: int = 0
    rows: int = 0
    sealed: bool = False
    tried: bool = False
    code: str = ""
    why: Text | None = None

    @property
    def good(self) -> bool:
        """Tell whether there is a file that can be put back."""
        return not self.code


class BackupState(msgspec.Struct, frozen=True):
    """How a machine stands with its backups: `off` where none are asked for, `overdue` where the last good one is old.

    `last_good` is its moment (ms), and `last` whatever was tried last.
    """

    off: bool
    overdue: bool
    last_good: int | None
    last: BackupResult | None


def key_of(settings: Settings, key_file: Path | None = None) -> str | None:
    """Return the key that this machine's backups are sealed with: in `key_file`, the environment, or the settings'.

    None where there is none. Raises `TextFileError`.
    """
    if key_file is None and (given := os.environ.get(KEY_VARIABLE)):
        return given
    file = key_file or settings.backup.key_file
    return secret_in(file) if file is not None else None


def back_up(settings: Settings, folder: Path, *, now: int, key_file: Path | None = None, trial: bool) -> BackupResult:
    """Back this machine's hall up into `folder` at the moment `now` (ms), and tell what became of it there.

    A good one is restored on `trial` into a database that is thrown away. The hall may go on. Never raises for what can
    go wrong with files and databases: the result says it.
    """
    began = time.monotonic()
    result = BackupResult(now, 0)
    try:
        key = key_of(settings, key_file)
        files = hall_files(settings, sealed=key is not None)
        made = make_backup(
            Origin(settings.data, settings.database, files), folder, release=version("banshi"), now=now, passphrase=key
        )
        result = msgspec.structs.replace(
            result, file=made.file.name, bytes=made.bytes, rows=made.rows, sealed=made.sealed
        )
        if trial:
            try_backup(made.file, folder, passphrase=key)
            result = msgspec.structs.replace(result, tried=True)
    except (StoreError, TextFileError) as error:
        result = msgspec.structs.replace(result, code=error.code, why=both(error.message, **error.values))
    except OSError as error:
        why = both("No backup can be written to {place}: {why}.", place=folder, why=system_says(error))
        result = msgspec.structs.replace(result, code="backup_unwritable", why=why)
    result = msgspec.structs.replace(result, seconds=round(time.monotonic() - began, 1))
    _tell(folder, result)
    return result


def restore(settings: Settings, file: Path, *, now: int, key_file: Path | None = None) -> RestoredBackup:
    """Put the backup `file` into the place of this machine's database; no server may run on it.

    Files of the backup go into the folder `restored` of the data directory. A key that signs releases takes its own
    place where there is none; that of second factors, without which nobody of this database signs in, where another is,
    which is kept beside it. Raises `StoreError`, `TextFileError`, and nothing was changed then.
    """
    done = restore_backup(file, settings.data, settings.database, now=now, passphrase=key_of(settings, key_file))
    place = settings.data / RESTORED
    for name, content in done.files.items():
        if ".." in Path(name).parts or Path(name).is_absolute():
            continue
        target = place / name
        if name == PEOPLE_KEY or (name == RELEASE_KEY and not (settings.data / name).exists()):
            target = settings.data / name
            _keep_aside(target, content, now)
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        target.touch(mode=0o600)
        target.write_bytes(content)
    return done


def _keep_aside(key: Path, other: bytes, now: int) -> None:
    """Give the file `key` another name unless it is as the `other` one."""
    if key.exists() and key.read_bytes() != other:
        key.rename(key.with_name(f"{key.name}.before-restore-{now}"))


def kept_backups(folder: Path) -> tuple[BackupResult, ...]:
    """Return what became of the backups in `folder`, the newest last; nothing where nothing can be read."""
    try:
        return msgspec.json.decode((folder / KEPT).read_bytes(), type=tuple[BackupResult, ...])
    except (OSError, msgspec.MsgspecError):
        return ()


def state_of(settings: Settings, now: int) -> BackupState:
    """Return how this machine stands with its backups at `now` (ms)."""
    folder = settings.backup.folder
    if folder is None:
        return BackupState(True, False, None, None)
    told = kept_backups(folder)
    good = [each for each in told if each.good and (folder / each.file).is_file()]
    last_good = good[-1].at if good else None
    overdue = last_good is None or now - last_good > OLD_MS
    return BackupState(False, overdue, last_good, told[-1] if told else None)


def throw_old_away(folder: Path, keep_days: int, now: int) -> list[str]:
    """Delete backups in `folder` that are older than `keep_days`, never the last good one; return their names.

    What a process has left unfinished that was killed goes after a day.
    """
    good = [each.file for each in kept_backups(folder) if each.good and (folder / each.file).is_file()]
    gone = []
    for file in sorted(folder.iterdir()):
        torn = file.name.endswith(UNFINISHED)
        if not torn and (_FILE.fullmatch(file.name) is None or file.name == (good[-1] if good else "")):
            continue
        if now / 1000 - file.stat().st_mtime > (1 if torn else keep_days) * 24 * 3600:
            file.unlink(missing_ok=True)
            gone.append(file.name)
    return gone


def _tell(folder: Path, result: BackupResult) -> None:
    """Keep `result` beside the backups; a folder that takes none takes no word of it either."""
    with suppress(OSError):
        fresh = folder / f"{KEPT}.new"
        fresh.write_bytes(msgspec.json.encode((*kept_backups(folder), result)[-MOST_TOLD:]))
        fresh.replace(folder / KEPT)
