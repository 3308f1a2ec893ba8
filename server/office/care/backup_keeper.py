"""Lets a backup be made every day: by a process of its own, so that the hall's own threads never wait for its work."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import Final

import msgspec
import structlog

from config.settings import ENVIRONMENT, Settings
from server.office.care.backup_schedule import is_due
from server.office.care.backups import kept_backups
from server.office.keeper import Keeper

LOOK_SECONDS: Final = 60
ASK_SECONDS: Final = 0.2
GIVE_UP_SECONDS: Final = 3
_log = structlog.get_logger("care")


class BackupKeeper(Keeper):
    """Makes the backups that the settings ask for; `clock` tells ms, `make` makes one and returns when it is done."""

    def __init__(
        self,
        settings: Settings,
        clock: Callable[[], int],
        make: Callable[[Settings, threading.Event], object] | None = None,
    ) -> None:
        super().__init__("backup-keeper", LOOK_SECONDS, "no backup can be made")
        self._settings = settings
        self._clock = clock
        self._make = make or backup_apart

    def start(self) -> None:
        """Go on looking; what is due is made a minute after the start, when the hall is open again."""
        self._thread.start()

    def look(self) -> None:
        """Make the backup that is due."""
        folder = self._settings.backup.folder
        if folder is None or not is_due(self._settings, self._clock()):
            return
        before = kept_backups(folder)[-1:]
        self.attempt(lambda: self._make(self._settings, self._ended))
        for made in kept_backups(folder)[-1:]:
            if (made,) != before:
                (_log.info if made.good else _log.error)("backup", **msgspec.to_builtins(made))


def backup_apart(settings: Settings, ended: threading.Event, *, now: bool = False) -> None:
    """Let another process make the backup that is due, at a low rank and on any core, until `ended` is set.

    With `now` one is made and tried whether it is due or not. Its result stands beside the backups. Raises `OSError`
    when there can be no other process.
    """
    given = {f"{ENVIRONMENT}DATA": str(settings.data.resolve())}
    if settings.database:
        # Not on its command line, which everybody on this machine can read.
        given[f"{ENVIRONMENT}DATABASE"] = settings.database
    words = ["backup", "--trial" if now else "--scheduled"]
    # Nothing of a word from outside is run.
    process = subprocess.Popen(  # noqa: S603
        [sys.executable, "-P", "-m", "banshi", *words],
        env={**os.environ, **given},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    with process:
        while process.poll() is None:
            if ended.wait(ASK_SECONDS):
                _end(process)
        said = process.stderr.read().decode(errors="replace") if process.stderr else ""
    if process.returncode and not ended.is_set():
        _log.error("no backup was made", status=process.returncode, said=said[-2000:])


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End a backup whose server ends: what it has written so far has no name yet."""
    process.terminate()
    try:
        process.wait(GIVE_UP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
