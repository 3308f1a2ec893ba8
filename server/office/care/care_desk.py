"""What is asked of one machine in the browser: a backup made now, the doctor's findings, the file of diagnostics."""

import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Final

import structlog

from config.centers import Language
from config.settings import Settings
from server.office.care.backup_keeper import backup_apart
from server.office.care.diagnostics import Diagnosis, write_diagnostics

GIVE_UP_SECONDS: Final = 4
Look = Callable[[Settings, Language], tuple[Diagnosis, ...]]
Apart = Callable[[Settings, threading.Event], None]
_log = structlog.get_logger("care")


def _now_apart(settings: Settings, ended: threading.Event) -> None:
    backup_apart(settings, ended, now=True)


class CareDesk:
    """The care of the machine that `settings` are of; `look` is the doctor, `safe` says that nothing is changed here.

    One backup at a time is made, by another process. Safe for threads.
    """

    def __init__(self, settings: Settings, look: Look, *, safe: bool = False, apart: Apart = _now_apart) -> None:
        self.settings = settings
        self.look = look
        self.safe = safe
        self._apart = apart
        self._ended = threading.Event()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._since: int | None = None

    @property
    def since(self) -> int | None:
        """Return when (ms) the backup was begun that is being made now; None while none is."""
        with self._lock:
            return self._since

    def begin_backup(self, now: int) -> bool:
        """Let a backup be made and tried from `now` (ms) on; return False while one is being made, or for no folder."""
        with self._lock:
            if self._since is not None or self.settings.backup.folder is None:
                return False
            self._since = now
            self._thread = threading.Thread(target=self._back_up, name="backup-now", daemon=True)
            self._thread.start()
            return True

    def diagnostics(self, language: Language, now: int) -> bytes:
        """Return the file of diagnostics, a zip; raises `OSError`."""
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "diagnostics.zip"
            write_diagnostics(file, self.settings, self.look(self.settings, language), now)
            return file.read_bytes()

    def stop(self) -> None:
        """End the backup that is being made: what it has written so far has no name yet."""
        self._ended.set()
        if self._thread is not None:
            self._thread.join(GIVE_UP_SECONDS)

    def _back_up(self) -> None:
        try:
            self._apart(self.settings, self._ended)
        except OSError as error:
            _log.error("no backup was made", why=str(error))
        finally:
            with self._lock:
                self._since = None
