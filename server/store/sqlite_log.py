"""How long the write-ahead log may become: it is copied back into the database early on a small disk, and cut off.

Without a bound a reader that never ends keeps everything in the log that is written meanwhile, until the disk is full.
"""

import shutil
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import pysqlite3

PAGE_BYTES: Final = 4096
MOST_PAGES: Final = 8000
"""Pages in the log before they are copied back, where there is room: each is on disk since its commit, and a page that
many commits have changed is copied once."""
FEWEST_PAGES: Final = 250
SHARE_OF_FREE: Final = 32
"""The log may have one part in so many of what is free on the disk."""
TOO_LONG: Final = 2
"""So many times its bound, and readers are waited for a moment so that it can begin anew."""
WAIT_MS: Final = 100
PATIENCE_MS: Final = 10_000


class LogBound:
    """The bound of the log beside `file`, by what was free on its disk at the start."""

    def __init__(self, file: Path) -> None:
        free = shutil.disk_usage(file.parent).free
        self.pages = min(max(free // SHARE_OF_FREE // PAGE_BYTES, FEWEST_PAGES), MOST_PAGES)
        self.bytes = self.pages * PAGE_BYTES
        self._next = self.bytes * TOO_LONG

    def apply(self, connection: Any) -> None:
        """Let `connection`, the writer's, keep the bound."""
        connection.execute(f"PRAGMA wal_autocheckpoint = {self.pages}")
        connection.execute(f"PRAGMA journal_size_limit = {self.bytes}")

    def keep(self, connection: Any, log_bytes: int) -> None:
        """Begin the log anew when it is `log_bytes` long and that is too long; readers may make that wait."""
        if log_bytes < self._next:
            return
        if self.shorten(connection):
            self._next = self.bytes * TOO_LONG
        else:
            # Not after every commit: somebody reads for long, and each try costs a moment.
            self._next = log_bytes + self.bytes

    def shorten(self, connection: Any) -> bool:
        """Copy the log back and cut it off; return whether that was possible."""
        # A disk that is full has no room to copy back either: the next write says so.
        connection.execute(f"PRAGMA busy_timeout = {WAIT_MS}")
        busy = True
        with suppress(pysqlite3.Error):
            busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        connection.execute(f"PRAGMA busy_timeout = {PATIENCE_MS}")
        return not busy
