"""Writes down once a day how far the record of changes is, and the seals of the journals.

The record's head goes into the log, too; all go into a file beside the database.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Final

import structlog

from server.office.audit.chain import head
from server.office.audit.journal_seals import newest_seals
from server.office.audit.kept_heads import keep_head, told_head
from server.office.guidance.consultations import city_day
from server.office.keeper import Keeper
from server.store.store import Store
from server.wire.messages import moment

LOOK_SECONDS: Final = 600
_log = structlog.get_logger("keeper")


class HeadKeeper(Keeper):
    """Keeps a head each day of the city, and one at every start; `clock` tells ms."""

    def __init__(self, store: Store, clock: Callable[[], int], file: Path) -> None:
        super().__init__("head-keeper", LOOK_SECONDS, "how far the record is is not written down")
        self._store = store
        self._clock = clock
        self._file = file
        self._done: date | None = None

    def look(self) -> None:
        """Keep today's head when this has not been done yet."""
        self.attempt(self._keep)

    def _keep(self) -> None:
        now = self._clock()
        today = self._store.read(lambda reading: city_day(reading, now))
        if today == self._done:
            return
        found = self._store.read(head)
        if found.seq:
            keep_head(self._file, moment(now), found)
            _log.info("record of changes", head=told_head(found))
        for center, seal in self._store.read(newest_seals).items():
            keep_head(self._file, moment(now), seal, center)
        self._done = today
