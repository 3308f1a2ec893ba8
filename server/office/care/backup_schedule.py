"""When a backup is due by the settings of a machine, and the one process that makes it then."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Final

from config.settings import Settings
from server.office.care.backups import BackupResult, back_up, kept_backups, throw_old_away

AGAIN_MS: Final = 3600 * 1000
"""After which time one that failed is tried again."""
LOCK: Final = ".backup-lock"


def is_due(settings: Settings, now: int) -> bool:
    """Tell whether a backup is due at `now` (ms): none was begun since the last time of day it is asked for."""
    folder = settings.backup.folder
    if folder is None:
        return False
    told = kept_backups(folder)
    if not told:
        return True
    last = told[-1]
    if last.at >= _asked_for_last(settings.backup.at, now):
        return not last.good and now - last.at >= AGAIN_MS
    return True


def scheduled_backup(settings: Settings, now: int) -> BackupResult | None:
    """Make and try the backup that is due at `now` (ms), and delete those that are too old.

    None when none is due, or another process makes it. Raises `OSError` when the folder cannot be made.
    """
    folder = settings.backup.folder
    if folder is None:
        return None
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _alone(folder) as alone:
        if not alone or not is_due(settings, now):
            return None
        result = back_up(settings, folder, now=now, trial=True)
        if result.good:
            throw_old_away(folder, settings.backup.keep_days, now)
        return result


def _asked_for_last(at: str, now: int) -> int:
    """Return the last moment (ms) up to `now` at which the clock of this machine showed `at`."""
    local = datetime.fromtimestamp(now / 1000).astimezone()
    asked = datetime.combine(local.date(), time.fromisoformat(at)).astimezone()
    if asked > local:
        asked = datetime.combine(local.date() - timedelta(days=1), time.fromisoformat(at)).astimezone()
    return round(asked.timestamp() * 1000)


@contextmanager
def _alone(folder: Path) -> Iterator[bool]:
    """Give whether no other process makes a backup in `folder`; the system frees it when this one ends."""
    handle = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
    finally:
        os.close(handle)
